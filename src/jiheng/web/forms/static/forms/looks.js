// 一格在表上的样子和念法。
export class Looks {
  constructor(state, saver, changedBy, find) {
    Object.assign(this, { state, saver, changedBy, find });
  }

  label(cell) {
    const { name, lock, place } = cell.dataset;
    const said = this.state.findings.filter((one) => one.place === place).map((one) => one.message);
    const kind = "open" in cell.dataset ? "" : `，不能修改${lock ? `：${lock}` : ""}`;
    return `${name || "格子"}：${this.saver.text(place) || "空"}${kind}${said.length ? `。${said.join("；")}` : ""}`;
  }

  put(place) {
    const cell = this.find(place);
    if (cell) cell.textContent = this.saver.text(place);
  }

  // 一格的样子：有没有存上、谁改过、检查结果。
  mark(place) {
    const cell = this.find(place);
    if (!cell) return;
    const found = this.state.findings.filter((one) => one.place === place);
    const grave = ["error", "warning", "notice"].find((kind) => found.some((one) => one.severity === kind));
    if (grave) cell.dataset.severity = grave;
    else delete cell.dataset.severity;
    cell.title = found.map((one) => `${one.code} ${one.message}`).join("\n");
    cell.classList.toggle("unsaved", this.saver.unsaved(place));
    cell.classList.toggle("refused", this.saver.refused.has(place));
    cell.classList.toggle("changed", this.changedBy.has(place));
    cell.classList.toggle("remarked", this.remarks(place).length > 0);
    const own = this.state.scores[place]?.own;
    cell.classList.toggle("own-score", own !== null && own !== undefined && this.state.scores[place].verdict === "scored");
  }

  // 审核意见在右栏里（没有关闭的），这里只认它说的是哪一格。
  remarks(place) {
    return [...document.querySelectorAll(`[data-remark-place="${CSS.escape(place)}"]:not([data-closed])`)];
  }
}
