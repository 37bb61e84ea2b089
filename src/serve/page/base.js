// What all views share: state, words, elements, icons.
const state = { board: null, lang: "zh", theme: "light", seen: new Set(), open: new Set(), link: "wait", retryAt: 0, pulse: null };

function store(area, key, value) {
  try {
    if (value === undefined) return area.getItem(key);
    if (value === null) area.removeItem(key); else area.setItem(key, value);
  } catch { /* A browser may forbid it; then nothing is remembered. */ }
  return null;
}

function t(key, ...values) {
  const words = WORDS[key];
  if (!words) return key;
  return words[state.lang === "en" ? 1 : 0].replace(/\{(\d)\}/g, (_, n) => values[n]);
}

// Nobody sees these characters, or they change what others see: each becomes a sign that shows. The server's reports do the same.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu;
const READ = new Set(["title", "aria-label", "placeholder", "alt", "label"]);
function shown(text) {
  return String(text).replace(HIDDEN, (c) => (c === "\t" || c === "\n" ? c : c < " " ? String.fromCharCode(0x2400 + c.charCodeAt(0)) : "\uFFFD"));
}

// Whether what is shown is a verdict on the files as they are. "incomplete" says itself that something is missing.
function holds() {
  return state.link === "live" && state.pulse !== null && ["fresh", "incomplete"].includes(state.pulse.standing);
}
// How long ago something was that the server told of with the last beat.
function ago(key) {
  const pulse = state.pulse;
  if (!pulse || pulse[key] === null) return "";
  const seconds = Math.max(0, Math.round((pulse[key] + Date.now() - pulse.heard) / 1000));
  if (seconds < 100) return t("seconds", seconds);
  return seconds < 6000 ? t("minutes", Math.round(seconds / 60)) : t("hours", Math.round(seconds / 3600));
}
function sureWords() {
  return ago("sure_ms") && t("sureAgo", ago("sure_ms"));
}

// An element. Text is always a text node: nothing from data is ever read as markup.
function el(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}
function svg(tag, props, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), props, children);
}
function fill(node, props, children) {
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "style") for (const [name, v] of Object.entries(value)) node.style.setProperty(name, v);
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : READ.has(key) ? shown(value) : value);
  }
  for (const child of children.flat(3)) {
    if (child !== undefined && child !== null && child !== false) node.append(child.nodeType ? child : shown(child));
  }
  return node;
}

// Adds what there is to add.
function add(node, ...children) {
  fill(node, {}, children);
}

const ICONS = {
  violation: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
  warning: "M8 2.2 14.4 13.4H1.6zM8 6.4v3.2M8 11.5v.1",
  pending: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.8V8l2.3 1.6",
  fault: "M9.2 1.6 3.4 9h4L6.6 14.4 12.6 7h-4z",
  passed: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM5.2 8.2l2 2 3.7-4.2",
  waived: "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM3.8 12.2l8.4-8.4",
  none: "M4 8h8", sun: "M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.4M8 13.6V15M1 8h1.4M13.6 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
  moon: "M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7z", print: "M4.5 6V2h7v4M4.5 11.5H2.2V6h11.6v5.5h-2.3M4.5 9.5h7V14h-7z",
  chevron: "M6 3.5 10.5 8 6 12.5", link: "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.4-2.4a2.6 2.6 0 0 0-3.7-3.7L8.4 4M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.1 9.2a2.6 2.6 0 0 0 3.7 3.7l.8-.9", sheet: "M2 3h12v10H2zM2 6.4h12M2 9.7h12M6.5 3v10",
  box: "M2 5.2 8 2l6 3.2v5.6L8 14l-6-3.2zM2 5.2 8 8.4l6-3.2M8 8.4V14",
};
const INK = { fault: "fault-ink" };
function icon(name, label) {
  const node = svg("svg", { class: `icon ${INK[name] || name}`, viewBox: "0 0 16 16", role: label ? "img" : undefined, "aria-label": label, "aria-hidden": label ? undefined : "true" }, svg("path", { d: ICONS[name] }));
  return node;
}

