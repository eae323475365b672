// A file dragged onto an indicator is handed in as if it had been chosen.
/** @param {DragEvent} event */
const target = (event) => /** @type {HTMLElement} */ (event.target).closest?.("[data-drop]");
/** @param {DragEvent} event */
const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

for (const name of /** @type {const} */ (["dragover", "dragleave", "drop"])) {
  document.addEventListener(name, (/** @type {DragEvent} */ event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault(); // 拖偏了也不让浏览器离开这一页
    const box = target(event);
    for (const other of document.querySelectorAll("[data-drop].over")) other.classList.remove("over");
    const input = /** @type {HTMLInputElement | null} */ (box?.querySelector("input[type=file]"));
    if (!input) return;
    if (name === "dragover") box.classList.add("over");
    if (name === "drop") {
      input.files = event.dataTransfer.files;
      input.form.requestSubmit();
    }
  });
}
