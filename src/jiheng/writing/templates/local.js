"use strict";
(() => {
  /** @typedef {[string, File]} Named */
  /** @param {string} id */
  const $ = (id) => document.getElementById(id);
  const state = $("state"), list = $("list"), drop = $("drop");
  const input = /** @type {HTMLInputElement} */ ($("files"));

  /** @param {string} text */
  const tell = (text, bad = false) => {
    state.textContent = text;
    state.classList.toggle("bad", bad);
  };
  /** @param {string} path @param {RequestInit} [options] */
  const ask = async (path, options) => {
    const answer = await fetch(path, options);
    if (!answer.ok) throw new Error((await answer.text()) || `没有成功（${answer.status}）`);
    return answer;
  };

  // The files with their names, folders opened.
  /** @param {FileSystemEntry} entry @returns {Promise<Named[]>} */
  const inside = (entry) => new Promise((done, failed) => {
    if (entry.isFile) {
      /** @type {FileSystemFileEntry} */ (entry).file((file) => done([[entry.fullPath.slice(1), file]]), failed);
      return;
    }
    const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
    /** @type {Promise<Named[]>[]} */
    const found = [];
    const more = () => reader.readEntries(async (entries) => {
      if (!entries.length) return done((await Promise.all(found)).flat());
      found.push(...entries.map(inside));
      more();
    }, failed);
    more();
  });

  /** @param {Named[]} files */
  const take = async (files) => {
    let failed = "";
    for (const [number, [name, file]] of files.entries()) {
      tell(`正在取文件 ${number + 1} / ${files.length}：${name}`);
      const path = name.split("/").map(encodeURIComponent).join("/");
      try {
        await ask(`files/${path}`, { method: "PUT", body: file });
      } catch {
        failed += `${name} `;
      }
    }
    tell("正在读取、评分、检查……扫描件要久一些");
    try {
      list.innerHTML = await (await ask("list")).text();
      tell(failed && `这些文件没有取到：${failed}`, true);
    } catch (error) {
      tell(`没有审核成：${/** @type {Error} */ (error).message}。程序可能已经停止，请重新打开。`, true);
    }
  };

  addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    /** @type {Named[]} */
    const files = entries.length
      ? (await Promise.all(entries.map(inside))).flat()
      : [...event.dataTransfer.files].map((file) => [file.name, file]);
    if (files.length) take(files);
  });
  input.addEventListener("change", () => {
    if (input.files.length) take([...input.files].map((file) => [file.name, file]));
  });

  document.addEventListener("click", async (event) => {
    const target = /** @type {Element} */ (event.target);
    const copies = target.closest("[data-copies]");
    if (copies) {
      event.preventDefault();
      tell("正在写批注……");
      try {
        const made = await (await ask(copies.getAttribute("href"))).blob();
        const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(made), download: "批注副本.zip" });
        link.click();
        tell("");
      } catch (error) {
        tell(/** @type {Error} */ (error).message, true);
      }
    } else if (target.closest("[data-clear]")) {
      await ask("clear", { method: "POST" });
      input.value = "";
      list.innerHTML = await (await ask("list")).text();
      tell("");
    } else if (target.closest("#quit")) {
      await ask("quit", { method: "POST" });
      document.body.innerHTML = "<main class='page'><h1>已退出</h1><p>拖进来的文件已经清除，可以关掉这个窗口。</p></main>";
    }
  });
  setInterval(() => fetch("alive").catch(() => {}), 60000);
})();
