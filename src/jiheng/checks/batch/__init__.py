"""B 批量: several forms beside each other."""
