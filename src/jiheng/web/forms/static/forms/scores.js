// Scores that were typed: those saved as they are, and those that want a reason first because the rules give another.

/** @typedef {import("./types.js").Change} Change */
/** @typedef {Change & { score?: string }} Scored */

/**
 * @param {Change[]} list
 * @param {import("./types.js").State} state
 * @param {(place: string) => string} text
 * @returns {{ plain: Scored[], ask: Scored[] }}
 */
export function sort(list, state, text) {
  /** @type {{ plain: Scored[], ask: Scored[] }} */
  const found = { plain: [], ask: [] };
  for (const change of list) {
    const score = state.scores[change.place], points = figure(change.after);
    const proposed = score.verdict === "scored" ? figure(score.score) : null;
    if (change.after === "" || (proposed !== null && points === proposed)) {
      if (score.own !== null || text(change.place) !== (score.score ?? "")) found.plain.push({ ...change, after: "", own: null });
    } else if (change.after === text(change.place) && score.own !== null) {
      continue;
    } else if (proposed !== null && points !== null && inside(points, score)) {
      found.ask.push({ ...change, score: score.score, own: score.own });
    } else {
      found.plain.push({ ...change, own: score.own ?? "" });
    }
  }
  return found;
}

/** @param {string | null} text */
function figure(text) {
  const bare = (text ?? "").trim().replace(/分$/, "");
  return bare === "" || Number.isNaN(Number(bare)) ? null : Number(bare);
}

/** @param {number} points @param {import("./types.js").Score} score */
function inside(points, score) {
  return score.high !== null && points >= Number(score.low) && points <= Number(score.high);
}
