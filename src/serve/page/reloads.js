// The last reloads: when, how long, what changed, what came and went.
VIEWS.reloads = {
  draw(root) {
    add(root, el("div", { class: "head" }, el("h2", {}, t("reloads")), el("p", {}, t("reloadsHelp"))), el("div", { class: "panel" }, state.board.reloads.map(reload)));
  },
};
function reload(item) {
  const time = new Date(item.at);
  const first = item.cause.length === 0 && item.added === 0 && item.removed === 0;
  const line = (sign, cls, one, linked) => el("li", {}, el("b", { class: cls }, sign), icon(one.sort, t(one.sort)), el("span", {}, linked ? el("a", { href: `#/finding/${one.fingerprint}` }, one.message) : one.message, " ", one.file && el("span", { class: "path" }, `${one.file}${one.line ? `:${one.line}` : ""}`)));
  const rest = (count, named) => count > named.length && el("li", { class: "quiet" }, t("andMore", count - named.length));
  return el("article", { class: "reload" },
    el("p", { class: "line1" }, el("time", { datetime: time.toISOString() }, time.toLocaleTimeString(state.lang === "en" ? "en-GB" : "zh-CN", { hour12: false })),
      el("span", { class: "quiet" }, t("round", item.round)), el("span", { class: "quiet" }, t("elapsed", item.elapsed_ms.toLocaleString())),
      item.added > 0 && el("span", { class: "plus" }, `+${item.added}`), item.removed > 0 && el("span", { class: "minus" }, `−${item.removed}`),
      !item.added && !item.removed && el("span", { class: "quiet" }, item.round === 1 || first ? t("first") : t("noChange")),
      SORTS.filter((sort) => item[COUNTS[sort]] > 0).map((sort) => el("span", { class: INK[sort] || sort }, icon(sort, t(sort)), ` ${item[COUNTS[sort]].toLocaleString()}`))),
    item.cause.length > 0 && el("p", { class: "path" }, item.cause.slice(0, 8).join("  "), item.cause.length > 8 && ` ${t("andMore", item.cause.length - 8)}`),
    item.failed.map((p) => el("p", { class: "fault-ink" }, icon("fault"), " ", t("packFailed", p))), item.restored.map((p) => el("p", { class: "passed" }, icon("passed"), " ", t("packRestored", p))),
    (item.new.length > 0 || item.gone.length > 0) && el("ul", {}, item.new.map((one) => line("+", "plus", one, true)), rest(item.added, item.new), item.gone.map((one) => line("−", "minus", one, false)), rest(item.removed, item.gone)));
}
