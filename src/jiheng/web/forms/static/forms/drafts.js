// 还没存上的字，按人和表留在这台电脑的浏览器里，存上就清除。涉密项目的不留。
export class Drafts {
  constructor(person, form, secret) {
    this.key = secret ? null : `jiheng:draft:${person}:${form}`;
  }

  all() {
    if (!this.key) return {};
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  keep(place, draft) {
    this.#write({ ...this.all(), [place]: { ...draft, at: Date.now() } });
  }

  drop(place, text = null) {
    const kept = this.all();
    if (!(place in kept) || (text !== null && kept[place].after !== text)) return;
    delete kept[place];
    this.#write(kept);
  }

  clear() {
    this.#write({});
  }

  #write(drafts) {
    if (!this.key) return;
    try {
      if (Object.keys(drafts).length) localStorage.setItem(this.key, JSON.stringify(drafts));
      else localStorage.removeItem(this.key);
    } catch {
      // 浏览器不许留或者满了：照样能填，只是断线时要靠本页开着。
    }
  }
}
