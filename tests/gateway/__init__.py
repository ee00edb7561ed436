"""The gateway, with real clients on loopback."""
