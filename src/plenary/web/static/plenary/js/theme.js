/* Light or dark by one's own choice, kept on this device. Not a module: it must run before the
   first paint, or a dark hall sees a white flash. */
(() => {
  const root = document.documentElement;
  const kept = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  function show(theme) {
    const chosen = theme === "light" || theme === "dark";
    chosen ? root.dataset.theme = theme : delete root.dataset.theme;
    for (const meta of document.querySelectorAll("meta[data-theme-is]")) {
      meta.media = chosen ? (meta.dataset.themeIs === theme ? "all" : "not all") : `(prefers-color-scheme: ${meta.dataset.themeIs})`;
    }
  }
  show(kept());
  document.addEventListener("DOMContentLoaded", () => {
    for (const field of document.querySelectorAll("[data-theme-choice]")) {
      field.hidden = false;
      const select = field.querySelector("select");
      select.value = kept() ?? "";
      select.addEventListener("change", () => {
        try { select.value ? localStorage.setItem("theme", select.value) : localStorage.removeItem("theme"); } catch { /* for this page only */ }
        show(select.value);
      });
    }
  });
})();
