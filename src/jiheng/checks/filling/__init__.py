"""F 填表: how the form is filled in."""
