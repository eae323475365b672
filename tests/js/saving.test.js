import assert from "node:assert/strict";
import { test } from "node:test";

import { Saver } from "../../src/jiheng/web/forms/static/forms/saving.js";
import { Away, SignedOut } from "../../src/jiheng/web/forms/static/forms/talking.js";

/** A saver with a server of ours: `answers` are taken in turn, a function is called with what was sent. */
function desk(...answers) {
  const sent = [], lines = [], refused = [], drafts = new Map(), conflicts = [];
  const state = { form: 7, version: 3, cells: { goal_actual: "旧", "indicators[0].actual": "1" }, saved_at: "10:00:00" };
  const page = {
    shown() {},
    answered(answer) {
      Object.assign(state, answer, { cells: { ...state.cells, ...answer.cells } });
    },
    conflict: (pk) => conflicts.push(pk),
    refused: (places, message) => refused.push([places, message]),
    line: (kind, words) => lines.push([kind, words]),
  };
  const store = { keep: (place, draft) => drafts.set(place, draft.after), drop: (place, text) => (text === undefined || drafts.get(place) === text) && drafts.delete(place) };
  const ask = async (url, body) => {
    sent.push(structuredClone(body));
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return typeof answer === "function" ? answer(body) : answer;
  };
  return { saver: new Saver(state, store, page, ask), state, sent, lines, refused, drafts, conflicts };
}

const taken = (body) => ({ status: 200, body: { version: body.base + 1, saved_at: "10:00:01", cells: Object.fromEntries(body.changes.map((one) => [one.place, one.after])) } });

test("a change is sent with what stood there, and its draft goes when it is saved", async () => {
  const { saver, sent, drafts, lines, state } = desk(taken);
  await saver.change([{ place: "goal_actual", after: "新" }]);
  assert.deepEqual(sent, [{ base: 3, changes: [{ place: "goal_actual", before: "旧", after: "新" }], own: {} }]);
  assert.equal(state.cells.goal_actual, "新");
  assert.equal(drafts.size, 0);
  assert.deepEqual(lines.at(-1), ["", "已保存 10:00:01"]);
});

test("what is typed while a batch is away goes in the next, once", async () => {
  let go;
  const { saver, sent } = desk(() => new Promise((done) => { go = () => done({ status: 200, body: { version: 4, saved_at: "", cells: { goal_actual: "一" } } }); }), taken);
  const first = saver.change([{ place: "goal_actual", after: "一" }]);
  saver.change([{ place: "goal_actual", after: "二" }]);
  saver.change([{ place: "goal_actual", after: "三" }]);
  assert.equal(saver.text("goal_actual"), "三");
  go();
  await first;
  assert.deepEqual(sent.map((one) => one.changes.map((change) => change.after)), [["一"], ["三"]]);
});

test("a refused value stays in its cell and among the drafts, the others are saved, and the line says so", async () => {
  const { saver, sent, refused, drafts, lines } = desk({ status: 422, body: { message: "应在 0 到 15 之间", place: "indicators[0].actual" } }, taken);
  await saver.change([{ place: "indicators[0].actual", after: "16" }, { place: "goal_actual", after: "新" }]);
  assert.deepEqual(refused, [[["indicators[0].actual"], "应在 0 到 15 之间"]]);
  assert.deepEqual(sent[1].changes.map((one) => one.place), ["goal_actual"]);
  assert.equal(saver.text("indicators[0].actual"), "16");
  assert.equal(saver.kept("indicators[0].actual"), "1");
  assert.deepEqual([...drafts], [["indicators[0].actual", "16"]]);
  assert.equal(lines.at(-1)[0], "refused");
  assert.equal(saver.busy, false);
});

test("a single refused value does not leave the line at saving", async () => {
  const { saver, lines } = desk({ status: 422, body: { message: "不行", place: "goal_actual" } });
  await saver.change([{ place: "goal_actual", after: "坏" }]);
  assert.equal(lines.at(-1)[0], "refused");
  assert.match(lines.at(-1)[1], /1 格没有存上/);
});

test("taking a refused value back to what is saved clears it without asking the server", async () => {
  const { saver, sent, drafts, lines } = desk({ status: 422, body: { message: "不行", place: "goal_actual" } });
  await saver.change([{ place: "goal_actual", after: "坏" }]);
  await saver.change([{ place: "goal_actual", after: "旧" }]);
  assert.equal(sent.length, 1);
  assert.equal(drafts.size, 0);
  assert.equal(saver.text("goal_actual"), "旧");
  assert.deepEqual(lines.at(-1), ["", "已保存 10:00:00"]);
});

test("without the network all waits and is sent again, with the first words before", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { saver, sent, lines } = desk(new Away(), taken);
  await saver.change([{ place: "goal_actual", after: "新" }]);
  assert.equal(lines.at(-1)[0], "away");
  await saver.change([{ place: "goal_actual", after: "更新" }]);
  context.mock.timers.tick(1000);
  await saver.idle();
  assert.deepEqual(sent.at(-1).changes, [{ place: "goal_actual", before: "旧", after: "更新" }]);
});

test("a server that cannot now says why, and all is kept and sent again", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { saver, sent, drafts, lines } = desk(new Away("服务器的磁盘满了，这次没有存上"), taken);
  await saver.change([{ place: "goal_actual", after: "新" }]);
  assert.equal(lines.at(-1)[1], "服务器的磁盘满了，这次没有存上，1 处修改还没有存上，正在自动重试。");
  assert.equal(drafts.get("goal_actual"), "新");
  context.mock.timers.tick(1000);
  await saver.idle();
  assert.equal(sent.length, 2);
});

test("signed out, nothing more is sent and nothing is lost", async () => {
  const { saver, sent, drafts, lines } = desk(new SignedOut());
  await saver.change([{ place: "goal_actual", after: "新" }]);
  await saver.change([{ place: "indicators[0].actual", after: "2" }]);
  assert.equal(sent.length, 1);
  assert.equal(lines.at(-1)[0], "signed-out");
  assert.deepEqual([...drafts.values()], ["新", "2"]);
});

test("a conflict is handed to the page; what clashed is no draft any more", async () => {
  const { saver, conflicts, drafts } = desk({ status: 409, body: { version: 5, saved_at: "", cells: {}, conflict: 12 } });
  await saver.change([{ place: "goal_actual", after: "我的" }]);
  assert.deepEqual(conflicts, [12]);
  assert.equal(drafts.size, 0);
});
