"""Real kills: an order desk and a worker as processes of their own, killed with SIGKILL again and again."""
