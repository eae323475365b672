"""The self-evaluation form in the workbench: editor, saves, versions, conflicts, evidence."""
