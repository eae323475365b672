"""What a cell's text means as a label of the form."""
