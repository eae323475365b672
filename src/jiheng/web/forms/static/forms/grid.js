// 表上的走动、选择和就地填写。焦点始终在一个输入框里：平时看不见，一打字就盖在格子上，所以输入法也能用。
import { fromHtml, fromText, toText } from "./clipboard.js";
import { Matrix } from "./matrix.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Grid {
  // page：text(place)，write([{place, after}])，chosen(td)，typing(place, text|null)，locked(td)，label(td)，pasted(skipped)。
  constructor(box, page) {
    Object.assign(this, { box, page, active: null, range: [], typing: false, from: null });
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
    this.entry.addEventListener("focus", () => this.active ?? this.choose(this.#start(), { quiet: true }));
    for (const kind of ["copy", "cut", "paste"]) this.entry.addEventListener(kind, (event) => this.#clip(event));
    box.addEventListener("mousedown", (event) => this.#press(event));
    box.addEventListener("mouseover", (event) => this.#drag(event));
    box.addEventListener("dblclick", () => this.edit());
    document.addEventListener("mouseup", () => { this.from = null; });
    window.addEventListener("resize", () => this.place());
  }

  // 把表重新认一遍：哪一格占哪几行哪几列。
  read() {
    const place = this.active?.dataset.place;
    this.table = this.box.querySelector("table.paper");
    this.scroll = this.table.closest(".scroll");
    this.scroll.append(this.entry);
    this.matrix = new Matrix(this.table);
    this.cells = [...this.table.querySelectorAll("td[data-place]")];
    this.open = this.cells.filter((cell) => "open" in cell.dataset);
    this.active = null;
    const first = (place && this.cell(place)) || this.#start();
    if (first && (place || this.open.length)) this.choose(first, { quiet: true });
  }

  // 从哪一格开始：第一个还空着的，没有就第一个能填的。
  #start() {
    return this.open.find((cell) => !this.page.text(cell.dataset.place)) ?? this.open[0] ?? this.cells[0];
  }

  cell(place) {
    return this.cells.find((cell) => cell.dataset.place === place);
  }

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
      this.entry.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.page.chosen(cell);
  }

  place() {
    const cell = this.active;
    if (!cell) return;
    const box = this.scroll.getBoundingClientRect(), own = cell.getBoundingClientRect();
    Object.assign(this.entry.style, {
      left: `${own.left - box.left + this.scroll.scrollLeft}px`,
      top: `${own.top - box.top + this.scroll.scrollTop}px`,
      width: `${own.width}px`,
      height: `${own.height}px`,
      textAlign: cell.classList.contains("left") ? "left" : "center",
    });
    if (this.typing) this.#grow();
  }

  edit() {
    if (this.active) this.#begin(true);
  }

  // 离开格子：打的字存下去。
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

  #begin(keep) {
    if (this.typing) return;
    if (!("open" in this.active.dataset)) {
      this.page.locked(this.active);
      return;
    }
    this.typing = true;
    this.before = this.page.text(this.active.dataset.place);
    this.base = this.page.version();
    this.entry.classList.add("typing");
    if (keep) {
      this.entry.value = this.before;
      this.entry.setSelectionRange(this.before.length, this.before.length);
    }
    this.#grow();
  }

  #typed() {
    if (!this.typing) this.#begin(false);
    if (!this.typing) return;
    this.#grow();
    this.page.typing(this.active.dataset.place, this.entry.value, this.before, this.base);
  }

  #grow() {
    const least = this.active.getBoundingClientRect().height;
    this.entry.style.height = "0";
    this.entry.style.height = `${Math.max(least, this.entry.scrollHeight + 2)}px`;
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const command = event.ctrlKey || event.metaKey;
    if (this.typing) this.#keyTyping(event, command);
    else this.#keyReady(event, command);
  }

  #keyTyping(event, command) {
    if (event.key === "Escape") this.revert();
    else if (command && event.key.toLowerCase() === "s") this.commit();
    else if (event.key === "Enter" && (event.altKey || command)) this.#insert("\n");
    else if (event.key === "Enter") this.#enter(event.shiftKey);
    else if (event.key === "Tab" && !this.#tab(event)) return;
    else if (event.key !== "Tab") return;
    event.preventDefault();
  }

  #keyReady(event, command) {
    const arrow = ARROWS[event.key];
    if (command && event.key.toLowerCase() === "z") event.shiftKey ? this.page.redo() : this.page.undo();
    else if (command && event.key.toLowerCase() === "y") this.page.redo();
    else if (command && event.key.toLowerCase() === "a") this.#selectAll();
    else if (command && event.key.toLowerCase() === "s") this.page.saved();
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

  #insert(text) {
    this.entry.setRangeText(text, this.entry.selectionStart, this.entry.selectionEnd, "end");
    this.#typed();
  }

  // Tab 只停在能填的格子；到头了就交给浏览器，走出这张表。
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

  #step(way, extend = false) {
    const next = this.matrix.next(this.active, way);
    if (next) this.choose(next, { extend });
    else this.commit();
  }

  // 回车往下到这一栏下一个能填的格子；这一栏没有了，就到下一个能填的格子。
  #enter(back) {
    const way = [back ? -1 : 1, 0];
    for (let next = this.matrix.next(this.active, way); next; next = this.matrix.next(next, way)) {
      if ("open" in next.dataset) {
        this.choose(next);
        return;
      }
    }
    if (!this.#tab({ shiftKey: back })) this.#step(way);
  }

  #leap(way, extend) {
    let cell = this.active;
    for (let next = this.matrix.next(cell, way); next; next = this.matrix.next(cell, way)) cell = next;
    this.choose(cell, { extend });
  }

  #edge(first) {
    const row = this.matrix.line(this.active).filter((cell) => cell.dataset.place);
    this.choose(first ? row[0] : row[row.length - 1]);
  }

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

  #press(event) {
    if (event.target === this.entry) return;
    const cell = event.target.closest("td[data-place]");
    if (!cell || !this.box.contains(cell) || event.button !== 0) return;
    event.preventDefault();
    this.choose(cell, { extend: event.shiftKey });
    this.from = cell;
  }

  #drag(event) {
    const cell = event.target.closest?.("td[data-place]");
    if (this.from && cell && cell !== this.from && !this.typing) this.#select(this.anchor, cell);
  }

  #clip(event) {
    if (this.typing) return;
    event.preventDefault();
    if (event.type === "paste") {
      this.#paste(event.clipboardData);
      return;
    }
    const text = (cell) => (cell.dataset.place ? this.page.text(cell.dataset.place) : cell.textContent.trim());
    event.clipboardData.setData("text/plain", toText(this.rows.map((row) => row.map(text))));
    if (event.type === "cut") this.#empty();
  }

  #paste(data) {
    const block = this.#block(data.getData("text/html"), data.getData("text/plain"));
    if (!block.length || !block.some((row) => row.length)) return;
    const single = block.length === 1 && block[0].length === 1;
    const found = single
      ? this.range.map((cell) => ({ cell, place: cell.dataset.place, text: block[0][0] }))
      : this.matrix.laid(this.rows[0][0], block);
    const open = found.filter(({ cell }) => "open" in cell.dataset);
    const same = found.filter(({ cell, place, text }) => !("open" in cell.dataset) && this.page.text(place) !== text);
    const over = single ? 0 : block.flat().filter(Boolean).length - found.filter(({ text }) => text).length;
    this.page.write(open.map(({ place, text }) => ({ place, after: text })));
    this.page.pasted(open.length, same.length, over);
  }

  // 没有表格、没有制表符的几段文字，落在写长文字的格子里时算一格，不往下面的格子铺。
  #block(html, plain) {
    const table = html && fromHtml(html);
    if (table) return table;
    const long = /^goal_|\.reason$/.test(this.active.dataset.place);
    return !plain.includes("\t") && (html || long) ? [[plain.replace(/\r\n?/g, "\n")]] : fromText(plain);
  }
}
