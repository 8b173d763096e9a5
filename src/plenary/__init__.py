"""Plenary: a small, fast Fediverse server that turns online links into face-to-face ones."""

__version__ = "0.1.0"
