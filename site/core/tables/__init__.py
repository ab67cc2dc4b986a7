"""Published tables: rows, their cells, their schema."""
