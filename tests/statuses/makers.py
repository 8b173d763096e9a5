"""Posting, for tests that are about something else."""

from typing import Any

from plenary.accounts.models import Account
from plenary.statuses import actions
from plenary.statuses.models import Status, Visibility
from plenary.statuses.rules import Draft


def post(author: Account, text: str = "Good morning", **draft: Any) -> Status:
    return actions.publish(author, Draft(text=text, **draft))


def reply(author: Account, to: Status, text: str = "Indeed", **draft: Any) -> Status:
    return post(author, text, in_reply_to_id=to.pk, **draft)


PUBLIC, UNLISTED = Visibility.PUBLIC, Visibility.UNLISTED
PRIVATE, DIRECT = Visibility.PRIVATE, Visibility.DIRECT
