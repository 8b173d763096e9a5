"""Figures, reproducible by `make bench`. Nothing in src imports this."""
