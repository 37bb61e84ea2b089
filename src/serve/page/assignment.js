// Who belongs where: a bar a committee, its mix, and the pack's limits.
VIEWS.assignment = {
  draw(root, { params }) {
    const all = state.board.assignments;
    if (!all.length) return void add(root, empty("box", t("noAssignment"), t("noAssignmentHelp")));
    const chosen = choose(all, params, null);
    const mix = chosen.mixes[Number(params.mix)] ? Number(params.mix) : chosen.mixes.length ? 0 : -1;
    const put = (n) => go("assignment", { body: chosen.body, id: chosen.id, year: chosen.year, mix: n });
    const facts = [t("inAll", chosen.total.toLocaleString(), chosen.who), chosen.unassigned && t("nowhere", chosen.unassigned.toLocaleString()), chosen.several && t("inSeveral", chosen.several.toLocaleString())].filter(Boolean);
    const off = chosen.places.flatMap((p) => p.bounds).filter((b) => !b.holds).length;
    if (off) facts.push(`${t("outOfLimits")} ${off}`);
    const most = Math.max(1, ...chosen.places.map((p) => p.count), ...chosen.places.flatMap((p) => p.bounds.filter((b) => b.members && !b.share).map((b) => Number(b.max || b.min || 0))));
    const bar = picker("assignment", all, chosen);
    if (chosen.mixes.length > 1) bar.append(el("div", { class: "chips", role: "group", "aria-label": t("mix") }, chosen.mixes.map((m, n) => chip(m.title, n === mix, () => put(n)))));
    add(root, el("h2", { class: "hidden-text" }, t("assignment")), bar,
      el("section", { class: "panel" },
        el("div", { class: "pad head" }, el("h3", {}, `${chosen.body_name} · ${chosen.title}`), el("p", {}, facts.join(" · "))),
        el("div", { class: "people" }, chosen.places.map((place, n) => placeRow(chosen, n, mix, most))),
        barLegend(chosen, mix)));
  },
};

// What the bars are: colours, limits, and that their numbers open.
function barLegend(chosen, mix) {
  const lined = chosen.places.some((p) => p.bounds.some((b) => b.members && !b.share)), gauged = chosen.places.some((p) => p.bounds.length);
  const sample = (...shapes) => svg("svg", { viewBox: "0 0 26 14", "aria-hidden": "true" }, ...shapes);
  const colours = mix < 0 ? [] : [el("strong", {}, chosen.mixes[mix].title), ...(chosen.mixes[mix].values.length ? chosen.mixes[mix].values.map((value, n) => el("span", {}, el("i", { class: `tone${n % 9}` }), value)) : [el("span", {}, t("manyValues"))])];
  return el("p", { class: "legend pad", style: { margin: "0" } }, colours,
    lined && el("span", { class: "key bar-key" }, sample(svg("line", { class: "limit-line min", x1: 13, x2: 13, y1: 0, y2: 14 })), t("least")), lined && el("span", { class: "key bar-key" }, sample(svg("line", { class: "limit-line", x1: 13, x2: 13, y1: 0, y2: 14 })), t("most")),
    gauged && el("span", { class: "key bar-key gauge-key" }, sample(svg("rect", { class: "span", x: 3, y: 2, width: 20, height: 10 }), svg("circle", { class: "dot", cx: 13, cy: 7, r: 4.5 })), t("gaugeKey")),
    el("span", { class: "quiet" }, t("namesHint")));
}
function placeRow(chosen, number, mix, most) {
  const place = chosen.places[number];
  const width = 600, height = 26, scale = (n) => (n / most) * width;
  const parts = mix >= 0 ? place.mixes[mix] : [{ label: "", count: place.count, tone: 0 }];
  const known = parts.reduce((n, p) => n + p.count, 0);
  const all = known < place.count ? [...parts, { label: t("noValue"), count: place.count - known, tone: 7 }] : parts;
  let x = 0;
  const list = el("div", { class: "names", hidden: true });
  const segments = [], buttons = [];
  all.forEach((part, n) => {
    const wide = scale(part.count);
    segments.push(svg("rect", { class: `seg tone${part.tone % 9}`, x, y: 2, width: wide, height: height - 4 }));
    // Numbers are laid over the bar, for those inside it would be stretched with it.
    const words = [place.name, part.label, part.count.toLocaleString()].filter(Boolean).join(" ");
    buttons.push(el("button", { type: "button", class: "part", style: { left: `${(100 * x) / width}%`, width: `${(100 * wide) / width}%` }, title: words, "aria-label": words, "aria-expanded": "false", onclick: (e) => names(list, e.currentTarget, chosen, number, mix < 0 ? {} : { mix, part: n }) }, wide > 34 && el("span", {}, part.count.toLocaleString())));
    x += wide;
  });
  const lines = place.bounds.filter((b) => b.members && !b.share).flatMap((b) => [["min", b.min], ["max", b.max]].filter(([, v]) => v !== null).map(([cls, v]) => svg("line", { class: `limit-line ${cls}`, x1: scale(Number(v)), x2: scale(Number(v)), y1: -3, y2: height + 3 })));
  const total = el("button", { type: "button", class: "part-total", "aria-label": `${place.name} ${place.count.toLocaleString()}`, "aria-expanded": "false", onclick: (e) => names(list, e.currentTarget, chosen, number, {}) }, place.count.toLocaleString());
  return el("div", { class: "person-row", role: "group", "aria-label": place.name }, el("div", {}, place.name),
    el("div", { class: "stackbar" }, el("div", { class: "bar-box" }, svg("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" }, segments, lines), buttons), place.count ? total : el("b", {}, "0")),
    el("div", { class: "gauges" }, place.bounds.map(gauge)), list);
}

// Opens the names that a number counts beneath its row; once more closes them.
async function names(list, button, chosen, place, which) {
  const open = button.getAttribute("aria-expanded") === "true";
  list.parentNode.querySelectorAll("[aria-expanded]").forEach((b) => b.setAttribute("aria-expanded", "false"));
  list.hidden = open;
  if (open) return;
  button.setAttribute("aria-expanded", "true");
  list.replaceChildren(el("p", { class: "quiet" }, t("wait")));
  const text = new URLSearchParams(Object.entries({ id: chosen.id, body: chosen.body, year: chosen.year, place, ...which, lang: state.lang }).filter(([, v]) => v !== null && v !== undefined)).toString();
  try {
    const found = await askJson(`/assigned?${text}`);
    const name = (one) => el("li", {}, el("a", { href: address("findings", { q: one.key, body: chosen.body }) }, one.name), one.key !== one.name && el("small", {}, one.key));
    list.replaceChildren(el("p", {}, el("strong", {}, [found.place, found.part].filter(Boolean).join(" · ")), ` ${found.total.toLocaleString()}`), el("ul", {}, found.names.map(name)), found.total > found.names.length && el("p", { class: "quiet" }, t("andMore", (found.total - found.names.length).toLocaleString())));
  } catch (error) {
    if (error.status !== 401) list.replaceChildren(el("p", {}, t("failed", error.message)));
  }
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
