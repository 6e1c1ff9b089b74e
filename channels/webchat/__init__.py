"""The web chat: a messenger of our own in any browser."""
