// Words not saved yet, kept by person and form in this computer's browser until they are. Never those of secret forms.

/** @typedef {import("./types.js").Draft} Draft */

export class Drafts {
  /** @param {number} person @param {number} form @param {boolean} secret */
  constructor(person, form, secret) {
    this.key = secret ? null : `jiheng:draft:${person}:${form}`;
  }

  /** @returns {Record<string, Draft>} */
  all() {
    if (!this.key) return {};
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  /** @param {string} place @param {Draft} draft */
  keep(place, draft) {
    this.#write({ ...this.all(), [place]: { ...draft, at: Date.now() } });
  }

  /** @param {string} place @param {string | null} text only where this is what is kept */
  drop(place, text = null) {
    const kept = this.all();
    if (!(place in kept) || (text !== null && kept[place].after !== text)) return;
    delete kept[place];
    this.#write(kept);
  }

  clear() {
    this.#write({});
  }

  /** @param {Record<string, Draft>} drafts */
  #write(drafts) {
    if (!this.key) return;
    try {
      if (Object.keys(drafts).length) localStorage.setItem(this.key, JSON.stringify(drafts));
      else localStorage.removeItem(this.key);
    } catch {
      // The browser keeps nothing or is full: filling in still works, only not through a closed window.
    }
  }
}
