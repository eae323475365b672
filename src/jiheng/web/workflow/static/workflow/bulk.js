// 办完之后，重新取这一页，列出每张表的结果。
document.addEventListener("job-ended", () => window.location.reload());
