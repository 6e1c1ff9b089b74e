"""Words and phrases of office Vietnamese, as data."""
