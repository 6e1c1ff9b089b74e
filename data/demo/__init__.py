"""The story of the demo; people and answers are invented."""
