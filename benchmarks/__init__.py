"""Measurements of the engine beside its peers; none of them gates a test."""
