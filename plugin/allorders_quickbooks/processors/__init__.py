"""Ways to QuickBooks: bytes in, bytes out. Which one a company uses is decided by its set-up."""
