"""Short status messages of the units: what was said, about which duty, with which values."""

from language.replies.model import Indicator, Intent, OpenObligation, Understanding
from language.replies.understanding import understand

__all__ = ["Indicator", "Intent", "OpenObligation", "Understanding", "understand"]
