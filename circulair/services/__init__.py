"""One use per function, in the hub team's words: load, decide with flows, save, note in the trail."""
