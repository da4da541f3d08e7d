// The playground while one types: sends the page's own form and takes from the answer, which is the
// same page, what changed. Without this script the page works by its buttons.
"use strict";

(() => {
  const form = document.getElementById("play");
  const card = document.getElementById("card");
  const base = document.getElementById("base");
  const marked = document.getElementById("marked");
  const share = document.getElementById("share");
  const address = document.getElementById("address");
  if (!form) return;

  const PAUSE = 350;
  // What a link may unfold to: as much as the server takes, twice.
  const MOST = 2 * 256 * 1024 + 1024;
  let timer = 0;
  let running = null;

  // --- the text behind the text field ----------------------------------------------------------

  document.documentElement.classList.add("live");
  marked.setAttribute("aria-hidden", "true");

  const lineOf = (text) => {
    const line = document.createElement("span");
    line.className = "line";
    line.textContent = text + "\n";
    return line;
  };

  // Lines that did not change keep their marks until the server has looked at the others.
  const follow = () => {
    const now = card.value.split("\n");
    const shown = marked.children;
    const text = (at) => shown[at].textContent.slice(0, -1);
    let top = 0;
    while (top < shown.length && top < now.length && text(top) === now[top]) top += 1;
    let end = 0;
    const most = Math.min(shown.length, now.length) - top;
    while (end < most && text(shown.length - 1 - end) === now[now.length - 1 - end]) end += 1;
    const after = shown[shown.length - end] || null;
    for (let left = shown.length - top - end; left > 0; left -= 1) shown[top].remove();
    const fresh = document.createDocumentFragment();
    now.slice(top, now.length - end).forEach((line) => fresh.append(lineOf(line)));
    marked.insertBefore(fresh, after);
  };

  // --- asking ----------------------------------------------------------------------------------

  const say = (text) => {
    const status = document.getElementById("status");
    if (status.textContent !== text) status.textContent = text;
  };

  // Puts a text into a field so that the browser can undo it.
  const put = (field, text) => {
    const old = field.value;
    if (old === text) return;
    let start = 0;
    while (start < old.length && start < text.length && old[start] === text[start]) start += 1;
    let end = 0;
    const most = Math.min(old.length, text.length) - start;
    while (end < most && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
    // Two units of UTF-16 may be one character.
    if (start > 0 && /[\uD800-\uDBFF]/.test(old[start - 1])) start -= 1;
    if (end > 0 && /[\uDC00-\uDFFF]/.test(old[old.length - end])) end -= 1;
    const part = text.slice(start, text.length - end);
    const had = document.activeElement;
    field.focus({ preventScroll: true });
    field.setSelectionRange(start, old.length - end);
    const command = part === "" ? "delete" : "insertText";
    // A field that is folded away takes no focus, and then the command would go elsewhere.
    const undoable = document.activeElement === field && document.execCommand(command, false, part);
    if (!undoable || field.value !== text) field.value = text;
    if (had === document.body) field.blur();
    else if (had && had !== field) had.focus({ preventScroll: true });
  };

  const show = (page, asked) => {
    const results = page.getElementById("results");
    // Not our page, but one that says what is wrong.
    if (!results) {
      const words = page.querySelector("main p");
      say(words ? words.textContent : "The server gave no answer that can be shown.");
      return;
    }
    if (asked) {
      put(card, page.getElementById("card").value);
      put(base, page.getElementById("base").value);
      if (base.value !== "") base.closest("details").open = true;
    }
    const open = document.querySelector(".existing[open]") !== null;
    const status = page.getElementById("status").textContent.trim();
    const old = document.getElementById("results");
    // The line that is read out stays the same element, else it is not read out.
    const parts = [...results.children].filter((part) => part.id !== "status");
    [...old.children].forEach((part) => part.id === "status" || part.remove());
    old.append(...parts.map((part) => document.adoptNode(part)));
    say(status);
    const existing = old.querySelector(".existing");
    if (existing && open) existing.open = true;
    marked.replaceChildren(...page.getElementById("marked").children);
    follow();
  };

  const ask = (button) => {
    clearTimeout(timer);
    if (running) running.abort();
    const body = new URLSearchParams({ card: card.value, base: base.value });
    if (button) body.set(button.name, button.value);
    const request = new XMLHttpRequest();
    running = request;
    request.open("POST", form.action);
    // Parsed, but no script in it is run, and nothing of it is shown but by adopting it.
    request.responseType = "document";
    request.onloadend = () => {
      if (running !== request) return;
      running = null;
      form.removeAttribute("aria-busy");
      const wait = Number(request.getResponseHeader("Retry-After"));
      if (request.response) show(request.response, Boolean(button));
      else say("The server can't be reached. What you typed is still here.");
      if (wait > 0) timer = setTimeout(ask, wait * 1000, button);
      else if (button) settle(button);
    };
    form.setAttribute("aria-busy", "true");
    request.send(body);
  };

  // The button that was pressed is gone; who works by keyboard goes on at the next.
  const settle = (button) => {
    if (button.isConnected) return;
    const next = document.querySelector('#results button[name="fix"]') || card;
    next.focus({ preventScroll: next === card });
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };

  card.addEventListener("input", () => {
    follow();
    later();
  });
  base.addEventListener("input", later);

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    ask(button && button.name ? button : undefined);
  });

  // To a finding's place in the text.
  form.addEventListener("click", (event) => {
    const place = event.target.closest("a.place");
    if (!place) return;
    event.preventDefault();
    const mark = document.getElementById(place.hash.slice(1));
    card.focus({ preventScroll: true });
    card.setSelectionRange(Number(place.dataset.start), Number(place.dataset.end));
    if (mark) mark.scrollIntoView({ block: "center" });
  });

  // --- links -----------------------------------------------------------------------------------

  const through = async (bytes, stream, most) => {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const parts = [];
    let length = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > most) {
        await reader.cancel();
        throw new Error("too large");
      }
      parts.push(value);
    }
    return new Blob(parts).arrayBuffer();
  };

  const fold = async () => {
    const text = JSON.stringify({ card: card.value, base: base.value || undefined });
    const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"), Infinity);
    let letters = "";
    new Uint8Array(bytes).forEach((byte) => { letters += String.fromCharCode(byte); });
    return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  };

  const unfold = async (code) => {
    const letters = atob(code.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const text = await through(bytes, new DecompressionStream("deflate-raw"), MOST);
    return JSON.parse(new TextDecoder().decode(text));
  };

  const read = async () => {
    const code = new URLSearchParams(location.hash.slice(1)).get("card");
    if (!code) return false;
    try {
      const held = await unfold(code);
      put(card, String(held.card || ""));
      put(base, String(held.base || ""));
      if (base.value !== "") base.closest("details").open = true;
      follow();
      ask();
      // At the beginning of the text, not at its end.
      card.setSelectionRange(0, 0);
    } catch {
      say("The card in this link can't be read; the link may have been cut off.");
    }
    return true;
  };

  share.hidden = false;
  share.addEventListener("click", async () => {
    const link = `${location.origin}${location.pathname}#card=${await fold()}`;
    address.value = link;
    document.getElementById("link").hidden = false;
    let said = "The link is below the card.";
    try {
      await navigator.clipboard.writeText(link);
      said = "The link is copied, and stands below the card.";
    } catch {
      address.focus();
      address.select();
    }
    const long = link.length > 8000 ? ` It has ${link.length} characters; some programs cut that off.` : "";
    say(said + long);
  });

  addEventListener("hashchange", read);
  read().then((had) => {
    if (had) return;
    follow();
    // The browser may have kept what was typed before.
    if (card.value !== "" && !document.querySelector("#results h2")) ask();
  });
})();
