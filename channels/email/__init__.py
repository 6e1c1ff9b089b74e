"""E-mail, the plain fallback: what would be said in a messenger goes out as a letter nobody can answer."""
