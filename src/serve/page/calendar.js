// The year's calendar: a row a form, a column a month, a mark a session.
VIEWS.calendar = {
  draw(root, { params }) {
    const all = state.board.calendars;
    if (!all.length) return void add(root, empty("box", t("noCalendar"), t("noCalendarHelp")));
    const chosen = choose(all, params, Number(state.board.as_of.slice(0, 4)));
    add(root, el("h2", { class: "hidden-text" }, t("calendar")), picker("calendar", all, chosen), picture(chosen), notes(chosen), across(all, chosen), sessionList(chosen));
  },
};

// The picture that an address means: as much of it as there is.
function choose(all, params, year) {
  const score = (p) => 8 * (p.body === params.body) + 4 * (p.id === params.id) + 2 * (String(p.year) === params.year) + (p.year === year);
  return all.reduce((best, p) => (score(p) > score(best) ? p : best), all.find((p) => !params.body && p.year === year) || all[0]);
}
function picker(view, all, chosen) {
  const put = (change) => go(view, { body: chosen.body, id: chosen.id, year: chosen.year, ...change });
  const bodies = unique(all.map((p) => p.body)).map((id) => [id, bodyName(id)]);
  const own = all.filter((p) => p.body === chosen.body);
  const ids = unique(own.map((p) => p.id)).map((id) => [id, own.find((p) => p.id === id).title]);
  const years = unique(own.filter((p) => p.id === chosen.id).map((p) => p.year)).filter(Boolean);
  return el("div", { class: "picker" },
    select(t("body"), chosen.body, bodies, (v) => put({ body: v })),
    select(t("view"), chosen.id, ids, (v) => put({ id: v })),
    years.length > 1 && select(t("year"), chosen.year, years.map((y) => [y, y]), (v) => put({ year: v })));
}

const DAY = 86400000;
function dayOf(text) {
  const [y, m, d] = text.split("-").map(Number);
  return Date.UTC(y, m - 1, d);
}
// Where a day stands in the year, in months: every month is equally wide.
function across12(text, year, end) {
  const time = dayOf(text) + (end ? DAY : 0);
  const date = new Date(time);
  if (date.getUTCFullYear() < year) return 0;
  if (date.getUTCFullYear() > year) return 12;
  const days = new Date(Date.UTC(year, date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCMonth() + (date.getUTCDate() - 1) / days;
}

// A mark is 24 pixels wide and its ring lies outside; of more marks in a month than find room the number is told.
const LANE = 32, PAD = 6, R = 12, LANES = 4;
// How wide a row's picture will be: asked of an empty row, for no sum of margins is always right.
const PAPER = 440;
function trackWidth() {
  if (state.printing) return PAPER;
  const track = el("div", { class: "cal-track" });
  const probe = el("div", { class: "panel", "aria-hidden": "true" }, el("div", { class: "cal" }, el("div", { class: "cal-row" }, el("div", { class: "cal-label" }), track)));
  document.getElementById("main").append(probe);
  const width = track.clientWidth;
  probe.remove();
  return Math.max(240, width);
}

function picture(cal) {
  const width = trackWidth(), month = width / 12;
  const clashing = new Set((cal.clashes || []).flatMap((c) => c.meetings.map((m) => m.key)));
  const detail = el("div", { class: "detail", hidden: true, role: "status" });
  const asOf = state.board.as_of;
  const now = Number(asOf.slice(0, 4)) === cal.year ? across12(asOf, cal.year) * month : null;
  const frame = (height, ...inside) => el("div", { class: "cal-track" },
    now !== null && el("div", { class: "past", style: { width: `${(100 * now) / width}%` } }),
    now !== null && el("div", { class: "today", style: { left: `${(100 * now) / width}%` } }),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, style: { width: "100%", height: `${height}px` } }, ...inside));
  const names = t(month < 34 ? "monthsShort" : "months").split(" ");
  const label = now !== null && svg("text", { class: "today-label", x: now > width - 70 ? now - 4 : now + 4, y: 12, "text-anchor": now > width - 70 ? "end" : "start" }, `${t("today")} ${asOf.slice(5)}`);
  const months = el("div", { class: "cal-row months" }, el("div", { class: "cal-label" }), frame(34, names.map((name, n) => svg("text", { class: "month", x: (n + 0.5) * month, y: 28 }, name)), label));
  const rows = cal.rows.map((row) => {
    const { marks, lanes } = layOut(row, cal.year, month, width);
    const height = Math.max(1, lanes) * LANE + PAD * 2;
    const wants = cal.wanted.filter((w) => w.forms.includes(row.form));
    return el("div", { class: "cal-row" },
      el("div", { class: "cal-label" }, el("span", {}, row.label), wants.length ? wants.map((w) => (w.forms.length > 1 ? [el("span", { class: "want plain" }, row.count), sharedQuota(w, row)] : wantBadge(w))) : el("span", { class: "want plain" }, row.count)),
      frame(height, marks.map((m) => (m.all ? heap(m, cal, t("months").split(" "), detail) : mark(m, cal, clashing, detail)))));
  });
  const sums = [t("sessions", cal.total, cal.held), cal.overdue && t("overdueN", cal.overdue), cal.more && t("moreMarks", cal.more)].filter(Boolean).join(" · ");
  return el("section", { class: "panel", "aria-label": `${cal.body_name} ${cal.title} ${cal.year}` },
    el("div", { class: "pad head" }, el("h3", {}, `${cal.body_name} · ${cal.title} · ${cal.year}`), el("p", {}, sums)),
    el("div", { class: "cal" }, months, rows, keys()), detail);
}
function wantKind(w) {
  return w.have < w.want ? " gap" : w.have > w.want ? " over" : "";
}
function wantBadge(w) {
  return el("span", { class: `want${wantKind(w)}`, title: `${w.labels.join(t("comma"))} ${t(w.by)}` }, `${w.have}/${w.want}`);
}
// One number for several rows: each says with which it shares it.
function sharedQuota(w, row) {
  return el("span", { class: `want shared${wantKind(w)}`, title: t(w.by) }, t("sharedQuota", w.labels.filter((_, n) => w.forms[n] !== row.form).join(t("comma")), w.have, w.want));
}

