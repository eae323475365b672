// What was not saved last time: on opening the form the person is asked to take it back in or to drop it.
import { button, make } from "./detail.js";

/**
 * @param {import("./drafts.js").Drafts} drafts
 * @param {import("./types.js").State} state
 * @param {HTMLElement} box
 * @param {(place: string) => string} named
 * @param {(list: import("./types.js").Change[]) => void} write
 */
export function offer(drafts, state, box, named, write) {
  const kept = drafts.all();
  for (const [place, draft] of Object.entries(kept)) {
    if (!(place in state.cells) || state.cells[place] === draft.after.trim()) {
      drafts.drop(place);
      delete kept[place];
    }
  }
  const places = Object.keys(kept);
  if (!places.length) return;
  const when = new Date(Math.max(...places.map((place) => kept[place].at))).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const done = () => {
    box.hidden = true;
    box.replaceChildren();
  };
  box.append(
    make("p", {}, `有 ${places.length} 处尚未保存的修改（${when}）：`),
    make("ul", {}, ...places.map((place) => make("li", {}, make("b", {}, named(place)), `：${kept[place].after || "（清空）"}`))),
    make(
      "div",
      { class: "actions" },
      button("写回", () => {
        done();
        write(places.map((place) => ({ place, before: kept[place].before, after: kept[place].after.trim(), base: kept[place].base, own: kept[place].own })));
      }, "main"),
      button("放弃", () => {
        drafts.clear();
        done();
      }, ""),
    ),
  );
  box.hidden = false;
}
