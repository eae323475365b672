"""Getting data in: files are read in the background, shown in a preview, and enter only when accepted."""
