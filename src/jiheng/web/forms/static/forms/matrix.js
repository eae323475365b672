// Which rows and columns each cell of a table takes: merged cells too are walked and selected by row and column.

/**
 * What is asked of a cell and of a table; a table of the page is one, a test makes its own.
 * @typedef {{ rowSpan: number, colSpan: number, dataset: DOMStringMap }} CellLike
 * @typedef {{ cell: HTMLTableCellElement, place: string, text: string }} Laid
 */

export class Matrix {
  /** @param {HTMLTableElement} table */
  constructor(table) {
    /** @type {HTMLTableCellElement[][]} */
    this.lines = [];
    /** @type {Map<HTMLTableCellElement, [number, number]>} */
    this.at = new Map();
    [...table.rows].forEach((row, top) => {
      this.lines[top] ??= [];
      let left = 0;
      for (const cell of row.cells) {
        while (this.lines[top][left]) left += 1;
        this.at.set(cell, [top, left]);
        for (let r = 0; r < cell.rowSpan; r += 1) {
          this.lines[top + r] ??= [];
          for (let c = 0; c < cell.colSpan; c += 1) this.lines[top + r][left + c] = cell;
        }
        left += cell.colSpan;
      }
    });
  }

  /** The row of a cell, from left to right. @param {HTMLTableCellElement} cell */
  line(cell) {
    return [...new Set(this.lines[this.at.get(cell)[0]])].filter(Boolean);
  }

  /**
   * The next cell in a direction, printed words passed over; null at the end.
   * @param {HTMLTableCellElement} cell @param {number[]} way
   */
  next(cell, [down, right]) {
    let [r, c] = this.at.get(cell);
    for (;;) {
      const here = this.lines[r]?.[c];
      r += down > 0 && here ? this.at.get(here)[0] + here.rowSpan - r : down;
      c += right > 0 && here ? this.at.get(here)[1] + here.colSpan - c : right;
      const next = this.lines[r]?.[c];
      if (!next && (r < 0 || c < 0 || r >= this.lines.length || c >= this.lines[0].length)) return null;
      if (next && next !== cell && next.dataset.place) return next;
      if (!next) return null;
    }
  }

  /** The rectangle between two cells, row by row, each cell once. @param {HTMLTableCellElement} from @param {HTMLTableCellElement} to */
  between(from, to) {
    const spans = [from, to].map((cell) => {
      const [r, c] = this.at.get(cell);
      return [r, c, r + cell.rowSpan - 1, c + cell.colSpan - 1];
    });
    const [top, left] = [0, 1].map((side) => Math.min(spans[0][side], spans[1][side]));
    const [bottom, right] = [2, 3].map((side) => Math.max(spans[0][side], spans[1][side]));
    /** @type {HTMLTableCellElement[][]} */
    const rows = [];
    const met = new Set();
    for (let r = top; r <= bottom; r += 1) {
      const row = [];
      for (let c = left; c <= right; c += 1) {
        const cell = this.lines[r][c];
        if (cell && !met.has(cell)) row.push(cell);
        if (cell) met.add(cell);
      }
      if (row.length) rows.push(row);
    }
    return rows;
  }

  /**
   * A block of texts laid from a cell on: each row onto the cells of that row. Below a merged name of indicators a
   * further row goes into the cell of its own row.
   * @param {HTMLTableCellElement} from @param {string[][]} block @returns {Laid[]}
   */
  laid(from, block) {
    const [top, left] = this.at.get(from), met = new Set();
    /** @type {Laid[]} */
    const found = [];
    let r = top;
    for (const texts of block) {
      if (r >= this.lines.length) break;
      /** @type {HTMLTableCellElement[]} */
      const row = [];
      for (let c = left; c < this.lines[r].length; c += 1) {
        const cell = this.lines[r][c];
        if (cell && row[row.length - 1] !== cell) row.push(cell);
      }
      texts.forEach((text, index) => {
        const cell = row[index];
        if (!cell?.dataset.place) return;
        const merged = met.has(cell) && text && covers(cell)[r - this.at.get(cell)[0]];
        if (!met.has(cell)) found.push({ cell, place: cell.dataset.place, text });
        else if (merged) found.push({ cell, place: merged, text });
        met.add(cell);
      });
      r += 1;
    }
    return found;
  }
}

/** The places of all the rows that a merged cell covers, its own first; [] for any other. @param {HTMLTableCellElement} cell @returns {string[]} */
export function covers(cell) {
  return JSON.parse(cell.dataset.covers ?? "[]");
}
