// The form's page: brings together the sheet, saving, the right column, undoing, and who else is there.
import { tidy } from "./clipboard.js";
import { detail, make } from "./detail.js";
import { conflict, reasons } from "./dialogs.js";
import { Drafts } from "./drafts.js";
import { Grid } from "./grid.js";
import { Steps } from "./history.js";
import { Looks } from "./looks.js";
import { covers } from "./matrix.js";
import { offer } from "./offering.js";
import { watch } from "./presence.js";
import { Rows } from "./rows.js";
import { Saver } from "./saving.js";
import { sort } from "./scores.js";
import { ask } from "./talking.js";

/** @typedef {import("./types.js").Answer} Answer */
/** @typedef {import("./types.js").CellStep} CellStep */
/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Step} Step */
/** @typedef {HTMLTableCellElement} Cell */

/** @param {string} mark @returns {HTMLElement} */
const find = (mark) => document.querySelector(`[data-${mark}]`);

/** The row of indicators that a cell belongs to, null for any other cell. @param {Cell} cell */
const rowOf = (cell) => (cell.dataset.block === "indicators" ? Number(cell.dataset.row) : null);

class Editor {
  constructor() {
    /** @type {import("./types.js").State} */
    this.state = JSON.parse(document.getElementById("form-state").textContent);
    this.drafts = new Drafts(this.state.person, this.state.form, this.state.secret || !this.state.editable);
    /** @type {Map<string, import("./types.js").Other>} */
    this.changedBy = new Map();
    this.sheet = find("sheet");
    this.saver = new Saver(this.state, this.drafts, {
      shown: (places) => this.shown(places),
      answered: (answer) => this.answered(answer),
      conflict: (pk) => this.clash(pk),
      refused: (places, message) => this.refused(places, message),
      line: (kind, words) => this.line(kind, words),
    });
    this.looks = new Looks(this.state, this.saver, this.changedBy, (place) => this.grid.cell(place));
    this.steps = new Steps(() => this.undoable());
    this.rows = this.state.free_rows ? new Rows(this.saver, { redraw: () => this.redraw(), tell: (words) => this.tell(words), steps: this.steps }) : null;
    this.grid = new Grid(this.sheet, this.page());
    /** @type {Cell | null} the cell chosen before: what was said of it goes with it */
    this.last = null;
  }

  begin() {
    this.grid.read();
    this.markAll();
    if (this.state.editable) {
      offer(this.drafts, this.state, find("drafts"), (place) => this.named(place), (list) => {
        this.saver.change(list);
        this.steps.clear();
      });
      find("undo").addEventListener("click", () => this.again(this.steps.back()));
      find("redo").addEventListener("click", () => this.again(this.steps.again()));
    }
    watch(this.state, this.saver, {
      others: (answer) => answer.cells && this.answered(answer),
      at: find("at-it"),
      closed: () => this.line("refused", "这张表现在不能再填，请刷新页面。"),
      out: () => this.line("signed-out", ""),
    });
    this.listen();
    if (!this.state.editable) return;
    this.resume();
    this.grid.focus();
    const asked = this.grid.cells.find((cell) => this.looks.remarks(cell.dataset.place).length);
    const linked = this.grid.cell(decodeURIComponent(location.hash.slice(1)));
    if (linked ?? asked) this.grid.choose(linked ?? asked); // where a link or the reviewer points, not where the form begins
  }

  /** What the grid asks of the page. @returns {import("./grid.js").Page} */
  page() {
    return {
      text: (place) => this.saver.text(place),
      kept: (place) => this.saver.kept(place),
      version: () => this.state.version,
      label: (cell) => this.looks.label(cell),
      chosen: (cell) => this.chosen(cell),
      write: (list) => this.write(list),
      typing: (place, after, before, base) => (after === null ? this.drafts.drop(place) : this.drafts.keep(place, { before, after, base })),
      locked: (cell) => this.tell(`“${cell.dataset.name || "这一格"}”不能修改：${cell.dataset.lock || this.unlocked()}。`),
      pasted: (taken, locked, over, notes) => this.pasted(taken, locked, over, notes),
      saved: () => this.tell("不用手动保存：离开格子就自动存上。"),
      undo: () => this.again(this.steps.back()),
      redo: () => this.again(this.steps.again()),
    };
  }

