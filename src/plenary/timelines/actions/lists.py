"""Lists of people: making, changing, and who is on them."""

from collections.abc import Collection

from django.db import transaction

from plenary.accounts.facts import AccountUnfollowed
from plenary.accounts.models import Account, Follow
from plenary.lib import text
from plenary.lib.errors import NotFound, Refused
from plenary.timelines.models import AccountList, ListMember

MOST_LISTS = 50
MOST_MEMBERS = 1000
MAX_TITLE = 255
REPLIES = ("none", "list", "followed")


def _title(given: str) -> str:
    kept = text.clean_line(given)
    if not kept:
        raise Refused("Validation failed: Title can't be blank", field="title")
    if len(kept) > MAX_TITLE:
        raise Refused(f"Validation failed: Title has at most {MAX_TITLE} characters", field="title")
    return kept


def _replies(given: str) -> str:
    if given not in REPLIES:
        raise Refused("Validation failed: replies_policy is not valid", field="replies_policy")
    return given


def _own(actor: Account, list_id: int) -> AccountList:
    """The actor's own list, held until the transaction ends."""
    found = AccountList.objects.select_for_update().filter(pk=list_id, account=actor).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def create_list(
    actor: Account, title: str, *, replies_policy: str = "list", exclusive: bool = False
) -> AccountList:
    title, replies_policy = _title(title), _replies(replies_policy)
    if AccountList.objects.filter(account=actor).count() >= MOST_LISTS:
        raise Refused(f"Validation failed: You can have {MOST_LISTS} lists")
    return AccountList.objects.create(
        account=actor, title=title, replies_policy=replies_policy, exclusive=exclusive
    )


@transaction.atomic
def change_list(
    actor: Account,
    list_id: int,
    *,
    title: str | None = None,
    replies_policy: str | None = None,
    exclusive: bool | None = None,
) -> AccountList:
    """Change what is given."""
    found = _own(actor, list_id)
    if title is not None:
        found.title = _title(title)
    if replies_policy is not None:
        found.replies_policy = _replies(replies_policy)
    if exclusive is not None:
        found.exclusive = exclusive
    found.save(update_fields=["title", "replies_policy", "exclusive"])
    return found


@transaction.atomic
def delete_list(actor: Account, list_id: int) -> None:
    _own(actor, list_id).delete()


@transaction.atomic
def add_to_list(actor: Account, list_id: int, accounts: Collection[Account]) -> None:
    """Put people on a list whom the actor follows; all of them or none."""
    found = _own(actor, list_id)
    wanted = {one.pk for one in accounts}
    ties = Follow.objects.filter(source=actor, target__in=wanted)
    if len(wanted) != ties.count():
        raise NotFound
    on_it = set(ListMember.objects.filter(list=found).values_list("account_id", flat=True))
    if wanted & on_it:
        raise Refused("Validation failed: Account has already been taken")
    if len(on_it) + len(wanted) > MOST_MEMBERS:
        raise Refused(f"Validation failed: A list holds {MOST_MEMBERS} people")
    ListMember.objects.bulk_create([ListMember(list=found, account_id=pk) for pk in sorted(wanted)])


@transaction.atomic
def remove_from_list(actor: Account, list_id: int, account_ids: Collection[int]) -> None:
    ListMember.objects.filter(list=_own(actor, list_id), account__in=account_ids).delete()


def on_account_unfollowed(fact: AccountUnfollowed) -> None:
    """Who is followed no more is on no list; they may be followed again by now."""
    again = Follow.objects.filter(source=fact.source_id, target=fact.target_id)
    if not again.exists():
        ListMember.objects.filter(list__account=fact.source_id, account=fact.target_id).delete()
