// 撤销和重做：每一步记下各格前后的文字（得分还有理由），反着再存一次。
export class Steps {
  constructor(changed) {
    this.done = [];
    this.undone = [];
    this.changed = changed;
  }

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

  back() {
    return this.#move(this.done, this.undone, turned);
  }

  again() {
    return this.#move(this.undone, this.done, (one) => (one.rows ? { ...one, own: {} } : one));
  }

  #move(from, to, turned) {
    const step = from.pop();
    if (!step) return null;
    to.push(step);
    this.changed();
    return step.map(turned);
  }
}

// 一步的反面。指标行的增删（rows）反过来是另一个次序。
function turned(one) {
  if (one.rows) return { rows: true, order: one.back, own: one.own };
  return { ...one, before: one.after, after: one.before, own: one.ownBefore, ownBefore: one.own };
}
