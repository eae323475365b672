"""Files that were uploaded or produced: kept by content outside the web root, bounded by a quota, sent safely."""
