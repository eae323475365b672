// 把文件拖到一项指标的材料格里就上传，与选择文件后按“上传”一样。
const target = (event) => event.target.closest?.("[data-drop]");
const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault(); // 拖偏了也不让浏览器离开这一页
    const box = target(event);
    for (const other of document.querySelectorAll("[data-drop].over")) other.classList.remove("over");
    const input = box?.querySelector("input[type=file]");
    if (!input) return;
    if (name === "dragover") box.classList.add("over");
    if (name === "drop") {
      input.files = event.dataTransfer.files;
      input.form.requestSubmit();
    }
  });
}