  listen() {
    document.addEventListener("click", (event) => this.clicked(event));
    // However a dialog is left, the sheet takes the keyboard back.
    find("dialog").addEventListener("close", () => this.grid.focus());
    document.addEventListener("htmx:afterSwap", () => {
      for (const box of this.grid.cells) this.looks.mark(box.dataset.place);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "F6") return;
      event.preventDefault();
      if (document.activeElement === this.grid.entry) /** @type {HTMLElement | null} */ (document.querySelector(".side button, .side a"))?.focus();
      else this.grid.focus();
    });
    window.addEventListener("online", () => this.saver.push());
    window.addEventListener("offline", () => this.line("away", "网络断开了，修改先留着，连上以后自动保存。"));
    window.addEventListener("beforeunload", (event) => {
      const open = this.saver.busy || this.saver.refused.size > 0 || this.grid.typing;
      if (open && (this.state.secret || !this.saver.stopped)) event.preventDefault();
    });
  }

  /** Steps of undoing outlast a reload, as long as nobody changed the form meanwhile; those of secret forms do not. */
  resume() {
    const { state, steps, saver } = this, key = `jiheng:steps:${state.person}:${state.form}`;
    if (state.secret) return;
    const before = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (before?.version === state.version) steps.take(before);
    window.addEventListener("pagehide", () => {
      const kept = saver.busy ? null : steps.kept();
      if (kept) sessionStorage.setItem(key, JSON.stringify({ version: state.version, ...kept }));
      else sessionStorage.removeItem(key);
    });
  }

  undoable() {
    for (const [mark, list] of /** @type {[string, Step[]][]} */ ([["undo", this.steps.done], ["redo", this.steps.undone]])) {
      const key = /** @type {HTMLButtonElement | null} */ (find(mark));
      if (key) key.disabled = !list.length;
    }
  }

  unlocked() {
    return this.state.editable ? "表样有这一栏，批复里没有" : "这张表现在只能查看";
  }

  /** @param {string} place */
  named(place) {
    return this.grid.cell(place)?.dataset.name ?? place;
  }

  /** @param {string} words */
  tell(words) {
    find("said").textContent = words;
  }

  /** The line of how it stands: saved, saving, away, signed out, refused. @param {string} kind @param {string} words */
  line(kind, words) {
    const box = find("saved");
    if (!box) return;
    box.className = `saved ${kind}`;
    box.textContent = words;
    if (kind === "signed-out") {
      const link = make("a", { href: `/sign-in?next=${encodeURIComponent(location.pathname)}` }, "重新登录");
      box.append(this.state.secret ? "已退出登录。涉密内容没有留在这台电脑上，请先抄下没存上的文字，再" : "已退出登录，没存上的修改留在这台电脑上，", link, this.state.secret ? "。" : "后可以写回。");
    }
  }

  markAll() {
    for (const place of Object.keys(this.state.cells)) this.looks.mark(place);
  }

  /** @param {string[]} places */
  shown(places) {
    for (const place of places) {
      this.looks.put(place);
      this.looks.mark(place);
    }
    if (this.grid.active) this.show(this.grid.active);
    this.grid.place();
  }

  /** @param {Cell} cell */
  chosen(cell) {
    if (cell !== this.last) this.tell("");
    this.last = cell;
    if (this.changedBy.delete(cell.dataset.place)) cell.classList.remove("changed");
    this.show(cell);
  }

  /** The right column on a cell. @param {Cell} cell */
  show(cell) {
    const { place, name, lock } = cell.dataset, open = "open" in cell.dataset, { state } = this;
    const box = find("cell"), had = box.contains(document.activeElement);
    const computed = place in state.scores || "computed" in cell.dataset;
    const row = rowOf(cell), remarks = this.looks.remarks(place);
    detail(
      box,
      { place, row, name, lock, open, computed, text: this.saver.text(place), evidence: row === null ? null : `/forms/${state.form}/evidence#row-${row}` },
      { state, refused: this.saver.refused.get(place), by: this.changedBy.get(place), remarks: remarks.length },
      {
        why: () => this.why(place),
        propose: () => this.write([{ place, after: "" }]),
        take: (text) => this.write([{ place, after: text }]),
        again: () => {
          this.grid.choose(cell);
          this.grid.edit();
        },
        remark: () => remarks[0].scrollIntoView({ block: "center" }),
        rows: this.rows && ((what) => this.rows.change(what, row)),
      },
    );
    if (had) this.grid.focus();
  }

  /** @param {string} place */
  async why(place) {
    const box = find("why");
    try {
      const { status, body } = await ask(`/forms/${this.state.form}/why?place=${encodeURIComponent(place)}`);
      if (status === 200) box.innerHTML = body;
    } catch {
      box.textContent = "连不上服务器，等连上再看。";
    }
  }

  /**
   * Write into the form. Scores go apart from other cells: only once the rules have reckoned is it known whether they
   * want a reason.
   * @param {Change[]} list
   */
  async write(list) {
    this.tell("");
    const wide = [...new Map(list.flatMap((change) => this.spread({ ...change, after: tidy(change.after) })).map((change) => [change.place, change])).values()];
    const { state, saver } = this;
    const changes = wide.filter((change) => change.after !== saver.kept(change.place) || saver.refused.has(change.place));
    const plain = changes.filter((change) => !(change.place in state.scores));
    const points = wide.filter((change) => change.place in state.scores);
    /** @type {CellStep[]} */
    const step = plain.map((change) => ({ place: change.place, before: saver.kept(change.place), after: change.after }));
    if (plain.length) {
      const saving = saver.change(plain);
      if (!points.length) {
        this.steps.add(step);
        await saving;
        if (this.rows && plain.some((change) => this.merges(change.place))) await this.redraw();
        return;
      }
    }
    await saver.idle();
    await this.writeScores(points, step);
  }

  /** @param {Change[]} points @param {CellStep[]} step what was written along with them */
  async writeScores(points, step) {
    const { state, saver } = this;
    for (const change of points) saver.forget(change.place);
    const sorted = sort(points, state, (place) => saver.kept(place));
    const asked = sorted.ask.map((change) => ({ ...change, name: this.named(change.place) }));
    const given = asked.length ? await reasons(asked) : new Map();
    const scores = [...sorted.plain, ...(given ? sorted.ask.map((change) => ({ ...change, own: given.get(change.place) })) : [])];
    this.steps.add([
      ...step,
      ...scores.map((change) => ({ place: change.place, before: saver.kept(change.place), after: change.after, own: change.own, ownBefore: state.scores[change.place].own })),
    ]);
    await saver.change(scores.map(({ place, after, own }) => ({ place, after, own })));
  }

  /** A name of indicators merged over rows is changed in all the rows that it covers. @param {Change} change @returns {Change[]} */
  spread(change) {
    const cell = this.grid.cell(change.place), places = cell ? covers(cell) : [];
    return places.length ? places.map((place) => ({ place, after: change.after })) : [change];
  }

  /** Whether cells are merged by what stands at a place: a name of indicators above their own. @param {string} place */
  merges(place) {
    return this.state.indicators.some((row) => row.l1 === place || row.l2 === place);
  }

  /** Take a step back or again. @param {Step | null} step */
  async again(step) {
    this.grid.revert();
    if (!step) return;
    this.tell(""); // what was said of the step, 贴进 6 格, holds no longer
    const [first] = step;
    if ("order" in first) {
      await this.rows.replay(first);
      return;
    }
    const cells = /** @type {CellStep[]} */ (step);
    const fits = cells.filter((change) => this.saver.kept(change.place) === change.before || change.place in this.state.scores);
    if (fits.length < cells.length) this.tell(`有 ${cells.length - fits.length} 格后来又变了，没有动。`);
    await this.saver.change(fits.map(({ place, after, own }) => ({ place, after: own === null ? "" : after, own })));
    const cell = fits.length && this.grid.cell(fits[0].place);
    if (cell) this.grid.choose(cell);
  }

  /** @param {number} taken @param {number} locked @param {number} over @param {string[]} notes */
  pasted(taken, locked, over, notes = []) {
    const parts = [`贴进 ${taken} 格`];
    if (locked) parts.push(`${locked} 格是锁定的，没有动`);
    if (over > 0) parts.push(`${over} 格超出了表，没有贴`);
    this.tell(`${[...parts, ...notes].join("；")}。`);
  }

  /** The server's word on cells, scores and findings is what holds. @param {Answer} answer */
  answered(answer) {
    const { cells, others, lapsed = [], rows: reshaped, ...rest } = answer;
    Object.assign(this.state, rest, { cells: { ...this.state.cells, ...cells } });
    for (const change of others ?? []) this.changedBy.set(change.place, change);
    if (others?.length) this.tell(`${[...new Set(others.map((change) => change.by))].join("、")}刚改了 ${others.length} 格，已标出。`);
    if (lapsed.length) this.tell(`${lapsed.map((place) => this.named(place)).join("、")}：原来自定的得分不再适用，已按办法重算，请看一下。`);
    this.draw(answer);
    if (!this.saver.busy && !this.saver.refused.size) this.line("", `已保存 ${answer.saved_at}`);
    for (const place of Object.keys(cells ?? {})) this.looks.put(place);
    for (const cell of this.grid.cells) this.looks.mark(cell.dataset.place);
    if (this.grid.active) this.show(this.grid.active);
    this.grid.place();
    if (reshaped) {
      this.steps.clear();
      this.redraw();
    }
  }

  /** @param {{ sums: string, found: string }} answer */
  draw({ sums, found }) {
    find("found").innerHTML = found;
    const box = find("sums");
    box.innerHTML = sums;
    widths(box);
  }

  /** @param {string[]} places @param {string} message */
  refused(places, message) {
    this.tell(message);
    this.shown(places);
  }

  /** Rows came or went: the whole sheet is drawn anew. */
  async redraw() {
    const { status, body } = await ask(`/forms/${this.state.form}/sheet`);
    if (status !== 200) return;
    const { html, ...rest } = body;
    this.grid.entry.remove();
    this.sheet.innerHTML = html;
    Object.assign(this.state, rest);
    widths(this.sheet);
    this.draw(body);
    this.changedBy.clear();
    this.grid.read();
    this.markAll();
    this.grid.focus();
  }

  /** @param {number} pk @returns {Promise<boolean>} whether it was settled */
  async clash(pk) {
    const answer = await conflict(this.state.form, pk);
    if (!answer) {
      this.putOff(pk);
      return false;
    }
    this.steps.clear();
    this.answered(answer.body);
    if (answer.status === 409) this.clash(answer.body.conflict);
    else this.tell("已按您的选择保存。");
    return true;
  }

  /** Later: a word above the sheet, to be opened at any time. @param {number} pk */
  putOff(pk) {
    if (document.querySelector(`[data-conflict="${pk}"]`)) return;
    const link = make("a", { href: `/forms/${this.state.form}/conflicts/${pk}`, "data-settle": true }, "现在选定");
    find("drafts").after(make("p", { class: "message warning", "data-conflict": pk }, "刚才的保存和别人的改动冲突，还没有选定用哪一个。", link));
  }

  /** @param {MouseEvent} event */
  async clicked(event) {
    const on = /** @type {Element} */ (event.target);
    const go = /** @type {HTMLElement | null} */ (on.closest("[data-go]")), settle = on.closest("[data-settle]"), leave = /** @type {HTMLAnchorElement | null} */ (on.closest("[data-leave]"));
    if (go) {
      event.preventDefault();
      const place = go.dataset.go;
      const cell = this.grid.cell(place) ?? this.grid.cells.find((box) => box.dataset.holder === place);
      if (cell) this.grid.choose(cell);
      else this.tell(place && place !== "form" ? "这一格不在表样上。" : "这一条说的是整张表。");
    } else if (settle) {
      event.preventDefault();
      const box = /** @type {HTMLElement} */ (settle.closest("[data-conflict]"));
      if (await this.clash(Number(box.dataset.conflict))) box.remove();
    } else if (leave && (this.saver.busy || this.grid.typing)) {
      event.preventDefault();
      this.grid.commit();
      await this.saver.idle();
      if (!this.saver.busy) location.assign(leave.href);
    }
  }
}

/** Widths stand in data, since the page allows no inline style. @param {HTMLElement} box */
function widths(box) {
  for (const column of box.querySelectorAll("[data-width]")) /** @type {HTMLElement} */ (column).style.width = `${/** @type {HTMLElement} */ (column).dataset.width}%`;
}

new Editor().begin();
