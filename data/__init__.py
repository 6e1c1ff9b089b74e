"""Shipped facts: calendar overrides, organisation packs, the story of the demo."""
