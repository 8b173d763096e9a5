"""What is over is removed, not just hidden."""

from datetime import timedelta

from plenary.events.models import Presence, Wave
from plenary.jobs.schedule import every
from plenary.jobs.tasks import task
from plenary.lib import clock


@every(timedelta(minutes=1))
@task
def sweep() -> None:
    """Remove check-ins and waves of sessions that have ended."""
    now = clock.now()
    Wave.objects.filter(expires_at__lte=now).delete()
    Presence.objects.filter(expires_at__lte=now).delete()