// Marks side by side where there is room, else one below the other; of a month with too many only the number.
function layOut(row, year, month, width) {
  const monthOf = (item) => (item.from.slice(0, 4) === String(year) ? Number(item.from.slice(5, 7)) - 1 : -1);
  const fits = LANES * Math.max(1, Math.floor(month / (2 * R + 2)));
  const crowded = new Set(unique(row.marks.map(monthOf)).filter((n) => n >= 0 && row.marks.filter((item) => monthOf(item) === n && item.from.slice(0, 7) === item.to.slice(0, 7)).length > fits));
  const heaped = (item) => crowded.has(monthOf(item)) && item.from.slice(0, 7) === item.to.slice(0, 7);
  const free = [];
  const marks = row.marks.filter((item) => !heaped(item)).map((item) => {
    const from = across12(item.from, year) * month, to = Math.min(width, across12(item.to, year, true) * month);
    const day = item.unit === "day";
    const middle = Math.max(R + 1, Math.min(width - R - 1, (from + to) / 2));
    const x = day ? middle - R - 1 : Math.max(1, Math.min(width - 2 * R - 3, from + 3)), end = day ? middle + R + 1 : Math.max(x + 2 * R + 2, to - 3);
    return { item, row, x, end, day, middle };
  });
  crowded.forEach((n) => marks.push({ row, month: n, all: row.marks.filter((item) => heaped(item) && monthOf(item) === n), x: n * month + 2, end: (n + 1) * month - 2 }));
  marks.sort((a, b) => a.x - b.x);
  for (const m of marks) {
    let lane = free.findIndex((end) => end <= m.x);
    if (lane < 0) lane = free.length;
    free[lane] = m.end + 4;
    m.y = PAD + lane * LANE + LANE / 2;
  }
  return { marks, lanes: free.length };
}
function opens(node, open) {
  node.addEventListener("click", open);
  node.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); open(); } });
  return node;
}
// What is said beneath the picture of a mark that was opened.
function tellMark(node, detail, ...inside) {
  document.querySelectorAll(".mark.on").forEach((n) => n.classList.remove("on"));
  node.classList.add("on");
  detail.hidden = false;
  detail.replaceChildren(...inside.flat(2).filter(Boolean));
}
function heap(m, cal, names, detail) {
  const worst = ["overdue", "planned", "held"].find((s) => m.all.some((item) => item.state === s));
  const title = `${m.row.label} ${t("marksHere", names[m.month], m.all.length)}`;
  const node = svg("g", { class: `mark heap ${worst}`, tabindex: 0, role: "button", "aria-label": t("countedMark", `${m.row.label} ${names[m.month]}`, m.all.length) },
    svg("rect", { class: "shape", x: m.x, y: m.y - R - 1, width: m.end - m.x, height: 2 * R + 2, rx: 7 }), svg("text", { x: (m.x + m.end) / 2, y: m.y + 4.5 }, m.all.length));
  const line = (item) => el("li", {}, el("time", {}, when(item)), " ", item.name, ` · ${stateOf(item)} `, item.finding && el("a", { href: address("findings", { body: cal.body, q: item.key }) }, t("openFindings")));
  return opens(node, () => tellMark(node, detail, el("h3", {}, title), el("ul", {}, m.all.map(line))));
}

