// 审核页：左右各一组页签；点表上的格子写意见；从问题、意见跳到格子；评审表里用键盘换行。
const tabs = [...document.querySelectorAll("[data-tabs]")].map((box) => {
  const links = [...box.querySelectorAll(":scope > .tabs a")];
  /** @type {HTMLElement[]} */
  const parts = links.map((link) => box.querySelector(link.getAttribute("href")));
  /** @param {HTMLElement} part */
  function open(part) {
    links.forEach((link, index) => {
      const here = parts[index] === part;
      parts[index].hidden = !here;
      if (here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }
  links.forEach((link, index) => link.addEventListener("click", (event) => {
    event.preventDefault();
    open(parts[index]);
    history.replaceState(null, "", link.getAttribute("href"));
  }));
  const asked = parts.find((part) => `#${part.id}` === window.location.hash);
  open(asked ?? parts[0]);
  return { parts, open };
});

/** @param {string} id */
function openPart(id) {
  for (const box of tabs) {
    const part = box.parts.find((known) => known.id === id);
    if (part) box.open(part);
  }
}

const paper = document.querySelector("#paper [data-paper]");
/** @param {string} place */
const cellAt = (place) => paper.querySelector(`[data-place="${CSS.escape(place)}"]`);

/** @param {string} place */
function go(place) {
  const cell = cellAt(place);
  if (!cell) return;
  openPart("paper");
  for (const marked of paper.querySelectorAll(".here")) marked.classList.remove("here");
  cell.classList.add("here");
  cell.scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  const link = /** @type {HTMLElement} */ (target.closest("[data-go]"));
  if (link) {
    go(link.dataset.go);
    return;
  }
  const cell = /** @type {HTMLElement} */ (target.closest("#paper [data-place]"));
  const select = /** @type {HTMLSelectElement} */ (document.querySelector("[data-write-remark] select"));
  if (!cell || !select || window.getSelection().toString()) return;
  select.value = cell.dataset.place;
  if (select.selectedIndex < 0) return;
  openPart("talk");
  for (const marked of paper.querySelectorAll(".here")) marked.classList.remove("here");
  cell.classList.add("here");
  /** @type {HTMLElement} */ (document.querySelector("[data-write-remark] textarea")).focus();
});

function mark() {
  for (const marked of paper.querySelectorAll(".remarked")) marked.classList.remove("remarked");
  const open = "[data-remark-place]:not([data-closed])";
  for (const remark of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(open))) {
    if (remark.dataset.remarkPlace) cellAt(remark.dataset.remarkPlace)?.classList.add("remarked");
  }
}
mark();
document.addEventListener("htmx:afterSettle", mark);

// 问题转成了意见：打开“意见”给人看。
document.addEventListener("htmx:afterRequest", (event) => {
  if (/** @type {Element} */ (event.target).closest("[data-adopts]")) openPart("talk");
});

document.addEventListener("keydown", (event) => {
  const own = /** @type {Element} */ (event.target).closest(".judging input[data-column]");
  const box = /** @type {HTMLInputElement} */ (own);
  if (!box || event.isComposing) return;
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const alike = document.querySelectorAll(`.judging input[data-column="${box.dataset.column}"]`);
  const column = [.../** @type {NodeListOf<HTMLInputElement>} */ (alike)];
  const next = column[column.indexOf(box) + step];
  if (next) {
    next.focus();
    next.select();
  } else {
    box.blur();
  }
});
