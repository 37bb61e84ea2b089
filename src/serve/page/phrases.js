// More sentences: of the connection, of calendars and assignments, of acting and of what was.
Object.assign(WORDS, {
  heldNever: ["规则包“{0}”有错，还没有一个好的版本，它的规则一条也没有检查。改好后自动检查。", "Pack “{0}” is broken and has never been right: none of its rules is checked. They will be once it is mended."],
  goneNow: ["yize 自 {0} 起没有应答，看到的是那时的结果。", "yize has not answered since {0}; what you see is its result of then."], goneNever: ["yize 没有应答。", "yize does not answer."], byeNow: ["yize 已于 {0} 停止，看到的是那时的结果。", "yize stopped at {0}; what you see is its result of then."],
  goneHelp: ["请看运行 yize serve 的窗口：已经停了就重新启动；启动以后这里会自己接上。", "Look at the window where yize serve runs and start it again if it has ended; this page then takes it up by itself."],
  notRead: ["yize 的应答不完整。", "The answer of yize was cut short."],
});
