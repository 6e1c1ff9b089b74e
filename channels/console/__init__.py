"""The console: a messenger made of lines of text, for a terminal, the demo and development."""
