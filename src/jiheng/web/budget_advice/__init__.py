"""结果应用: an advice for the next budget of each project, the budget office's answer, shown in next autumn's goals."""
