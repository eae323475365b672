// 表的格子各占哪几行哪几列：合并的格子也能按行列走、按行列选。
export class Matrix {
  constructor(table) {
    this.lines = [];
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

  // 这一格所在的行，从左到右。
  line(cell) {
    return [...new Set(this.lines[this.at.get(cell)[0]])].filter(Boolean);
  }

  // 往一个方向的下一格（跳过印好的字），到头给 null。
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

  // 两格之间的矩形，一行一行的，每格一次。
  between(from, to) {
    const spans = [from, to].map((cell) => {
      const [r, c] = this.at.get(cell);
      return [r, c, r + cell.rowSpan - 1, c + cell.colSpan - 1];
    });
    const [top, left] = [0, 1].map((side) => Math.min(spans[0][side], spans[1][side]));
    const [bottom, right] = [2, 3].map((side) => Math.max(spans[0][side], spans[1][side]));
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

  // 一片文字从一格起铺开：每一行依次落在那一行的各格上。合并的一、二级指标，下面的行写进那一行自己的格子。
  laid(from, block) {
    const [top, left] = this.at.get(from), found = [], met = new Set();
    let r = top;
    for (const texts of block) {
      if (r >= this.lines.length) break;
      const row = [];
      for (let c = left; c < this.lines[r].length; c += 1) {
        const cell = this.lines[r][c];
        if (cell && row[row.length - 1] !== cell) row.push(cell);
      }
      texts.forEach((text, index) => {
        const cell = row[index];
        if (!cell?.dataset.place) return;
        const merged = met.has(cell) && text && under(cell.dataset.place, r - this.at.get(cell)[0]);
        if (!met.has(cell)) found.push({ cell, place: cell.dataset.place, text });
        else if (merged) found.push({ cell, place: merged, text });
        met.add(cell);
      });
      r += 1;
    }
    return found;
  }
}

// 合并的格子往下第几行的那一格。
function under(place, more) {
  const found = /^indicators\[(\d+)\]\.(l[12])$/.exec(place);
  return found && `indicators[${Number(found[1]) + more}].${found[2]}`;
}
