"""What every format yields: tables of cells, grids put together from rules and glyphs, cut and joined over pages."""
