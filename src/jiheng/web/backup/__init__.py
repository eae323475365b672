"""Backup to one file while running, and restoring from it."""
