// 列表：数一数勾选了几张，成批办理之前再问一次；空着的筛选条件不进网址。
const bar = /** @type {HTMLElement} */ (document.querySelector("[data-bulk-bar]"));
const bulk = /** @type {HTMLFormElement} */ (document.querySelector("[data-bulk]"));
const mine = 'input[name="form"][form="bulk"]';
const boxes = () => [.../** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(mine))];
const everything = /** @type {HTMLInputElement} */ (document.querySelector("[data-everything]"));

function count() {
  return boxes().filter((box) => box.checked).length;
}

function show() {
  const said = bar.querySelector("[data-bulk-count]");
  const ticked = count();
  said.textContent = everything?.checked ? "不只本页" : ticked ? `已选 ${ticked} 张` : "还没有勾选";
  bar.classList.toggle("idle", !ticked && !everything?.checked);
}

if (bar && bulk) {
  show();
  document.addEventListener("change", show);
  document.addEventListener("click", () => queueMicrotask(show));
  bulk.addEventListener("submit", (event) => {
    const button = event.submitter;
    const many = everything?.checked ? "符合条件、轮到您办的全部" : `勾选的 ${count()} 张`;
    if (!button || (!count() && !everything?.checked)) return;
    if (bulk.dataset.sent || !window.confirm(`${button.textContent.trim()}：对${many}表一起办理？`)) event.preventDefault();
    else bulk.dataset.sent = "1"; // a double click asks once
  });
}

document.querySelector("[data-filters]")?.addEventListener("formdata", (event) => {
  const { formData } = /** @type {FormDataEvent} */ (event);
  for (const [name, value] of [...formData.entries()]) {
    if (value === "") formData.delete(name);
  }
  if (![...formData.keys()].length) formData.set("all", "1");
});
