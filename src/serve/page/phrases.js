// More sentences: of the connection, of calendars and assignments, of acting and of what was.
Object.assign(WORDS, {
  heldNever: ["规则包“{0}”有错，还没有一个好的版本，它的规则一条也没有检查。改好后自动检查。", "Pack “{0}” is broken and has never been right: none of its rules is checked. They will be once it is mended."],
  goneNow: ["yize 自 {0} 起没有应答，看到的是那时的结果。", "yize has not answered since {0}; what you see is its result of then."], goneNever: ["yize 没有应答。", "yize does not answer."], byeNow: ["yize 已于 {0} 停止，看到的是那时的结果。", "yize stopped at {0}; what you see is its result of then."],
  goneHelp: ["请看运行 yize serve 的窗口：已经停了就重新启动；启动以后这里会自己接上。", "Look at the window where yize serve runs and start it again if it has ended; this page then takes it up by itself."],
  notRead: ["yize 的应答不完整。", "The answer of yize was cut short."],
  inAll: ["{1}，共 {0}", "{1}: {0}"], nowhere: ["没有划入 {0}", "{0} nowhere"], inSeveral: ["划入几处 {0}", "{0} in several"], noValue: ["未填写", "not given"], manyValues: ["颜色按每条各自的前几项，点开看名称", "colours are each bar's own; open one to see what it is"],
  least: ["下限", "least"], most: ["上限", "most"], gaugeKey: ["限度以内，圆点是现在的数", "within its limits; the dot is the number now"], namesHint: ["点开数字看名单", "Open a number to see the names"],
  sharedQuota: ["与{0}合计 {1}/{2}", "{1}/{2} together with {0}"], comma: ["、", ", "], marksHere: ["{0}：{1} 次", "{0}: {1}"], countedMark: ["{0} {1} 次，点开看", "{0}: {1}; open to see them"],
  byForm: ["{0}（{1}）", "{0} ({1})"],
});
