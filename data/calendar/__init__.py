"""Official days off and worked Saturdays of Vietnamese civil servants, as YAML."""
