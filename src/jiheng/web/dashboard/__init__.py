"""The department's page: progress, scores, findings, completeness, downloads."""
