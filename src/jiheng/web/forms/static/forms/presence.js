// Who else is at the form and what they have saved: asked every twenty seconds, and a word on leaving.
import { ask, leaving, SignedOut } from "./talking.js";

const EVERY = 20000, STILL = 300000;

/**
 * @param {import("./types.js").State} state
 * @param {import("./saving.js").Saver} saver
 * @param {{ others(answer: import("./types.js").Answer): void, at: HTMLElement, closed(): void, out(): void }} page
 */
export function watch(state, saver, page) {
  const url = `/forms/${state.form}/presence`;
  let touched = Date.now();
  for (const kind of ["keydown", "mousedown", "scroll"]) document.addEventListener(kind, () => { touched = Date.now(); }, { passive: true, capture: true });
  // Not asked after five minutes without a touch: else who sits idle would never be signed out.
  const look = async () => {
    if (document.hidden || Date.now() - touched > STILL) return;
    const form = new FormData();
    form.set("version", String(state.version));
    try {
      const { status, body } = await ask(url, form, true);
      if (status !== 200) {
        page.closed();
        return;
      }
      page.at.replaceChildren(...body.at_it.map((/** @type {{ name: string, since: string }} */ editor) => Object.assign(document.createElement("span"), { textContent: `${editor.name}也在填（${editor.since} 起）` })));
      if (state.editable && !body.editable) page.closed();
      if (!saver.busy && body.version > state.version) page.others(body);
    } catch (error) {
      if (error instanceof SignedOut) page.out();
    }
  };
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
  if (state.editable) window.addEventListener("pagehide", () => leaving(url, { gone: "1" }));
}
