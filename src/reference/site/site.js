// The search of the page: over the index that stands beside it, with the keyboard or the mouse. It asks nobody.
"use strict";
(() => {
  const input = document.getElementById("search"), list = document.getElementById("found");
  const index = window.yizeIndex;
  if (!input || !list || !index) return;
  const MOST = 40;
  // Full-width letters and signs are as good as narrow ones.
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const entries = index.found.map(([page, anchor, title, said]) => ({ page, anchor, title, said, name: plain(title), all: plain(`${title} ${said} ${index.pages[page][1]}`) }));
  let at = -1;

  const rank = (entry, words) => {
    let sum = 0;
    for (const word of words) {
      if (!entry.all.includes(word)) return -1;
      if (entry.name === word) sum += 100;
      else if (entry.name.startsWith(word)) sum += 40;
      else if (entry.name.includes(word)) sum += 20;
      else sum += 1;
    }
    // A shorter name is nearer to what was typed; a page comes before what stands on it.
    return sum + (entry.anchor ? 0 : 5) - Math.min(entry.name.length, 60) / 100;
  };

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (n) => {
    const all = list.querySelectorAll("a");
    if (!all.length) return;
    at = (n + all.length) % all.length;
    all.forEach((own, k) => own.setAttribute("aria-selected", String(k === at)));
    all[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[at].id);
  };

  const element = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  const search = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (!words.length) return close();
    const found = entries.map((entry) => [rank(entry, words), entry]).filter(([points]) => points >= 0);
    found.sort((one, other) => other[0] - one[0]);
    for (const [k, [, entry]] of found.slice(0, MOST).entries()) {
      const [file, page] = index.pages[entry.page];
      const link = document.createElement("a");
      link.href = entry.anchor ? `${file}#${encodeURIComponent(entry.anchor)}` : file;
      link.id = `found-${k}`;
      link.setAttribute("role", "option");
      link.tabIndex = -1;
      link.append(element("b", entry.title), element("small", entry.anchor ? `${page}${entry.said ? " · " + entry.said : ""}` : entry.said));
      link.addEventListener("click", close);
      list.append(link);
    }
    if (!found.length) list.append(element("p", list.dataset.none));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (found.length) choose(0);
  };

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (input.value) search(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      list.querySelectorAll("a")[at].click();
      input.blur();
    } else if (event.key === "Escape") {
      input.value = "";
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  document.addEventListener("click", (event) => { if (!event.target.closest(".search")) close(); });
  // The page on which one is stands in sight of the list.
  const here = document.querySelector(".pages [aria-current]");
  if (here && matchMedia("(min-width: 52.01rem)").matches) here.scrollIntoView({ block: "nearest" });
})();
