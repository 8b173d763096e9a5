"""Posting, editing and deleting. One transaction each, with the fact of what happened in it."""

from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Max, prefetch_related_objects

from plenary.accounts.models import Account
from plenary.accounts.queries import clients
from plenary.jobs.facts import record
from plenary.lib import clock, media, policies, prepared, rendering, text
from plenary.lib.errors import NotFound, Refused
from plenary.lib.ids import new_id
from plenary.lib.rows import write
from plenary.statuses import queries, rules
from plenary.statuses.actions import emojis, hashtags, mentions, polls, quotes
from plenary.statuses.facts import LinkPosted, StatusDeleted, StatusEdited, StatusPublished
from plenary.statuses.models import (
    Attachment,
    IdempotencyKey,
    PollOption,
    QuoteState,
    Status,
    StatusEdit,
    UploadState,
    Visibility,
)
from plenary.statuses.rules import Draft


def publish(
    actor: Account, draft: Draft, *, idempotency_key: str = "", pk: int | None = None
) -> Status:
    """Post. A repeated `idempotency_key` of the same account gives the first post again. `pk` only
    for servers that apps are tested against."""
    draft = checked(actor, draft)
    if idempotency_key and (first := _first(actor, idempotency_key)):
        return first
    try:
        with transaction.atomic():
            return _publish(actor, draft, idempotency_key[:200], pk or new_id())
    except IntegrityError:
        # The same key at the same moment in another process: theirs won.
        if idempotency_key and (first := _first(actor, idempotency_key)):
            return first
        check_ties(actor, draft)  # deleted meanwhile: it says so
        raise


def checked(actor: Account, draft: Draft) -> Draft:
    """A draft as it will be kept; Refused where it cannot be posted by anybody, or by them."""
    draft = replace(
        draft, text=text.clean(draft.text).strip(), spoiler_text=text.clean_line(draft.spoiler_text)
    )
    if problem := rules.objection(draft, settings.MAX_POST_CHARACTERS):
        raise Refused(problem[1], field=problem[0])
    if actor.domain:
        raise Refused("You write at home: what you post there under the hashtag appears here.")
    policies.ask("publish", actor, draft)
    return draft


def check_ties(actor: Account, draft: Draft) -> None:
    """Refused or NotFound where what a draft answers or quotes cannot be answered or quoted."""
    if draft.in_reply_to_id:
        queries.get(actor, draft.in_reply_to_id)
    if draft.quote_of_id:
        quotes.quotable(actor, draft.quote_of_id)


def _first(actor: Account, key: str) -> Status | None:
    kept = IdempotencyKey.objects.filter(account=actor, key=key[:200]).select_related("status")
    return next((row.status for row in kept), None)


def _publish(actor: Account, draft: Draft, idempotency_key: str, pk: int) -> Status:
    parent = queries.get(actor, draft.in_reply_to_id) if draft.in_reply_to_id else None
    if parent is not None and parent.reblog_of is not None:
        parent = parent.reblog_of
    people = mentions.people_mentioned(actor, draft.text)
    visibility = draft.visibility
    if parent is not None:
        visibility = rules.reply_visibility(visibility, Visibility(parent.visibility))
    quoted = quotes.quotable(actor, draft.quote_of_id) if draft.quote_of_id else None
    if quoted is not None and quoted.visibility == Visibility.PRIVATE:
        visibility = max(visibility, Visibility.PRIVATE)
    status = Status(
        pk=pk,
        account=actor,
        text=draft.text,
        content_html=render_words(draft.text, people),
        spoiler_text=draft.spoiler_text,
        emojis=emojis.in_words(
            actor.domain, draft.text, draft.spoiler_text, draft.poll.options if draft.poll else ()
        ),
        sensitive=draft.sensitive
        or bool(draft.attachments and (draft.spoiler_text or actor.sensitized_at)),
        language=draft.language[:12],
        application_id=draft.application_id,
        visibility=visibility,
        in_reply_to=parent,
        in_reply_to_account=parent.account if parent else None,
        thread_id=parent.thread_id or parent.pk if parent else pk,
        quote_of=quoted,
        quote_state=quotes.first_state(actor, quoted),
        quote_policy=draft.quote_policy,
        has_poll=draft.poll is not None,
    )
    # What belongs to it is written first (foreign keys are held at the commit), so that it is
    # written once, rendered. None of that is read again.
    if idempotency_key:
        IdempotencyKey.objects.create(account=actor, key=idempotency_key, status=status)
    _claim(actor, status, draft)
    if draft.poll is not None:
        polls.ask(status, draft.poll)
    used, ties = hashtags.tie_new(status)
    known = {"status_hashtags": ties, "mentions": mentions.tie_new(status, people.values())}
    if not draft.attachments:
        known["attachments"] = []
    if draft.application_id is not None:
        status.application = clients.application_known(draft.application_id)
    insert(status, known)
    _count(status, 1)
    if quoted is not None and status.quote_state == QuoteState.ACCEPTED:
        quotes.count(quoted.pk, 1)
    if visibility != Visibility.DIRECT:
        count_one_more(actor, pk)
    hashtags.count_days(status, used)
    record(StatusPublished(status.pk, actor.pk, quotes=quoted is not None))
    if _previewed(status):
        record(LinkPosted(status.pk))
    return status


