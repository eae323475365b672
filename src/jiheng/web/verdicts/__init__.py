"""抽查结果: what the check of every form drawn came to, the sum of it, and what it says of all forms."""
