"""What has run out: sessions, codes of apps, tokens that were to last a while, apps nobody used."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings

from plenary.accounts.models import (
    AccessToken,
    Application,
    AuthorizationCode,
    HomeServer,
    SignInElsewhere,
    SpentRefresh,
    User,
)
from plenary.jobs.schedule import every
from plenary.jobs.tasks import task
from plenary.lib import clock

# A code is kept a while after its use: one that comes twice takes back what it gave.
_CODES_LAST = timedelta(days=1)
_RENEWABLE = timedelta(days=90)
_ATTEMPTS_LAST = timedelta(days=1)  # of signing in with an account elsewhere
_HOMES_LAST = timedelta(days=30)  # of servers that nobody signed in with
_APPS_WAIT = timedelta(days=1)  # between an app's registration and its first person


@every(timedelta(days=1))
@task
def tidy_sign_ins() -> None:
    """Remove all of them; each may be repeated."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    now = clock.machine_now()
    AuthorizationCode.objects.filter(expires_at__lt=now - _CODES_LAST).delete()
    AccessToken.objects.filter(expires_at__lt=now - _RENEWABLE).delete()
    SpentRefresh.objects.filter(spent_at__lt=now - _RENEWABLE).delete()
    waiting = Application.objects.filter(created_at__lt=clock.now() - _APPS_WAIT)
    # The app that signed somebody up may have their mail sent again, also without a token.
    brought = User.objects.filter(signed_up_with__isnull=False).values("signed_up_with")
    waiting.filter(tokens=None, codes=None).exclude(pk__in=brought).delete()
    SignInElsewhere.objects.filter(created_at__lt=clock.now() - _ATTEMPTS_LAST).delete()
    HomeServer.objects.filter(seen_at__lt=clock.now() - _HOMES_LAST).delete()
