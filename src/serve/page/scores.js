// How scores are spread, scheme by scheme.
VIEWS.scores = {
  draw(root, { params }) {
    const all = state.board.scores;
    if (!all.length) return void add(root, empty("box", t("noScores"), t("noScoresHelp")));
    const bodies = unique(all.map((s) => s.body)), body = bodies.includes(params.body) ? params.body : "";
    const shown = all.filter((s) => !body || s.body === body);
    add(root, el("h2", { class: "hidden-text" }, t("scores")),
      bodies.length > 1 && el("div", { class: "picker" }, select(t("body"), body, [["", t("allBodies")], ...bodies.map((id) => [id, bodyName(id)])], (v) => go("scores", { body: v }))),
      el("div", { class: "cards" }, shown.map(scheme)));
  },
};
function scheme(score) {
  const facts = [bodyName(score.body), score.year, t("cards", score.cards.toLocaleString()), score.min !== null && t("range", score.min, score.max), score.median !== null && t("median", score.median), score.unranked > 0 && t("unranked", score.unranked), score.incomplete > 0 && t("incomplete", score.incomplete)].filter(Boolean);
  return el("section", { class: "panel pad spread", style: { margin: "0" } }, el("h3", {}, score.title), el("p", { class: "quiet" }, facts.join(" · ")),
    score.grades.length > 0 && grades(score), score.steps.length ? histogram(score) : el("p", { class: "quiet" }, t("noPoints")), el("p", { class: "quiet" }, score.basis));
}
function grades(score) {
  const most = Math.max(1, ...score.grades.map((g) => g.count));
  return el("div", { class: "grades" }, score.grades.map((g) => [el("span", {}, g.grade, " ", el("small", {}, t("gradeFrom", g.from))), el("span", { class: "lane" }, g.count > 0 && el("i", { style: { width: `${(100 * g.count) / most}%` } })), el("b", {}, `${g.count.toLocaleString()} · ${Math.round((100 * g.count) / Math.max(1, score.cards))}%`)]));
}
function histogram(score) {
  const width = 440, height = 190, base = height - 26, most = Math.max(1, ...score.steps.map((s) => s.count)), slot = width / Math.max(score.steps.length, 4);
  const bars = score.steps.map((step, n) => {
    const tall = step.count ? Math.max(3, ((base - 30) * step.count) / most) : 2, x = n * slot + slot * 0.14;
    return [svg("rect", { class: `bar-shape${step.count ? "" : " zero"}`, x, y: base - tall, width: slot * 0.72, height: tall, rx: 3 }, svg("title", {}, `${step.from}–${step.to}: ${step.count}`)),
      step.count > 0 && svg("text", { class: "n", x: n * slot + slot / 2, y: base - tall - 6 }, step.count.toLocaleString()), svg("text", { x: n * slot + slot / 2, y: height - 9 }, step.from)];
  });
  const words = `${t("spread")}: ${score.steps.map((s) => `${s.from}–${s.to} ${s.count}`).join(", ")}`;
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words }, bars, svg("line", { class: "axis", x1: 0, x2: width, y1: base, y2: base }));
}
