"""A module a format: bytes → tables of cells with their origin, and the lines around them."""
