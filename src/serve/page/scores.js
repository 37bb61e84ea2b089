// Scores: how they are spread, scheme by scheme, and the ranking of one with search and filters.
const RANKING = { key: "", items: [], total: 0, node: null, turn: 0 };

VIEWS.scores = {
  draw(root, { params }) {
    const all = state.board.scores;
    if (!all.length) return void add(root, noScheme());
    const bodies = unique(all.map((s) => s.body)), body = bodies.includes(params.body) ? params.body : "";
    const shown = all.filter((s) => !body || s.body === body);
    const same = (s) => s.scheme === params.scheme && String(s.year) === params.year && (!params.body || s.body === params.body);
    const chosen = shown.find(same) || (shown.length === 1 ? shown[0] : null);
    add(root, el("h2", { class: "hidden-text" }, t("scores")),
      bodies.length > 1 && el("div", { class: "picker" }, select(t("body"), body, [["", t("allBodies")], ...bodies.map((id) => [id, bodyName(id)])], (v) => go("scores", { body: v }))),
      el("div", { class: chosen ? "cards one" : "cards" }, (chosen ? [chosen] : shown).map((score) => scheme(score, chosen))),
      chosen && ranking(chosen, params));
    if (chosen) refreshRanking(chosen, params);
  },
};
// Nothing is scored: why, as far as the schemes tell.
function noScheme() {
  const why = state.board.unscored;
  const box = empty("box", t("noScores"), why.length ? "" : t("noScoresHelp"));
  add(box, why.map((text) => el("p", {}, text)));
  return box;
}
function ofScheme(score) {
  return { scheme: score.scheme, body: score.body, year: score.year };
}
function scheme(score, chosen) {
  const facts = [bodyName(score.body), score.year, t("cards", score.cards.toLocaleString(), score.counter), score.min !== null && t("range", score.min, score.max), score.median !== null && t("median", score.median), score.unranked > 0 && t("unranked", score.unranked), score.incomplete > 0 && t("incomplete", score.incomplete)].filter(Boolean);
  const final = score.open.length ? t("notFinal", state.board.as_of, score.open.join(t("between"))) : t("final", state.board.as_of);
  return el("section", { class: "panel pad spread", style: { margin: "0" }, "data-scheme": score.scheme }, el("h3", {}, score.title), el("p", { class: "quiet" }, facts.join(" · ")), el("p", { class: score.open.length ? "standing pending" : "standing passed" }, final),
    score.grades.length > 0 && grades(score), score.steps.length ? histogram(score) : el("p", { class: "quiet" }, t("noPoints")), chosen && byGroup(score), el("p", { class: "quiet" }, score.basis),
    !chosen && el("p", {}, el("a", { class: "to-ranking", href: address("scores", ofScheme(score)) }, t("toRanking"))));
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
// How those scored are spread over what they belong to: a table for each field, each value a way to its part of the ranking.
function byGroup(score) {
  return score.groups.map((group) => el("details", { class: "by-group", open: state.open.has(`group-${group.field}`), ontoggle: (e) => (e.target.open ? state.open.add(`group-${group.field}`) : state.open.delete(`group-${group.field}`)) },
    el("summary", {}, t("byGroup", group.label)),
    el("div", { class: "scroll" }, el("table", { class: "table" },
      el("thead", {}, el("tr", {}, el("th", {}, group.label), el("th", {}, t("number")), el("th", {}, t("middle")), score.grades.map((g) => el("th", {}, g.grade)))),
      el("tbody", {}, group.values.map((share) => el("tr", {}, el("th", {}, el("a", { href: address("scores", { ...ofScheme(score), group: group.field, value: share.value }) }, share.value)), el("td", {}, share.count.toLocaleString()), el("td", {}, share.median ?? "—"), share.grades.map((n) => el("td", {}, n || "·")))))))));
}

function ranking(score, params) {
  const put = (change) => go("scores", { ...params, ...ofScheme(score), ...change });
  const search = el("input", { type: "search", value: params.q || "", placeholder: t("searchCards"), autocomplete: "off", id: "search-cards" });
  let pause = null;
  search.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => { replaceAddress("scores", { ...where().params, ...ofScheme(score), q: search.value.trim() }); refreshRanking(score, where().params); }, 180);
  });
  const group = score.groups.find((g) => g.field === params.group);
  const chips = [["incomplete", score.incomplete], ["unranked", score.unranked]].filter(([only, n]) => n > 0 || params.only === only)
    .map(([only, n]) => chip(t(only, n), params.only === only, () => put({ only: params.only === only ? "" : only })));
  RANKING.node = el("div", { class: "found ranking" });
  return el("section", { class: "ranked" },
    el("form", { class: "panel filters", role: "search", onsubmit: (e) => e.preventDefault() },
      el("label", { class: "field" }, el("span", {}, t("search")), search),
      score.grades.length > 0 && select(t("grade"), params.grade || "", [["", t("all")], ...score.grades.map((g) => [g.grade, g.grade])], (v) => put({ grade: v })),
      score.groups.length > 0 && select(t("group"), params.group || "", [["", t("all")], ...score.groups.map((g) => [g.field, g.label])], (v) => put({ group: v, value: "" })),
      group && select(group.label, params.value || "", [["", t("all")], ...group.values.map((v) => [v.value, v.value])], (v) => put({ value: v })),
      chips.length > 0 && el("div", { class: "chips", role: "group", "aria-label": t("status") }, chips)),
    RANKING.node);
}
async function refreshRanking(score, params) {
  const { q, grade, group, value, only } = params;
  const asked = Object.entries({ ...ofScheme(score), q, grade, group, value, only }).filter(([, v]) => v);
  const key = JSON.stringify(asked), limit = key === RANKING.key ? Math.max(STEP * 2, Math.min(500, RANKING.items.length)) : STEP * 2;
  RANKING.key = key;
  await rankingInto(score, asked, 0, limit);
}
async function rankingInto(score, asked, offset, limit) {
  const turn = (RANKING.turn += 1), text = new URLSearchParams([...asked, ["offset", offset], ["limit", limit], ["lang", state.lang]]).toString();
  try {
    const page = await askJson(`/scores?${text}`);
    if (turn !== RANKING.turn) return;
    RANKING.items = offset ? RANKING.items.concat(page.cards) : page.cards;
    RANKING.total = page.total;
    showRanking(score, asked);
  } catch (error) {
    if (turn === RANKING.turn && error.status !== 401 && RANKING.node) RANKING.node.replaceChildren(empty("fault", t("failed", error.message)));
  }
}
function showRanking(score, asked) {
  const { items, total, node } = RANKING, filtered = asked.length > 3;
  const heads = [el("th", { class: "num" }, t("rank")), t("name"), ...score.groups.map((g) => g.label), el("th", { class: "num" }, t("points")), score.grades.length > 0 && t("grade"), t("remarks")].filter(Boolean);
  const row = (item) => el("tr", { class: item.incomplete ? "incomplete" : undefined },
    el("td", { class: "num" }, item.rank ?? ""), el("th", {}, el("a", { href: address("card", { ...ofScheme(score), key: item.key }) }, item.name), el("small", {}, item.who ? el("a", { href: address("person", { body: score.body, who: item.who }) }, item.key) : item.key)),
    item.groups.map((text) => el("td", {}, text)), el("td", { class: "num", title: item.exact || undefined }, item.points), score.grades.length > 0 && el("td", {}, item.grade || ""),
    el("td", { class: "why" }, [...item.remarks, ...item.causes].map((text) => el("p", {}, text))));
  const count = items.length < total ? t("foundSome", total.toLocaleString(), items.length.toLocaleString()) : t("found", total.toLocaleString());
  const nodes = [el("p", { class: "shown", role: "status" }, count, filtered && el("a", { href: address("scores", ofScheme(score)) }, t("showAll")))];
  nodes.push(items.length ? el("div", { class: "panel scroll" }, el("table", { class: "grid ranking-table" }, el("thead", {}, el("tr", {}, heads.map((head) => (head.nodeType ? head : el("th", {}, head))))), el("tbody", {}, items.map(row)))) : empty("passed", t("nobodyMatches")));
  if (items.length < total) {
    const step = Math.min(STEP * 4, total - items.length);
    nodes.push(el("p", { class: "more" }, el("button", { class: "button", type: "button", onclick: () => rankingInto(score, asked, items.length, step) }, t("moreItems", step, (total - items.length).toLocaleString()))));
  }
  node.replaceChildren(...nodes);
}
