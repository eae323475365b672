"""The audit administrator's pages: searching, exporting and verifying the audit log."""
