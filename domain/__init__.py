"""Pure rules of reporting: standard library only."""
