"""Deciding against somebody, and taking it back. Decided here, stored where it is read."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Exists, OuterRef

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.conduct import rules
from plenary.conduct.actions import book
from plenary.conduct.actions.reports import close, held
from plenary.conduct.facts import ErasureDecided, StrikeGiven
from plenary.conduct.models import Report, Strike
from plenary.conduct.queries.domains import decision_for
from plenary.conduct.visibility import must_moderate, rank, reports_for
from plenary.jobs.facts import record
from plenary.lib.errors import Forbidden, NotFound, Refused
from plenary.statuses import actions as statuses
from plenary.statuses.actions.publishing import keep_rendered
from plenary.statuses.models import Attachment, Status

_DOES: dict[str, Callable[[Account], None]] = {
    "sensitive": accounts.sensitize,
    "disable": accounts.disable,
    "silence": accounts.silence,
    "suspend": accounts.suspend,
}
_UNDOES: dict[str, Callable[[Account], None]] = {
    "unsensitive": accounts.unsensitize,
    "enable": accounts.enable,
    "unsilence": accounts.unsilence,
    "unsuspend": accounts.unsuspend,
}
# Where it says that a decision about somebody is one about their server.
_OF_SERVERS = {"unsilence": "silenced_because", "unsuspend": "suspended_because"}


def _target(actor: Account, target_id: int) -> Account:
    """Somebody the actor may act on."""
    mine = must_moderate(actor)
    found = Account.objects.filter(pk=target_id).first()
    if found is None:
        raise NotFound
    rules.may_act(mine, rank_even_if_disabled(found))
    if found.pk == actor.pk:
        raise Forbidden(rules.NOT_ALLOWED)
    return found


def rank_even_if_disabled(account: Account) -> int:
    """Whoever was shut out keeps their rank in what may be done to them."""
    user = getattr(account, "user", None)
    if user is None:
        return rules.NOBODY
    return rules.ADMIN if user.is_superuser else rules.MODERATOR if user.is_staff else rules.NOBODY


def decide(
    actor: Account,
    target_id: int,
    action: str,
    *,
    report_id: int | None = None,
    text: str = "",
    mail: bool = True,
) -> Strike:
    """One decision against somebody: it holds at once, they are told (not by whom), the report is
    answered, and it stands in the book."""
    rules.check_action(action)
    words = rules.check_words(text)
    with transaction.atomic():
        target = _target(actor, target_id)
        report = held(actor, report_id) if report_id is not None else None
        if report is not None and report.target_id != target.pk:
            raise NotFound
        status_ids = report.status_ids if report is not None else []
        if action in _DOES:
            _DOES[action](target)
        elif action in rules.POST_ACTIONS:
            if not status_ids:
                raise Refused("This report names no posts.")
            _to_posts(target, action, [int(pk) for pk in status_ids])
        if action == "sensitive":
            _render_anew(target)
        strike = Strike.objects.create(
            target=target,
            moderator=actor,
            report=report,
            action=action,
            text=words,
            status_ids=status_ids,
        )
        book.write(actor, "warn" if action == "none" else action.replace("_", " "), target, words)
        _answer(actor, target, report, everything=action != "none")
        record(StrikeGiven(strike.pk, mail))
    return strike


def _to_posts(target: Account, action: str, ids: list[int]) -> None:
    rows = Status.objects.filter(account=target, pk__in=ids).order_by("pk")
    for status in rows.select_related("account"):
        if action == "delete_statuses":
            statuses.delete(target, status.pk)
        else:
            status.sensitive = True
            status.save(update_fields=["sensitive"])
            keep_rendered(status)


def _render_anew(target: Account) -> None:
    """What was rendered of posts with pictures says whether they stand behind a warning."""
    pictures = Attachment.objects.filter(status=OuterRef("pk"))
    Status.objects.filter(Exists(pictures), account=target).update(rendered="")


def _answer(actor: Account, target: Account, report: Report | None, *, everything: bool) -> None:
    """Close the report; a decision that changes something answers all others about them too."""
    waiting = [report] if report is not None else []
    if everything:
        rows = reports_for(actor).filter(target=target, action_taken_at__isnull=True)
        waiting += list(rows.select_for_update(of=("self",)).order_by("pk"))
    for one in {row.pk: row for row in waiting}.values():
        close(actor, one)


def lift(actor: Account, target_id: int, deed: str) -> Account:
    """Take a decision back: unsensitive, enable, unsilence or unsuspend."""
    with transaction.atomic():
        target = _target(actor, target_id)
        column = _OF_SERVERS.get(deed)
        if column is not None and getattr(target, column):
            raise Refused(f"This follows from the decision about {target.domain}: change that.")
        _UNDOES[deed](target)
        if column is not None and target.domain:
            accounts.stand_again(target, decision_for(target.domain).severity)
        if deed == "unsensitive":
            _render_anew(target)
        book.write(actor, deed, target)
    return target


def erase(actor: Account, target_id: int) -> None:
    """Remove a suspended account with all it wrote, for good; the worker does it."""
    with transaction.atomic():
        target = _target(actor, target_id)
        if rank(actor) < rules.ADMIN or target.suspended_at is None:
            raise Forbidden(rules.NOT_ALLOWED)
        book.write(actor, "delete", target)
        record(ErasureDecided(target.pk))


def refuse_sign_up(actor: Account, target_id: int) -> None:
    """Nobody waits for approval here, so there is none to approve or reject."""
    _target(actor, target_id)
    raise Forbidden(rules.NOT_ALLOWED)
