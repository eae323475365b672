// How a cell looks and how it is read out.
export class Looks {
  /**
   * @param {import("./types.js").State} state
   * @param {import("./saving.js").Saver} saver
   * @param {Map<string, import("./types.js").Other>} changedBy
   * @param {(place: string) => HTMLTableCellElement | undefined} find
   */
  constructor(state, saver, changedBy, find) {
    this.state = state;
    this.saver = saver;
    this.changedBy = changedBy;
    this.find = find;
  }

  /** @param {HTMLElement} cell */
  label(cell) {
    const { name, lock, place } = cell.dataset;
    const said = this.state.findings.filter((finding) => finding.places.includes(place)).map((finding) => finding.message);
    const kind = "open" in cell.dataset ? "" : `，不能修改${lock ? `：${lock}` : ""}`;
    return `${name || "格子"}：${this.saver.text(place) || "空"}${kind}${said.length ? `。${said.join("；")}` : ""}`;
  }

  /** @param {string} place */
  put(place) {
    const cell = this.find(place);
    if (cell) (cell.querySelector(".clip") ?? cell).textContent = this.saver.text(place);
  }

  /** Whether it is saved, who changed it, what the checks say. @param {string} place */
  mark(place) {
    const cell = this.find(place);
    if (!cell) return;
    const found = this.state.findings.filter((finding) => finding.places.includes(place));
    const grave = ["error", "warning", "notice"].find((kind) => found.some((finding) => finding.severity === kind));
    if (grave) cell.dataset.severity = grave;
    else delete cell.dataset.severity;
    cell.title = found.map((finding) => `${finding.code} ${finding.message}`).join("\n");
    cell.classList.toggle("unsaved", this.saver.unsaved(place));
    cell.classList.toggle("refused", this.saver.refused.has(place));
    cell.classList.toggle("changed", this.changedBy.has(place));
    cell.classList.toggle("remarked", this.remarks(place).length > 0);
    const own = this.state.scores[place]?.own;
    cell.classList.toggle("own-score", own !== null && own !== undefined && this.state.scores[place].verdict === "scored");
  }

  /** The open remarks on a cell, which stand in the right column. @param {string} place */
  remarks(place) {
    return [...document.querySelectorAll(`[data-remark-place="${CSS.escape(place)}"]:not([data-closed])`)];
  }
}
