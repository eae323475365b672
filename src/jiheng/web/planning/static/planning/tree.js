// “全选下级”：这一机构下面的全部勾上；已经全勾上的，再按一次全部去掉。
document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest("[data-below]"));
  const path = button?.dataset.below;
  if (!path) return;
  const known = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[data-path]"));
  const boxes = [...known].filter(
    (box) => box.dataset.path.startsWith(path) && box.dataset.path !== path,
  );
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});
