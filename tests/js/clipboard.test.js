import assert from "node:assert/strict";
import { test } from "node:test";

import { codes, fromText, rulesOf, tidy, toText, words } from "../../src/jiheng/web/forms/static/forms/clipboard.js";

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

/** An element as a page gives it, as far as reading needs one. */
function el(localName, attributes, ...children) {
  const childNodes = children.map((child) => (typeof child === "string" ? { nodeType: 3, nodeValue: child } : child));
  return { nodeType: 1, localName, childNodes, getAttribute: (name) => attributes[name] ?? null };
}

test("blanks within a name part no cells", () => {
  assert.deepEqual(fromText("张  三\t李　四\n王 五"), [["张  三", "李　四"], ["王 五"]]);
  assert.equal(words(el("td", {}, "张  三")), "张 三");
});

test("what is hidden or struck through is not pasted, and said", () => {
  const rules = rulesOf("<!-- td.xl65 {color:red} .font5, .font6 {text-decoration:line-through;} .h{display:none} -->");
  const cell = el("td", { class: "xl65" }, el("font", { class: "font5" }, "150.2"), "112.58", el("span", { class: "h" }, "旧"));
  const notes = [];
  assert.equal(words(cell, rules, notes), "112.58");
  assert.deepEqual(notes, ["有划掉的字“150.2”，没有贴"]);
  assert.equal(words(el("td", {}, el("s", {}, "8"), "9", el("b", { "data-style": "mso-hide:all" }, "x"))), "9");
});

test("raised marks behind a figure are notes, raised digits behind 10 or m a power", () => {
  const notes = [];
  assert.equal(words(el("td", {}, "148.58", el("sup", {}, "1")), new Map(), notes), "148.58");
  assert.deepEqual(notes, ["有上标“1”，当作注号，没有贴"]);
  assert.equal(words(el("td", {}, "1.5×10", el("sup", {}, "4"))), "1.5×10⁴");
  assert.equal(words(el("td", {}, "120m", el("span", { "data-style": "vertical-align:super" }, "2"))), "120m²");
});

test("lines of a cell stay lines", () => {
  assert.equal(words(el("td", {}, el("p", {}, "甲"), el("p", {}, "乙", el("br", {}), "丙"))), "甲\n乙\n丙");
});

test("a code that a workbook shortened is asked about", () => {
  assert.equal(codes([["甲", "3.2E+17"]]).length, 1);
  assert.deepEqual(codes([["12", "1.5×10⁴", "E+5"]]), []);
});
