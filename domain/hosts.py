"""Where an address leads: to this machine, or away from it."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether a bare host name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
