// 自评表的页面：把表、存、右栏、撤销、在场的人接在一起。
import { Drafts } from "./drafts.js";
import { detail, make } from "./detail.js";
import { conflict, reasons } from "./dialogs.js";
import { Grid } from "./grid.js";
import { Steps } from "./history.js";
import { watch } from "./presence.js";
import { Looks } from "./looks.js";
import { offer } from "./offering.js";
import { Rows } from "./rows.js";
import { Saver } from "./saving.js";
import { sort } from "./scores.js";
import { ask } from "./talking.js";
import { tidy } from "./clipboard.js";

const find = (mark) => document.querySelector(`[data-${mark}]`);
const state = JSON.parse(document.getElementById("form-state").textContent);
const drafts = new Drafts(state.person, state.form, state.secret || !state.editable);
const changedBy = new Map();
const sheet = find("sheet");

const saver = new Saver(state, drafts, { shown, answered, conflict: clash, refused, line });
const looks = new Looks(state, saver, changedBy, (place) => grid.cell(place));
const steps = new Steps(() => {
  for (const [mark, list] of [["undo", steps.done], ["redo", steps.undone]]) {
    const key = find(mark);
    if (key) key.disabled = !list.length;
  }
});
const rows = state.free_rows ? new Rows(saver, { redraw, tell, steps }) : null;
const grid = new Grid(sheet, {
  text: (place) => saver.text(place),
  version: () => state.version,
  label: (cell) => looks.label(cell),
  chosen,
  write,
  typing: (place, after, before, base) => (after === null ? drafts.drop(place) : drafts.keep(place, { before, after, base })),
  locked: (cell) => tell(`“${cell.dataset.name || "这一格"}”不能修改：${cell.dataset.lock || unlocked()}。`),
  pasted,
  saved: () => tell("不用手动保存：离开格子就自动存上。"),
  undo: () => again(steps.back()),
  redo: () => again(steps.again()),
});

grid.read();
for (const place of Object.keys(state.cells)) looks.mark(place);
if (state.editable) {
  offer(drafts, state, find("drafts"), (place) => grid.cell(place)?.dataset.name ?? place, (list) => {
    saver.change(list);
    steps.clear();
  });
  find("undo").addEventListener("click", () => again(steps.back()));
  find("redo").addEventListener("click", () => again(steps.again()));
}
watch(state, saver, { others: hear, at: find("at-it"), closed: () => line("refused", "这张表现在不能再填，请刷新页面。"), out: () => line("signed-out", "") });

function unlocked() {
  return state.editable ? "表样有这一栏，批复里没有" : "这张表现在只能查看";
}

function tell(words) {
  find("said").textContent = words;
}

// 状态行：存上了、正在存、断线、退出了登录。
function line(kind, words) {
  const box = find("saved");
  if (!box) return;
  box.className = `saved ${kind}`;
  box.textContent = words;
  if (kind === "signed-out") {
    const link = document.createElement("a");
    link.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = "重新登录";
    box.append(state.secret ? "已退出登录。涉密内容没有留在这台电脑上，请先抄下没存上的文字，再" : "已退出登录，没存上的修改留在这台电脑上，", link, state.secret ? "。" : "后可以写回。");
  }
}

function shown(places) {
  for (const place of places) {
    looks.put(place);
    looks.mark(place);
  }
  if (grid.active) show(grid.active);
  grid.place();
}

function chosen(cell) {
  if (changedBy.delete(cell.dataset.place)) cell.classList.remove("changed");
  show(cell);
}

function show(cell) {
  const { place, name, lock } = cell.dataset, open = "open" in cell.dataset;
  const box = find("cell"), had = box.contains(document.activeElement);
  const computed = place in state.scores || place.endsWith(".rate") || place === "total_score";
  detail(
    box,
    { place, name, lock, open, computed, text: saver.text(place), evidence: evidence(place) },
    { state, refused: saver.refused.get(place), by: changedBy.get(place), remarks: looks.remarks(place).length },
    {
      why: () => why(place),
      propose: () => write([{ place, after: "" }]),
      take: (text) => write([{ place, after: text }]),
      again: () => typeAgain(cell),
      remark: () => looks.remarks(place)[0].scrollIntoView({ block: "center" }),
      rows: rows && ((what) => rows.change(what, place)),
    },
  );
  if (had) grid.entry.focus({ preventScroll: true });
}

