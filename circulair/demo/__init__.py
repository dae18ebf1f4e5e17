"""The example world: everything in it is invented; only the town is real."""
