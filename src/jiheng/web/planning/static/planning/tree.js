// “全选下级”：这一机构下面的全部勾上；已经全勾上的，再按一次全部去掉。
document.addEventListener("click", (event) => {
  const path = event.target.closest("[data-below]")?.dataset.below;
  if (!path) return;
  const boxes = [...document.querySelectorAll("input[data-path]")].filter(
    (box) => box.dataset.path.startsWith(path) && box.dataset.path !== path,
  );
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});
