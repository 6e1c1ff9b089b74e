"""Tests: channels.webchat."""
