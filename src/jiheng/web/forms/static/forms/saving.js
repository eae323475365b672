// 存：一次一批，按先后；前一批没答复时后面的合在一起等。断了线自动再试。
import { ask, Away, SignedOut } from "./talking.js";

const FIRST_WAIT = 1000, LONGEST_WAIT = 20000;

export class Saver {
  // 页面给的四个回话：shown(places) 重画格子，answered(answer) 换右栏，conflict(id)，line(kind, words) 状态行。
  constructor(state, drafts, page) {
    Object.assign(this, { state, drafts, page });
    this.waiting = new Map();
    this.flight = null;
    this.refused = new Map();
    this.wait = FIRST_WAIT;
    this.stopped = "";
    this.idlers = [];
  }

  text(place) {
    return this.waiting.get(place)?.after ?? this.flight?.get(place)?.after ?? this.state.cells[place] ?? "";
  }

  unsaved(place) {
    return this.waiting.has(place) || Boolean(this.flight?.has(place));
  }

  get busy() {
    return this.flight !== null || this.waiting.size > 0;
  }

  idle() {
    return this.busy && !this.stopped ? new Promise((done) => this.idlers.push(done)) : Promise.resolve();
  }

  // list：[{place, after, before?, base?, own?}]。own：自定得分的理由，null 是恢复办法得分。
  change(list) {
    for (const one of list) {
      const earlier = this.waiting.get(one.place);
      const entry = {
        before: earlier?.before ?? one.before ?? this.text(one.place),
        after: one.after,
        base: earlier?.base ?? one.base ?? this.state.version,
        own: one.own === undefined ? earlier?.own : one.own,
      };
      this.refused.delete(one.place);
      if (entry.before === entry.after && entry.own === undefined) {
        this.waiting.delete(one.place);
        this.drafts.drop(one.place);
      } else {
        this.waiting.set(one.place, entry);
        this.drafts.keep(one.place, entry);
      }
    }
    this.page.shown(list.map((one) => one.place));
    return this.push();
  }

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
      const { status, body } = await ask(`/forms/${this.state.form}/changes`, this.#body());
      this.wait = FIRST_WAIT;
      this.#take(status, body);
    } catch (error) {
      this.#back();
      if (error instanceof SignedOut) this.#stop("signed-out", "");
      else if (error instanceof Away) this.#later();
      else throw error;
      return;
    }
    await this.push();
  }

  #body() {
    const own = {}, changes = [];
    let base = this.state.version;
    for (const [place, one] of this.flight) {
      changes.push({ place, before: one.before, after: one.after });
      if (one.own !== undefined) own[place] = one.own;
      base = Math.min(base, one.base);
    }
    return { base, changes, own };
  }

  #take(status, body) {
    const sent = this.flight;
    if (status === 200 || status === 409) {
      this.flight = null;
      for (const [place, one] of sent) this.drafts.drop(place, one.after);
      this.page.answered(body);
      if (status === 409) this.page.conflict(body.conflict);
    } else if (status === 422) {
      this.#refuse(body);
    } else {
      this.#back();
      this.#stop("refused", `没有存上：${body.message ?? "请刷新页面再试。"}`);
    }
  }

  // 一格不能存，其余的照存；说不出是哪一格的，整批都不存，留着给人改。
  #refuse({ message, place }) {
    const gone = this.flight.has(place) ? [place] : [...this.flight.keys()];
    for (const one of gone) {
      this.refused.set(one, { message, text: this.flight.get(one).after });
      this.drafts.drop(one);
      this.flight.delete(one);
    }
    this.#back();
    this.page.refused(gone, message);
  }

  #back() {
    const places = [...this.flight.keys()];
    for (const [place, one] of this.waiting) {
      const earlier = this.flight.get(place);
      this.flight.set(place, earlier ? { ...one, before: earlier.before, base: earlier.base, own: one.own === undefined ? earlier.own : one.own } : one);
    }
    this.waiting = this.flight;
    this.flight = null;
    this.page.shown(places);
  }

  #later() {
    this.page.line("away", `连不上服务器，${this.waiting.size} 处修改还没有存上，正在自动重试。`);
    this.timer = setTimeout(() => this.push(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  #stop(kind, words) {
    this.stopped = kind;
    for (const done of this.idlers.splice(0)) done();
    this.page.line(kind, words);
  }
}
