"""T 指标与目标值: indicators, targets and weights."""
