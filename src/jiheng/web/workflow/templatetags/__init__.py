"""Parts of pages that other apps put into theirs."""
