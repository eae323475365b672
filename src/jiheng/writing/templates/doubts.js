"use strict";
// Every cell has one text area; what was looked at is kept in this browser until it is saved to a file.
const cells = [...document.querySelectorAll("article")];
/** @typedef {{ source: string, place: string, was: string, text: string }} Mended */
const KEY = "jiheng-doubts:" + cells.map((cell) => cell.dataset.source + cell.dataset.place).join("|");
/** @param {HTMLElement} cell */
const area = (cell) => cell.querySelector("textarea");

/** @returns {Mended[]} */
function mended() {
  return cells
    .filter((cell) => cell.classList.contains("seen"))
    .map((cell) => ({ source: cell.dataset.source, place: cell.dataset.place, was: cell.dataset.was, text: area(cell).value.trim() }));
}

/** @param {HTMLElement} cell @param {boolean} seen */
function mark(cell, seen) {
  cell.classList.toggle("seen", seen);
  document.getElementById("seen").textContent = String(mended().length);
  try {
    localStorage.setItem(KEY, JSON.stringify(mended()));
  } catch {
    // a browser that keeps nothing for files still saves
  }
}

/** @param {HTMLElement} from @param {number} step */
function go(from, step) {
  const next = cells[cells.indexOf(from) + step];
  if (next) {
    area(next).focus();
    area(next).select();
    next.scrollIntoView({ block: "nearest" });
  } else if (step > 0) {
    document.getElementById("save").focus();
  }
}

/** @param {HTMLElement} cell @param {KeyboardEvent} event */
function keyed(cell, event) {
  if (event.isComposing) return; // Enter ends a word of the input method
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    mark(cell, true);
    go(cell, 1);
  } else if (event.key === "Escape") {
    area(cell).value = cell.dataset.was;
    mark(cell, false);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    go(cell, event.key === "ArrowDown" ? 1 : -1);
  }
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(mended(), null, 1)], { type: "application/json" }));
  link.download = "核对.json";
  link.click();
  URL.revokeObjectURL(link.href);
}

function restore() {
  /** @type {Mended[]} */
  let kept = [];
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
  } catch {
    return;
  }
  for (const mended of kept) {
    const cell = cells.find((each) => each.dataset.source === mended.source && each.dataset.place === mended.place);
    if (cell) {
      area(cell).value = mended.text;
      mark(cell, true);
    }
  }
}

for (const cell of cells) cell.addEventListener("keydown", (event) => keyed(cell, event));
document.getElementById("save").addEventListener("click", save);
restore();
if (cells.length) go(cells[0], 0);
