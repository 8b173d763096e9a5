"""People whom a post names and whom nobody here knew when it was written."""

from django.conf import settings
from django.db import transaction

from plenary.lib import text
from plenary.statuses.actions import mentions
from plenary.statuses.actions.publishing import keep_rendered, render_words
from plenary.statuses.models import Status


def unknown(status: Status) -> list[str]:
    """Handles of other servers in a post of ours that lead to nobody known here (one query, or
    none)."""
    typed = text.find_mentions(status.text)
    elsewhere = [one for one in typed if one.partition("@")[2].lower() not in {"", settings.DOMAIN}]
    if not elsewhere:
        return []
    known = mentions.people_mentioned(status.account, status.text)
    return [one for one in elsewhere if one.lower() not in known]


def tie_found(status: Status) -> bool:
    """Tie a post to those it names who have become known since, and render it anew; whether there
    were any. Nobody here is notified: they live elsewhere."""
    with transaction.atomic():
        rows = Status.objects.select_for_update(of=("self",)).select_related("account")
        held = rows.filter(pk=status.pk, local=True).first()
        if held is None:
            return False
        people = mentions.people_mentioned(held.account, held.text)
        found = [one for one in people.values() if one.domain]
        if not mentions.tie_more(held, found):
            return False
        held.content_html = render_words(held.text, people)
        Status.objects.filter(pk=held.pk).update(content_html=held.content_html)
        keep_rendered(held)
    return True
