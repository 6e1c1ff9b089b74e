"""Vietnamese text becomes facts; pure and deterministic."""
