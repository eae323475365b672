// The right column on the cell in hand: why it is locked, how its score came about, what the checks say, what to do.

/** @typedef {import("./types.js").Score} Score */
/**
 * @typedef {{ place: string, row: number | null, name?: string, lock?: string, open: boolean, computed: boolean, text: string,
 *   evidence: string | null }} Cell
 * @typedef {{ state: import("./types.js").State, refused?: import("./types.js").Refusal,
 *   by?: import("./types.js").Other, remarks: number }} Now
 * @typedef {{ why(): void, propose(): void, take(text: string): void, again(): void, remark(): void,
 *   rows: null | ((what: "add" | "drop" | "up" | "down") => void) }} Act
 */

const LONG = 60;
/** @type {Record<string, string>} */
const LABELS = { error: "错误", warning: "警告", notice: "提示" };

/**
 * @param {string} tag
 * @param {Record<string, any>} attributes `on` holds listeners
 * @param {(Node | string | null | undefined | false)[]} children
 */
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [kind, run] of Object.entries(value)) made.addEventListener(kind, run);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== undefined && child !== false)));
  return made;
}

/** @param {string} words @param {() => void} run */
export function button(words, run, look = "small") {
  return make("button", { type: "button", class: look, on: { click: run } }, words);
}

/** @param {HTMLElement} box @param {Cell} cell @param {Now} now @param {Act} act */
export function detail(box, cell, now, act) {
  const score = now.state.scores[cell.place];
  const found = now.state.findings.filter((finding) => finding.places.includes(cell.place));
  box.replaceChildren(
    make("h2", {}, cell.name || "这一格"),
    cell.lock ? make("p", { class: "lock" }, `不能修改：${cell.lock}。`, mends(cell, now)) : "",
    cell.text.length > LONG ? make("p", { class: "whole" }, cell.text) : "",
    now.refused ? refused(now.refused, act) : "",
    now.by ? make("p", { class: "note" }, `${now.by.by}刚改过这一格，原来是“${now.by.before || "空"}”。`) : "",
    now.remarks ? make("p", { class: "note" }, `审核的人对这一格有 ${now.remarks} 条意见。`, button("去看", act.remark)) : "",
    score ? scored(score, cell) : "",
    cell.computed ? ways(score, cell, act) : "",
    make("div", { "data-why": true, class: "why" }),
    ...found.map((said) => finding(said, cell, act)),
    cell.evidence ? make("p", { class: "evidence" }, make("a", { href: cell.evidence }, "这一行的佐证材料")) : "",
    act.rows && cell.row !== null ? rows(act) : "",
  );
}

/** The way to the department, for what only it can mend. @param {Cell} cell @param {Now} now */
function mends(cell, { state }) {
  const theirs = cell.lock && cell.lock === state.approved_lock;
  return theirs ? make("a", { href: `/cycles/requests/new/${state.form}?place=${encodeURIComponent(cell.place)}` }, "请主管部门改这一格") : "";
}

/** @param {import("./types.js").Refusal} refusal @param {Act} act */
function refused({ message, text }, act) {
  return make("div", { class: "refused", role: "alert" }, make("p", {}, `没有存上：${message}`), make("p", { class: "quiet" }, `您填的是“${text || "空"}”。`), button("接着改", act.again));
}

/** @param {Score} score @param {Cell} cell */
function scored(score, cell) {
  const said = [];
  if (score.verdict === "scored") said.push(`办法算出 ${score.score} 分。`);
  else if (score.verdict === "band") said.push(`办法给出 ${score.low}—${score.high} 分，由您在这个范围里定。`);
  else if (score.verdict === "judgement") said.push(`要先判断，再定分：${score.choices.map(([when, points]) => `如果${when}，${points} 分`).join("；")}。`);
  else said.push(score.why ? `办法算不出得分：${score.why}。` : "办法算不出得分。", score.high === null ? "" : `可在 ${score.low}—${score.high} 分之间自定。`);
  const differs = score.own !== null && cell.text;
  return make(
    "div",
    { class: "score" },
    make("p", {}, said.join("")),
    differs ? make("p", { class: "own" }, `自定 ${cell.text} 分${score.own ? `，理由：${score.own}` : ""}。`) : "",
  );
}

/** @param {Score | undefined} score @param {Cell} cell @param {Act} act */
function ways(score, cell, act) {
  const back = score && score.own !== null && cell.text && score.verdict === "scored" && cell.open;
  return make("div", { class: "actions" }, button("为什么", act.why), back ? button("恢复办法得分", act.propose) : "");
}

/** @param {import("./types.js").Finding} said @param {Cell} cell @param {Act} act */
function finding(said, cell, act) {
  const fits = cell.open && said.expected && said.expected !== cell.text;
  return make(
    "article",
    { class: `said ${said.severity}` },
    make("p", {}, make("b", {}, `${LABELS[said.severity]} ${said.code}`), ` ${said.message}`),
    make("p", {}, said.advice),
    make("p", { class: "rule" }, said.rule),
    fits ? make("p", {}, `应为 ${said.expected} `, button("按建议填入", () => act.take(said.expected))) : "",
  );
}

/** @param {Act} act */
function rows(act) {
  return make("div", { class: "actions" }, button("下面加一行", () => act.rows("add")), button("上移", () => act.rows("up")), button("下移", () => act.rows("down")), button("删去这行", () => act.rows("drop"), "small danger"));
}
