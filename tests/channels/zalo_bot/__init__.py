"""Tests: the Zalo Bot channel against the stand-in."""
