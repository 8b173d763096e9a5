/* What a page does beyond its HTML: listens for what is new, counts characters, turns cards. */
const body = document.body;

/* Live: one stream for the page; without it, a look every 20 seconds. The stream carries no content:
   parts of the page fetch themselves again when they hear their event. */
const tell = (name) => window.htmx && htmx.trigger(body, `plenary:${name}`);
const POLL = 20000;
let polling = null;
function poll() {
  polling ??= setInterval(() => document.visibilityState === "visible" && tell("poll"), POLL);
}
document.addEventListener("visibilitychange", () => polling && document.visibilityState === "visible" && tell("poll"));
function listen(url, wait = 3000) {
  const stream = new EventSource(url, { withCredentials: true });
  let opened = false;
  stream.onopen = () => {
    if (opened || polling) tell("refresh"); // we were away: catch up
    clearInterval(polling);
    polling = null;
    opened = true;
    wait = 3000;
  };
  stream.onerror = () => {
    poll();
    // Refused: ever later, and not all at once, for ten thousand may have heard the same.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => listen(url, Math.min(wait * 2, 120000)), wait * (1 + Math.random()));
  };
  for (const name of ["home", "local", "notification", "wave", "room", "met", "refresh"]) {
    stream.addEventListener(name, () => tell(name));
  }
  stream.addEventListener("gone", ({ data }) => { // a post was deleted
    const { status } = JSON.parse(data);
    for (const post of document.querySelectorAll(".post[data-status]")) if (post.dataset.status === status) post.remove();
  });
}
if (body.dataset.live) {
  "EventSource" in window ? listen(body.dataset.live) : poll();
}

/* Composer: characters left, and the alternative text asked for once a picture is chosen. */
function counted(text) {
  return [...text.replace(/https?:\/\/\S+/g, "x".repeat(23)).replace(/(@\w+)@[\w.-]+/g, "$1")].length;
}
function count(form) {
  const left = form.dataset.limit - [...form.querySelectorAll("[data-counts]")].reduce((sum, field) => sum + counted(field.value), 0);
  const out = form.querySelector(".count");
  out.textContent = left;
  out.classList.toggle("is-over", left < 0);
}
document.querySelectorAll("form[data-limit]").forEach(count);
document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-limit]");
  if (form) count(form);
});
document.addEventListener("click", ({ target }) => { // an emoji, where the cursor is in the text
  const chosen = target.closest?.("[data-insert]");
  const field = chosen?.form?.querySelector("textarea[name=text]");
  if (!field) return;
  const stuck = /[\p{L}\p{N}:]$/u.test(field.value.slice(0, field.selectionStart));
  field.setRangeText(`${stuck ? " " : ""}${chosen.dataset.insert} `, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
function showPictures(form) { // words only for a picture chosen, and one more place after the last
  let room = true;
  for (const input of form.querySelectorAll("input[type=file][data-describe]")) {
    document.getElementById(input.dataset.describe).hidden = !input.files.length;
    input.parentElement.hidden = !room;
    room &&= input.files.length > 0;
  }
}
document.querySelectorAll("form.composer").forEach(showPictures);
document.addEventListener("change", ({ target }) => {
  if (target.matches?.("input[type=file][data-describe]")) {
    showPictures(target.form);
    document.getElementById(target.dataset.describe).querySelector("textarea")?.focus();
  }
  const show = target.matches?.("input[type=file][data-preview]") && document.getElementById(target.dataset.preview);
  if (show && target.files[0]) { show.src = URL.createObjectURL(target.files[0]); show.hidden = false; }
  if (target.matches?.("[data-submit]")) target.form.requestSubmit();
});

/* The deck by keyboard while one is in it: space turns, 1 to 4 rate. */
document.addEventListener("keydown", (event) => {
  const deck = event.target.closest(".deck");
  if (!deck || event.target.matches("input, textarea, select") || event.metaKey || event.ctrlKey || event.altKey) return;
  const button = deck.querySelector(`[data-key="${event.key === " " ? "space" : event.key}"]`);
  if (button) { event.preventDefault(); button.click(); }
});

/* Copy the address of a calendar feed. */
document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  await navigator.clipboard?.writeText(button.dataset.copy);
  button.textContent = "Copied";
});

/* The tab one is on may lie beyond the edge of a phone. */
for (const tab of document.querySelectorAll(".subnav [aria-current], .scroller [aria-current]")) {
  tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.clientWidth / 2 + tab.clientWidth / 2;
}
