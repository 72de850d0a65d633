"""Card numbers: sealed wherever they are kept, and recognised again without being read."""
