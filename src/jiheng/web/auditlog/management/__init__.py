"""Commands of the workbench to Django's `manage`."""
