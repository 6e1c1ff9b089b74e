"""The ten conversations that must be perfect, word-close, on every channel and both databases."""
