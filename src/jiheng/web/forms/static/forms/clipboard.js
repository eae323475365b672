// @ts-check
// The clipboard: how a block from Excel, Word or a web page is read into rows and columns, and a selection written.

/** Text with tabs; line ends and tabs within quotes belong to one cell, as Excel writes it. @param {string} text */
export function fromText(text) {
  /** @type {string[][]} */
  const rows = [[]];
  let cell = "", quoted = false, begun = false;
  const put = () => { rows[rows.length - 1].push(cell); cell = ""; begun = false; };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') { cell += '"'; at += 1; }
      else quoted = false;
    } else if (sign === '"' && !begun && closes(text, at)) { quoted = true; begun = true; }
    else if (sign === "\t") put();
    else if (sign === "\r") continue;
    else if (sign === "\n") { put(); rows.push([]); }
    else { cell += sign; begun = true; }
  }
  put();
  if (rows.length > 1 && rows[rows.length - 1].every((one) => one === "")) rows.pop();
  return rows.map((row) => row.map(tidy));
}

/** A quote at the start is one only with a closing one before a tab, a line end or the end. @param {string} text @param {number} at */
function closes(text, at) {
  for (let next = at + 1; next < text.length; next += 1) {
    if (text[next] !== '"') continue;
    if (text[next + 1] === '"') { next += 1; continue; }
    return next + 1 === text.length || "\t\r\n".includes(text[next + 1]);
  }
  return false;
}

/**
 * A table of a web page; a merged cell leaves the other places that it takes empty, so that columns stay in line.
 * null without a table. @param {string} html @returns {string[][] | null}
 */
export function fromHtml(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return null;
  /** @type {string[][]} */
  const rows = [];
  [...table.rows].forEach((row, top) => {
    rows[top] ??= [];
    let left = 0;
    for (const cell of row.cells) {
      while (rows[top][left] !== undefined) left += 1;
      const high = Math.min(cell.rowSpan || 1, table.rows.length - top), wide = Math.min(cell.colSpan || 1, 100);
      for (let r = 0; r < high; r += 1) {
        rows[top + r] ??= [];
        for (let c = 0; c < wide; c += 1) rows[top + r][left + c] = r || c ? "" : words(cell);
      }
      left += wide;
    }
  });
  return rows.map((row) => Array.from(row, (text) => text ?? ""));
}

/** @param {HTMLTableCellElement} cell */
function words(cell) {
  for (const end of cell.querySelectorAll("br")) end.replaceWith("\u0001");
  for (const block of cell.querySelectorAll("p, div, li")) block.append("\u0001");
  return tidy(cell.textContent.replace(/\s+/g, " ").replace(/ ?\u0001 ?/g, "\n"));
}

/** @param {string[][]} rows */
export function toText(rows) {
  return rows.map((row) => row.map((text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("\t")).join("\r\n");
}

const HALVES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** As the server tidies a cell. @param {string} text */
export function tidy(text) {
  return text.replace(HALVES, "").replace(/\r\n?/g, "\n").replace(/\u00a0/g, " ").trim();
}
