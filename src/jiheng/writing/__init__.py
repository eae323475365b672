"""Reports and workbooks."""
