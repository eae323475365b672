// Undo and redo: a step keeps the texts of its cells before and after, of scores the reasons too; undone, it is saved the other way round.

/** @typedef {import("./types.js").Step} Step */

export class Steps {
  /** @param {() => void} changed */
  constructor(changed) {
    /** @type {Step[]} */
    this.done = [];
    /** @type {Step[]} */
    this.undone = [];
    this.changed = changed;
  }

  /** @param {Step} step */
  add(step) {
    if (!step.length) return;
    this.done.push(step);
    this.undone = [];
    this.changed();
  }

  clear() {
    this.done = [];
    this.undone = [];
    this.changed();
  }

  /** What a page that is left hands to the next one; null where there is nothing. */
  kept() {
    return this.done.length || this.undone.length ? { done: this.done, undone: this.undone } : null;
  }

  /** @param {{ done: Step[], undone: Step[] }} before */
  take({ done, undone }) {
    this.done = done;
    this.undone = undone;
    this.changed();
  }

  back() {
    return this.#move(this.done, this.undone, turned);
  }

  again() {
    return this.#move(this.undone, this.done, (change) => ("order" in change ? { ...change, own: {} } : change));
  }

  /**
   * @param {Step[]} from @param {Step[]} to @param {(change: Step[number]) => Step[number]} turned
   * @returns {Step | null}
   */
  #move(from, to, turned) {
    const step = from.pop();
    if (!step) return null;
    to.push(step);
    this.changed();
    return step.map(turned);
  }
}

/** The other way round; of rows that came or went that is another order. @param {Step[number]} change @returns {Step[number]} */
function turned(change) {
  if ("order" in change) return { rows: true, order: change.back, own: change.own };
  return { ...change, before: change.after, after: change.before, own: change.ownBefore, ownBefore: change.own };
}
