"""One folder per messenger; nothing of a messenger leaves its folder."""
