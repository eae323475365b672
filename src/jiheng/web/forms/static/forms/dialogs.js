// Two dialogs: the reason for a score of one's own, and the choice where two changed the same cell.
import { button, make } from "./detail.js";
import { ask } from "./talking.js";

const dialog = /** @type {HTMLDialogElement} */ (document.querySelector("[data-dialog]"));

/** @param {boolean} short @param {(Node | string)[]} children */
function show(short, ...children) {
  dialog.classList.toggle("short", short);
  dialog.replaceChildren(...children);
  if (!dialog.open) dialog.showModal();
}

/**
 * @param {{ place: string, name: string, score?: string, after: string, own?: string | null }[]} list
 * @returns {Promise<Map<string, string> | null>} place → reason; null where they took it back
 */
export function reasons(list) {
  return new Promise((done) => {
    const fields = list.map((change, number) =>
      make(
        "div",
        { class: "field" },
        make("label", { for: `reason-${number}` }, change.name),
        make("p", { class: "quiet", id: `offer-${number}` }, `办法算出 ${change.score} 分，您填 ${change.after} 分。`),
        make("textarea", { id: `reason-${number}`, required: true, maxlength: 500, rows: 2, "aria-describedby": `offer-${number}` }, change.own ?? ""),
      ),
    );
    /** @type {Map<string, string> | null} */
    let given = null;
    const form = make(
      "form",
      {
        on: {
          submit: (/** @type {Event} */ event) => {
            event.preventDefault();
            given = new Map(list.map((change, number) => [change.place, /** @type {HTMLTextAreaElement} */ (form.querySelector(`#reason-${number}`)).value.trim()]));
            dialog.close();
          },
        },
      },
      make("h2", { id: "dialog-title" }, "写明自定得分的理由"),
      make("p", {}, "办法得分和自定得分都会留着，审核的人看得到理由。"),
      ...fields,
      make("div", { class: "actions" }, make("button", { class: "main" }, "保存"), button("不改了", () => dialog.close(), "")),
    );
    dialog.addEventListener("close", () => done(given), { once: true });
    show(true, form);
    form.querySelector("textarea").focus();
  });
}

/**
 * @param {number} form @param {number} pk
 * @returns {Promise<{ status: number, body: any } | null>} the answer to the save; null where it is put off
 */
export function conflict(form, pk) {
  const url = `/forms/${form}/conflicts/${pk}`;
  return new Promise((done) => {
    /** @type {{ status: number, body: any } | null} */
    let settled = null;
    dialog.addEventListener("close", () => done(settled), { once: true });
    const open = async () => {
      const { status, body } = await ask(url);
      if (status !== 200 || typeof body !== "string") {
        show(true, make("p", { id: "dialog-title" }, "没有打开这处冲突，请刷新页面再试。"), button("关上", () => dialog.close(), ""));
        return;
      }
      const holder = make("div");
      holder.innerHTML = body;
      const title = make("h2", { id: "dialog-title", tabindex: "-1" }, "两个人改了同一格");
      show(false, title, holder);
      title.focus(); // on no choice: Enter must not settle anything
      choices(holder);
      holder.querySelector("[data-later]").addEventListener("click", (event) => {
        event.preventDefault();
        dialog.close();
      });
      holder.querySelector("form").addEventListener("submit", async (event) => {
        event.preventDefault();
        const answer = await ask(url, new FormData(/** @type {HTMLFormElement} */ (event.target)));
        if (answer.status === 422) {
          holder.prepend(make("p", { class: "message error", role: "alert" }, answer.body.message));
          return;
        }
        settled = answer;
        dialog.close();
      });
    };
    open().catch(() => {
      show(true, make("p", { id: "dialog-title" }, "连不上服务器。冲突已经记下，下次打开这张表还会问您。"), button("关上", () => dialog.close(), ""));
    });
  });
}

/** Nothing is saved before every cell has its choice; writing a text of one's own chooses it. @param {HTMLElement} holder */
function choices(holder) {
  const form = holder.querySelector("form"), save = /** @type {HTMLButtonElement} */ (form.querySelector("button.main"));
  const weigh = () => {
    save.disabled = !form.checkValidity();
  };
  holder.addEventListener("input", (event) => {
    const written = /** @type {HTMLElement} */ (event.target);
    if (written.matches("[data-other]")) /** @type {HTMLInputElement} */ (written.closest("td").querySelector("[value=other]")).checked = true;
    weigh();
  });
  weigh();
}