function evidence(place) {
  const row = /^indicators\[(\d+)\]/.exec(place);
  return row ? `/forms/${state.form}/evidence#row-${row[1]}` : null;
}

function typeAgain(cell) {
  const text = saver.refused.get(cell.dataset.place)?.text ?? "";
  grid.choose(cell);
  grid.edit();
  grid.entry.value = text;
}

async function why(place) {
  const box = find("why");
  try {
    const { status, body } = await ask(`/forms/${state.form}/why?place=${encodeURIComponent(place)}`);
    if (status === 200) box.innerHTML = body;
  } catch {
    box.textContent = "连不上服务器，等连上再看。";
  }
}

// 填下去：得分和别的格子分开，因为得分要等办法先算过才知道要不要写理由。
async function write(list) {
  tell("");
  const wide = [...new Map(list.flatMap((one) => spread({ ...one, after: tidy(one.after) })).map((one) => [one.place, one])).values()];
  const changes = wide.filter((one) => one.after !== saver.text(one.place) || saver.refused.has(one.place));
  const plain = changes.filter((one) => !(one.place in state.scores));
  const points = wide.filter((one) => one.place in state.scores);
  const step = plain.map((one) => ({ place: one.place, before: saver.text(one.place), after: one.after }));
  if (plain.length) {
    const saving = saver.change(plain);
    if (!points.length) {
      steps.add(step);
      await saving;
      if (rows && plain.some((one) => /\.l[12]$/.test(one.place))) await redraw();
      return;
    }
  }
  await saver.idle();
  const sorted = sort(points, state, (place) => saver.text(place));
  const asked = sorted.ask.map((one) => ({ ...one, name: grid.cell(one.place)?.dataset.name ?? one.place }));
  const given = asked.length ? await reasons(asked) : new Map();
  if (asked.length) grid.entry.focus({ preventScroll: true });
  const scores = [...sorted.plain, ...(given ? sorted.ask.map((one) => ({ ...one, own: given.get(one.place) })) : [])];
  steps.add([
    ...step,
    ...scores.map((one) => ({ place: one.place, before: saver.text(one.place), after: one.after, own: one.own, ownBefore: state.scores[one.place].own })),
  ]);
  await saver.change(scores.map(({ place, after, own }) => ({ place, after, own })));
}

// 合并的一、二级指标，一处改，盖住的各行都改。
function spread(one) {
  const cell = grid.cell(one.place), found = /^indicators\[(\d+)\]\.(l[12])$/.exec(one.place);
  if (!cell || !found || cell.rowSpan < 2) return [one];
  return Array.from({ length: cell.rowSpan }, (_, more) => ({ place: `indicators[${Number(found[1]) + more}].${found[2]}`, after: one.after }));
}

async function again(step) {
  grid.revert();
  if (!step) return;
  if (step[0].rows) {
    await rows.replay(step[0]);
    return;
  }
  const fits = step.filter((one) => saver.text(one.place) === one.before || one.place in state.scores);
  if (fits.length < step.length) tell(`有 ${step.length - fits.length} 格后来又变了，没有动。`);
  await saver.change(fits.map(({ place, after, own }) => ({ place, after: own === null ? "" : after, own })));
  const cell = fits.length && grid.cell(fits[0].place);
  if (cell) grid.choose(cell);
}

function pasted(taken, locked, over) {
  const parts = [`贴进 ${taken} 格`];
  if (locked) parts.push(`${locked} 格是锁定的，没有动`);
  if (over > 0) parts.push(`${over} 格超出了表，没有贴`);
  tell(`${parts.join("；")}。`);
}

