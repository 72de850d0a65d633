"""The outbox, the conversation and QuickBooks' memory, each beside a small model, in an order drawn by chance."""
