// One card: every line of the scheme, every point, and the records that earned it, each with its place in the data.
VIEWS.card = {
  tab: "scores",
  draw(root, { params }) {
    const { scheme: of, body, year, key } = params, node = el("div", { class: "found" });
    add(root, el("p", { class: "shown" }, el("a", { href: address("scores", { scheme: of, body, year }) }, t("backToRanking"))), node);
    drawCard(node, { scheme: of || "", body: body || "", year: year || "", key: key || "" });
  },
};
async function drawCard(node, asked) {
  try {
    const card = await askJson(`/card?${new URLSearchParams({ ...asked, lang: state.lang })}`);
    node.replaceChildren(whole(card));
  } catch (error) {
    if (error.status !== 401) node.replaceChildren(empty("fault", t("failed", error.message)));
  }
}
function whole({ heading, basis, card, belongs, rows, excerpts }) {
  const facts = [card.rank && t("rankOf", card.rank), card.grade, ...belongs].filter(Boolean);
  return el("article", { class: "panel pad score-card" },
    el("p", { class: "quiet" }, heading),
    el("h2", {}, card.name, " ", el("small", { class: "path" }, card.who && where().view === "card" ? el("a", { href: address("person", { body: where().params.body, who: card.who }) }, card.key) : card.key)),
    el("p", { class: "total" }, el("b", {}, card.points), card.exact && el("small", {}, t("exactly", card.exact)), facts.map((text) => el("span", {}, text))),
    el("div", { class: "score-lines" }, rows.map((row) => cardRow(row, excerpts))),
    el("p", { class: "quiet" }, `${t("basis")}${t("colon")}${basis}`));
}
function cardRow(row, excerpts) {
  const points = el("span", { class: "num" }, row.points);
  if (!row.record) return el("p", { class: `score-line d${row.depth}` }, el("span", {}, row.line && el("b", {}, row.line), row.note && el("span", { class: "note" }, row.note)), points);
  // A record opens where it stands in the data.
  const { kind, date, title, shown } = row.record;
  return el("details", { class: "score-line d2" },
    el("summary", {}, el("span", {}, date && el("time", {}, date), el("a", {}, title), el("span", { class: "note" }, kind), row.note && el("span", { class: "note" }, row.note)), points),
    code(excerpts[row.excerpt], null, true), el("p", { class: "path" }, shown));
}
