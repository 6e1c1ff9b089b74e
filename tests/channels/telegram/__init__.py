"""Tests: the Telegram channel against the stand-in."""
