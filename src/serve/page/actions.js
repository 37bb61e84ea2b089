// What a reader may do with a finding: excuse it, and open its place in an editor. Both only where the server allows it.
let ACTS = null;
async function loadActs() {
  if (ACTS) return;
  try { ACTS = await askJson("/acts"); } catch { /* Then nothing is offered. */ }
}

// The buttons of a finding; nothing where nothing may be done.
function actions(item) {
  if (!ACTS) return null;
  const mayExcuse = ACTS.excuse && !item.suppressed && item.fingerprint && ["violation", "warning", "pending"].includes(item.sort) && !item.rule.startsWith("host/") && (item.body || item.record);
  const editor = item.file && item.start && !item.sheet && editorAddress(item.file, item.start);
  if (!mayExcuse && !editor) return null;
  return el("div", { class: "acts" },
    editor && el("a", { class: "button", href: editor }, t("openEditor")),
    mayExcuse && el("button", { class: "button", type: "button", id: `excuse-${item.fingerprint}`, "aria-haspopup": "dialog", onclick: () => excuse(item) }, t("excuseThis")));
}
function editorAddress(file, start) {
  if (!ACTS.editor) return null;
  const own = file.replace(/\\/g, "/"), whole = /^([a-z]:)?\//i.test(own) ? own : `${ACTS.root}/${own}`;
  // Of an address such as …/file/{path} the stroke is there already.
  const path = whole.split("/").map(encodeURIComponent).join("/").replace(/%3A/gi, ":"), bare = /\/\{path\}/.test(ACTS.editor) ? path.replace(/^\//, "") : path;
  return ACTS.editor.replace("{path}", () => bare).replace("{line}", start.line).replace("{column}", start.column);
}

// A dialog, which keeps the focus while it is open and gives it back.
function excuse(item) {
  const field = (name, label, node) => el("label", { class: "field" }, el("span", {}, label), Object.assign(node, { name }));
  const reason = el("textarea", { rows: 3, maxlength: 500, required: true }), approved = el("input", { type: "text", maxlength: 500, required: true, autocomplete: "off" });
  const until = el("input", { type: "date", min: state.board.as_of, required: true });
  const shownLines = el("div", { class: "lines", role: "status" }), wrong = el("p", { class: "violation", role: "alert" });
  const look = el("button", { class: "button main-button", type: "submit" }, t("showLines")), write = el("button", { class: "button main-button", type: "button", hidden: true }, t("writeLines"));
  const close = el("button", { class: "button", type: "button" }, t("cancel"));
  let lines = null;
  const send = async (more) => {
    const body = JSON.stringify({ id: item.fingerprint, reason: reason.value, approved_by: approved.value, until: until.value, ...more });
    return askJson(`/excuse?lang=${state.lang}`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  };
  const anew = () => { lines = null; write.hidden = true; look.hidden = false; wrong.textContent = ""; shownLines.replaceChildren(); };
  const fail = (error) => { if (error.status === 401) dialog.close(); anew(); wrong.textContent = error.message; };
  const preview = async (event) => {
    event.preventDefault();
    try {
      const told = await send({});
      anew();
      lines = told.lines;
      shownLines.append(el("p", {}, t("linesOf", told.file)), el("pre", { tabindex: 0 }, told.lines.join("\n")));
      [look.hidden, write.hidden] = [true, false];
      write.focus();
    } catch (error) { fail(error); }
  };
  write.addEventListener("click", async () => {
    write.disabled = true;
    try {
      const told = await send({ lines });
      form.replaceChildren(el("h2", { id: "excuse-title" }, t("excuseDone")), el("p", { role: "status" }, t("excuseWritten", told.file)), el("div", { class: "acts" }, close));
      close.textContent = t("closeIt");
      close.focus();
    } catch (error) { fail(error); }
    write.disabled = false;
  });
  const form = el("form", { method: "dialog", onsubmit: preview, oninput: anew },
    el("h2", { id: "excuse-title" }, t("excuseTitle")), el("p", {}, item.message), el("p", { class: "quiet" }, t("excuseHelp")),
    field("reason", t("excuseReason"), reason), field("approved_by", t("excuseBy"), approved), field("until", t("excuseUntil"), until),
    wrong, shownLines, el("div", { class: "acts" }, look, write, close));
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": "excuse-title" }, form);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    // The list may have been drawn anew meanwhile.
    const back = $(`excuse-${item.fingerprint}`) || document.querySelector(`[data-print="${CSS.escape(item.fingerprint)}"] .opener`) || $("main");
    back.focus();
  });
  // At the ends of the dialog the focus turns back and does not leave it.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const stops = [...dialog.querySelectorAll("button, input, textarea, pre[tabindex]")].filter((n) => !n.hidden && !n.disabled);
    const [first, last] = [stops[0], stops[stops.length - 1]];
    if (event.shiftKey && document.activeElement === first) { event.preventDefault(); last.focus(); }
    if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
  });
  document.body.append(dialog);
  dialog.showModal();
  reason.focus();
}
