"use strict";
(() => {
  /** @param {string} id */
  const $ = (id) => document.getElementById(id);
  /** @param {string} selector @returns {HTMLElement[]} */
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  all(".needs-script").forEach((part) => { part.hidden = false; });

  // The filter over the findings.
  const filter = /** @type {HTMLFormElement} */ ($("filter"));
  if (filter) {
    const items = all("#list > .item").map((element) => ({ element, forms: element.dataset.i.split(" "), text: "" }));
    const apply = () => {
      const wanted = new FormData(filter);
      const severities = new Set(wanted.getAll("severity"));
      const words = String(wanted.get("text")).toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const item of items) {
        const { s, c } = item.element.dataset;
        let fits = severities.has(s)
          && (!wanted.get("family") || c[0] === wanted.get("family"))
          && (!wanted.get("code") || c === wanted.get("code"))
          && (!wanted.get("form") || item.forms.includes(String(wanted.get("form"))));
        if (fits && words.length) {
          item.text ||= item.element.textContent.toLowerCase();
          fits = words.every((word) => item.text.includes(word));
        }
        item.element.hidden = !fits;
        shown += Number(fits);
      }
      /** @type {HTMLOutputElement} */ ($("shown")).value = `显示 ${shown} / ${items.length} 处`;
      $("none").hidden = shown > 0;
    };
    let waiting = 0;
    filter.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
    filter.addEventListener("reset", () => setTimeout(apply));
    filter.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    apply();
  }

  // Links into a folded form open it; a finding that the filter hides is shown again.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let part = target; part; part = part.parentElement) {
      if (part instanceof HTMLDetailsElement) part.open = true;
      if (part.hidden && part.matches(".item, .form")) part.hidden = false;
    }
    target.scrollIntoView({ block: target.matches(".mark, .notes *") ? "center" : "start", inline: "center" });
    if (target.matches("a, summary")) target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", reveal);
  // Following the same link twice does not change the address, but should lead there again.
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[href^='#']");
    if (link && (link.getAttribute("href") || "") === location.hash) reveal();
  });
  reveal();

  // The list of forms.
  const forms = /** @type {HTMLDetailsElement[]} */ (all("#forms > .form"));
  const visible = () => forms.filter((form) => !form.hidden);
  const onlyFaulty = /** @type {HTMLInputElement} */ ($("only-faulty"));
  onlyFaulty?.addEventListener("change", () => {
    forms.forEach((form) => { form.hidden = onlyFaulty.checked && !form.classList.contains("faulty"); });
  });
  $("open-all")?.addEventListener("click", () => visible().forEach((form) => { form.open = true; }));
  $("close-all")?.addEventListener("click", () => visible().forEach((form) => { form.open = false; }));

  // Printing unfolds what is shown and has findings, and folds it again.
  /** @type {HTMLDetailsElement[]} */
  let unfolded = [];
  addEventListener("beforeprint", () => {
    const faulty = visible().filter((form) => form.classList.contains("faulty"));
    const follows = /** @type {HTMLDetailsElement[]} */ (all("details.follows"));
    unfolded = [...faulty, ...follows].filter((part) => !part.open);
    unfolded.forEach((form) => { form.open = true; });
  });
  addEventListener("afterprint", () => unfolded.forEach((form) => { form.open = false; }));

  // What a mark says, on pointing at it or reaching it by keyboard.
  const tip = $("tip");
  /** @param {Event} event */
  const tell = (event) => {
    const mark = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest?.("[data-tip]"));
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.dataset.tip;
    const box = mark.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
    const above = box.top - tip.offsetHeight - 6;
    tip.style.top = `${above > 56 ? above : box.bottom + 6}px`;
  };
  document.addEventListener("mouseover", tell);
  document.addEventListener("focusin", tell);
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true, capture: true });
  addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
})();
