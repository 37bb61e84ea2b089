// Who belongs where: a bar a committee, its mix, and the pack's limits.
VIEWS.assignment = {
  draw(root, { params }) {
    const all = state.board.assignments;
    if (!all.length) return void add(root, empty("box", t("noAssignment"), t("noAssignmentHelp")));
    const chosen = choose(all, params, null);
    const mix = chosen.mixes[Number(params.mix)] ? Number(params.mix) : chosen.mixes.length ? 0 : -1;
    const put = (n) => go("assignment", { body: chosen.body, id: chosen.id, year: chosen.year, mix: n });
    const facts = [t("people", chosen.total.toLocaleString(), chosen.who), chosen.unassigned && t("unassigned", chosen.unassigned), chosen.several && t("several", chosen.several)].filter(Boolean);
    const off = chosen.places.flatMap((p) => p.bounds).filter((b) => !b.holds).length;
    if (off) facts.push(`${t("outOfLimits")} ${off}`);
    const most = Math.max(1, ...chosen.places.map((p) => p.count), ...chosen.places.flatMap((p) => p.bounds.filter((b) => b.members && !b.share).map((b) => Number(b.max || b.min || 0))));
    const bar = picker("assignment", all, chosen);
    if (chosen.mixes.length > 1) bar.append(el("div", { class: "chips", role: "group", "aria-label": t("mix") }, chosen.mixes.map((m, n) => chip(m.title, n === mix, () => put(n)))));
    add(root, el("h2", { class: "hidden-text" }, t("assignment")), bar,
      el("section", { class: "panel" },
        el("div", { class: "pad head" }, el("h3", {}, `${chosen.body_name} · ${chosen.title}`), el("p", {}, facts.join(" · "))),
        el("div", { class: "people" }, chosen.places.map((place) => placeRow(place, mix, most))),
        mix >= 0 && mixLegend(chosen.mixes[mix])));
  },
};

function mixLegend(mix) {
  return el("p", { class: "legend pad", style: { margin: "0" } }, el("span", {}, mix.title), mix.values.map((value, n) => el("span", {}, el("i", { class: `tone${n % 9}` }), value)));
}
function placeRow(place, mix, most) {
  const width = 600, height = 26, scale = (n) => (n / most) * width;
  const parts = mix >= 0 ? place.mixes[mix] : [{ label: "", count: place.count, tone: 0 }];
  const known = parts.reduce((n, p) => n + p.count, 0);
  let x = 0;
  const segments = [], texts = [];
  for (const part of known < place.count ? [...parts, { label: "—", count: place.count - known, tone: 7 }] : parts) {
    const wide = scale(part.count);
    segments.push(svg("rect", { class: `seg tone${part.tone % 9}`, x, y: 2, width: wide, height: height - 4 }, svg("title", {}, `${part.label} ${part.count}`)));
    // Numbers are laid over the bar, for those inside it would be stretched with it.
    if (wide > 34) texts.push({ at: x + wide / 2, count: part.count });
    x += wide;
  }
  const lines = place.bounds.filter((b) => b.members && !b.share).flatMap((b) => [["min", b.min], ["max", b.max]].filter(([, v]) => v !== null).map(([cls, v]) => svg("line", { class: `limit-line ${cls}`, x1: scale(Number(v)), x2: scale(Number(v)), y1: -3, y2: height + 3 })));
  const words = `${place.name} ${place.count}${parts.length > 1 ? `（${parts.map((p) => `${p.label} ${p.count}`).join("，")}）` : ""}`;
  return el("div", { class: "person-row" }, el("div", {}, place.name),
    el("div", { class: "stackbar" }, el("div", { class: "bar-box", role: "img", "aria-label": words }, svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none" }, segments, lines), texts.map(({ at, count }) => el("span", { style: { left: `${(100 * at) / width}%` } }, count))), el("b", {}, place.count.toLocaleString())),
    el("div", { class: "gauges" }, place.bounds.map(gauge)));
}
function limitText(bound) {
  const unit = bound.share ? "%" : "";
  if (bound.min !== null && bound.max !== null) return t("within", bound.min + unit, bound.max + unit);
  return bound.min !== null ? t("atLeast", bound.min + unit) : t("atMost", bound.max + unit);
}
function gauge(bound) {
  const have = Number(bound.have), min = bound.min === null ? null : Number(bound.min), max = bound.max === null ? null : Number(bound.max);
  const top = Math.max(have, max || 0, min || 0) * 1.2 || 1, at = (n) => (n / top) * 130;
  const left = min === null ? 0 : at(min), right = max === null ? 130 : at(max);
  const words = `${bound.title} ${bound.have}${bound.share ? "%" : ""} ${limitText(bound)}`;
  return el("div", { class: `gauge${bound.holds ? "" : " off"}`, title: words },
    el("div", { class: "top-line" }, el("span", {}, bound.title), el("b", {}, bound.have + (bound.share ? "%" : ""), bound.holds ? "" : " ✕")),
    svg("svg", { viewBox: "0 0 130 15", role: "img", "aria-label": words }, svg("rect", { class: "rail", x: 0, y: 5, width: 130, height: 5, rx: 2.5 }), svg("rect", { class: "span", x: left, y: 3, width: Math.max(1, right - left), height: 9 }),
      min !== null && svg("line", { class: "edge", x1: left, x2: left, y1: 1, y2: 14 }), max !== null && svg("line", { class: "edge", x1: right, x2: right, y1: 1, y2: 14 }), svg("circle", { class: "dot", cx: at(have), cy: 7.5, r: 5 })),
    el("span", {}, limitText(bound)));
}
