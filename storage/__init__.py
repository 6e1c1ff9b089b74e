"""Tables, named queries, unit of work, migrations."""
