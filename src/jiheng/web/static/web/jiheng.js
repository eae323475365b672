// 没有脚本时页面照样能用；这里只让常做的事少点一下。
// 选单上用键盘选的不马上提交：才打了代码的第一个字母，页面就走了；旁边有按钮。
let keyed = null;
document.addEventListener("keydown", (event) => (keyed = event.target));
document.addEventListener("pointerdown", () => (keyed = null));
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-submit]")?.form;
  if (form && !(event.target.tagName === "SELECT" && event.target === keyed)) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.menu[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
  const all = event.target.closest("[data-check-all]");
  if (all) {
    for (const box of document.querySelectorAll(`input[type=checkbox][name="${all.dataset.checkAll}"]`)) {
      box.checked = all.checked;
    }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.menu[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// 要确认的事只问一次：双击的第二下既不再问，也不再办。
document.addEventListener("submit", (event) => {
  const { dataset } = event.target;
  if (!dataset.confirm) return;
  if (dataset.sent || !window.confirm(dataset.confirm)) event.preventDefault();
  else dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// 进度条的长度和柱形的高度写在 data 里，因为页面不许有行内样式。
function size(root) {
  for (const bar of root.querySelectorAll("[data-width]")) bar.style.width = `${bar.dataset.width}%`;
  for (const bar of root.querySelectorAll("[data-height]")) bar.style.height = `${bar.dataset.height}%`;
}
document.addEventListener("DOMContentLoaded", () => size(document));
document.addEventListener("htmx:afterSwap", (event) => size(event.target));