def insert(status: Status, known: dict[str, Any]) -> None:
    """Write a new status, rendered. `known`: what belongs to it and is written already, by the
    names of its relations; the rest is read."""
    status._prefetched_objects_cache = known  # type: ignore[attr-defined]
    status.rendered = _rendered(status)
    prepared.insert(status)
    del status._prefetched_objects_cache  # type: ignore[attr-defined]


def _previewed(status: Status) -> str:
    """The link that a preview is made of; '' where none is. Of a message nothing is fetched: it may
    hold what opens once."""
    if not settings.LINK_PREVIEWS or status.visibility == Visibility.DIRECT:
        return ""
    return rules.previewed(status.text, settings.PUBLIC_URL)


def keep_rendered(status: Status) -> None:
    """Render what never depends on the viewer, once everything that belongs to it is written."""
    status.rendered = _rendered(status)
    Status.objects.filter(pk=status.pk).update(rendered=status.rendered)


def _rendered(status: Status) -> str:
    prefetch_related_objects([status], *queries.RENDERED_FROM)
    return rendering.render("status", status)


def count_one_more(actor: Account, status_id: int) -> None:
    """An account has one status more; of two at the same moment the later id stays the last."""
    write(_ONE_MORE, {"account": actor.pk, "status": status_id})


_ONE_MORE = """
    UPDATE plenary_account SET statuses_count = statuses_count + 1, last_status_id =
    CASE WHEN last_status_id > %(status)s THEN last_status_id ELSE %(status)s END
    WHERE id = %(account)s
"""


def _count(reply: Status, by: int) -> None:
    """Keep the parent's count of replies: of those that anyone may see, for a count tells too."""
    if reply.in_reply_to_id and reply.visibility <= Visibility.UNLISTED:
        parent = Status.objects.filter(pk=reply.in_reply_to_id)
        parent.update(replies_count=F("replies_count") + by)


def render_words(words: str, people: dict[str, Account]) -> str:
    """HTML once, at write: only people who are here become links."""

    def address(handle: str) -> str | None:
        account = people.get(handle.lower())
        return account.url if account else None

    return text.render(words, address, lambda tag: f"/tags/{quote(tag)}")


def _claim(actor: Account, status: Status, draft: Draft) -> None:
    """Tie the actor's own, still free uploads to the status; anyone else's do not exist."""
    for position, pk in enumerate(draft.attachments):
        changes: dict[str, object] = {"status": status, "position": position}
        if pk in draft.descriptions:
            changes["description"] = text.clean(draft.descriptions[pk]).strip()
        if pk in draft.focuses:
            changes["focus_x"], changes["focus_y"] = draft.focuses[pk]
        own = Attachment.objects.filter(pk=pk, account=actor)
        if own.exclude(state=UploadState.READY).exists():
            raise Refused("A file is still being made ready. Try again in a moment.")
        free = own.filter(status=None, scheduled=None)
        kept = own.filter(status=status)
        if not (free.update(**changes) or kept.update(**changes)):
            raise NotFound("That picture is not here any more. Please add it again.")


