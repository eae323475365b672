"""R 原因与措施: reasons and remedies."""
