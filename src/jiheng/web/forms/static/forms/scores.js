// 填的得分分成两堆：照存的，和要先写理由的。办法说了算的才要理由；超出范围的交给服务器说。
export function sort(list, state, text) {
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

function figure(text) {
  const bare = (text ?? "").trim().replace(/分$/, "");
  return bare === "" || Number.isNaN(Number(bare)) ? null : Number(bare);
}

function inside(points, score) {
  return score.high !== null && points >= Number(score.low) && points <= Number(score.high);
}
