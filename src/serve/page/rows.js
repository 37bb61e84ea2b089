// Findings as rows in groups: a line each, its details in place. What is asked for, grouped, opened and sorted stands in the address.
const STEP = 50;
const FILTERS = ["body", "area", "status", "rule", "who", "due", "q", "new"];
const GROUPS = ["rule", "body", "who", "due", "none"];
const LIST = { key: "", sheet: null, node: null, chips: null, fixed: {}, turn: 0, more: new Map(), full: new Map(), fails: "" };

// A list in a view: what the view fixes cannot be filtered away.
function listOf(fixed) {
  LIST.fixed = fixed;
  LIST.chips = el("div", { class: "chips", role: "group", "aria-label": t("status") });
  LIST.node = el("div", { class: "found", onkeydown: steer });
  const key = listKey();
  if (LIST.key !== key) Object.assign(LIST, { key, sheet: null, more: new Map() });
  if (LIST.sheet) showRows();
  else LIST.node.append(el("p", { class: "shown quiet", role: "status" }, t("loading")));
  loadRows();
  return LIST.node;
}
function listKey() {
  const { open, shut, row, ...rest } = where().params;
  return JSON.stringify([where().view, rest, LIST.fixed, state.lang]);
}
function filters() {
  const { params } = where();
  return { ...Object.fromEntries(FILTERS.filter((key) => params[key]).map((key) => [key, params[key]])), ...LIST.fixed };
}
function asked(more) {
  const { group, order, fold, open, shut, row } = where().params;
  const all = { ...filters(), group, order, fold, open, shut, row, lang: state.lang, ...more };
  return new URLSearchParams(Object.entries(all).filter(([, v]) => v !== undefined && v !== "")).toString();
}
// Changes the address without a new place in the history, for what is opened and closed.
function settle(change) {
  const { view, id, params } = where();
  replaceAddress(id ? `${view}/${id}` : view, { ...params, ...change });
}
function turn(change) {
  const { view, id, params } = where();
  go(id ? `${view}/${id}` : view, { ...params, ...change });
}
function listed(key) {
  return (where().params[key] || "").split(".").filter(Boolean);
}

// Fetches what is shown: the groups with the first rows of those that are open, and as many more of a group as were wanted.
async function loadRows() {
  const own = (LIST.turn += 1), key = listKey();
  if (LIST.key !== key) Object.assign(LIST, { key, more: new Map() });
  try {
    const wanted = [...LIST.more].map(([only, limit]) => askJson(`/rows?${asked({ only, limit })}`));
    const [sheet, ...more] = await Promise.all([askJson(`/rows?${asked({ limit: STEP })}`), ...wanted]);
    if (own !== LIST.turn) return;
    for (const group of more.flatMap((own) => own.groups)) sheet.groups = sheet.groups.map((old) => (old.id === group.id && old.open ? { ...group, open: true } : old));
    Object.assign(LIST, { sheet, fails: "" });
  } catch (error) {
    if (own !== LIST.turn || error.status === 401) return;
    // What was shown stays; that there is no server any more is said above.
    LIST.fails = error.status ? t("failed", error.message) : "";
  }
  showRows();
  loadOpen();
}
// The details of what is open, where they are not those of this round.
function loadOpen() {
  const round = LIST.sheet && LIST.sheet.round;
  listed("row").forEach(async (id) => {
    const known = LIST.full.get(id);
    if (known && known.round === round && known.lang === state.lang) return;
    try {
      const page = await askJson(`/findings?${new URLSearchParams({ id, lang: state.lang })}`);
      LIST.full.set(id, { round: page.round, lang: state.lang, item: page.findings[0] });
      if (listed("row").includes(id)) showRows();
    } catch { /* The banner says that the server is gone; the row says what it says. */ }
  });
}

