"""The door for granian's streaming process; ordinary requests never come here."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
django.setup()

from plenary.web.stream import application  # noqa: E402

__all__ = ["application"]
