// A click on a change brings its cell on the sheet into view and frames it.
document.addEventListener("click", (event) => {
  const place = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-show]"))?.dataset.show.replace(/^own:/, "");
  if (!place) return;
  for (const old of document.querySelectorAll(".pointed")) old.classList.remove("pointed");
  const cell = document.querySelector(`td[data-place="${CSS.escape(place)}"]`);
  if (!cell) return;
  cell.classList.add("pointed");
  cell.scrollIntoView({ block: "center", behavior: "smooth" });
});
