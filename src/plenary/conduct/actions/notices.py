"""Who is told: moderators of a report, a person of a decision. Reactions; all may be repeated."""

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q

from plenary.accounts.models import Account
from plenary.conduct import rules
from plenary.conduct.facts import ReportMade, StrikeGiven, TiesSevered
from plenary.conduct.models import Report, Severance, Strike
from plenary.timelines import actions as timelines


def on_report_made(fact: ReportMade) -> None:
    """All moderators, but for who reported and who is reported."""
    rows = Report.objects.select_related("account", "target")
    report = rows.filter(pk=fact.report_id, action_taken_at__isnull=True).first()
    if report is None:
        return
    moderate = Q(user__is_staff=True) | Q(user__is_superuser=True)
    moderators = Account.objects.filter(moderate, user__is_active=True)
    for moderator in moderators.exclude(pk=report.target_id):
        timelines.notify(
            account=moderator,
            actor=report.account,
            kind="admin.report",
            key=f"report-{report.pk}",
            link=f"/moderation/reports/{report.pk}",
        )


def on_strike_given(fact: StrikeGiven) -> None:
    """The person, in the app and by mail; not by whom."""
    strike = Strike.objects.select_related("target").filter(pk=fact.strike_id).first()
    if strike is None:
        return
    said = rules.TOLD[strike.action]
    timelines.notify(
        account=strike.target,
        actor=strike.target,
        kind="moderation_warning",
        key=f"strike-{strike.pk}",
        link="/decisions",
        text=f"{said} {strike.text}".strip(),
    )
    user = getattr(strike.target, "user", None)
    if fact.mail and user is not None and user.email:
        words = [f"To @{strike.target.username} at {settings.PUBLIC_URL}", said, strike.text]
        words.append(f"If you think this is wrong, write to {settings.DEFAULT_FROM_EMAIL}.")
        send_mail(
            f"[{settings.SITE_NAME}] A decision about your account",
            "\n\n".join(word for word in words if word),
            None,
            [user.email],
        )


def on_ties_severed(fact: TiesSevered) -> None:
    """Whoever lost follows by a decision about others; more of them may end still."""
    row = Severance.objects.select_related("account").filter(pk=fact.severance_id).first()
    if row is not None:
        timelines.notify(
            account=row.account,
            actor=row.account,
            kind="severed",
            key=f"severed-{row.pk}",
            link=f"/severed/{row.pk}",
            text=rules.SEVERED[row.kind].format(row.target_name),
        )
