"""A static site of a department and year, from forms whose personal and secret matter is masked before."""
