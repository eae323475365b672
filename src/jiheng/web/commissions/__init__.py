"""委托评价: forms given to a third-party evaluator as a task, handed in with its papers, accepted or sent back."""