function showRows() {
  const { sheet, node } = LIST;
  if (!node) return;
  if (LIST.fails) return void swap(node, empty("fault", LIST.fails));
  if (!sheet) return;
  const filtered = FILTERS.some((key) => where().params[key] && !LIST.fixed[key]);
  const groups = sheet.groups.map((group) => groupNode(group, sheet));
  if (!groups.length) groups.push(LIST.fixed.id ? empty("passed", t("solved")) : filtered ? empty("passed", t("nothingFilter")) : empty("passed", t("nothing"), t("nothingHelp")));
  if (sheet.more > 0) groups.push(el("p", { class: "quiet" }, t("moreGroups", sheet.more.toLocaleString())));
  swap(LIST.chips, chips(sheet));
  still(() => swap(node, bar(sheet, filtered), el("div", { class: "groups" }, groups)));
  comeBack();
}
// What the reader looks at stays where it is on the screen, whatever comes or goes above it.
function still(work) {
  const rows = [...document.querySelectorAll("[data-row]")], focused = document.activeElement && document.activeElement.closest("[data-row]");
  const low = rows.filter((row) => row.getBoundingClientRect().bottom > 120), eyed = focused ? [focused, ...low] : low;
  const tops = eyed.slice(0, 30).map((row) => [row.dataset.row, row.getBoundingClientRect().top]);
  work();
  const [key, top] = tops.find(([own]) => rowOf(own)) || [];
  if (key && window.scrollY > 0) window.scrollBy(0, rowOf(key).getBoundingClientRect().top - top);
}

