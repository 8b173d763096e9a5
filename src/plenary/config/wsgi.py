"""The door for granian's WSGI workers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
_pages = get_wsgi_application()

from plenary.api.wsgi import with_api  # noqa: E402 (after Django is set up)

application = with_api(_pages)
