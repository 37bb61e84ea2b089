// Findings: filtered by the server, a page at a time, each with its lines, its rule and what it rests on.
const STEP = 50;
const LIST = { key: "", items: [], total: 0, node: null, turn: 0 };

VIEWS.findings = {
  draw(root, { params }) {
    const board = state.board;
    const put = (change) => go("findings", { ...params, ...change });
    const status = ["violation", "warning", "pending", "fault", "waived"];
    const bodies = [["", t("all")], ...board.bodies.map((b) => [b.id || "-", b.id ? b.name : t("nobody")])];
    const rules = [["", t("all")], ...board.rules.map((r) => [r.rule, r.title ? `${r.title}（${r.rule}）` : r.rule])];
    const search = el("input", { type: "search", value: params.q || "", placeholder: t("searchHint"), autocomplete: "off", id: "search" });
    let pause = null;
    search.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(() => { replaceAddress("findings", { ...where().params, q: search.value.trim() }); refresh(); }, 180);
    });
    const chips = status.filter((sort) => params.status === sort || tally(board, sort) > 0).map((sort) =>
      chip(`${t(sort)} ${tally(board, sort).toLocaleString()}`, params.status === sort, () => put({ status: params.status === sort ? "" : sort }), sort));
    if (board.fresh || params.new) chips.push(chip(`${t("onlyNew")} ${board.fresh}`, Boolean(params.new), () => put({ new: params.new ? "" : "1" })));
    LIST.node = el("div", { class: "found" });
    add(root,
      el("h2", { class: "hidden-text" }, t("findings")),
      el("form", { class: "panel filters", role: "search", onsubmit: (e) => e.preventDefault() },
        el("label", { class: "field" }, el("span", {}, t("search")), search),
        select(t("body"), params.body || "", bodies, (v) => put({ body: v })),
        select(t("area"), params.area || "", [["", t("all")], ...board.areas.map((a) => [a.id, a.title])], (v) => put({ area: v })),
        select(t("rule"), params.rule || "", rules, (v) => put({ rule: v })),
        el("div", { class: "chips", role: "group", "aria-label": t("status") }, chips)),
      LIST.node);
    showOld(params);
    refresh();
  },
};

VIEWS.finding = {
  tab: "findings",
  draw(root, { id }) {
    LIST.node = el("div", { class: "found" });
    add(root, el("p", { class: "shown" }, el("a", { href: address("findings") }, t("back"))), LIST.node);
    showOld({ id });
    refresh(id);
  },
};

function tally(board, sort) {
  return board.summary[COUNTS[sort]] + (sort === "waived" ? board.summary.baselined : 0);
}
function replaceAddress(view, params) {
  history.replaceState(null, "", address(view, params));
}

// What was shown stays until its new state is there, so that the page does not jump.
function showOld(query) {
  if (LIST.key !== JSON.stringify(query) || !LIST.items.length) return;
  LIST.items.forEach((item) => { item.new = false; });
  show(query);
}

// Fetches what is shown anew, as many as were shown before.
async function refresh(id) {
  const { view, params, id: own } = where();
  const query = view === "finding" ? { id: id || own } : params;
  const key = JSON.stringify(query);
  const limit = key === LIST.key ? Math.max(STEP, Math.min(500, LIST.items.length)) : STEP;
  LIST.key = key;
  await fetchInto(query, 0, limit);
}
async function fetchInto(query, offset, limit) {
  const turn = (LIST.turn += 1);
  const text = new URLSearchParams({ ...query, offset, limit, lang: state.lang }).toString();
  try {
    const page = await askJson(`/findings?${text}`);
    if (turn !== LIST.turn) return;
    LIST.items = offset ? LIST.items.concat(page.findings) : page.findings;
    LIST.total = page.total;
    show(query);
  } catch (error) {
    if (turn === LIST.turn && error.status !== 401 && LIST.node) LIST.node.replaceChildren(empty("fault", t("failed", error.message)));
  }
}

