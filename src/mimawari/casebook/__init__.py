"""What was decided and done in a case: entries that are only ever added, in SQLite or PostgreSQL."""
