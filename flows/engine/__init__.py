"""The engine: what flows says readably, computed on columns and tested against it."""
