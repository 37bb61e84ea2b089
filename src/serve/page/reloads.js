// What was found from day to day, and the last reloads: when, how long, what changed, what came and went.
VIEWS.reloads = {
  draw(root) {
    add(root, el("h2", { class: "hidden-text" }, t("reloads")), trend(state.board.days),
      el("div", { class: "head", style: { "margin-top": "1.4rem" } }, el("h2", {}, t("lastReloads")), el("p", {}, t("reloadsHelp"))), el("div", { class: "panel" }, state.board.reloads.map(reload)));
  },
};

// So many days are drawn at most.
const TREND = 120;
const SERIES = ["violation", "warning", "pending"];
function trend(all) {
  const days = all.slice(-TREND);
  const head = el("div", { class: "head pad" }, el("h2", {}, t("trend")), el("p", {}, t("trendHelp")));
  if (days.length < 2) return el("section", { class: "panel" }, head, el("p", { class: "pad quiet" }, t("trendNone")));
  const width = 900, height = 220, left = 48, right = 16, top = 14, base = height - 28;
  const first = dayOf(days[0].day), whole = Math.max(1, (dayOf(days[days.length - 1].day) - first) / DAY);
  // What keeps a check from its end is as bad as a violation.
  const value = (day, sort) => day[COUNTS[sort]] + (sort === "violation" ? day.faults : 0);
  const used = SERIES.filter((sort) => days.some((day) => value(day, sort) > 0));
  const most = Math.max(1, ...used.flatMap((sort) => days.map((day) => value(day, sort))));
  const x = (day) => left + ((width - left - right) * (dayOf(day.day) - first)) / DAY / whole, y = (n) => base - ((base - top) * n) / most;
  const line = (sort) => svg("g", { class: `series ${sort}` }, svg("polyline", { points: days.map((day) => `${x(day).toFixed(1)},${y(value(day, sort)).toFixed(1)}`).join(" ") }), days.map((day) => svg("circle", { cx: x(day), cy: y(value(day, sort)), r: days.length > 60 ? 2 : 3.5 }, svg("title", {}, `${day.day} ${t(sort)} ${value(day, sort)}`))));
  const last = days[days.length - 1], change = (sort) => value(last, sort) - value(days[0], sort);
  const words = used.map((sort) => `${t(sort)} ${value(days[0], sort)} → ${value(last, sort)}`).join(t("comma"));
  const row = (day) => el("tr", {}, el("th", { scope: "row" }, day.day), SERIES.map((sort) => el("td", { class: "num" }, day[COUNTS[sort]].toLocaleString())), el("td", { class: "num" }, day.faults.toLocaleString()), el("td", { class: "num" }, day.waived.toLocaleString()));
  return el("section", { class: "panel" }, head,
    el("div", { class: "trend" }, svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${days[0].day} – ${last.day}${t("colon")}${words}` },
      [0, most].map((n) => [svg("line", { class: "axis", x1: left, x2: width - right, y1: y(n), y2: y(n) }), svg("text", { x: left - 8, y: y(n) + 4, "text-anchor": "end" }, n.toLocaleString())]),
      svg("text", { x: left, y: height - 8 }, days[0].day), svg("text", { x: width - right, y: height - 8, "text-anchor": "end" }, last.day), used.map(line))),
    el("p", { class: "legend pad", style: { margin: "0" } }, used.map((sort) => el("span", { class: INK[sort] || sort }, icon(sort), `${t(sort)} ${value(last, sort).toLocaleString()}`, el("small", {}, change(sort) === 0 ? "±0" : change(sort) > 0 ? `+${change(sort)}` : `−${-change(sort)}`)))),
    el("details", { class: "pad" }, el("summary", {}, t("asTable")), el("div", { class: "scroll" }, el("table", { class: "table" }, el("thead", {}, el("tr", {}, [t("date"), ...SERIES.map((sort) => t(sort)), t("fault"), t("waived")].map((x) => el("th", { scope: "col" }, x)))), el("tbody", {}, [...days].reverse().map(row))))));
}
function reload(item) {
  const time = new Date(item.at);
  const first = item.cause.length === 0 && item.added === 0 && item.removed === 0;
  const line = (sign, cls, one, linked) => el("li", {}, el("b", { class: cls }, sign), icon(one.sort, t(one.sort)), el("span", {}, linked ? el("a", { href: `#/finding/${one.fingerprint}` }, one.message) : one.message, " ", one.file && el("span", { class: "path" }, one.shown || one.file)));
  const rest = (count, named) => count > named.length && el("li", { class: "quiet" }, t("andMore", count - named.length));
  return el("article", { class: "reload" },
    el("p", { class: "line1" }, el("time", { datetime: time.toISOString() }, time.toLocaleString(state.lang === "en" ? "en-GB" : "zh-CN", { hour12: false, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" })),
      el("span", { class: "quiet" }, t("round", item.round)), el("span", { class: "quiet" }, t("elapsed", item.elapsed_ms.toLocaleString())),
      item.added > 0 && el("span", { class: "plus" }, `+${item.added}`), item.removed > 0 && el("span", { class: "minus" }, `−${item.removed}`),
      !item.added && !item.removed && el("span", { class: "quiet" }, item.round === 1 || first ? t("first") : t("noChange")),
      SORTS.filter((sort) => item[COUNTS[sort]] > 0).map((sort) => el("span", { class: INK[sort] || sort }, icon(sort, t(sort)), ` ${item[COUNTS[sort]].toLocaleString()}`))),
    item.cause.length > 0 && el("p", { class: "path" }, item.cause.slice(0, 8).join("  "), item.cause.length > 8 && ` ${t("andMore", item.cause.length - 8)}`),
    item.failed.map((p) => el("p", { class: "fault-ink" }, icon("fault"), " ", t("packFailed", p))), item.restored.map((p) => el("p", { class: "passed" }, icon("passed"), " ", t("packRestored", p))),
    (item.new.length > 0 || item.gone.length > 0) && el("ul", {}, item.new.map((one) => line("+", "plus", one, true)), rest(item.added, item.new), item.gone.map((one) => line("−", "minus", one, false)), rest(item.removed, item.gone)));
}