function empty(kind, title, help) {
  return el("div", { class: "panel empty" }, icon(kind), el("p", {}, title), help && el("p", {}, help));
}
function bodyName(id) {
  if (!id) return t("nobody");
  const body = state.board.bodies.find((b) => b.id === id);
  return body ? body.name : id;
}
function areaTitle(id) {
  const area = state.board.areas.find((a) => a.id === id);
  return area ? area.title : id;
}

// Addresses within the page: #/view?key=value.
function address(view, params) {
  const text = new URLSearchParams(Object.entries(params || {}).filter(([, v]) => v !== "" && v !== undefined && v !== null)).toString();
  return `#/${view}${text ? `?${text}` : ""}`;
}
function where() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, id] = path.split("/");
  return { view: VIEWS[view] ? view : "overview", id: id || "", params: Object.fromEntries(new URLSearchParams(query || "")) };
}
function go(view, params) {
  remember();
  location.hash = address(view, params);
}
// The same place of the history, by another address.
function replaceAddress(view, params) {
  history.replaceState(history.state, "", address(view, params));
}

// Where the reader is: how far down, and on what. It is kept with the place in the history, so that to go back is to be back.
function remember() {
  history.replaceState({ y: window.scrollY, spot: spot() }, "");
}
const REACHED = "a[href], button, input, select, summary, [tabindex]";
// What has the focus: by its id, or by the row or the part of the page that it is in, and its number there.
function spot() {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const row = node.closest("[data-row]"), part = row || node.closest("[id]");
  const found = { id: node.id, part: part && part.id, n: part ? [...part.querySelectorAll(REACHED)].indexOf(node) : 0 };
  return row ? { ...found, row: row.dataset.row, near: [...document.querySelectorAll("[data-row]")].map((r) => r.dataset.row) } : found;
}
function rowOf(key) {
  return document.querySelector(`[data-row="${CSS.escape(key)}"]`);
}
// Gives the focus back. A row that is gone leaves it to the next one that is still there, or to the one before; what is gone
// with its part of the page leaves it to the page.
function focusOn(place) {
  if (!place) return;
  const near = place.near || [], at = near.indexOf(place.row), key = [place.row, ...near.slice(at + 1), ...near.slice(0, Math.max(at, 0)).reverse()].find((own) => own && rowOf(own));
  const part = key ? rowOf(key) : document.getElementById(place.part), all = part && !place.row === !key ? [...part.querySelectorAll(REACHED)] : [];
  const nth = key && key !== place.row ? all[0] : all[place.n] || all[0];
  ((place.id && document.getElementById(place.id)) || nth || document.getElementById("main")).focus({ preventScroll: true });
}
// Puts something in the place of what a node holds; the focus stays where it was, and what was unfolded is unfolded.
function replace(node, ...children) {
  const place = node.contains(document.activeElement) ? spot() : null;
  const unfolded = [...node.querySelectorAll("details[id]")].map((own) => [own.id, own.open]);
  node.replaceChildren(...children.flat(3).filter(Boolean));
  unfolded.forEach(([id, open]) => { const own = document.getElementById(id); if (own && own.tagName === "DETAILS") own.open = open; });
  if (place && !node.contains(document.activeElement)) focusOn(place);
}
// The same; where nothing would change nothing is touched, so that nobody who listens to the page is told it again.
function swap(node, ...children) {
  const fresh = children.flat(3).filter(Boolean), held = [...node.childNodes];
  if (held.length !== fresh.length || held.some((own, n) => !own.isEqualNode(fresh[n]))) replace(node, fresh);
}

function select(label, value, options, onchange, id) {
  const choices = options.map(([v, text]) => el("option", { value: v, selected: String(v) === String(value) }, text));
  return el("label", { class: "field" }, el("span", {}, label), el("select", { id: `pick-${id || label}`, onchange: (e) => onchange(e.target.value) }, choices));
}
function chip(text, pressed, onclick, ic, id) {
  return el("button", { type: "button", class: "chip", id, "aria-pressed": String(pressed), onclick }, ic && icon(ic), text);
}
function unique(items) {
  return [...new Set(items)];
}
const VIEWS = {};
