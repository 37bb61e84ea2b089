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
      el("div", { class: "head" }, el("h2", {}, t("byBodyArea")), el("p", {}, t("overviewHelp"))),
      board.bodies.length ? el("div", { class: "panel" }, matrix(board)) : empty("box", t("nothing")),
      legend(),
    );
  },
};

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
    return Object.fromEntries(Object.keys(column[0]).map((key) => [key, sum(column, key)]));
  });
  const ids = new Set(board.bodies.map((b) => b.id));
  const rows = board.bodies.map((body) => {
    const part = body.id.includes("/") && ids.has(body.id.split("/")[0]);
    const name = el("th", { scope: "row" }, body.id ? body.name : t("nobody"), body.id && body.name !== body.id && el("small", {}, body.id));
    return row(body.id || "-", name, body.areas, part ? "part" : "");
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
  if (counts.rules) numbers.push(number("passed", counts.passed));
  if (counts.waived) numbers.push(number("waived", counts.waived));
  const found = SORTS.filter((sort) => counts[COUNTS[sort]] > 0);
  // The bar shows rules: those that passed, and the others by the worst that they found.
  const rest = Math.max(counts.rules - counts.passed, found.length ? 1 : 0);
  const weight = sum(found.map((sort) => ({ n: counts[COUNTS[sort]] })), "n") || 1;
  const parts = found.map((sort) => [sort, (rest * counts[COUNTS[sort]]) / weight]).concat([["passed", counts.passed]]);
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
