"""What somebody may try against the gateway: one file an attack."""
