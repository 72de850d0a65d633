"""Who calls drain. A runner promises only that it runs: one at a time a company, again after a crash, when woken."""
