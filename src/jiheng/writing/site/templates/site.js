"use strict";
(() => {
  /** @param {string} selector @param {ParentNode} root @returns {HTMLElement[]} */
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  all(".needs-script").forEach((part) => { part.hidden = false; });

  // Filters: the rows of a table or the items of the index that hold every word.
  all("[data-filter]").forEach((box) => {
    const input = /** @type {HTMLInputElement} */ (box);
    const root = document.getElementById(input.dataset.filter);
    const count = /** @type {HTMLOutputElement} */ (document.querySelector(`[data-count="${input.dataset.filter}"]`));
    const items = all("tbody > tr, [data-item]", root).map((element) => ({ element, text: "" }));
    const groups = all("section, .index", root);
    const apply = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      items.forEach((item) => {
        item.text ||= item.element.textContent.toLowerCase();
        item.element.hidden = !words.every((word) => item.text.includes(word));
        shown += Number(!item.element.hidden);
      });
      groups.forEach((group) => {
        const empty = !group.querySelector("[data-item]:not([hidden])");
        group.hidden = empty;
        if (group.matches(".index")) /** @type {HTMLElement} */ (group.previousElementSibling).hidden = empty;
      });
      count.value = words.length ? `找到 ${shown} 个，共 ${items.length} 个` : `共 ${items.length} 个`;
    };
    let waiting = 0;
    input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 80); });
    apply();
  });

  // Sorting: the headings become buttons; figures by value, the rest by pinyin.
  /** @param {string} text */
  const figure = (text) => parseFloat(text.replace(/[,%]/g, ""));
  const order = new Intl.Collator("zh-CN", { numeric: true });
  all("table[data-sortable]").forEach((element) => {
    const table = /** @type {HTMLTableElement} */ (element);
    const body = table.tBodies[0];
    all("thead th", table).forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const down = heading.getAttribute("aria-sort") === "ascending";
        all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        const isFigure = heading.classList.contains("number");
        /** @param {HTMLElement} cell */
        const said = (cell) => (cell.querySelector("a") ?? cell).textContent.trim();
        const rows = [...body.rows].map((row) => ({ row, key: said(row.cells[column]) }));
        rows.sort((one, other) => {
          if (!isFigure) return (down ? -1 : 1) * order.compare(one.key, other.key);
          const [left, right] = [figure(one.key), figure(other.key)];
          // What has no figure stays last, whichever way.
          if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
          return (down ? -1 : 1) * (left - right);
        });
        body.append(...rows.map(({ row }) => row));
      });
    });
  });
})();
