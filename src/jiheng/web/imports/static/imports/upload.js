// 拖入或选中的文件逐个上传，断了再试；没有脚本时整张表单一次提交，结果一样。
/** @typedef {{ file: File, name: string }} Named */
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-drop]"));
const ATONCE = 3;
const TRIES = 4;

/** @param {string} name */
const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

function token() {
  return field("csrfmiddlewaretoken").value;
}

/** @param {FileSystemEntry} entry @param {string} path @param {Named[]} found */
async function entries(entry, path, found) {
  if (entry.isFile) {
    const alone = /** @type {FileSystemFileEntry} */ (entry);
    /** @type {File} */
    const file = await new Promise((done, failed) => alone.file(done, failed));
    found.push({ file, name: path + file.name });
    return;
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return;
    for (const inner of some) await entries(inner, `${path}${entry.name}/`, found);
  }
}

/** @param {DataTransfer} transfer @returns {Promise<Named[]>} */
async function dropped(transfer) {
  const roots = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!roots.length) return [...transfer.files].map((file) => ({ file, name: file.name }));
  /** @type {Named[]} */
  const found = [];
  for (const root of roots) await entries(root, "", found);
  return found;
}

/** @param {HTMLInputElement} input @returns {Named[]} */
function picked(input) {
  return [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
}

class Refused extends Error {}

/**
 * @param {string} address @param {FormData} body @param {(loaded: number) => void} [moved]
 * @returns {Promise<Record<string, string>>}
 */
function send(address, body, moved) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token());
    request.upload.addEventListener("progress", (event) => moved?.(event.loaded));
    request.addEventListener("error", () => failed(new Error("连接中断")));
    request.addEventListener("load", () => {
      /** @type {Record<string, string>} */
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = {};
      }
      if (request.status === 200 && answer) done(answer);
      else if (request.status >= 400 && request.status < 500) failed(new Refused(answer.error || "没有收下，请刷新页面再试"));
      else failed(new Error(`服务没有应答（${request.status}）`));
    });
    request.send(body);
  });
}

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
async function stubborn(work) {
  for (let turn = 1; ; turn += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused || turn >= TRIES) throw error;
      await new Promise((done) => setTimeout(done, 1000 * turn));
    }
  }
}

class Upload {
  constructor() {
    /** @type {Named[]} */
    this.files = [];
    this.target = form.querySelector("[data-target]");
    this.said = form.querySelector("[data-said]");
    this.sending = /** @type {HTMLElement} */ (form.querySelector("[data-sending]"));
    this.bar = /** @type {HTMLElement} */ (this.sending.querySelector(".meter > span"));
    this.refused = form.querySelector("[data-refused]");
    this.button = /** @type {HTMLButtonElement} */ (form.querySelector("[data-start]"));
  }

  /** @param {Named[]} files */
  take(files) {
    this.files = files;
    const size = files.reduce((sum, picked) => sum + picked.file.size, 0);
    this.sending.hidden = false;
    this.said.textContent = files.length
      ? `已选 ${files.length} 个文件，共 ${(size / 1024 / 1024).toFixed(1)} MB。核对上面两项，点“上传并读取”。`
      : "拖进来的文件夹是空的。";
    this.target.querySelector(".big").textContent = files.length === 1 ? files[0].name : `${files.length} 个文件`;
    this.button.focus();
  }

  /** @param {number} done @param {number} all @param {number} count */
  show(done, all, count) {
    const percent = all ? Math.round((100 * done) / all) : 100;
    this.bar.style.width = `${percent}%`;
    this.bar.parentElement.setAttribute("aria-valuenow", String(percent));
    this.said.textContent = `正在上传：${count}/${this.files.length} 个文件，${percent}%`;
  }

  async start() {
    this.button.disabled = true;
    this.sending.classList.add("going");
    this.refused.replaceChildren();
    const opened = await stubborn(() => send(form.action, this.head()));
    const all = this.files.reduce((sum, picked) => sum + picked.file.size, 0);
    const moved = new Map();
    const waiting = [...this.files];
    let count = 0;
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const mine = next;
        const body = new FormData();
        body.append("name", mine.name);
        body.append("file", mine.file, "file");
        try {
          await stubborn(() =>
            send(opened.upload, body, (loaded) => {
              moved.set(mine, Math.min(loaded, mine.file.size));
              this.show([...moved.values()].reduce((a, b) => a + b, 0), all, count);
            }),
          );
        } catch (error) {
          const line = document.createElement("li");
          line.textContent = `${mine.name}：${/** @type {Error} */ (error).message}`;
          this.refused.append(line);
        }
        count += 1;
        moved.set(mine, mine.file.size);
        this.show([...moved.values()].reduce((a, b) => a + b, 0), all, count);
      }
    };
    await Promise.all(Array.from({ length: ATONCE }, worker));
    const began = await stubborn(() => send(opened.begin, new FormData()));
    if (this.refused.children.length) {
      this.said.textContent = `有 ${this.refused.children.length} 个文件没有收下，其余的正在读取。`;
      const link = document.createElement("a");
      link.href = began.show;
      link.className = "button main";
      link.textContent = "去看读取结果";
      this.button.replaceWith(link);
      link.focus();
    } else {
      window.location.assign(began.show);
    }
  }

  head() {
    const body = new FormData();
    body.append("kind", field("kind").value);
    body.append("organisation", field("organisation").value);
    return body;
  }

  /** @param {Error} error */
  failed(error) {
    this.said.textContent = `上传没有完成：${error.message}。文件都还在，请再点一次“上传并读取”。`;
    this.button.disabled = false;
  }
}

function fitting() {
  const kind = field("kind").value;
  const select = /** @type {HTMLSelectElement} */ (form.elements.namedItem("organisation"));
  for (const option of select.options) {
    const fits = option.dataset.kinds.split(" ").includes(kind);
    option.hidden = option.disabled = !fits;
  }
  if (select.selectedOptions[0]?.disabled) select.value = [...select.options].find((option) => !option.disabled)?.value ?? "";
}

if (form) {
  const upload = new Upload();
  fitting();
  form.addEventListener("change", (event) => {
    const changed = /** @type {HTMLInputElement} */ (event.target);
    if (changed.name === "kind") fitting();
    if (changed.type === "file" && changed.files.length) upload.take(picked(changed));
  });
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      upload.target.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) upload.target.classList.remove("over");
  });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    upload.target.classList.remove("over");
    upload.take(await dropped(event.dataTransfer));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!upload.files.length) {
      upload.sending.hidden = false;
      upload.said.textContent = "还没有选择文件。请先拖入或选择文件。";
      return;
    }
    upload.start().catch((error) => upload.failed(error));
  });
}
