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
  if (rows.length > 1 && rows[rows.length - 1].every((text) => text === "")) rows.pop();
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

const SHEET = /<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi, STYLE = /(<[a-z][^>]*?\s)style\s*=/gi;

/**
 * The tables of a web page, one under the other; a merged cell leaves the other places that it takes empty, so that
 * columns stay in line. `notes` takes what a person has to know of them. null without a table.
 * @param {string} html @param {string[]} notes @returns {string[][] | null}
 */
export function fromHtml(html, notes = []) {
  // The page's policy allows no inline style, nor does a document that it parses: styles are read as text.
  const page = new DOMParser().parseFromString(html.replace(SHEET, "").replace(STYLE, "$1data-style="), "text/html");
  const tables = [...page.querySelectorAll("table")].filter((table) => !table.parentElement?.closest("table"));
  if (!tables.length) return null;
  const rules = rulesOf([...html.matchAll(SHEET)].map((sheet) => sheet[1]).join("\n"));
  if (tables.length > 1) notes.push(`粘贴的内容里有 ${tables.length} 个表，已上下接着贴，请核对位置`);
  return tables.flatMap((table) => rowsOf(table, rules, notes));
}

/** @param {HTMLTableElement} table @param {Rules} rules @param {string[]} notes */
function rowsOf(table, rules, notes) {
  const seen = [...table.rows].filter((row) => !manner(row, rules).hidden);
  /** @type {string[][]} */
  const rows = [];
  seen.forEach((row, top) => {
    rows[top] ??= [];
    let left = 0;
    for (const cell of row.cells) {
      while (rows[top][left] !== undefined) left += 1;
      const high = Math.min(cell.rowSpan || 1, seen.length - top), wide = Math.min(cell.colSpan || 1, 100);
      for (let r = 0; r < high; r += 1) {
        rows[top + r] ??= [];
        for (let c = 0; c < wide; c += 1) rows[top + r][left + c] = r || c ? "" : words(cell, rules, notes);
      }
      left += wide;
    }
  });
  return rows.map((row) => Array.from(row, (text) => text ?? ""));
}

/** @typedef {{hidden: boolean, struck: boolean, raised: boolean}} Manner */
/** @typedef {Map<string, string>} Rules What the page's own rules say of a class. */
const HIDDEN = /display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all/i;
const STRUCK = /line-through/i, RAISED = /vertical-align\s*:\s*super/i;
const POWER = /(?:^|[×xX*·≥≤=＝<>约])\s*10\s*$/, UNIT = /[mM米]\s*$/, NOTE = /^[[（(]?(?:注?\d{1,3}|[①-⑳*※†‡]{1,3}|注)[\])）]?$/;
const CODE = /^\d(?:\.\d+)?E\+\d{2}$/i;

/** The declarations of each class (Excel says by classes which parts are struck). @param {string} css @returns {Rules} */
export function rulesOf(css) {
  const found = new Map();
  for (const [, names, body] of css.replace(/<!--|-->|\/\*[^]*?\*\//g, " ").matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!HIDDEN.test(body) && !STRUCK.test(body) && !RAISED.test(body)) continue;
    for (const selector of names.split(",")) {
      const name = selector.match(/^\s*\w*\.([\w-]+)\s*$/)?.[1];
      if (name) found.set(name, `${found.get(name) ?? ""};${body}`);
    }
  }
  return found;
}

/** How an element is shown. @param {Element} element @param {Rules} rules @returns {Manner} */
function manner(element, rules) {
  const own = element.getAttribute("data-style") ?? "";
  const named = (element.getAttribute("class") ?? "").split(/\s+/).map((name) => rules.get(name) ?? "").join(";");
  const said = `${named};${own}`, tag = element.localName;
  return {
    hidden: element.getAttribute("hidden") !== null || HIDDEN.test(said) || tag === "style" || tag === "script",
    struck: STRUCK.test(said) || ["s", "strike", "del"].includes(tag),
    raised: RAISED.test(said) || tag === "sup",
  };
}

/**
 * What a cell shows: hidden and struck parts and raised marks of notes left out, which `notes` says; powers kept.
 * @param {Element} cell @param {Rules} rules @param {string[]} notes
 */
export function words(cell, rules = new Map(), notes = []) {
  let text = "", gone = "";
  /** @param {Node} node @param {Manner} around */
  const walk = (node, around) => {
    if (node.nodeType === 3) {
      const piece = (node.nodeValue ?? "").replace(/\s+/g, " ");
      if (around.struck) gone += piece;
      else if (around.raised && piece.trim()) text += raised(text, piece.trim(), notes);
      else text += piece;
      return;
    }
    if (node.nodeType !== 1) return;
    const element = /** @type {Element} */ (node), own = manner(element, rules);
    if (own.hidden) return;
    if (element.localName === "br") text += "\u0001";
    const inside = { hidden: false, struck: around.struck || own.struck, raised: around.raised || own.raised };
    for (const child of element.childNodes) walk(child, inside);
    if (["p", "div", "li"].includes(element.localName)) text += "\u0001";
  };
  walk(cell, { hidden: false, struck: false, raised: false });
  if (gone.trim()) notes.push(`有划掉的字“${gone.trim().slice(0, 20)}”，没有贴`);
  return tidy(text.replace(/ ?\u0001 ?/g, "\n"));
}

/** A raised part behind a text: a power of it, the mark of a note, or else text. @param {string} before @param {string} mark @param {string[]} notes */
function raised(before, mark, notes) {
  if (/^\d{1,2}$/.test(mark) && (POWER.test(before) || (/^[23]$/.test(mark) && UNIT.test(before)))) {
    return [...mark].map((sign) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]).join("");
  }
  if (!before.trim() || !NOTE.test(mark)) return mark;
  notes.push(`有上标“${mark}”，当作注号，没有贴`);
  return "";
}

/** What is to be asked about cells that look like a code that a workbook shortened. @param {string[][]} rows */
export function codes(rows) {
  const found = rows.flat().filter((text) => CODE.test(text.trim()));
  return found.length ? [`“${found[0]}”像是编号被表格软件改成了科学计数，后几位已经丢了：请从原处改成文本再复制`] : [];
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
