"""The sync centre: the plugin's pages inside the host's site. A page shows a read model and presses verbs, no more."""
