// Saving: one batch at a time, in order; what comes meanwhile waits together. Tried again while the network is away.
import { ask as askServer, Away, SignedOut } from "./talking.js";

/** @typedef {import("./types.js").Change} Change */
/** @typedef {import("./types.js").Draft} Draft */
/** @typedef {import("./types.js").Refusal} Refusal */
/** @typedef {import("./types.js").State} State */

/**
 * What the page does for the saver: `shown` draws cells anew, `line` is the line of how it stands.
 * @typedef {{ shown(places: string[]): void, answered(answer: import("./types.js").Answer): void,
 *   conflict(pk: number): unknown, refused(places: string[], message: string): void,
 *   line(kind: string, words: string): void }} Page
 */

const FIRST_WAIT = 1000, LONGEST_WAIT = 20000;

export class Saver {
  /**
   * @param {State} state
   * @param {{ keep(place: string, draft: Draft): void, drop(place: string, text?: string): void }} drafts
   * @param {Page} page
   * @param {typeof askServer} ask
   */
  constructor(state, drafts, page, ask = askServer) {
    this.state = state;
    this.drafts = drafts;
    this.page = page;
    this.ask = ask;
    /** @type {Map<string, Draft>} */
    this.waiting = new Map();
    /** @type {Map<string, Draft> | null} */
    this.flight = null;
    /** @type {Map<string, Refusal>} */
    this.refused = new Map();
    this.wait = FIRST_WAIT;
    this.stopped = "";
    /** @type {(() => void)[]} */
    this.idlers = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** What stands or will stand in the cell once all is saved. @param {string} place */
  kept(place) {
    return this.waiting.get(place)?.after ?? this.flight?.get(place)?.after ?? this.state.cells[place] ?? "";
  }

  /** What the officer sees in the cell: their own words, also those that the server did not take. @param {string} place */
  text(place) {
    return this.refused.get(place)?.text ?? this.kept(place);
  }

  /** Drop what the server refused: the cell is as it was saved. @param {string} place */
  forget(place) {
    if (!this.refused.delete(place)) return;
    this.drafts.drop(place);
    this.page.shown([place]);
    if (!this.busy) this.#told();
  }

  /** @param {string} place */
  unsaved(place) {
    return this.waiting.has(place) || Boolean(this.flight?.has(place));
  }

  get busy() {
    return this.flight !== null || this.waiting.size > 0;
  }

  /** @returns {Promise<void>} */
  idle() {
    return this.busy && !this.stopped ? new Promise((done) => this.idlers.push(done)) : Promise.resolve();
  }

  /** @param {Change[]} list */
  change(list) {
    for (const change of list) {
      const earlier = this.waiting.get(change.place);
      const entry = {
        before: earlier?.before ?? change.before ?? this.kept(change.place),
        after: change.after,
        base: earlier?.base ?? change.base ?? this.state.version,
        own: change.own === undefined ? earlier?.own : change.own,
      };
      this.refused.delete(change.place);
      if (entry.before === entry.after && entry.own === undefined) {
        this.waiting.delete(change.place);
        this.drafts.drop(change.place);
      } else {
        this.waiting.set(change.place, entry);
        this.drafts.keep(change.place, entry);
      }
    }
    this.page.shown(list.map((change) => change.place));
    if (!this.busy) this.#told();
    return this.push();
  }

  /** @returns {Promise<void>} */
  async push() {
    clearTimeout(this.timer);
    if (this.flight || this.stopped) return;
    if (!this.waiting.size) {
      for (const done of this.idlers.splice(0)) done();
      return;
    }
    this.flight = this.waiting;
    this.waiting = new Map();
    this.page.line("saving", "正在保存…");
    try {
      const { status, body } = await this.ask(`/forms/${this.state.form}/changes`, this.#body());
      this.wait = FIRST_WAIT;
      this.#take(status, body);
    } catch (error) {
      this.#back();
      if (error instanceof SignedOut) this.#stop("signed-out", "");
      else if (error instanceof Away) this.#later(error.message);
      else throw error;
      return;
    }
    await this.push();
  }

  #body() {
    /** @type {Record<string, string | null>} */
    const own = {};
    const changes = [];
    let base = this.state.version;
    for (const [place, kept] of this.flight) {
      changes.push({ place, before: kept.before, after: kept.after });
      if (kept.own !== undefined) own[place] = kept.own;
      base = Math.min(base, kept.base);
    }
    return { base, changes, own };
  }

  /** @param {number} status @param {any} body */
  #take(status, body) {
    const sent = this.flight;
    if (status === 200 || status === 409) {
      this.flight = null;
      for (const [place, kept] of sent) this.drafts.drop(place, kept.after);
      this.page.answered(body);
      this.#told();
      if (status === 409) this.page.conflict(body.conflict);
    } else if (status === 422) {
      this.#refuse(body);
      if (!this.waiting.size) this.#told();
    } else {
      this.#back();
      this.#stop("refused", `没有存上：${body.message ?? "请刷新页面再试。"}`);
    }
  }

  /**
   * One cell cannot be saved, the others are; where the server cannot say which, none is, and all stay to be mended.
   * What was typed stays in its cell and in the drafts, so that neither a look away nor a reload loses it.
   * @param {{ message: string, place: string }} body
   */
  #refuse({ message, place }) {
    const gone = this.flight.has(place) ? [place] : [...this.flight.keys()];
    for (const place of gone) {
      this.refused.set(place, { message, text: this.flight.get(place).after });
      this.flight.delete(place);
    }
    this.#back();
    this.page.refused(gone, message);
  }

  #back() {
    const places = [...this.flight.keys()];
    for (const [place, kept] of this.waiting) {
      const earlier = this.flight.get(place);
      this.flight.set(place, earlier ? { ...kept, before: earlier.before, base: earlier.base, own: kept.own === undefined ? earlier.own : kept.own } : kept);
    }
    this.waiting = this.flight;
    this.flight = null;
    this.page.shown(places);
  }

  /** How it stands when nothing is under way. */
  #told() {
    if (this.refused.size) this.page.line("refused", `有 ${this.refused.size} 格没有存上，填的字留在格子里，请改正。其余的已保存 ${this.state.saved_at}`);
    else this.page.line("", `已保存 ${this.state.saved_at}`);
  }

  /** @param {string} why */
  #later(why) {
    this.page.line("away", `${why || "连不上服务器"}，${this.waiting.size} 处修改还没有存上，正在自动重试。`);
    this.timer = setTimeout(() => this.push(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  /** @param {string} kind @param {string} words */
  #stop(kind, words) {
    this.stopped = kind;
    for (const done of this.idlers.splice(0)) done();
    this.page.line(kind, words);
  }
}
