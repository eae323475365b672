"""What can be taken away of an organisation: reports, workbooks, forms, as one zip made in the background."""
