"""Paths, archives and bytes → what each file is, read within limits in worker processes."""
