"""The example department, with people of every role."""
