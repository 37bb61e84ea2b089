// The server: answers, the stream of reloads, and what to do when it is gone.
const QUIET = 13000;
let stream = null, pulse = null, tries = 0, timer = null;

async function ask(path, options) {
  const token = store(sessionStorage, "yize-token");
  const headers = { ...(options && options.headers) };
  if (token) headers.Authorization = `Bearer ${token}`;
  // The browser's own words, such as "Failed to fetch", tell a reader nothing.
  const answer = await fetch(path, { ...options, headers, cache: "no-cache" }).catch((error) => { throw error.name === "AbortError" ? error : new Refused(0, `${silence()} ${t("goneHelp")}`); });
  if (answer.status === 401) {
    askToken(Boolean(token));
    throw new Refused(401, "");
  }
  return answer;
}
class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}
async function askJson(path, options) {
  const answer = await ask(path, options);
  const body = await answer.json().catch(() => { throw new Refused(0, t("notRead")); });
  if (!answer.ok) throw new Refused(answer.status, body.error ? body.error.message : String(answer.status));
  return body;
}

// That the server does not answer, and since when.
function silence() {
  if (!state.heard) return t("goneNever");
  return t(state.link === "bye" ? "byeNow" : "goneNow", clock(state.heard));
}
function clock(time) {
  return new Date(time).toLocaleTimeString(state.lang === "en" ? "en-GB" : "zh-CN", { hour12: false });
}

async function loadBoard() {
  try {
    const [board] = await Promise.all([askJson(`/board?lang=${state.lang}`), loadActs()]);
    const renewed = !state.board || board.round !== state.board.round || board.as_of !== state.board.as_of;
    if (renewed) state.seen.clear();
    state.board = board;
    renew(renewed);
  } catch (error) {
    if (error.status === 503) showStarting();
    else if (error.status !== 401) lost(false);
  }
}

// The stream is fetched and not an EventSource, so that the token stands in a header and never in an address.
async function listen() {
  clearTimeout(timer);
  if (stream) stream.abort();
  const own = (stream = new AbortController());
  try {
    const answer = await ask("/events", { signal: own.signal, headers: { Accept: "text/event-stream" } });
    if (!answer.ok) throw new Refused(answer.status, "");
    tries = 0;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      beat(own);
      const { value, done } = await reader.read();
      if (done) break;
      state.heard = Date.now();
      const parts = (rest + value).split("\n\n");
      rest = parts.pop();
      parts.forEach(heard);
    }
    if (own === stream) lost(state.link === "bye");
  } catch (error) {
    if (own === stream && error.status !== 401) lost(state.link === "bye");
  }
}
function beat(own) {
  clearTimeout(pulse);
  pulse = setTimeout(() => { if (own === stream) { own.abort(); } }, QUIET);
}
function heard(text) {
  const event = (/^event: ?(.*)$/m.exec(text) || [])[1];
  if (event === "bye") { setLink("bye"); return; }
  tell((/^data: ?(.*)$/m.exec(text) || [])[1]);
  setLink(event === "wait" ? "wait" : "live");
  if (event === "round") loadBoard();
  if (!state.board) showStarting();
}
// How far the verdict can be trusted, as the server says with every beat.
function tell(data) {
  let pulse = null;
  try { pulse = JSON.parse(data); } catch { return; }
  const was = state.pulse && state.pulse.standing;
  state.pulse = { ...pulse, heard: Date.now() };
  if (was !== pulse.standing || pulse.standing === "stale") { drawTop(); drawBanners(); if (state.board && where().view === "overview") drawMain(); }
}
function lost(said) {
  clearTimeout(pulse);
  tries += 1;
  const pause = Math.min(30, 2 ** Math.min(tries - 1, 5));
  state.retryAt = Date.now() + pause * 1000;
  setLink(said ? "bye" : "gone");
  clearTimeout(timer);
  timer = setTimeout(listen, pause * 1000);
}
