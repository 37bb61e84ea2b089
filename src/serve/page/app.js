// The page as a whole: head, banners, and which view is shown.
const TABS = ["overview", "findings", "calendar", "assignment", "scores", "reloads"];
// How many mistakes of a broken pack are shown unasked.
const SHOWN_FAULTS = 2;
const $ = (id) => document.getElementById(id);

function drawTop() {
  const here = where(), current = VIEWS[here.view].tab || here.view, board = state.board;
  const bad = board && board.summary.violations + board.summary.faults, all = board && bad + board.summary.warnings + board.summary.pending;
  const logo = svg("svg", { viewBox: "0 0 32 32", "aria-hidden": "true" }, svg("rect", { width: 32, height: 32, rx: 7, fill: "#1d4e89" }), svg("path", { d: "M8 10h16M8 16h10M8 22h6", stroke: "#fff", "stroke-width": 2.6, "stroke-linecap": "round" }), svg("path", { d: "M18 22l3 3 5-6", stroke: "#86d3a5", "stroke-width": 2.6, fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" }));
  const link = state.link === "live" ? (board && !holds() ? "old" : "live") : state.link === "wait" ? "wait" : "gone";
  const dark = state.theme === "dark";
  swap($("top"), el("div", { class: "top-in" },
    el("div", { class: "bar" }, el("h1", { class: "brand" }, logo, "议则", el("small", {}, "yize")), el("span", { class: "spacer" }),
      el("span", { class: `live ${link}`, id: "link", "data-link": state.link, title: t(link) }, el("i", {}), el("span", {}, t(link))), board && el("span", { class: "live" }, t("asOf", board.as_of)), board && el("span", { class: "live", id: "sure", title: t("sureHelp") }, sureWords()),
      el("div", { class: "tools" },
        el("button", { class: "tool", type: "button", id: "lang", title: t("languageHelp"), lang: state.lang === "en" ? "zh-CN" : "en", onclick: switchLanguage }, state.lang === "en" ? "中文" : "EN"),
        el("button", { class: "tool", type: "button", id: "theme", title: t(dark ? "themeLight" : "theme"), "aria-label": t(dark ? "themeLight" : "theme"), onclick: switchTheme }, icon(dark ? "sun" : "moon")),
        el("button", { class: "tool", type: "button", title: t("print"), "aria-label": t("print"), onclick: () => window.print() }, icon("print")))),
    el("nav", { class: "tabs", "aria-label": t("sections") }, TABS.map((tab) => el("a", { href: address(tab), id: `tab-${tab}`, "aria-current": tab === current ? "page" : undefined }, t(tab), tab === "findings" && all > 0 && el("span", { class: `count${bad ? " bad" : ""}` }, (bad || all).toLocaleString()))))));
  const shown = $("top").querySelector("[aria-current]");
  if (shown && shown.parentNode.scrollWidth > shown.parentNode.clientWidth) shown.parentNode.scrollLeft = shown.offsetLeft - 60;
}

function drawBanners() {
  const board = state.board, bands = [];
  const band = (cls, id, ...inside) => bands.push(el("div", { class: `band ${cls}`, id }, el("div", { class: "banner" }, ...inside)));
  if (state.link === "gone" || state.link === "bye") {
    const left = Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1000));
    band("gone", "banner-gone", icon("violation"), el("strong", {}, silence()), el("span", {}, t("goneHelp")), el("span", { id: "retry-in", "aria-live": "off" }, t("retryIn", left)), el("button", { type: "button", onclick: listen }, t("retry")));
  }
  const standing = state.pulse && state.pulse.standing;
  if (board && standing === "stale") {
    band("gone", "banner-stale", icon("violation"), el("strong", {}, state.pulse.checking_ms === null ? t("staleQuiet", ago("sure_ms")) : t("staleChecking", ago("checking_ms"))));
  }
  if (standing === "failed") {
    band("gone", "banner-failed", icon("fault"), el("strong", {}, t(board ? "failedNow" : "failedFirst")));
  }
  if (board && board.held.length) {
    board.held.forEach((held, n) => {
      const lines = held.findings.map((f) => el("div", { class: "s-fault" }, el("p", {}, f.message, f.help ? ` ${f.help}` : ""), f.lines[0] ? code(f.lines[0], f.start) : f.file && el("p", { class: "path" }, f.file)));
      const rest = lines.splice(SHOWN_FAULTS), key = `held-${held.pack}`;
      const more = rest.length > 0 && el("details", { open: state.open.has(key), ontoggle: (e) => (e.target.open ? state.open.add(key) : state.open.delete(key)) }, el("summary", {}, t("andMore", rest.length)), el("div", { class: "places" }, rest));
      band("fault", n ? undefined : "banner-held", icon("fault"), el("strong", {}, t(held.earlier ? "heldOne" : "heldNever", held.pack)), el("div", { class: "places" }, lines, more));
    });
  }
  if (board && board.summary.faults) {
    band("fault", "banner-faults", icon("fault"), el("strong", {}, t("faultsNow", board.summary.faults)), el("a", { href: address("findings", { status: "fault" }) }, t("see")));
  }
  if (board && board.fresh && state.dismissed !== board.round) {
    band("", "banner-new", el("span", { class: "badge" }, t("isNew")), el("strong", {}, t("newFound", board.fresh)), el("a", { href: address("findings", { new: 1 }) }, t("see")), el("button", { type: "button", onclick: markAll }, t("seen")));
  }
  swap($("banners"), bands);
}
function markAll() {
  state.dismissed = state.board.round;
  drawBanners();
  showRows();
}

function drawMain() {
  if (!state.board) return;
  const here = where(), root = el("div", {});
  state.drawn = here.view + state.lang;
  VIEWS[here.view].draw(root, here);
  replace($("main"), root);
  $("foot").replaceChildren(el("span", {}, t("madeBy", state.board.program)), el("span", {}, t("round", state.board.round)), el("span", {}, t("asOf", state.board.as_of)));
  const bad = state.board.summary.violations;
  if (!LIST.node || !LIST.node.isConnected) comeBack();
  document.title = `${holds() ? "" : "⚠ "}${bad ? `(${bad}) ` : ""}${t(VIEWS[here.view].tab || here.view)} · 议则 yize`;
}

// A new board: the view is drawn anew, or renews itself where it has something that is being read or written in.
function renew() {
  const { view } = where(), at = window.scrollY;
  drawTop();
  drawBanners();
  if (VIEWS[view].renew && state.drawn === view + state.lang) return VIEWS[view].renew();
  drawMain();
  window.scrollTo(0, at);
}
function setLink(link) {
  if (state.link === link && link === "live") return;
  state.link = link;
  drawTop();
  drawBanners();
  if (state.board && where().view === "overview") drawMain();
}
function showStarting() {
  if (state.board || $("token")) return;
  const failed = state.pulse && state.pulse.standing === "failed";
  $("main").replaceChildren(empty(failed ? "fault" : "pending", t(failed ? "failedFirst" : "starting"), ago("checking_ms") && t("since", ago("checking_ms"))));
}
function askToken(wrong) {
  const field = el("input", { type: "password", id: "token", autocomplete: "off", required: true });
  const enter = (event) => {
    event.preventDefault();
    store(sessionStorage, "yize-token", field.value);
    $("main").replaceChildren();
    listen();
  };
  if ($("token")) return;
  $("main").replaceChildren(el("form", { class: "panel token", onsubmit: enter }, el("h2", {}, t("tokenAsk")), wrong && el("p", { class: "violation", role: "alert" }, t("tokenWrong")), el("label", { class: "field" }, el("span", {}, t("token")), field), el("p", { class: "quiet" }, t("tokenHelp")), el("button", { class: "button main-button", type: "submit" }, t("enter"))));
  field.focus();
}

function switchLanguage() {
  state.lang = state.lang === "en" ? "zh" : "en";
  store(localStorage, "yize-lang", state.lang);
  applyLanguage();
  drawTop();
  loadBoard();
}
function applyLanguage() {
  document.documentElement.lang = state.lang === "en" ? "en" : "zh-CN";
  $("skip").textContent = t("skip");
}
function switchTheme() {
  applyTheme(state.theme === "dark" ? "light" : "dark");
  store(localStorage, "yize-theme", state.theme);
  drawTop();
}
function applyTheme(theme) {
  state.theme = theme;
  document.documentElement.dataset.theme = theme;
}

const dark = window.matchMedia("(prefers-color-scheme: dark)");
applyTheme(store(localStorage, "yize-theme") || (dark.matches ? "dark" : "light"));
dark.addEventListener("change", () => { if (!store(localStorage, "yize-theme")) { applyTheme(dark.matches ? "dark" : "light"); drawTop(); } });
state.lang = store(localStorage, "yize-lang") || (/^zh/i.test(navigator.language || "zh") ? "zh" : "en");
applyLanguage();
$("skip").addEventListener("click", (event) => { event.preventDefault(); $("main").focus(); });
// To go back is to be back: as far down, and on what had the focus. A new view begins at its top.
history.scrollRestoration = "manual";
function comeBack() {
  if (!state.back) return;
  const { y, spot: place } = state.back;
  state.back = null;
  focusOn(place);
  window.scrollTo(0, y);
}
window.addEventListener("hashchange", () => {
  clearTimeout(scrolled);
  const was = history.state;
  state.back = was && was.spot !== undefined ? was : null;
  drawTop();
  drawMain();
  window.scrollTo(0, state.back ? state.back.y : 0);
  if (!state.back && (!document.activeElement || document.activeElement === document.body)) $("main").focus({ preventScroll: true });
});
document.addEventListener("click", (event) => { if (event.target.closest && event.target.closest("a[href^='#/']")) remember(); }, true);
window.addEventListener("pagehide", remember);
let scrolled = null;
window.addEventListener("scroll", () => { clearTimeout(scrolled); scrolled = setTimeout(remember, 250); }, { passive: true });
state.back = history.state && history.state.spot !== undefined ? history.state : null;
let resized = null;
window.addEventListener("resize", () => { clearTimeout(resized); resized = setTimeout(() => { if (where().view === "calendar") drawMain(); }, 150); });
// A picture is as wide as the paper when it is printed.
function printing(on) {
  state.printing = on;
  if (where().view === "calendar") drawMain();
}
window.addEventListener("beforeprint", () => printing(true));
window.addEventListener("afterprint", () => printing(false));
window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((d) => { d.dataset.was = d.open; d.open = true; }));
window.addEventListener("afterprint", () => document.querySelectorAll("details").forEach((d) => { d.open = d.dataset.was === "true"; }));
setInterval(() => { const sure = $("sure"); if (sure) sure.textContent = sureWords(); const n = $("retry-in"); if (n) n.textContent = t("retryIn", Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1000))); }, 500);
drawTop();
showStarting();
listen();
