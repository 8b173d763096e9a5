"""Hashtags of a status, and who uses which: kept with the status, in its transaction."""

from collections.abc import Iterable

from django.db.models import F, Max

from plenary.lib import text
from plenary.statuses.models import Hashtag, HashtagUse, Status, StatusHashtag, Visibility


def hashtag_named(name: str) -> Hashtag:
    """The hashtag of a name, made if it is new; the first writing of it is kept for display."""
    return hashtags_named([name])[0]


def hashtags_named(names: Iterable[str]) -> list[Hashtag]:
    wanted = {text.hashtag_key(name)[:150]: name[:150] for name in names}
    if not wanted:
        return []
    Hashtag.objects.bulk_create(
        [Hashtag(name=key, display=name) for key, name in wanted.items()], ignore_conflicts=True
    )
    return list(Hashtag.objects.filter(name__in=wanted))


def tie(status: Status) -> None:
    """Tie a new or edited status to the hashtags in its text, and count their use."""
    wanted = {tag.pk: tag for tag in hashtags_named(text.find_hashtags(status.text))}
    has = set(StatusHashtag.objects.filter(status=status).values_list("hashtag_id", flat=True))
    listed = status.visibility == Visibility.PUBLIC
    new, gone = wanted.keys() - has, has - wanted.keys()
    StatusHashtag.objects.bulk_create(
        StatusHashtag(status=status, hashtag_id=pk, listed=listed) for pk in new
    )
    if gone:
        StatusHashtag.objects.filter(status=status, hashtag__in=gone).delete()
    if listed:
        _used(status, new)
        _unused(status, gone)


def untie(status: Status) -> None:
    """Undo `tie` before a status goes."""
    has = set(StatusHashtag.objects.filter(status=status).values_list("hashtag_id", flat=True))
    StatusHashtag.objects.filter(status=status).delete()
    if status.visibility == Visibility.PUBLIC:
        _unused(status, has)


def _used(status: Status, hashtags: Iterable[int]) -> None:
    hashtags = list(hashtags)
    if not hashtags:
        return
    HashtagUse.objects.bulk_create(
        [HashtagUse(account_id=status.account_id, hashtag_id=pk) for pk in hashtags],
        ignore_conflicts=True,
    )
    uses = HashtagUse.objects.filter(account=status.account_id, hashtag__in=hashtags)
    uses.update(uses=F("uses") + 1)
    uses.filter(last_status_id__lt=status.pk).update(last_status_id=status.pk)


def _unused(status: Status, hashtags: Iterable[int]) -> None:
    for pk in hashtags:
        use = HashtagUse.objects.filter(account=status.account_id, hashtag=pk)
        use.update(uses=F("uses") - 1)
        use.filter(uses__lte=0).delete()
        if use.filter(last_status_id=status.pk).exists():
            left = StatusHashtag.objects.filter(
                hashtag=pk, listed=True, status__account=status.account_id
            ).exclude(status=status)
            use.update(last_status_id=left.aggregate(last=Max("status_id"))["last"] or 0)
