// 两个对话框：自定得分要的理由；两人改了同一格时的选择。
import { ask } from "./talking.js";
import { button, make } from "./detail.js";

const dialog = document.querySelector("[data-dialog]");

function show(short, ...children) {
  dialog.classList.toggle("short", short);
  dialog.replaceChildren(...children);
  if (!dialog.open) dialog.showModal();
}

// list：[{place, name, score, after, own}]。给 Map(place → 理由)；不改了给 null。
export function reasons(list) {
  return new Promise((done) => {
    const fields = list.map((one, number) =>
      make(
        "div",
        { class: "field" },
        make("label", { for: `reason-${number}` }, one.name),
        make("p", { class: "quiet", id: `offer-${number}` }, `办法算出 ${one.score} 分，您填 ${one.after} 分。`),
        make("textarea", { id: `reason-${number}`, required: true, maxlength: 500, rows: 2, "aria-describedby": `offer-${number}` }, one.own ?? ""),
      ),
    );
    let given = null;
    const form = make(
      "form",
      {
        on: {
          submit: (event) => {
            event.preventDefault();
            given = new Map(list.map((one, number) => [one.place, form.querySelector(`#reason-${number}`).value.trim()]));
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

// 给保存后的答复；以后再定给 null。
export function conflict(form, pk) {
  const url = `/forms/${form}/conflicts/${pk}`;
  return new Promise((done) => {
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
      show(false, make("h2", { id: "dialog-title" }, "两个人改了同一格"), holder);
      holder.querySelector("[data-later]").addEventListener("click", (event) => {
        event.preventDefault();
        dialog.close();
      });
      holder.addEventListener("input", (event) => {
        if (event.target.matches("[data-other]")) event.target.closest("td").querySelector("[value=other]").checked = true;
      });
      holder.querySelector("form").addEventListener("submit", async (event) => {
        event.preventDefault();
        const answer = await ask(url, new FormData(event.target));
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
