// One person, and one unit: who it is, what it has to do, its cards with what earned them, and its days.
const DONE = { violations: "violation", warnings: "warning", pending: "pending", waived: "waived" };

VIEWS.person = {
  tab: "findings",
  draw(root, { params }) {
    const { body, who } = params;
    [this.head, this.tail] = [el("div", { class: "who-head" }), el("div", { class: "who-tail" })];
    const list = listOf({ body, who });
    add(root, this.head, el("div", { class: "panel filters" }, el("h3", {}, t("duties")), LIST.chips), list, this.tail);
    drawPerson(this.head, this.tail);
  },
  renew() {
    drawPerson(this.head, this.tail);
    loadRows();
  },
};
async function drawPerson(head, tail) {
  const { body, who } = where().params;
  try {
    const actor = await askJson(`/actor?${new URLSearchParams({ body, who, lang: state.lang })}`);
    if (where().params.who !== who) return;
    swap(head, personHead(actor));
    swap(tail, personTail(actor));
    document.title = `${actor.name} · 议则 yize`;
  } catch (error) {
    if (error.status === 404) swap(head, empty("passed", t("goneWho")));
    else if (error.status && error.status !== 401) swap(head, empty("fault", t("failed", error.message)));
  }
}
function personHead(actor) {
  return el("section", { class: "panel pad" },
    el("p", { class: "quiet" }, [actor.kind, actor.key !== actor.name && actor.key].filter(Boolean).join(" ")),
    el("h2", {}, actor.name),
    el("p", { class: "belongs" }, el("a", { href: address("unit", { body: actor.body }) }, actor.body_name), actor.belongs.map((text) => el("span", {}, text))),
    sums(actor, { body: actor.body, who: actor.who }),
    actor.place && el("details", { id: "in-data" }, el("summary", {}, t("inData")), code(actor.place, null, true)));
}
function personTail(actor) {
  return [
    actor.cards.length > 0 && el("section", { class: "panel pad" }, el("h3", {}, t("cardsOf")), actor.cards.map((card) => cardOf(actor, card))),
    actor.dates.length > 0 && el("section", { class: "panel pad" }, el("h3", {}, t("daysOf")), months(actor.dates)),
  ];
}
// How much there is to do, each number a way to it.
function sums(counts, params) {
  const one = (sort, n, more) => n > 0 && el("a", { class: `to-sort ${INK[sort] || sort}`, href: address("findings", { ...params, ...more }) }, icon(sort), t(more.due ? "due_overdue" : sort), " ", el("b", {}, n.toLocaleString()));
  const all = Object.entries(DONE).map(([key, sort]) => one(sort, counts[key], { status: sort })).concat(counts.overdue > 0 ? one("violation", counts.overdue, { due: "overdue" }) : []).filter(Boolean);
  return el("p", { class: "to-sorts" }, all.length ? all : el("span", { class: "passed" }, icon("passed"), " ", t("nothing")));
}
function cardOf(actor, card) {
  const asked = { scheme: card.scheme, body: actor.body, year: card.year, key: actor.key }, inside = el("div", {});
  const facts = [card.rank && t("rankOf", card.rank), card.grade, !card.settled && t("notSettled")].filter(Boolean);
  const node = el("details", { class: "own-card", id: `card-${card.scheme}-${card.year}` }, el("summary", {}, `${card.title} ${card.year}`, t("colon"), el("b", {}, card.points), facts.map((text) => el("span", { class: "quiet" }, text))), inside, el("p", {}, el("a", { href: address("card", asked) }, t("cardPage"))));
  node.addEventListener("toggle", () => { if (node.open && !inside.childElementCount) drawCard(inside, asked); });
  return node;
}
// Days by month: what is to be done by then, and what was done then.
function months(dates) {
  const all = unique(dates.map((day) => day.date.slice(0, 7)));
  const line = (day) => el("li", {}, el("time", {}, day.date.slice(5) || day.date), day.sort ? icon(day.sort, t(day.sort)) : icon("passed", t("done")), el("span", {}, day.fingerprint ? el("a", { href: `#/finding/${day.fingerprint}` }, day.title) : day.title, day.kind && el("span", { class: "quiet" }, ` ${day.kind}`), day.file && el("span", { class: "path" }, ` ${day.shown}`)));
  return el("div", { class: "months-list" }, all.map((month) => el("section", {}, el("h4", {}, month), el("ul", {}, dates.filter((day) => day.date.slice(0, 7) === month).map(line)))));
}

VIEWS.unit = {
  tab: "findings",
  draw(root, { params }) {
    this.head = el("div", { class: "who-head" });
    const list = listOf({ body: params.body });
    add(root, this.head, el("div", { class: "panel filters" }, el("h3", {}, t("duties")), LIST.chips), list);
    drawUnit(this.head);
  },
  renew() {
    drawUnit(this.head);
    loadRows();
  },
};
function drawUnit(node) {
  const { body: id } = where().params, board = state.board, body = board.bodies.find((own) => own.id === id);
  if (!body) return void swap(node, empty("passed", t("goneWho")));
  const counts = { overdue: body.overdue, ...Object.fromEntries(Object.keys(DONE).map((key) => [key, sum(body.areas, key)])) };
  const pictures = board.calendars.filter((own) => own.body === id), scores = board.scores.filter((own) => own.body === id), year = board.as_of.slice(0, 4);
  const links = [...pictures.map((own) => [`${own.title} ${own.year}`, address("calendar", { body: id, id: own.id, year: own.year })]), ...board.assignments.filter((own) => own.body === id).map((own) => [own.title, address("assignment", { body: id, id: own.id, year: own.year })]), ...scores.map((own) => [`${own.title} ${own.year}`, address("scores", { scheme: own.scheme, body: id, year: own.year })])];
  const coming = pictures.filter((own) => String(own.year) === year).flatMap((own) => own.rows.flatMap((row) => row.marks.filter((mark) => mark.state !== "held").map((mark) => ({ ...mark, form: row.label }))));
  swap(node,
    el("section", { class: "panel pad" }, el("p", { class: "quiet" }, id, " · ", t("records", body.records.toLocaleString())), el("h2", {}, body.name), sums(counts, { body: id }),
      el("p", { class: "belongs" }, el("a", { href: address("findings", { body: id, group: "who" }) }, t("byWho")), links.map(([text, href]) => el("a", { href }, text)))),
    coming.length > 0 && el("details", { class: "panel pad", id: "sessions-ahead", open: coming.length <= 12 }, el("summary", {}, t("sessionsAhead", coming.length)), sessionsAhead(coming)));
}
function sessionsAhead(all) {
  const sorted = all.sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0)), keys = unique(sorted.map((own) => own.to.slice(0, 7)));
  const line = (own) => el("li", {}, el("time", {}, own.unit === "day" ? own.from.slice(5) : own.to.slice(5)), icon(own.state === "overdue" ? "violation" : "pending", t(own.state)), el("span", {}, own.name, el("span", { class: "quiet" }, ` ${own.form}`)));
  return el("div", { class: "months-list" }, keys.map((month) => el("section", {}, el("h3", {}, month), el("ul", {}, sorted.filter((own) => own.to.slice(0, 7) === month).map(line)))));
}
