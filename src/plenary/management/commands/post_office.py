"""`plenary post-office`: what waits for other servers, in a process of its own."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from plenary.federation.delivery import DeliveryDesk
from plenary.jobs.post_office import Desk, DeskFailed, PostOffice
from plenary.jobs.slow import SlowDesk

_POLITENESS = 10  # whoever waits for a page comes first


class Command(BaseCommand):
    help = (
        "Run a post office: it does slow jobs, several at once (previews of links, films, Web"
        " Push). 'plenary serve' starts one."
    )
    requires_system_checks: list[str] = []  # checked once, by serve

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(_POLITENESS)
        desks: list[Desk] = [SlowDesk(settings.POST_OFFICE_THREADS)]
        if settings.FEDERATION:
            desks.append(DeliveryDesk())
        try:
            PostOffice(desks).loop()
        except DeskFailed as failed:
            raise CommandError(str(failed)) from None
