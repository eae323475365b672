"""S 评分: printed scores against the rules."""
