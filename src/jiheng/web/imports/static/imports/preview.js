// 预览：点表里一格，原件上同一处亮起来，并可以改；读完以后自己刷新。
const preview = /** @type {HTMLElement} */ (document.querySelector("[data-preview]"));
/** @type {Record<string, { page?: number, box?: number[], at?: string }>} */
const origins = JSON.parse(document.getElementById("origins")?.textContent || "{}");

function clear() {
  for (const spot of document.querySelectorAll(".spot")) spot.remove();
  for (const marked of document.querySelectorAll(".here")) marked.classList.remove("here");
}

/** @param {Element} holder @param {Element} element */
function into(holder, element) {
  const inside = holder.getBoundingClientRect();
  const there = element.getBoundingClientRect();
  if (there.top < inside.top || there.bottom > inside.bottom) {
    holder.scrollTop += there.top - inside.top - inside.height / 3;
  }
}

/** @param {HTMLElement} page @param {number[]} box */
function onPage(page, box) {
  const [left, top, right, bottom] = box;
  const wide = Number(page.dataset.wide);
  const high = Number(page.dataset.high);
  const spot = document.createElement("div");
  spot.className = "spot";
  spot.style.left = `${(100 * left) / wide}%`;
  spot.style.top = `${(100 * top) / high}%`;
  spot.style.width = `${(100 * (right - left)) / wide}%`;
  spot.style.height = `${(100 * (bottom - top)) / high}%`;
  page.append(spot);
  return spot;
}

/** @param {string} place */
function point(place) {
  clear();
  const cell = document.querySelector(`.paper td[data-place="${CSS.escape(place)}"]`);
  cell?.classList.add("here");
  const origin = origins[place];
  const holder = document.querySelector(".original");
  if (!origin || !holder) return cell;
  const page = origin.page && /** @type {HTMLElement} */ (holder.querySelector(`[data-page="${origin.page}"]`));
  const there = page
    ? onPage(page, origin.box)
    : origin.at && holder.querySelector(`[data-cell="${CSS.escape(origin.at)}"]`);
  if (!there) return cell;
  if (!page) there.classList.add("here");
  into(holder, there);
  return cell;
}

if (preview) {
  const cells = /** @type {NodeListOf<HTMLElement>} */ (preview.querySelectorAll(".paper td[data-place]"));
  for (const cell of cells) {
    cell.tabIndex = cell.hasAttribute("data-open") ? 0 : -1;
    if (cell.dataset.name) cell.setAttribute("aria-description", "回车修改这一格");
  }
  const wanted = new URLSearchParams(window.location.search).get("place");
  if (wanted) {
    point(wanted)?.scrollIntoView({ block: "center" });
    // 带 # 的地址载入完才定位，并会把光标收走，所以等到那以后再放。
    window.addEventListener("load", () => {
      const box = /** @type {HTMLElement} */ (preview.querySelector(".mending textarea"));
      box?.focus({ preventScroll: true });
    });
  }
  /** @param {HTMLElement} cell */
  const mend = (cell) => {
    window.location.assign(`${preview.dataset.mend}?place=${encodeURIComponent(cell.dataset.place)}`);
  };
  /** @param {Event} event @param {string} selector */
  const around = (event, selector) => /** @type {HTMLElement} */ (
    /** @type {Element} */ (event.target).closest(selector)
  );
  preview.addEventListener("focusin", (event) => {
    const cell = around(event, "td[data-place]");
    if (cell) point(cell.dataset.place);
  });
  preview.addEventListener("click", (event) => {
    if (around(event, "a, button, input, textarea, summary")) return;
    const cell = around(event, "td[data-open]");
    if (cell) mend(cell);
    const doubt = around(event, "[data-at]");
    if (doubt) point(doubt.dataset.at);
  });
  preview.addEventListener("keydown", (event) => {
    const cell = around(event, "td[data-open]");
    if (cell && event.key === "Enter") mend(cell);
  });
  preview.addEventListener("mouseover", (event) => {
    const cell = around(event, ".paper td[data-place]");
    if (cell && !document.querySelector(".mending")) point(cell.dataset.place);
  });
}

document.addEventListener("job-ended", () => {
  if (document.querySelector("[data-reload-when-done]")) window.location.reload();
});
