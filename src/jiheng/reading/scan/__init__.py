"""Pages that are pictures → rules and lines of text (needs jiheng[ocr])."""