// 服务器的答复：格子、得分、检查结果都以它为准。
function answered(answer) {
  const { cells, others, lapsed = [], rows: reshaped, ...rest } = answer;
  Object.assign(state, rest, { cells: { ...state.cells, ...cells } });
  for (const one of others ?? []) changedBy.set(one.place, one);
  if (others?.length) tell(`${[...new Set(others.map((one) => one.by))].join("、")}刚改了 ${others.length} 格，已标出。`);
  if (lapsed.length) tell(`${lapsed.map((place) => grid.cell(place)?.dataset.name ?? place).join("、")}：原来自定的得分不再适用，已按办法重算，请看一下。`);
  draw(answer);
  line("", `已保存 ${answer.saved_at}`);
  for (const place of Object.keys(cells ?? {})) looks.put(place);
  for (const cell of grid.cells) looks.mark(cell.dataset.place);
  if (grid.active) show(grid.active);
  grid.place();
  if (reshaped) {
    steps.clear();
    redraw();
  }
}

function draw({ sums, found }) {
  find("found").innerHTML = found;
  const box = find("sums");
  box.innerHTML = sums;
  for (const bar of box.querySelectorAll("[data-width]")) bar.style.width = `${bar.dataset.width}%`;
}

function refused(places, message) {
  tell(message);
  for (const place of places) {
    looks.put(place);
    looks.mark(place);
  }
  if (grid.active) show(grid.active);
}

function hear(answer) {
  if (answer.cells) answered(answer);
}

// 行有增减：整张表重画。
async function redraw() {
  const { status, body } = await ask(`/forms/${state.form}/sheet`);
  if (status !== 200) return;
  const { html, ...rest } = body;
  grid.entry.remove();
  sheet.innerHTML = html;
  Object.assign(state, rest);
  for (const column of sheet.querySelectorAll("[data-width]")) column.style.width = `${column.dataset.width}%`;
  draw(body);
  changedBy.clear();
  grid.read();
  for (const place of Object.keys(state.cells)) looks.mark(place);
  grid.entry.focus({ preventScroll: true });
}

async function clash(pk) {
  const answer = await conflict(state.form, pk);
  grid.entry.focus({ preventScroll: true });
  if (!answer) {
    putOff(pk);
    return false;
  }
  steps.clear();
  answered(answer.body);
  if (answer.status === 409) clash(answer.body.conflict);
  else tell("已按您的选择保存。");
  return true;
}

// 以后再定：在表的上方留一句话，随时可以点开。
function putOff(pk) {
  if (document.querySelector(`[data-conflict="${pk}"]`)) return;
  const link = make("a", { href: `/forms/${state.form}/conflicts/${pk}`, "data-settle": true }, "现在选定");
  find("drafts").after(make("p", { class: "message warning", "data-conflict": pk }, "刚才的保存和别人的改动冲突，还没有选定用哪一个。", link));
}

document.addEventListener("click", async (event) => {
  const go = event.target.closest("[data-go]"), settle = event.target.closest("[data-settle]"), leave = event.target.closest("[data-leave]");
  if (go) {
    event.preventDefault();
    const cell = grid.cell(go.dataset.go) ?? grid.cells.find((one) => go.dataset.go && one.dataset.place.startsWith(go.dataset.go));
    if (cell) grid.choose(cell);
    else tell(go.dataset.go ? "这一格不在表样上。" : "这一条说的是整张表。");
  } else if (settle) {
    event.preventDefault();
    const box = settle.closest("[data-conflict]");
    if (await clash(Number(box.dataset.conflict))) box.remove();
  } else if (leave && (saver.busy || grid.typing)) {
    event.preventDefault();
    grid.commit();
    await saver.idle();
    if (!saver.busy) location.assign(leave.href);
  }
});

document.addEventListener("htmx:afterSwap", () => {
  for (const one of grid.cells) looks.mark(one.dataset.place);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "F6") return;
  event.preventDefault();
  if (document.activeElement === grid.entry) document.querySelector(".side button, .side a")?.focus();
  else grid.entry.focus();
});

window.addEventListener("online", () => saver.push());
window.addEventListener("offline", () => line("away", "网络断开了，修改先留着，连上以后自动保存。"));
window.addEventListener("beforeunload", (event) => {
  if ((saver.busy || grid.typing) && (state.secret || !saver.stopped)) event.preventDefault();
});
if (state.editable) grid.entry.focus({ preventScroll: true });
