/* Says what would otherwise go wrong in silence: no network, an answer that refuses. */
const place = document.getElementById("notes");
const heard = new Map();

function note(key, words, lasting = false) {
  heard.get(key)?.remove();
  const line = document.createElement("p");
  line.className = "note";
  const said = document.createElement("span");
  said.className = "grow";
  const close = document.createElement("button");
  close.className = "icon-button";
  close.setAttribute("aria-label", "Close");
  close.textContent = "×";
  close.addEventListener("click", () => line.remove());
  line.append(said, close);
  place.append(line);
  said.textContent = words; // after it stands on the page, so that it is read aloud
  heard.set(key, line);
  if (!lasting) setTimeout(() => line.remove(), 12000);
}
const unsay = (key) => heard.get(key)?.remove();

document.addEventListener("click", ({ target }) => target.closest?.("[data-close]")?.parentElement.remove());

/* In a full hall the network goes before the talk ends. */
const AWAY = "No connection. What you see may be old, and what you press may not arrive.";
addEventListener("offline", () => note("network", AWAY, true));
addEventListener("online", () => { unsay("network"); window.htmx?.trigger(document.body, "plenary:refresh"); });
if (!navigator.onLine) note("network", AWAY, true);

/* A press must not be lost unseen; what a page fetches by itself simply comes with the next. */
const pressed = ({ detail }) => ["click", "submit", "change"].includes(detail.requestConfig?.triggeringEvent?.type);
document.body.addEventListener("htmx:sendError", (event) => pressed(event) && note("answer", "That did not arrive: no connection. Please press again."));
document.body.addEventListener("htmx:timeout", (event) => pressed(event) && note("answer", "That took too long. Please press again."));
document.body.addEventListener("htmx:responseError", (event) => {
  if (!pressed(event)) return;
  const { status, responseText } = event.detail.xhr;
  const refusal = new DOMParser().parseFromString(responseText, "text/html").querySelector("[data-refusal]");
  note("answer", refusal?.textContent.trim() || (status >= 500 ? "Something broke on our side. Please try again in a moment." : "That did not work. Please reload the page."));
});
