"""The message-set protocol of exactly-once, free of transport: what leaves, what comes back, what it means."""
