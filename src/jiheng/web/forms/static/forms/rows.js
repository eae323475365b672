// Rows of indicators added, taken out or moved where none were approved: the whole order is saved at once, then drawn.
import { ask } from "./talking.js";

/** @typedef {import("./types.js").Order} Order */
/** @typedef {import("./types.js").RowStep} RowStep */

export class Rows {
  /**
   * @param {import("./saving.js").Saver} saver
   * @param {{ redraw(): Promise<void>, tell(words: string): void, steps: import("./history.js").Steps }} page
   */
  constructor(saver, page) {
    this.saver = saver;
    this.page = page;
  }

  get count() {
    return this.saver.state.indicators.length;
  }

  /** @param {"add" | "drop" | "up" | "down"} what @param {number} at the row it is asked of */
  async change(what, at) {
    /** @type {Order} */
    const order = Array.from({ length: this.count }, (_, row) => row);
    if (what === "add") order.splice(at + 1, 0, { l1: this.#text(at, "l1"), l2: this.#text(at, "l2") });
    else if (what === "drop" && order.length > 1) order.splice(at, 1);
    else if (what === "up" && at > 0) order.splice(at - 1, 2, at, at - 1);
    else if (what === "down" && at + 1 < order.length) order.splice(at, 2, at + 1, at);
    else {
      this.page.tell(what === "drop" ? "至少要留一行指标。" : "已经到头了。");
      return;
    }
    const back = this.#inverse(order);
    if (await this.#save(order, {})) this.page.steps.add([{ rows: true, order, back: back.order, own: back.own }]);
  }

  /** @param {RowStep} step */
  async replay({ order, own }) {
    await this.#save(order, own);
  }

  /** @param {number} row @param {string} field */
  #text(row, field) {
    return this.saver.text(this.saver.state.indicators[row][field]);
  }

  /** @param {Order} order */
  #inverse(order) {
    /** @type {Record<string, string>} */
    const own = {};
    /** @type {Order} */
    const back = Array.from({ length: this.count }, (_, row) => {
      const now = order.indexOf(row);
      if (now >= 0) return now;
      const places = this.saver.state.indicators[row], place = places.score, reason = this.saver.state.scores[place]?.own;
      if (reason !== null && reason !== undefined) own[place] = reason;
      return Object.fromEntries(Object.keys(places).map((field) => [field, this.#text(row, field)]));
    });
    return { order: back, own };
  }

  /** @param {Order} order @param {Record<string, string>} own */
  async #save(order, own) {
    await this.saver.idle();
    const { state } = this.saver;
    const { status, body } = await ask(`/forms/${state.form}/changes`, { base: state.version, changes: [{ place: "indicators", before: "", after: JSON.stringify(order) }], own });
    if (status !== 200) {
      this.page.tell(body.message ?? "别人刚改过指标行，请看过再改。");
    }
    if (status === 200 || status === 409) {
      this.saver.state.cells = {};
      await this.page.redraw();
    }
    return status === 200;
  }
}