function chips(sheet) {
  const { params } = where(), board = state.board;
  const all = ["fault", "violation", "warning", "pending", "waived"].filter((sort) => params.status === sort || sheet.left[sort] > 0 || (!Object.keys(LIST.fixed).length && board.summary[COUNTS[sort]] > 0))
    .map((sort) => chip([t(sort), " ", el("b", {}, sheet.left[sort].toLocaleString())], params.status === sort, () => turn({ status: params.status === sort ? "" : sort }), sort, `chip-${sort}`));
  if (sheet.left.new || params.new) all.push(chip([t("onlyNew"), " ", el("b", {}, sheet.left.new.toLocaleString())], Boolean(params.new), () => turn({ new: params.new ? "" : "1" }), null, "chip-new"));
  if (params.who && !LIST.fixed.who) all.push(chip(`${t("who")}${t("colon")}${whoName(params.who, sheet)} ✕`, true, () => turn({ who: "" }), null, "chip-who"));
  if (params.due && !WITHIN.includes(params.due)) all.push(chip(`${t("due")}${t("colon")}${params.due} ✕`, true, () => turn({ due: "" }), null, "chip-due"));
  return all;
}
function whoName(id, sheet) {
  const all = sheet.groups.flatMap((group) => group.rows).flatMap((row) => row.who);
  const known = all.find((who) => who.id === id);
  return known ? known.name : id.replace(/^[^/]*\/|^~/, "");
}
// Above the rows: how many there are, how they are grouped and sorted, and what can be done with all of them.
function bar(sheet, filtered) {
  const { view } = where(), { params } = where();
  const small = (id, label, value, options, change) => el("label", { class: "inline" }, el("span", {}, label), el("select", { id, onchange: (e) => change(e.target.value) }, options.map(([v, text]) => el("option", { value: v, selected: v === value }, text))));
  const some = sheet.groups.length > 1;
  return el("div", { class: "shown bar-rows" }, el("p", { role: "status" }, t("found", sheet.total.toLocaleString())), filtered && el("a", { href: address(view, LIST.fixed), id: "clear" }, t("showAll")), el("span", { class: "spacer" }),
    small("by", t("groupBy"), sheet.by, GROUPS.map((by) => [by, t(`by_${by}`)]), (group) => turn({ group, open: "", shut: "", fold: "" })),
    small("order", t("order"), sheet.order, ["gravest", "due"].map((order) => [order, t(`order_${order}`)]), (order) => turn({ order })),
    some && el("button", { class: "button", type: "button", id: "unfold", onclick: () => fold("none") }, t("unfold")), some && el("button", { class: "button", type: "button", id: "fold", onclick: () => fold("all") }, t("fold")),
    el("button", { class: "button", type: "button", id: "copy-link", onclick: copyLink }, icon("link"), " ", el("span", { "aria-live": "polite" }, t("copyLink"))),
    ["xlsx", "csv"].map((form) => el("button", { class: "button", type: "button", id: form, onclick: () => download(form) }, icon("sheet"), " ", t(form))));
}
function fold(how) {
  settle({ fold: how, open: "", shut: "" });
  LIST.more.clear();
  loadRows();
}
async function copyLink() {
  const said = document.querySelector("#copy-link span");
  const copied = await navigator.clipboard.writeText(location.href).then(() => true, () => false).catch(() => false);
  if (!said) return;
  // Where the browser forbids it, the address is there to be marked.
  said.textContent = copied ? t("copied") : location.href;
  if (copied) setTimeout(() => { said.textContent = t("copyLink"); }, 2500);
}
async function download(form) {
  const answer = await ask(`/findings.${form}?${asked({ fold: "", open: "", shut: "" })}`);
  if (!answer.ok) return;
  const url = URL.createObjectURL(await answer.blob());
  el("a", { href: url, download: `yize-${state.board.as_of}.${form}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function groupNode(group, sheet) {
  const rows = group.rows.map((row) => rowNode(row, group, sheet));
  const left = group.total - group.rows.length;
  if (group.open && left > 0) {
    const step = Math.min(STEP * 2, left), n = group.rows.length + step;
    rows.push(el("p", { class: "more", "data-row": `m:${group.id}` }, el("button", { class: "button", type: "button", onclick: () => { LIST.more.set(group.id, n); loadRows(); } }, t("moreItems", step, left.toLocaleString()))));
  }
  if (sheet.by === "none") return el("div", { class: "panel rows" }, rows);
  const counts = ["fault", "violation", "warning", "pending", "waived"].filter((sort) => group[COUNTS[sort]] > 0).map((sort) => number(sort, group[COUNTS[sort]]));
  const beside = sheet.by === "rule" ? group.key : sheet.by === "who" && group.body && bodyName(group.body) !== group.title ? bodyName(group.body) : sheet.by === "body" && group.title !== group.key ? group.key : "";
  const title = sheet.by === "due" && group.key ? [dayWords(group.key), " ", daysBadge(group.days)] : group.title;
  const to = sheet.by === "body" && group.key ? address("unit", { body: group.key }) : sheet.by === "who" && group.key ? whoAddress({ id: group.key }, group.body) : null;
  return el("section", { class: "panel group", "data-group": group.key },
    el("div", { class: "group-head", "data-row": `g:${group.id}` },
      el("h3", {}, el("button", { type: "button", class: "opener", "aria-expanded": String(group.open), onclick: () => toggleGroup(group) }, icon("chevron"), el("span", { class: "title" }, title), beside && el("small", {}, beside), el("span", { class: "nums" }, counts))),
      to && el("a", { class: "to", href: to }, t("open"))),
    group.open && el("div", { class: "rows" }, rows));
}
function toggleGroup(group) {
  const open = listed("open").filter((id) => id !== group.id), shut = listed("shut").filter((id) => id !== group.id);
  (group.open ? shut : open).push(group.id);
  settle({ open: open.join("."), shut: shut.join(".") });
  if (group.open) LIST.more.delete(group.id);
  Object.assign(group, { open: !group.open, rows: [] });
  loadRows();
}

function rowNode(row, group, sheet) {
  const id = row.fingerprint, open = listed("row").includes(id), details = `d-${group.id}-${id}`;
  const fresh = row.new && !state.seen.has(id) && state.dismissed !== state.board.round;
  const beside = [sheet.by !== "rule" && row.title !== row.message && row.title, unsaid(row)].filter(Boolean).join(" · ");
  return el("article", { class: `finding s-${row.sort}${fresh ? " new" : ""}${open ? " on" : ""}`, id: sheet.by === "who" ? undefined : `f-${id}`, "data-rule": row.rule, "data-print": id, "data-new": fresh ? "1" : undefined, "data-row": `${group.id}:${id}` },
    el("div", { class: "line", onclick: (e) => { if (!e.target.closest("a, button")) toggleRow(id); } },
      el("button", { type: "button", class: "opener", "aria-expanded": String(open), "aria-controls": open ? details : undefined, onclick: () => toggleRow(id) },
        icon(row.sort, t(row.sort)), fresh && el("span", { class: "badge" }, t("isNew")), el("span", { class: "message" }, row.message), beside && el("small", {}, beside)),
      !LIST.fixed.who && el("span", { class: "who" }, whose(row, sheet)),
      el("span", { class: "when" }, row.due && [el("time", { datetime: row.due }, row.due), row.sort !== "waived" && daysBadge(row.days)])),
    open && el("div", { class: "inside", id: details }, inside(row)));
}
// The record and the field, where the message does not name them.
function unsaid(row) {
  const [, ...names] = row.record.split(/[\s（）()]/).filter(Boolean);
  return names.length && !names.some((name) => row.message.includes(name)) ? [row.record, row.field].filter(Boolean).join(" ") : "";
}
function toggleRow(id) {
  const rows = listed("row"), open = !rows.includes(id);
  settle({ row: (open ? [...rows, id] : rows.filter((own) => own !== id)).join(".") });
  if (open) markSeen(id);
  showRows();
  if (open) loadOpen();
}
function markSeen(id) {
  state.seen.add(id);
}

// The details of a finding: its lines, what is to be done and by whom, the rule and what it rests on.
function inside(row) {
  const known = LIST.full.get(row.fingerprint), item = known && known.item;
  if (!item) return el("p", { class: "quiet" }, known ? t("solved") : t("loading"));
  const [own, ...others] = item.lines.length && item.start ? item.lines : [null, ...item.lines];
  const record = item.record && (row.record || `${item.record.kind} ${item.record.key}`);
  const excused = item.suppressed && [item.suppressed.reason, item.suppressed.approved_by, item.suppressed.until].filter(Boolean).join(" · ");
  return [
    el("p", { class: "whole" }, row.message),
    item.help && el("dl", { class: "facts" }, fact(t("help"), item.help, "help")),
    own ? code(own, item.start) : item.file && el("p", { class: "path" }, item.file),
    el("dl", { class: "facts" },
      fact(t("who"), whoLinks(row.who, row.body, 50, row.more)), fact(t("due"), row.due && [row.due, " ", row.sort !== "waived" && daysBadge(row.days)]),
      fact(t("body"), row.body && el("a", { href: address("unit", { body: row.body }) }, bodyName(row.body))), fact(t("record"), record), fact(t("field"), row.field || item.field), fact(t("excused"), excused),
      fact(t("basis"), item.basis), fact(t("rule"), [item.title && `${item.title} `, el("a", { class: "path", href: address("findings", { rule: item.rule }) }, item.rule)]), fact(t("explain"), item.explain)),
    others.map((lines) => code(lines, null, true)),
    // What can be done about this finding stands here: a view that offers more fills this slot.
    el("div", { class: "actions", "data-print": row.fingerprint }, actions(item), el("a", { href: `#/finding/${row.fingerprint}` }, t("permalink"))),
  ];
}
function fact(label, text, cls) {
  const there = Array.isArray(text) ? text.length > 0 && text.some(Boolean) : text;
  return there ? [el("dt", {}, label), el("dd", { class: cls }, text)] : null;
}

// Who must act, and of which unit where that is not said by the name or above.
function whose(row, sheet) {
  const named = row.who.some((who) => who.id.replace(/^[^/]*\//, "") === row.body);
  const unit = row.body && !named && sheet.by !== "body" && !LIST.fixed.body && el("a", { class: "unit", href: address("unit", { body: row.body }) }, bodyName(row.body));
  return [whoLinks(row.who, row.body, 2, row.more), unit && row.who.length > 0 && " · ", unit];
}
// Who must act, each a way to what else is theirs.
function whoAddress(who, body) {
  const key = who.id.replace(/^[^/]*\//, "");
  if (key === body) return address("unit", { body });
  return who.id.startsWith("~") ? address("findings", { body, who: who.id }) : address("person", { body, who: who.id });
}
function whoLinks(all, body, most, more) {
  const left = Math.max(0, all.length - most) + (more || 0);
  const links = all.slice(0, most).flatMap((who, n) => [n > 0 && t("comma"), el("a", { href: whoAddress(who, body) }, who.name)]);
  return left > 0 ? [...links, t("andOthers", left)] : links;
}
function daysBadge(days) {
  if (days === null || days === undefined) return null;
  const words = days < 0 ? t("daysLate", -days) : days === 0 ? t("daysNone") : t("daysLeft", days);
  return el("span", { class: `days${days < 0 ? " late" : days <= 7 ? " soon" : ""}` }, words);
}
function dayWords(date) {
  const day = new Date(`${date}T00:00:00Z`);
  return day.toLocaleDateString(state.lang === "en" ? "en-GB" : "zh-CN", { timeZone: "UTC", year: "numeric", month: state.lang === "en" ? "short" : "long", day: "numeric", weekday: "short" });
}

// Arrows go from row to row, to the right opens, to the left closes, Escape closes and goes back to the row.
function steer(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("select, input, textarea")) return;
  const own = event.target.closest("[data-row]"), all = [...LIST.node.querySelectorAll("[data-row]")], at = all.indexOf(own);
  if (!own) return;
  const opener = own.querySelector(".opener"), open = opener && opener.getAttribute("aria-expanded") === "true";
  if (event.key === "Escape" && open && own.matches(".finding")) {
    event.preventDefault();
    opener.focus();
    return opener.click();
  }
  if (event.target !== opener && !event.target.closest(".more")) return;
  const to = { ArrowDown: all[at + 1], ArrowUp: all[at - 1], Home: all[0], End: all[all.length - 1] }[event.key];
  if (to) {
    event.preventDefault();
    to.querySelector(REACHED).focus();
  } else if ((event.key === "ArrowRight" && opener && !open) || (event.key === "ArrowLeft" && open)) {
    event.preventDefault();
    opener.click();
  } else if (event.key === "ArrowLeft" && own.matches(".finding")) {
    const head = own.closest(".group") && own.closest(".group").querySelector(".group-head .opener");
    if (head) { event.preventDefault(); head.focus(); }
  }
}

function code(lines, start, second) {
  const row = (n, ...parts) => el("span", { class: "row other" }, el("i", {}, n), ...parts);
  const first = lines.line - lines.above.length;
  const at = start && !lines.grid ? `${lines.file}:${start.line}:${start.column}` : lines.shown;
  const caption = el("figcaption", {}, el("b", {}, at), lines.note && el("span", {}, lines.note));
  if (lines.grid) return el("figure", { class: `code${second ? " second" : ""}` }, caption, cellsOf(lines.grid, at));
  return el("figure", { class: `code${second ? " second" : ""}` },
    caption,
    el("pre", { tabindex: 0, role: "group", "aria-label": at },
      lines.above.map((text, n) => row(first + n, text)),
      el("span", { class: "row here" }, el("i", {}, lines.line), lines.before, el("mark", {}, lines.marked || " "), lines.after),
      lines.below.map((text, n) => row(lines.line + 1 + n, text))));
}
// A row of a sheet as the reader knows it: letters of columns above, numbers of rows beside, the header over the row.
function cellsOf(grid, label) {
  const row = (n, cls, cells) => el("tr", { class: cls }, el("th", { scope: "row" }, n), cells);
  const box = el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": label }, el("table", { class: "cells" },
    el("thead", {}, el("tr", {}, el("td", {}), grid.cells.map((own) => el("th", { scope: "col" }, own.column)))),
    el("tbody", {}, grid.header !== null && row(grid.header, "head-row", grid.cells.map((own) => el("td", {}, own.head))),
      row(grid.row, "here", grid.cells.map((own) => el("td", {}, own.meant ? el("mark", {}, own.text || "\u00a0") : own.text))))));
  // On a narrow screen the cell that is meant comes into sight.
  requestAnimationFrame(() => {
    const mark = box.querySelector("mark");
    if (mark) box.scrollLeft += mark.getBoundingClientRect().left - box.getBoundingClientRect().left - box.clientWidth / 2 + mark.offsetWidth / 2;
  });
  return box;
}
