// 年度设置：换了办法，表样跟着换成与它配套的；改了年份，名称里的年份跟着改。
const layouts = JSON.parse(document.getElementById("layout-of").textContent);
const year = /** @type {HTMLInputElement} */ (document.querySelector("[name=year]"));
const title = /** @type {HTMLInputElement} */ (document.querySelector("[name=name]"));
let before = year.value;

document.addEventListener("change", (event) => {
  const changed = /** @type {HTMLInputElement} */ (event.target);
  if (changed.name === "rulebook" && layouts[changed.value]) {
    const wanted = `[name=layout][value="${CSS.escape(layouts[changed.value])}"]`;
    const box = /** @type {HTMLInputElement} */ (document.querySelector(wanted));
    if (box) box.checked = true;
  }
  if (changed === year && /^\d{4}$/.test(year.value)) {
    title.value = title.value.replaceAll(before, year.value);
    before = year.value;
  }
});
