"""部门评价、重点评价: a project evaluated by experts along a framework, with working papers, comment and report."""
