// 谁也在这张表上，别人存了什么：每二十秒问一次，离开时说一声。
import { ask, leaving, SignedOut } from "./talking.js";

const EVERY = 20000, STILL = 300000;

export function watch(state, saver, page) {
  const url = `/forms/${state.form}/presence`;
  let touched = Date.now();
  for (const kind of ["keydown", "mousedown", "scroll"]) document.addEventListener(kind, () => { touched = Date.now(); }, { passive: true, capture: true });
  // 五分钟没有动静就不再问，免得久坐不动的人一直不会自动退出。
  const look = async () => {
    if (document.hidden || Date.now() - touched > STILL) return;
    const form = new FormData();
    form.set("version", state.version);
    try {
      const { status, body } = await ask(url, form, true);
      if (status !== 200) {
        page.closed();
        return;
      }
      page.at.replaceChildren(...body.at_it.map((one) => Object.assign(document.createElement("span"), { textContent: `${one.name}也在填（${one.since} 起）` })));
      if (state.editable && !body.editable) page.closed();
      if (!saver.busy && body.version > state.version) page.others(body);
    } catch (error) {
      if (error instanceof SignedOut) page.out();
    }
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  if (state.editable) window.addEventListener("pagehide", () => leaving(url, { gone: 1 }));
}
