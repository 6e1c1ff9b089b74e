"""The process: its loops, its logs, its health, its clock, and the real command running."""
