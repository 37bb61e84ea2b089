// The overview: what there is, and where: bodies by areas.
const SORTS = ["violation", "warning", "pending", "fault"];
const COUNTS = { violation: "violations", warning: "warnings", pending: "pending", fault: "faults", waived: "waived" };

VIEWS.overview = {
  draw(root) {
    const board = state.board;
    const now = holds(), sort = !now ? "pending" : board.exit === 0 ? "passed" : board.exit === 1 ? "violation" : "fault";
    add(root,
      el("div", { class: now ? "verdict" : "verdict old" }, icon(sort), el("p", {}, now ? board.verdict : t("wasSo", board.verdict))),
      tiles(board),
      next(board.coming),
      el("div", { class: "head" }, el("h2", {}, t("byBodyArea")), el("p", {}, t("overviewHelp"))),
      board.bodies.length ? el("div", { class: "panel scroll" }, matrix(board)) : empty("box", t("nothing")),
      legend(),
      board.sheets.length > 0 && sheetsRead(board.sheets),
    );
  },
};

// Which sheets of workbooks were read, and how; folded where that is long.
const FEW_SHEETS = 4;
function sheetsRead(sheets) {
  const row = (own) => el("tr", {}, el("th", { scope: "row", class: "path" }, own.place), el("td", {}, own.what), el("td", {}, own.notes.map((note) => el("p", {}, note))));
  const table = el("div", { class: "panel scroll" }, el("table", { class: "table sheets" }, el("thead", {}, el("tr", {}, ["sheet", "record", "remarks"].map((key) => el("th", { scope: "col" }, t(key))))), el("tbody", {}, sheets.map(row))));
  const title = el("h2", {}, t("sheetsRead"), " ", el("small", {}, sheets.length.toLocaleString()));
  if (sheets.length + sheets.reduce((n, own) => n + own.notes.length, 0) <= 2 * FEW_SHEETS) return el("section", { id: "sheets" }, el("div", { class: "head" }, title), table);
  return el("details", { id: "sheets", open: state.open.has("sheets"), ontoggle: (e) => (e.target.open ? state.open.add("sheets") : state.open.delete("sheets")) }, el("summary", {}, title), table);
}

// What comes next: by date, what is overdue, and who has most to do. Every line is a way to its findings.
function next(coming) {
  const whole = (days) => coming.days.filter((day) => day.days <= days).reduce((n, day) => n + day.total, 0);
  const within = (days) => el("a", { href: address("findings", { status: "pending", due: days, group: "due" }) }, t("withinN", days, whole(days).toLocaleString()));
  const ahead = el("section", { class: "panel pad ahead" }, el("div", { class: "head" }, el("h2", {}, t("dueNext", coming.ahead)), el("p", {}, within(7), within(coming.ahead))),
    coming.days.length ? coming.days.map(day) : el("p", { class: "quiet" }, icon("passed"), " ", t("nothingDue", coming.ahead)),
    coming.later && [el("p", { class: "quiet later" }, t("afterThat")), day(coming.later)]);
  const late = el("section", { class: "panel pad" }, el("div", { class: "head" }, el("h2", {}, t("due_overdue")), coming.overdue_total > 0 && el("p", {}, el("a", { href: address("findings", { due: "overdue", group: "who" }) }, t("allN", coming.overdue_total.toLocaleString())))),
    coming.overdue.length ? el("ul", { class: "lines" }, coming.overdue.map((line) => lineOf(line, { due: `${line.date}`, rule: line.rule }, daysBadge(line.days)))) : el("p", { class: "quiet" }, icon("passed"), " ", t("nothingLate")));
  const most = el("section", { class: "panel pad" }, el("div", { class: "head" }, el("h2", {}, t("whoMost")), coming.people_total > coming.people.length && el("p", {}, el("a", { href: address("findings", { group: "who" }) }, t("allWho", coming.people_total.toLocaleString())))),
    coming.people.length ? el("ul", { class: "lines" }, coming.people.map(personLine)) : el("p", { class: "quiet" }, icon("passed"), " ", t("nothing")));
  return el("div", { class: "next" }, ahead, el("div", { class: "stack" }, late, most));
}
function day(own) {
  const params = { status: "pending", due: own.date };
  return el("div", { class: "day" }, el("h3", {}, el("a", { href: address("findings", { ...params, group: "who" }) }, dayWords(own.date)), " ", daysBadge(own.days), el("small", {}, t("found", own.total.toLocaleString()))),
    el("ul", { class: "lines" }, own.lines.map((line) => lineOf(line, { ...params, rule: line.rule })), own.more > 0 && el("li", { class: "quiet" }, el("a", { href: address("findings", params) }, t("moreRules", own.more)))));
}
function lineOf(line, params, badge) {
  return el("li", {}, el("a", { class: "what", href: address("findings", { ...params, group: "who" }) }, line.title, " ", el("b", {}, line.total.toLocaleString())), badge, el("span", { class: "who" }, line.who.flatMap((who, n) => [n > 0 && t("comma"), el("a", { href: whoAddress(who, who.body) }, who.name)]), line.more > 0 && t("andOthers", line.more)));
}
function personLine(own) {
  const unit = own.person || !own.id.endsWith(`/${own.body}`);
  return el("li", {}, el("span", { class: "what" }, el("a", { href: whoAddress(own, own.body) }, own.name), unit && el("small", {}, bodyName(own.body))), own.overdue > 0 && el("span", { class: "days late" }, t("lateN", own.overdue.toLocaleString())),
    el("a", { class: "nums", href: address("findings", { body: own.body, who: own.id }) }, SORTS.filter((sort) => own[COUNTS[sort]] > 0).map((sort) => number(sort, own[COUNTS[sort]])), el("span", { class: "hidden-text" }, own.name)), own.next && el("span", { class: "quiet" }, t("nextDay", own.next)));
}

