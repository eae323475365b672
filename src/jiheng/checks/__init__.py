"""One check a module; the catalogue finds them all."""
