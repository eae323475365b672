import assert from "node:assert/strict";
import { test } from "node:test";

import { Matrix } from "../../src/jiheng/web/forms/static/forms/matrix.js";

/**
 * A table of the page, as far as Matrix looks: rows of [place, rows, columns]; "" is a printed word.
 * A cell over rows names the cells of all of them, as the server does. */
function table(...rows) {
  return { rows: rows.map((row) => ({ cells: row.map(([place, rowSpan = 1, colSpan = 1, ...covers]) => ({ rowSpan, colSpan, dataset: place ? { place, ...(covers.length ? { covers: JSON.stringify(covers) } : {}) } : {} })) })) };
}

const place = (cell) => cell?.dataset.place ?? null;
const merged = () =>
  table(
    [[""], [""], [""]],
    [["indicators[0].l1", 2, 1, "indicators[0].l1", "indicators[1].l1"], ["indicators[0].l3"], ["indicators[0].actual"]],
    [["indicators[1].l3"], ["indicators[1].actual"]],
    [["indicators[2].l1"], ["indicators[2].l3"], ["indicators[2].actual"]],
  );

function built() {
  const matrix = new Matrix(merged());
  const at = (wanted) => [...matrix.at.keys()].find((cell) => place(cell) === wanted);
  return { matrix, at };
}

test("arrows pass over printed words and stop at the edge", () => {
  const { matrix, at } = built();
  assert.equal(place(matrix.next(at("indicators[0].l3"), [-1, 0])), null);
  assert.equal(place(matrix.next(at("indicators[0].l3"), [0, 1])), "indicators[0].actual");
  assert.equal(matrix.next(at("indicators[2].actual"), [1, 0]), null);
});

test("a merged cell is one step, from its side too", () => {
  const { matrix, at } = built();
  assert.equal(place(matrix.next(at("indicators[0].l1"), [1, 0])), "indicators[2].l1");
  assert.equal(place(matrix.next(at("indicators[1].l3"), [0, -1])), "indicators[0].l1");
});

test("a selection is a rectangle with every cell once", () => {
  const { matrix, at } = built();
  const rows = matrix.between(at("indicators[1].l3"), at("indicators[0].l1"));
  assert.deepEqual(rows.map((row) => row.map(place)), [["indicators[0].l1", "indicators[0].l3"], ["indicators[1].l3"]]);
});

test("a pasted block falls on the rows; below a merged name it goes into the row's own cell", () => {
  const { matrix, at } = built();
  const laid = matrix.laid(at("indicators[0].l1"), [["产出", "甲", "1"], ["效益", "乙"], ["", "丙", "3", "多"], ["没有这一行"]]);
  assert.deepEqual(
    laid.map(({ place: to, text }) => [to, text]),
    [
      ["indicators[0].l1", "产出"],
      ["indicators[0].l3", "甲"],
      ["indicators[0].actual", "1"],
      ["indicators[1].l1", "效益"],
      ["indicators[1].l3", "乙"],
      ["indicators[2].l1", ""],
      ["indicators[2].l3", "丙"],
      ["indicators[2].actual", "3"],
    ],
  );
});

test("the line of a cell has a cell over two columns once", () => {
  const wide = new Matrix(table([["goal_actual", 1, 2], ["grade"]]));
  const [first] = wide.at.keys();
  assert.deepEqual(wide.line(first).map(place), ["goal_actual", "grade"]);
});
