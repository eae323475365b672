import assert from "node:assert/strict";
import { test } from "node:test";

import { fromText, tidy, toText } from "../../src/jiheng/web/forms/static/forms/clipboard.js";

test("rows and columns as Excel copies them", () => {
  assert.deepEqual(fromText("甲\t1\r\n乙\t\r\n"), [["甲", "1"], ["乙", ""]]);
});

test("line ends, tabs and quotes inside quotes belong to the cell", () => {
  assert.deepEqual(fromText('"第一行\n第二\t行"\t"他说""好"""'), [["第一行\n第二\t行", '他说"好"']]);
});

test("a quote that nothing closes is a letter", () => {
  assert.deepEqual(fromText('"十佳"单位\t5'), [['"十佳"单位', "5"]]);
  assert.deepEqual(fromText('3"管道\t"半'), [['3"管道', '"半']]);
});

test("what is copied comes back the same", () => {
  const rows = [["甲", "两\n行"], ['带"引号"', "带\t制表符"], ["", "尾"]];
  assert.deepEqual(fromText(toText(rows)), rows);
});

test("a cell is tidied as the server does it", () => {
  assert.equal(tidy(" 甲\r\n乙 \r"), "甲\n乙");
  assert.equal(tidy("坏\ud800字"), "坏字");
  assert.equal(tidy("好😀"), "好😀");
});
