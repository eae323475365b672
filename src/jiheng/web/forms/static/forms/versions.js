// 点一处改动，表上相应的格子移到眼前并框起来。
document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-show]")?.dataset.show.replace(/^own:/, "");
  if (!place) return;
  for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed");
  const cell = document.querySelector(`td[data-place="${CSS.escape(place)}"]`);
  if (!cell) return;
  cell.classList.add("pointed");
  cell.scrollIntoView({ block: "center", behavior: "smooth" });
});
