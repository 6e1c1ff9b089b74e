"""Shipped organisation packs: the units of a province and the duties of its directives, as YAML."""
