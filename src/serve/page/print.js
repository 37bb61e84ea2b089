// Paper: all that the filters leave, as tables by unit; for a list on the screen shows a part.
const PAPERED = ["findings", "finding", "person", "unit"];

function paperOf(paper) {
  const { params } = where(), board = state.board;
  const said = FILTERS.filter((key) => params[key] && key !== "new").map((key) => ({ body: () => bodyName(params.body), area: () => areaTitle(params.area), status: () => t(params.status), rule: () => (board.rules.find((r) => r.rule === params.rule) || {}).title || params.rule, who: () => whoName(params.who, LIST.sheet || { groups: [] }), due: () => (WITHIN.includes(params.due) ? (/\d/.test(params.due) ? t("within_days", params.due) : t(`due_${params.due}`)) : params.due), q: () => `“${params.q}”` })[key]());
  let n = 0;
  const heads = [t("number_"), t("what"), t("who"), t("due"), t("done_")];
  const row = (own) => el("tr", {}, el("td", { class: "num" }, (n += 1)),
    el("td", {}, el("b", { class: `is-${own.sort}` }, t(own.sort)), " ", own.message, (own.help || own.title) && el("small", {}, own.help || own.title), own.at && el("small", {}, own.at.filter(Boolean).join(" · "))),
    el("td", {}, own.who.join(t("comma")), own.more > 0 && t("andOthers", own.more)),
    el("td", { class: "nowrap" }, own.due, own.days !== null && own.sort !== "waived" && el("small", {}, own.days < 0 ? t("daysLate", -own.days) : own.days === 0 ? t("daysNone") : t("daysLeft", own.days))), el("td", {}));
  const unit = (own) => el("tbody", {}, el("tr", { class: "unit-head" }, el("th", { colspan: 5, scope: "colgroup" }, `${own.name}${t("colon")}${t("found", own.rows.length)}`)), own.rows.map(row));
  return el("section", { class: "paper" },
    el("h2", {}, t("paperTitle")),
    el("p", {}, [t("asOf", paper.as_of), t("found", paper.total.toLocaleString()), ...said].join(" · ")),
    paper.more > 0 && el("p", {}, t("andMore", paper.more)),
    el("table", { class: "paper-table" }, el("thead", {}, el("tr", {}, heads.map((x) => el("th", { scope: "col" }, x)))), paper.units.map(unit)),
    el("p", { class: "sign" }, [t("signWho"), t("signChief"), t("signDay")].map((x) => el("span", {}, x, el("i", {})))));
}
// Printing waits for nothing, so that this one answer is waited for.
function askNow(path) {
  const request = new XMLHttpRequest(), token = store(sessionStorage, "yize-token");
  request.open("GET", path, false);
  if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
  request.send();
  return request.status === 200 ? JSON.parse(request.responseText) : null;
}
function layPaper(on) {
  document.querySelectorAll(".paper").forEach((node) => node.remove());
  document.body.classList.remove("papered");
  const { view } = where();
  if (!on || !state.board || !PAPERED.includes(view)) return;
  let paper = null;
  try { paper = askNow(`/paper?${asked({ open: "", shut: "", fold: "", group: "" })}`); } catch { /* What is on the screen is printed then. */ }
  if (!paper) return;
  $("main").append(paperOf(paper));
  document.body.classList.add("papered");
}
window.addEventListener("beforeprint", () => layPaper(true));
window.addEventListener("afterprint", () => layPaper(false));