function stateOf(item) {
  return t(item.state);
}
function when(item) {
  if (item.held) return item.held;
  return item.unit === "day" ? item.from : item.unit === "month" ? item.from.slice(0, 7) : item.unit === "year" ? item.from.slice(0, 4) : `${item.from} – ${item.to}`;
}
function mark(m, cal, clashing, detail) {
  const { item, row } = m, bad = item.finding && item.finding !== "waived" && item.finding !== "pending", clash = clashing.has(item.key);
  const words = [item.name, row.label, when(item), stateOf(item), bad && t("hasFinding"), clash && t("sameDay")].filter(Boolean).join(t("comma"));
  const open = () => tellMark(node, detail, el("h3", {}, item.name), el("p", {}, [row.label, when(item), stateOf(item), clash && t("sameDay")].filter(Boolean).join(" · ")),
    el("p", { class: "path" }, item.shown), item.finding && el("p", {}, el("a", { href: address("findings", { body: cal.body, q: item.key }) }, t("openFindings"))));
  const half = (m.end - m.x) / 2;
  const shape = m.day ? svg("circle", { class: "shape", cx: m.middle, cy: m.y, r: R }) : svg("rect", { class: "shape", x: m.x, y: m.y - R, width: m.end - m.x, height: 2 * R, rx: R });
  const around = (cls, grow) => (m.day ? svg("circle", { class: cls, cx: m.middle, cy: m.y, r: R + grow }) : svg("rect", { class: cls, x: m.x - grow, y: m.y - R - grow, width: m.end - m.x + 2 * grow, height: 2 * R + 2 * grow, rx: R + grow }));
  const c = m.day ? m.middle : m.x + half;
  const sign = item.state === "held" ? `M${c - 4.4} ${m.y + .2}l3.2 3.3 5.6-6.4` : item.state === "overdue" ? `M${c} ${m.y - 5.4}v6M${c} ${m.y + 5}v.1` : "";
  const node = svg("g", { class: `mark ${item.state}`, tabindex: 0, role: "button", "aria-label": words, "data-key": item.key},
    svg("title", {}, words), clash && around("clash", bad ? 1 : 2.5), bad && around("halo", 3), shape, sign && svg("path", { class: "sign", d: sign }));
  return opens(node, open);
}
function keys() {
  const sample = (cls, rect, extra, d) => svg("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" }, svg("g", { class: `mark ${cls}` }, extra && svg("circle", { class: extra, cx: 9, cy: 9, r: 8.2 }), rect ? svg("rect", { class: "shape", x: 1, y: 4, width: 16, height: 10, rx: 5 }) : svg("circle", { class: "shape", cx: 9, cy: 9, r: extra ? 5 : 6.5 }), d && svg("path", { class: "sign", d })));
  const key = (text, picture) => el("span", { class: "key" }, picture, text);
  return el("p", { class: "legend" }, key(t("held"), sample("held", false, null, "M6 9l2.2 2.3L12 7")), key(t("planned"), sample("planned", false)), key(t("overdue"), sample("overdue", false, null, "M9 5.6v3.8M9 12.3v.1")), key(t("inMonth"), sample("planned", true)), key(t("hasFinding"), sample("planned", false, "halo")), key(t("sameDay"), sample("planned", false, "clash")));
}

