"""Telegram: aiogram carries the messages, `admin` looks at it independently; each is imported on its own."""
