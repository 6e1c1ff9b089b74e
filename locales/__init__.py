"""Message catalogues and their loader."""