function notes(cal) {
  const gaps = cal.wanted.filter((w) => w.have !== w.want);
  const name = (w) => w.labels.join(t("comma"));
  const gap = (w) => el("li", {}, wantBadge(w), " ", t("gapLine", name(w), w.have, w.want), " ", el("strong", { class: w.have < w.want ? "violation" : "warning" }, w.have < w.want ? t("lacking", w.want - w.have) : t("over", w.have - w.want)));
  const meeting = (m) => (m.form && m.form !== m.name ? t("byForm", m.name, m.form) : m.name);
  const clash = (c) => el("li", {}, el("strong", {}, c.date), " ", c.meetings.map(meeting).join(t("comma")));
  return el("div", { class: "notes", style: { "margin-top": "1rem" } },
    cal.wanted.length > 0 && el("section", { class: "panel pad", style: { margin: "0" } }, el("h3", {}, icon(gaps.some((w) => w.have < w.want) ? "violation" : gaps.length ? "warning" : "passed"), t("gaps")), gaps.length ? el("ul", {}, gaps.map(gap)) : el("p", { class: "quiet" }, t("noGaps"))),
    cal.clashes && el("section", { class: "panel pad", style: { margin: "0" } }, el("h3", {}, icon(cal.clashes.length ? "warning" : "passed"), t("clashes")), cal.clashes.length ? el("ul", {}, cal.clashes.map(clash)) : el("p", { class: "quiet" }, t("noClashes"))));
}

// The same calendar of all bodies, as numbers: gaps of one stand out among the others.
function across(all, chosen) {
  const same = all.filter((p) => p.id === chosen.id && p.year === chosen.year && p.wanted.length);
  if (same.length < 2) return null;
  const columns = unique(same.flatMap((p) => p.wanted.map((w) => w.labels.join(t("comma")))));
  const head = el("tr", {}, el("th", { scope: "col" }, t("body")), columns.map((c) => el("th", { scope: "col" }, c)));
  const rows = same.map((p) => el("tr", {}, el("th", { scope: "row" }, el("a", { href: address("calendar", { body: p.body, id: p.id, year: p.year }) }, p.body_name)), columns.map((c) => {
    const w = p.wanted.find((x) => x.labels.join(t("comma")) === c);
    return el("td", {}, w && wantBadge(w));
  })));
  return el("section", { class: "panel pad", style: { "margin-top": "1rem" } }, el("h3", {}, t("across")), el("div", { class: "scroll" }, el("table", { class: "table" }, el("thead", {}, head), el("tbody", {}, rows))));
}
function sessionList(cal) {
  const items = cal.rows.flatMap((row) => row.marks.map((item) => ({ row, item }))).sort((a, b) => (a.item.from < b.item.from ? -1 : 1));
  const head = el("tr", {}, [t("date"), t("form"), t("name"), t("state"), t("place")].map((x) => el("th", { scope: "col" }, x)));
  const rows = items.map(({ row, item }) => el("tr", {}, el("td", {}, when(item)), el("td", {}, row.label), el("td", {}, item.name), el("td", {}, stateOf(item)), el("td", { class: "path" }, item.shown)));
  const key = `list-${cal.body}-${cal.id}`;
  const node = el("details", { class: "panel pad", style: { "margin-top": "1rem" }, open: state.open.has(key) }, el("summary", {}, `${t("list")} (${items.length})`), el("div", { class: "scroll" }, el("table", { class: "table" }, el("thead", {}, head), el("tbody", {}, rows))));
  node.addEventListener("toggle", () => (node.open ? state.open.add(key) : state.open.delete(key)));
  return node;
}
