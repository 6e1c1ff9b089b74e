"""A Telegram Bot API on the loopback: the vendor's rules, scripted faults, a ledger of what it took."""

from tests.telegram_standin.server import TelegramStandIn

__all__ = ["TelegramStandIn"]
