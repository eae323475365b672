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
  for (const one of list) {
    const score = state.scores[one.place], points = figure(one.after);
    const proposed = score.verdict === "scored" ? figure(score.score) : null;
    if (one.after === "" || (proposed !== null && points === proposed)) {
      if (score.own !== null || text(one.place) !== (score.score ?? "")) found.plain.push({ ...one, after: "", own: null });
    } else if (one.after === text(one.place) && score.own !== null) {
      continue;
    } else if (proposed !== null && points !== null && inside(points, score)) {
      found.ask.push({ ...one, score: score.score, own: score.own });
    } else {
      found.plain.push({ ...one, own: score.own ?? "" });
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
