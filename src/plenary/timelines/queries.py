"""Reads: the first argument is the viewer."""
