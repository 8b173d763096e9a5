/* Finds while one types, and opens what an address leads to; without it the form asks the server. */
const find = document.getElementById("find");
const nothing = document.getElementById("nothing");
const families = [...document.querySelectorAll(".family")].map((place) => ({
  place,
  name: place.dataset.family,
  methods: [...place.querySelectorAll(".method")],
}));

function look() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { place, name, methods } of families) {
    let here = 0;
    for (const method of methods) {
      const text = `${name} ${method.dataset.words}`;
      method.hidden = !words.every((word) => text.includes(word));
      here += method.hidden ? 0 : 1;
    }
    place.querySelector("summary > .small").textContent = here;
    place.hidden = here === 0;
    place.open = words.length > 0 && here > 0;
    shown += here;
  }
  nothing.hidden = shown > 0;
}

function follow() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place?.closest(".reference")) return;
  place.hidden = false;
  for (let one = place.closest("details"); one; one = one.parentElement.closest("details")) {
    one.hidden = false;
    one.open = true;
  }
  place.scrollIntoView();
}

find.addEventListener("input", look);
find.form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", follow);
addEventListener("load", () => requestAnimationFrame(follow)); // after a reload has scrolled
