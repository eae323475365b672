// 年度设置：换了办法，表样跟着换成与它配套的；改了年份，名称里的年份跟着改。
const layouts = JSON.parse(document.getElementById("layout-of").textContent);
const year = document.querySelector("[name=year]");
const title = document.querySelector("[name=name]");
let before = year.value;

document.addEventListener("change", (event) => {
  if (event.target.name === "rulebook" && layouts[event.target.value]) {
    const box = document.querySelector(`[name=layout][value="${CSS.escape(layouts[event.target.value])}"]`);
    if (box) box.checked = true;
  }
  if (event.target === year && /^\d{4}$/.test(year.value)) {
    title.value = title.value.replaceAll(before, year.value);
    before = year.value;
  }
});