function show(query) {
  const { items, total, node } = LIST;
  if (!node) return;
  const single = where().view === "finding";
  const filtered = Object.values(query).some(Boolean);
  const nodes = [];
  if (!items.length) {
    nodes.push(single ? empty("passed", t("solved")) : filtered ? empty("passed", t("nothingFilter")) : empty("passed", t("nothing"), t("nothingHelp")));
  }
  if (!single) {
    const count = items.length < total ? t("foundSome", total.toLocaleString(), items.length.toLocaleString()) : t("found", total.toLocaleString());
    nodes.unshift(el("p", { class: "shown", role: "status" }, count, filtered && el("a", { href: address("findings") }, t("showAll"))));
  }
  nodes.push(...items.map((item) => card(item, single)));
  if (items.length < total) {
    const step = Math.min(STEP * 2, total - items.length);
    nodes.push(el("p", { class: "more" }, el("button", { class: "button", type: "button", onclick: () => fetchInto(query, items.length, step) }, t("moreItems", step, (total - items.length).toLocaleString()))));
  }
  node.replaceChildren(...nodes);
}

function card(item, open) {
  const fresh = item.new && !state.seen.has(item.fingerprint) && state.dismissed !== state.board.round;
  const id = item.fingerprint;
  const [own, ...others] = item.lines.length && item.start ? item.lines : [null, ...item.lines];
  const node = el("article", { class: `panel finding s-${item.sort}${fresh ? " new" : ""}`, id: `f-${id}`, "data-rule": item.rule, "data-new": fresh ? "1" : undefined },
    el("p", { class: "line1" },
      el("span", { class: `sort ${INK[item.sort] || item.sort}` }, icon(item.sort), t(item.sort)),
      fresh && el("span", { class: "badge" }, t("isNew")),
      item.body && el("span", {}, bodyName(item.body)),
      item.area && item.area !== "other" && el("span", {}, areaTitle(item.area)),
      item.due && el("span", {}, `${t("due")} ${item.due}`),
      id && el("a", { href: `#/finding/${id}`, "aria-label": t("permalink") }, t("link"))),
    el("h3", {}, item.message),
    el("p", { class: "rule" }, item.title && item.title !== item.message ? `${item.title} · ` : "", el("span", { class: "path" }, item.rule)),
    own ? code(own, item.start) : item.file && el("p", { class: "path" }, item.file),
    item.help && el("dl", { class: "facts" }, el("dt", {}, t("help")), el("dd", { class: "help" }, item.help)));
  const more = el("details", { open: open || state.open.has(id) },
    el("summary", {}, t("more")),
    el("dl", { class: "facts" },
      fact(t("basis"), item.basis), fact(t("explain"), item.explain),
      fact(t("record"), item.record && `${item.record.kind} ${item.record.key}`), fact(t("field"), item.field),
      item.suppressed && fact(t("excused"), [item.suppressed.reason, item.suppressed.approved_by, item.suppressed.until].filter(Boolean).join(" · "))),
    others.map((lines) => code(lines, null, true)));
  more.addEventListener("toggle", () => {
    if (more.open) state.open.add(id); else state.open.delete(id);
    if (more.open && fresh) markSeen(id);
  });
  add(more, actions(item));
  node.append(more);
  return node;
}
function fact(label, text) {
  return text ? [el("dt", {}, label), el("dd", {}, text)] : null;
}
function markSeen(id) {
  state.seen.add(id);
  const node = document.getElementById(`f-${id}`);
  if (!node) return;
  node.classList.remove("new");
  node.removeAttribute("data-new");
  const badge = node.querySelector(".badge");
  if (badge) badge.remove();
}

function code(lines, start, second) {
  const row = (n, ...parts) => el("span", { class: "row other" }, el("i", {}, n), ...parts);
  const first = lines.line - lines.above.length;
  const at = start ? `${lines.file}:${start.line}:${start.column}` : `${lines.file}:${lines.line}`;
  return el("figure", { class: `code${second ? " second" : ""}` },
    el("figcaption", {}, el("b", {}, at), lines.note && el("span", {}, lines.note)),
    el("pre", { tabindex: 0, role: "region", "aria-label": at },
      lines.above.map((text, n) => row(first + n, text)),
      el("span", { class: "row here" }, el("i", {}, lines.line), lines.before, el("mark", {}, lines.marked || " "), lines.after),
      lines.below.map((text, n) => row(lines.line + 1 + n, text))));
}
