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
  openEditor: ["在编辑器里打开", "Open in editor"], excuseThis: ["豁免……", "Excuse…"], excuseTitle: ["豁免这个问题", "Excuse this finding"], excuseHelp: ["豁免要有批准人，到期以后不再有效。写入以前先看要写的行。", "A waiver needs someone who approved it, and ends on its last day. The lines are shown before they are written."],
  excuseReason: ["理由", "Reason"], excuseBy: ["批准人（会议、文号）", "Approved by (meeting, document)"], excuseUntil: ["有效到（含当日）", "Holds until (that day included)"], showLines: ["看要写入的行", "Show the lines"], writeLines: ["写入", "Write them"], cancel: ["取消", "Cancel"], closeIt: ["关闭", "Close"],
  linesOf: ["加到 {0} 的末尾：", "Added to the end of {0}:"], excuseDone: ["已写入", "Written"], excuseWritten: ["豁免已写入 {0}，检查随即更新。", "The waiver is in {0}; the check follows at once."],
  trend: ["逐日变化", "Day by day"], trendHelp: ["每天最后一次检查的结果，记在项目旁的 .yize-history.jsonl，可以删去", "The last result of each day, kept beside the project in .yize-history.jsonl, which may be deleted"], trendNone: ["从今天起记录，有了第二天就画出来。", "Kept from today on; drawn once there is a second day."], lastReloads: ["最近的检查", "The last checks"], asTable: ["列成表", "As a table"],
  paperTitle: ["问题清单", "List of findings"], number_: ["序号", "No."], what: ["问题", "Finding"], done_: ["处理情况", "Done"], signWho: ["核对人：", "Checked by:"], signChief: ["负责人：", "Responsible:"], signDay: ["日期：", "Date:"],
});
