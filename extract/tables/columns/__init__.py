"""What the columns of a block hold, by their headers, cells, notes and the table's caption."""
