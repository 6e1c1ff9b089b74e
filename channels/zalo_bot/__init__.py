"""Zalo Bot: a client of our own carries the messages; it never takes a refusal for success."""
