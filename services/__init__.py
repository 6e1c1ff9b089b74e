"""Use cases, one file per family of verbs."""
