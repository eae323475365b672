// “按趋势填”：把推算的数写进格子，和自己打的一样存。
document.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest("[data-fill]"));
  if (!button) return;
  const box = /** @type {HTMLInputElement} */ (document.querySelector(`[name="${button.dataset.fill}"]`));
  box.value = button.dataset.value;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  box.focus();
});
