// Findings: filters above, rows below. What is asked for is worked out by the server.
const WITHIN = ["overdue", "7", "30", "90", "never"];

VIEWS.findings = {
  draw(root, { params }) {
    const search = el("input", { type: "search", value: params.q || "", placeholder: t("searchHint"), autocomplete: "off", id: "search" });
    let pause = null;
    const look = () => {
      clearTimeout(pause);
      pause = setTimeout(() => { settle({ q: search.value.trim() }); loadRows(); }, 180);
    };
    // While a word is being put together, it is not yet one to look for.
    search.addEventListener("input", (event) => { if (!event.isComposing) look(); });
    search.addEventListener("compositionend", look);
    search.addEventListener("keydown", (event) => {
      const first = LIST.node.querySelector("[data-row] .opener");
      if (event.key === "ArrowDown" && first) { event.preventDefault(); first.focus(); }
    });
    const list = listOf({}), picks = el("div", { class: "picks" });
    this.picks = picks;
    add(root, el("h2", { class: "hidden-text" }, t("findings")),
      el("form", { class: "panel filters finds", role: "search", onsubmit: (e) => e.preventDefault() }, el("label", { class: "field" }, el("span", {}, t("search")), search), picks, LIST.chips), list);
    drawPicks(picks);
  },
  // A new round: the field that is being typed in is left alone.
  renew() {
    drawPicks(this.picks);
    loadRows();
  },
};
function drawPicks(node) {
  const board = state.board, { params } = where();
  const bodies = [["", t("all")], ...board.bodies.map((b) => [b.id || "-", b.id ? b.name : t("nobody")])];
  const rules = [["", t("all")], ...board.rules.map((r) => [r.rule, r.title ? `${r.title}（${r.rule}）` : r.rule])];
  if (params.rule && !rules.some(([rule]) => rule === params.rule)) rules.push([params.rule, params.rule]);
  const dues = [["", t("all")], ...WITHIN.map((due) => [due, /\d/.test(due) ? t("within_days", due) : t(`due_${due}`)])];
  if (params.due && !WITHIN.includes(params.due)) dues.push([params.due, params.due]);
  swap(node,
    select(t("body"), params.body || "", bodies, (v) => turn({ body: v, who: "" }), "body"),
    select(t("area"), params.area || "", [["", t("all")], ...board.areas.map((a) => [a.id, a.title])], (v) => turn({ area: v }), "area"),
    select(t("rule"), params.rule || "", rules, (v) => turn({ rule: v }), "rule"),
    select(t("due"), params.due || "", dues, (v) => turn({ due: v }), "due"));
}

// One finding, open. It is named by its fingerprint, so that a link to it holds over time.
VIEWS.finding = {
  tab: "findings",
  draw(root, { id, params }) {
    if (params.row === undefined) openAlone(id);
    add(root, el("p", { class: "shown" }, el("a", { href: address("findings") }, t("back"))), listOf({ id }));
  },
  renew() {
    loadRows();
  },
};
function openAlone(id) {
  history.replaceState(history.state, "", `#/finding/${id}?row=${id}&group=none`);
}