def _own(actor: Account, status_id: int) -> Status:
    """The actor's own status, locked; NotFound for anyone else's, seen or unseen."""
    found = (
        Status.objects.select_for_update()
        .filter(pk=status_id, account=actor, reblog_of__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound("There is no such post of yours.")
    return found


def edit(actor: Account, status_id: int, draft: Draft, *, keep_poll: bool = True) -> Status:
    """Change one's own status; what it said before stays in its history. Who sees it, and what it
    quotes, stays. `keep_poll`: its poll stays; else it becomes the draft's, or goes."""
    with transaction.atomic():
        status = _own(actor, status_id)
        draft = checked(actor, replace(draft, quote_of_id=status.quote_of_id))
        before = list(status.attachments.order_by("position"))
        as_it_was = [(one.pk, one.description) for one in before]
        as_it_will = [
            (pk, draft.descriptions.get(pk, dict(as_it_was).get(pk, "")))
            for pk in draft.attachments
        ]
        options = options_of(status)
        same = keep_poll or not polls.reword(status, draft.poll)
        same = same and not draft.focuses
        before_edit = (status.text, status.spoiler_text, as_it_was, status.sensitive)
        if same and before_edit == (
            draft.text,
            draft.spoiler_text,
            as_it_will,
            draft.sensitive,
        ):
            return status
        keep_version(status, before, options)
        people = mentions.people_mentioned(actor, draft.text)
        status.text, status.spoiler_text = draft.text, draft.spoiler_text
        status.sensitive, status.edited_at = draft.sensitive, clock.now()
        status.content_html = render_words(draft.text, people)
        if not keep_poll:
            status.has_poll = draft.poll is not None
            options = list(draft.poll.options) if draft.poll else []
        status.emojis = emojis.in_words(actor.domain, draft.text, draft.spoiler_text, options)
        link = _previewed(status)
        if status.card is not None and status.card.address != link:
            status.card = None
        status.save()
        dropped = [one for one in before if one.pk not in draft.attachments]
        discard(dropped)
        _claim(actor, status, draft)
        used = hashtags.tie(status)
        mentions.tie(status, people.values())
        keep_rendered(status)
        hashtags.count_days(status, used)
        record(StatusEdited(status.pk))
        if link and status.card is None:
            record(LinkPosted(status.pk))
    return status


def keep_version(status: Status, files: list[Attachment], options: list[str]) -> None:
    """What a post says now, with its files and its poll's options, before an edit."""
    StatusEdit.objects.create(
        status=status,
        created_at=status.edited_at or status.created_at,
        text=status.text,
        content_html=status.content_html,
        spoiler_text=status.spoiler_text,
        sensitive=status.sensitive,
        attachments=[{"id": str(one.pk), "description": one.description} for one in files],
        poll=options,
    )


def options_of(status: Status) -> list[str]:
    """How its poll's options are worded; none where it has no poll."""
    if not status.has_poll:
        return []
    rows = PollOption.objects.filter(poll__status=status).order_by("position")
    return list(rows.values_list("title", flat=True))


def discard(attachments: list[Attachment]) -> None:
    """Remove pictures: the rows now, the files once that is certain."""
    files = [one.file for one in attachments]
    Attachment.objects.filter(pk__in=[one.pk for one in attachments]).delete()
    transaction.on_commit(partial(media.delete_all, files), robust=True)


def delete(actor: Account, status_id: int, *, keep_media: bool = False) -> None:
    """Remove one's own status with everything that hangs on it. `keep_media`: its files are free
    uploads again, to write it anew."""
    with transaction.atomic():
        status = _own(actor, status_id)
        used = hashtags.untie(status)
        named = mentions.untie(status)
        boosters = list(
            Status.objects.filter(reblog_of=status).values_list("account_id", flat=True)
        )
        # Held in one order, so that two deletions with boosters in common never wait in a ring.
        held = Account.objects.select_for_update(no_key=True).filter(pk__in=[actor.pk, *boosters])
        list(held.order_by("pk").values_list("pk", flat=True))
        if keep_media:
            status.attachments.update(status=None, created_at=clock.now())
        else:
            discard(list(status.attachments.all()))
        _count(status, -1)
        if status.quote_of_id and status.quote_state == QuoteState.ACCEPTED:
            quotes.count(status.quote_of_id, -1)
        Status.objects.filter(quote_of=status, quote_state=QuoteState.ACCEPTED).update(
            quote_state=QuoteState.DELETED
        )
        uri = status.object_uri
        # What answered it names it no more.
        Status.objects.filter(in_reply_to=status).update(rendered="")
        status.delete()
        one_less = {"statuses_count": F("statuses_count") - 1}
        Account.objects.filter(pk__in=boosters).update(**one_less)
        if status.visibility != Visibility.DIRECT:
            Account.objects.filter(pk=actor.pk).update(**one_less)
        left = Status.objects.filter(account=actor).exclude(visibility=Visibility.DIRECT)
        last = left.aggregate(last=Max("pk"))["last"]
        Account.objects.filter(pk=actor.pk).update(last_status_id=last)
        hashtags.count_days(status, used)
        if status.quote_of is not None:  # it came to them with the question whether it may
            named.add(status.quote_of.account_id)
        told, passed_on = (tuple(sorted({*some} - {actor.pk})) for some in (named, boosters))
        record(StatusDeleted(status_id, actor.pk, status.visibility, uri, told, passed_on))
