"""Who may see a meeting: its two people, and neither once one has blocked the other."""

from django.db.models import Q, QuerySet

from plenary.accounts.models import Account
from plenary.accounts.visibility import apart
from plenary.encounters.models import Encounter


def encounters(viewer: Account) -> QuerySet[Encounter]:
    """Meetings the viewer is one side of, with the other side still within reach."""
    return (
        Encounter.objects.filter(Q(low=viewer) | Q(high=viewer))
        .exclude(apart(viewer, "low"))
        .exclude(apart(viewer, "high"))
    )
