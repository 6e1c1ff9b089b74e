"""Pages and JSON in a browser."""
