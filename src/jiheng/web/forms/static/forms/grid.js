// Walking, selecting and writing on the sheet. The focus is always in one text box: unseen at rest, laid over the cell
// as soon as something is typed, so that input methods work too.
import { codes, fromHtml, fromText, toText } from "./clipboard.js";
import { Matrix } from "./matrix.js";

/** @typedef {import("./types.js").Change} Change */
/** @typedef {HTMLTableCellElement} Cell */
/**
 * What the page does for the grid.
 * @typedef {{ text(place: string): string, kept(place: string): string, version(): number, label(cell: Cell): string,
 *   chosen(cell: Cell): void, write(list: Change[]): unknown, locked(cell: Cell): void, saved(): void, undo(): void,
 *   redo(): void, pasted(taken: number, locked: number, over: number, notes: string[]): void,
 *   typing(place: string, after: string | null, before?: string, base?: number): void }} Page
 */

/** Width of the box while a text that runs long is written. */
const WIDE = 420;
const LEAP = 8;

/** @type {Record<string, [number, number]>} */
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Grid {
  /** @param {HTMLElement} box @param {Page} page */
  constructor(box, page) {
    this.box = box;
    this.page = page;
    this.typing = false;
    /** @type {Cell | null} */
    this.active = null;
    /** @type {Cell | null} */
    this.anchor = null;
    /** @type {Cell | null} */
    this.from = null;
    /** @type {Cell[]} */
    this.range = [];
    /** @type {Cell[][]} */
    this.rows = [];
    this.before = "";
    this.base = 0;
    this.entry = document.createElement("textarea");
    this.entry.className = "entry";
    this.entry.rows = 1;
    this.entry.spellcheck = false;
    this.entry.setAttribute("autocomplete", "off");
    this.entry.setAttribute("aria-label", "自评表的格子");
    this.entry.addEventListener("keydown", (event) => this.#key(event));
    this.entry.addEventListener("compositionstart", () => this.#begin(false));
    this.entry.addEventListener("input", () => this.#typed());
    this.entry.addEventListener("blur", () => this.commit());
    this.entry.addEventListener("focus", () => this.active || this.choose(this.#start(), { quiet: true }));
    for (const kind of /** @type {const} */ (["copy", "cut", "paste"])) this.entry.addEventListener(kind, (event) => this.#clip(event));
    box.addEventListener("mousedown", (event) => this.#press(event));
    box.addEventListener("mouseover", (event) => this.#drag(event));
    box.addEventListener("dblclick", () => this.edit());
    document.addEventListener("mouseup", () => { this.from = null; });
    window.addEventListener("resize", () => this.place());
  }

  /**
   * Put the focus on the sheet, wherever it was. Leaving a dialog the browser may give it back without the text
   * selection in it, and then typed letters go nowhere: so it is taken away first.
   */
  focus() {
    if (!this.typing) this.entry.blur();
    this.entry.focus({ preventScroll: true });
    if (!this.typing) this.entry.setSelectionRange(0, 0);
  }

  /** Learn the table anew: which rows and columns each cell takes. */
  read() {
    const place = this.active?.dataset.place;
    this.table = /** @type {HTMLTableElement} */ (this.box.querySelector("table.paper"));
    this.scroll = /** @type {HTMLElement} */ (this.table.closest(".scroll"));
    this.scroll.append(this.entry);
    this.matrix = new Matrix(this.table);
    /** @type {Cell[]} */
    this.cells = [...this.table.querySelectorAll("td")].filter((cell) => cell.dataset.place);
    this.open = this.cells.filter((cell) => "open" in cell.dataset);
    this.active = null;
    const first = (place && this.cell(place)) || this.#start();
    if (first && (place || this.open.length)) this.choose(first, { quiet: true });
  }

  /** Where to begin: the first cell still empty, else the first that can be written. */
  #start() {
    return this.open.find((cell) => !this.page.text(cell.dataset.place)) ?? this.open[0] ?? this.cells[0];
  }

  /** @param {string} place */
  cell(place) {
    return this.cells.find((cell) => cell.dataset.place === place);
  }

  /** @param {Cell} cell */
  choose(cell, { quiet = false, extend = false } = {}) {
    if (this.typing) this.commit();
    if (extend && this.anchor) {
      this.#select(this.anchor, cell);
    } else {
      this.anchor = cell;
      this.#select(cell, cell);
    }
    this.active?.classList.remove("active");
    this.active = cell;
    cell.classList.add("active");
    this.entry.value = "";
    this.entry.readOnly = !("open" in cell.dataset);
    this.entry.setAttribute("aria-label", this.page.label(cell));
    this.place();
    if (!quiet) {
      if (document.activeElement !== this.entry) this.focus();
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.page.chosen(cell);
  }

  place() {
    const cell = this.active;
    if (!cell) return;
    const box = this.scroll.getBoundingClientRect(), own = cell.getBoundingClientRect();
    const wide = this.typing && "wide" in cell.dataset ? Math.min(Math.max(own.width, WIDE), box.width) : own.width;
    const left = Math.max(0, Math.min(own.left - box.left, box.width - wide - 4));
    Object.assign(this.entry.style, {
      left: `${left + this.scroll.scrollLeft}px`,
      top: `${own.top - box.top + this.scroll.scrollTop}px`,
      width: `${wide}px`,
      height: `${own.height}px`,
      textAlign: cell.classList.contains("left") ? "left" : "center",
    });
    if (this.typing) this.#grow();
  }

  edit() {
    if (this.active) this.#begin(true);
  }

  /** Leaving the cell: what was typed is saved. */
  commit() {
    if (!this.typing) return;
    const place = this.active.dataset.place, after = this.entry.value;
    this.#end();
    this.page.typing(place, null);
    this.page.write([{ place, after, base: this.base, before: this.before }]);
  }

  revert() {
    if (!this.typing) return;
    const place = this.active.dataset.place;
    this.#end();
    this.page.typing(place, null);
  }

  #end() {
    this.typing = false;
    this.entry.classList.remove("typing");
    this.entry.value = "";
    this.place();
  }

  /** @param {boolean} keep write on in the text that stands there */
  #begin(keep) {
    if (this.typing) return;
    if (!("open" in this.active.dataset)) {
      this.page.locked(this.active);
      return;
    }
    this.typing = true;
    const shown = this.page.text(this.active.dataset.place);
    this.before = this.page.kept(this.active.dataset.place);
    this.base = this.page.version();
    this.entry.classList.add("typing");
    if (keep) {
      this.entry.value = shown;
      this.entry.setSelectionRange(shown.length, shown.length);
    }
    this.place();
  }

  #typed() {
    if (!this.typing) this.#begin(false);
    if (!this.typing) return;
    this.#grow();
    this.page.typing(this.active.dataset.place, this.entry.value, this.before, this.base);
  }

  #grow() {
    const least = this.active.getBoundingClientRect().height, wide = this.entry.offsetWidth > this.active.offsetWidth + 1;
    this.entry.style.height = "0";
    this.entry.style.height = `${Math.max(wide ? 64 : least, this.entry.scrollHeight + 2)}px`;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const command = event.ctrlKey || event.metaKey;
    if (this.typing) this.#keyTyping(event, command);
    else this.#keyReady(event, command);
  }

  /** @param {KeyboardEvent} event @param {boolean} command */
  #keyTyping(event, command) {
    if (event.key === "Escape") this.revert();
    else if (command && event.key.toLowerCase() === "s") this.commit();
    else if (event.key === "Enter" && (event.altKey || command)) this.#insert("\n");
    else if (event.key === "Enter") this.#enter(event.shiftKey);
    else if (event.key === "Tab" && !this.#tab(event)) return;
    else if (event.key !== "Tab") return;
    event.preventDefault();
  }

  /** @param {KeyboardEvent} event @param {boolean} command */
  #keyReady(event, command) {
    const arrow = ARROWS[event.key];
    if (command && event.key.toLowerCase() === "z") (event.shiftKey ? this.page.redo : this.page.undo)();
    else if (command && event.key.toLowerCase() === "y") this.page.redo();
    else if (command && event.key.toLowerCase() === "a") this.#selectAll();
    else if (command && event.key.toLowerCase() === "s") this.page.saved();
    else if (command && event.key.toLowerCase() === "d") this.#fillDown();
    else if (command && (event.key === "Home" || event.key === "End")) this.choose(this.cells[event.key === "Home" ? 0 : this.cells.length - 1], { extend: event.shiftKey });
    else if (event.key === "PageDown" || event.key === "PageUp") this.#page(event.key === "PageDown" ? 1 : -1, event.shiftKey);
    else if (arrow && command) this.#leap(arrow, event.shiftKey);
    else if (arrow) this.#step(arrow, event.shiftKey);
    else if (event.key === "Enter") this.#enter(event.shiftKey);
    else if (event.key === "F2") this.edit();
    else if (event.key === "Delete" || event.key === "Backspace") this.#empty();
    else if (event.key === "Escape") this.choose(this.active);
    else if (event.key === "Home" || event.key === "End") this.#edge(event.key === "Home");
    else if (event.key === "Tab") {
      if (!this.#tab(event)) return;
    } else {
      if (!command && event.key.length === 1 && this.entry.readOnly) this.page.locked(this.active);
      return;
    }
    event.preventDefault();
  }

  /** @param {string} text */
  #insert(text) {
    this.entry.setRangeText(text, this.entry.selectionStart, this.entry.selectionEnd, "end");
    this.#typed();
  }

  /** Tab stops at cells that can be written; at the end the browser takes it out of the sheet. @param {{ shiftKey: boolean }} event */
  #tab(event) {
    const stops = this.open.length ? this.open : this.cells;
    const here = this.cells.indexOf(this.active), back = event.shiftKey;
    const rest = back ? stops.filter((cell) => this.cells.indexOf(cell) < here).reverse() : stops.filter((cell) => this.cells.indexOf(cell) > here);
    if (!rest.length) {
      this.commit();
      return false;
    }
    this.choose(rest[0]);
    return true;
  }

  /** @param {[number, number]} way */
  #step(way, extend = false) {
    const next = this.matrix.next(this.active, way);
    if (next) this.choose(next, { extend });
    else this.commit();
  }

  /** Down to the next cell of the column that can be written, else to the next one anywhere. @param {boolean} back */
  #enter(back) {
    /** @type {[number, number]} */
    const way = [back ? -1 : 1, 0];
    for (let next = this.matrix.next(this.active, way); next; next = this.matrix.next(next, way)) {
      if ("open" in next.dataset) {
        this.choose(next);
        return;
      }
    }
    if (!this.#tab({ shiftKey: back })) this.#step(way);
  }

  /** @param {[number, number]} way @param {boolean} extend */
  #leap(way, extend) {
    let cell = this.active;
    for (let next = this.matrix.next(cell, way); next; next = this.matrix.next(cell, way)) cell = next;
    this.choose(cell, { extend });
  }

  /** Some rows at a time. @param {1 | -1} down @param {boolean} extend */
  #page(down, extend) {
    let cell = this.active;
    for (let more = 0; more < LEAP; more += 1) cell = this.matrix.next(cell, [down, 0]) ?? cell;
    this.choose(cell, { extend });
  }

  /** The top row of the selection into the cells below it; of a single cell, the one above into it. */
  #fillDown() {
    const above = this.rows.length > 1 ? null : this.matrix.next(this.active, [-1, 0]);
    const top = above ? [above] : this.rows[0], below = above ? [[this.active]] : this.rows.slice(1);
    const list = below.flatMap((row) => row.map((cell, at) => ({ cell, from: top[at] })));
    const open = list.filter(({ cell, from }) => from?.dataset.place && "open" in cell.dataset);
    if (open.length) this.page.write(open.map(({ cell, from }) => ({ place: cell.dataset.place, after: this.page.text(from.dataset.place) })));
    else this.page.locked(this.active);
  }

  /** @param {boolean} first */
  #edge(first) {
    const row = this.matrix.line(this.active).filter((cell) => cell.dataset.place);
    this.choose(first ? row[0] : row[row.length - 1]);
  }

  /** @param {Cell} from @param {Cell} to */
  #select(from, to) {
    for (const cell of this.range) cell.classList.remove("chosen");
    this.rows = this.matrix.between(from, to);
    this.range = this.rows.flat();
    if (this.range.length > 1) for (const cell of this.range) cell.classList.add("chosen");
  }

  #selectAll() {
    this.#select(this.cells[0], this.cells[this.cells.length - 1]);
  }

  #empty() {
    const open = this.range.filter((cell) => "open" in cell.dataset);
    if (open.length) this.page.write(open.map((cell) => ({ place: cell.dataset.place, after: "" })));
    else this.page.locked(this.active);
  }

  /** @param {MouseEvent} event */
  #press(event) {
    if (event.target === this.entry) return;
    const cell = /** @type {Cell | null} */ (/** @type {Element} */ (event.target).closest("td[data-place]"));
    if (!cell || !this.box.contains(cell) || event.button !== 0) return;
    event.preventDefault();
    this.choose(cell, { extend: event.shiftKey });
    this.from = cell;
  }

  /** @param {MouseEvent} event */
  #drag(event) {
    const cell = /** @type {Cell | null} */ (/** @type {Element} */ (event.target).closest?.("td[data-place]"));
    if (this.from && cell && cell !== this.from && !this.typing) this.#select(this.anchor, cell);
  }

  /** @param {ClipboardEvent} event */
  #clip(event) {
    if (this.typing) return;
    event.preventDefault();
    if (event.type === "paste") {
      this.#paste(event.clipboardData);
      return;
    }
    const text = (/** @type {Cell} */ cell) => (cell.dataset.place ? this.page.text(cell.dataset.place) : cell.textContent.trim());
    event.clipboardData.setData("text/plain", toText(this.rows.map((row) => row.map(text))));
    if (event.type === "cut") this.#empty();
  }

  /** @param {DataTransfer} data */
  #paste(data) {
    /** @type {string[]} */
    const notes = [];
    const block = this.#block(data.getData("text/html"), data.getData("text/plain"), notes);
    if (!block.length || !block.some((row) => row.length)) return;
    const single = block.length === 1 && block[0].length === 1;
    const found = single
      ? this.range.map((cell) => ({ cell, place: cell.dataset.place, text: block[0][0] }))
      : this.matrix.laid(this.rows[0][0], block);
    const open = found.filter(({ cell }) => "open" in cell.dataset);
    const same = found.filter(({ cell, place, text }) => !("open" in cell.dataset) && this.page.text(place) !== text);
    const over = single ? 0 : block.flat().filter(Boolean).length - found.filter(({ text }) => text).length;
    this.page.write(open.map(({ place, text }) => ({ place, after: text })));
    this.page.pasted(open.length, same.length, over, [...new Set([...notes, ...codes(block)])]);
  }

  /**
   * Paragraphs without a table and without tabs are one cell where long texts are written, and not laid downwards.
   * @param {string} html @param {string} plain @param {string[]} notes
   */
  #block(html, plain, notes) {
    const table = html && fromHtml(html, notes);
    if (table) return table;
    const long = "wide" in this.active.dataset;
    return !plain.includes("\t") && (html || long) ? [[plain.replace(/\r\n?/g, "\n")]] : fromText(plain);
  }
}
