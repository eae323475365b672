"""Setting up a year: cycles and who takes part, projects, approved goals, issuing the forms."""
