"""The demo: a province in a box, on a clock that can be moved."""
