"""Time: the ticks and their table for APScheduler."""
