// 没有脚本时页面照样能用；这里只让常做的事少点一下。
// 选单上用键盘选的不马上提交：才打了代码的第一个字母，页面就走了；旁边有按钮。
/** @type {EventTarget} */
let lastKeyed = null;
document.addEventListener("keydown", (event) => (lastKeyed = event.target));
document.addEventListener("pointerdown", () => (lastKeyed = null));
document.addEventListener("change", (event) => {
  const target = /** @type {Element} */ (event.target);
  const form = /** @type {HTMLInputElement} */ (target.closest("[data-submit]"))?.form;
  if (form && !(target.tagName === "SELECT" && target === lastKeyed)) form.requestSubmit();
});

function openMenus() {
  return /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.menu[open]"));
}

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  for (const menu of openMenus()) {
    if (!menu.contains(target)) menu.open = false;
  }
  const all = /** @type {HTMLInputElement} */ (target.closest("[data-check-all]"));
  if (all) {
    const alike = `input[type=checkbox][name="${all.dataset.checkAll}"]`;
    for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(alike))) {
      box.checked = all.checked;
    }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// 要确认的事只问一次：双击的第二下既不再问，也不再办。
document.addEventListener("submit", (event) => {
  const { dataset } = /** @type {HTMLElement} */ (event.target);
  if (!dataset.confirm) return;
  if (dataset.sent || !window.confirm(dataset.confirm)) event.preventDefault();
  else dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  const sent = /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-sent]"));
  for (const form of sent) delete form.dataset.sent;
});

// 进度条的长度和柱形的高度写在 data 里，因为页面不许有行内样式。
/** @param {Document | Element} root */
function size(root) {
  /** @param {string} selector */
  const bars = (selector) => /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(selector));
  for (const bar of bars("[data-width]")) bar.style.width = `${bar.dataset.width}%`;
  for (const bar of bars("[data-height]")) bar.style.height = `${bar.dataset.height}%`;
}
document.addEventListener("DOMContentLoaded", () => size(document));
document.addEventListener("htmx:afterSwap", (event) => size(/** @type {Element} */ (event.target)));