function tiles(board) {
  const passed = sum(board.bodies.flatMap((b) => b.areas), "passed");
  const tile = (sort, count, label, href) => el(href ? "a" : "div", { class: `tile${count ? "" : " zero"}`, href }, el("b", {}, count.toLocaleString()), el("span", {}, icon(sort), label));
  const one = (sort, label) => tile(sort, board.summary[COUNTS[sort]], t(label), address("findings", { status: sort }));
  return el("div", { class: "tiles" }, one("violation", "violations"), one("warning", "warnings"), one("pending", "pendings"), one("fault", "faults"), tile("passed", passed, t("passeds")));
}
function sum(items, key) {
  return items.reduce((n, item) => n + item[key], 0);
}

function matrix(board) {
  const used = board.areas.map((area, n) => ({ area, n })).filter(({ n }) => board.bodies.some((b) => filled(b.areas[n])));
  const row = (body, name, cells, extra) => el("tr", { class: extra }, name, used.map(({ area, n }) => el("td", { "data-label": area.title }, cell(cells[n], { body, area: area.id }))));
  const totals = board.areas.map((_, n) => {
    const column = board.bodies.map((b) => b.areas[n]);
    const total = (of) => Object.fromEntries(Object.keys(of[0]).filter((key) => key !== "ruled").map((key) => [key, sum(of, key)]));
    return { ...total(column), ruled: total(column.map((own) => own.ruled)) };
  });
  const ids = new Set(board.bodies.map((b) => b.id));
  const rows = board.bodies.map((body) => {
    const part = body.id.includes("/") && ids.has(body.id.split("/")[0]);
    const name = el("th", { scope: "row" }, body.id ? el("a", { href: address("unit", { body: body.id }) }, body.name) : t("nobody"), body.id && body.name !== body.id && el("small", {}, body.id));
    return row(body.id || "-", name, body.areas, part ? "below" : "");
  });
  const head = el("tr", {}, el("th", { scope: "col" }, t("body")), used.map(({ area }) => el("th", { scope: "col" }, area.title)));
  const all = board.bodies.length > 1 && row("", el("th", { scope: "row" }, t("total"), el("small", {}, `${board.bodies.filter((b) => b.id).length} ${t("bodies")}`)), totals, "sum");
  return el("table", { class: "grid" }, el("thead", {}, head), el("tbody", {}, all, rows));
}
function filled(cell) {
  return cell.rules || SORTS.some((sort) => cell[COUNTS[sort]]) || cell.waived;
}

function cell(counts, params) {
  if (!filled(counts)) return null;
  const numbers = SORTS.filter((sort) => counts[COUNTS[sort]] > 0).map((sort) => number(sort, counts[COUNTS[sort]]));
  if (counts.waived) numbers.push(number("waived", counts.waived));
  if (counts.rules) numbers.push(el("span", { class: "passed" }, icon("passed", t("passeds")), el("b", {}, `${counts.passed}/${counts.rules}`)));
  // The bar shows rules and nothing else: each once, by the gravest that it found.
  const parts = [...SORTS, "waived"].map((sort) => [sort, counts.ruled[COUNTS[sort]]]).concat([["passed", counts.passed]]);
  const whole = parts.reduce((n, [, part]) => n + part, 0) || 1;
  const bar = el("span", { class: "track", "aria-hidden": "true" }, parts.filter(([, part]) => part > 0).map(([sort, part]) => el("i", { class: `fill-${sort}`, style: { width: `${(100 * part) / whole}%` } })));
  return el("a", { class: "cell", href: address("findings", params), title: t("rulesPassed", counts.passed, counts.rules) }, el("span", { class: "nums" }, numbers), bar);
}
function number(sort, count) {
  return el("span", { class: INK[sort] || sort }, icon(sort, t(sort)), el("b", {}, count.toLocaleString()));
}
function legend() {
  return el("p", { class: "legend" }, [...SORTS, "passed", "waived"].map((sort) => el("span", {}, icon(sort), t(sort))));
}
