"""A Zalo Bot API on the loopback: the vendor's rules, scripted faults, a ledger of what it took."""

from tests.zalo_standin.payloads import ZaloUser
from tests.zalo_standin.server import ZaloStandIn

__all__ = ["ZaloStandIn", "ZaloUser"]
