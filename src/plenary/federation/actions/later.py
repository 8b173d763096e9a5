"""What is fetched later, by the post office: one job of a kind for each thing, however often it is
asked for, and few at once of one host."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from plenary.accounts.models import Account
from plenary.federation.reading import host_at
from plenary.jobs import outbox, tasks
from plenary.jobs.models import Job
from plenary.lib.questions import Unreachable
from plenary.statuses.models import Status

MOST_READERS, MOST_READERS_OF_A_HOST = 500, 20
_HERE = "plenary.federation.actions"

_FIRST_WAIT = timedelta(minutes=2)


def patient(tries: int = 4) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """For slow tasks: a server that does not answer is asked again later, a few times, and then
    left alone. That others are away is no failure of ours, for an administrator to look at."""

    def make(func: Callable[..., None]) -> Callable[..., None]:
        @wraps(func)
        def tried(*args: Any, before: int = 0) -> None:
            try:
                func(*args)
            except Unreachable:
                if before + 1 >= tries:
                    return
                lane = next((host_at(one) for one in args if isinstance(one, str)), "")
                again = tasks.find(outbox.dotted(func))
                with tasks.finishing():
                    wait = _FIRST_WAIT * 5**before
                    again.using(run_after=wait, lane=lane).enqueue(*args, before=before + 1)

        return tried

    return make


def _ask(task: str, key: str, uri: str, *args: str | int) -> None:
    name = f"{task.rpartition('.')[2]}:{sha256(key.encode()).hexdigest()[:40]}"
    # One that is under way may have asked before there was what we were told of just now.
    if Job.objects.filter(key=name, lease_until__isnull=False).exists():
        name += ":next"
    found = tasks.find(f"{_HERE}.{task}")
    found.using(key=name, lane=host_at(uri)).enqueue(*args)


def learn_key(key_id: str) -> None:
    """Fetch whose key it is, and look again at what came signed with it."""
    _ask("unverified.learn_key", key_id, key_id, key_id)


def learn_key_of_reader(key_id: str) -> None:
    """The same for who wants to read something. They show nothing for it, not even a signature: so
    only some of them are waited for, and few of one host."""
    waiting = Job.objects.filter(key__startswith="learn_key:", dead_at=None)
    few = waiting.filter(lane=host_at(key_id))[:MOST_READERS_OF_A_HOST].count()
    if few < MOST_READERS_OF_A_HOST and waiting[:MOST_READERS].count() < MOST_READERS:
        learn_key(key_id)


def refresh(account: Account) -> None:
    """Fetch an actor as it is now."""
    _ask("fetching.refresh_actor", account.uri, account.uri, account.uri)


def count(account: Account) -> None:
    """Ask how many somebody follows, how many follow them, and how much they wrote."""
    _ask("fetching.fetch_counts", account.uri, account.uri, account.uri)


def files(status_id: int, url: str) -> None:
    """Fetch the pictures of a post, the first of which is at `url`."""
    found = tasks.find(f"{_HERE}.pictures.fetch_files")
    found.using(key=f"files:{status_id}", lane=host_at(url)).enqueue(status_id)


def compare_followers(account: Account, url: str) -> None:
    """See who here follows somebody, as their server counts."""
    _ask("in_step.compare_followers", account.uri, url, account.pk, url)


def pinned(account: Account) -> None:
    """Fetch what somebody pinned."""
    _ask("fetching.fetch_pinned", account.uri, account.uri, account.uri)


def look(uri: str) -> None:
    """See what became of a post, or whether there is a new one that somebody here has use for."""
    _ask("fetching.look_at_post", uri, uri, uri)


def hear(account: Account) -> None:
    """Find out where somebody is reached, and ask to be sent what they write."""
    _ask("fetching.hear", account.uri, account.uri, account.uri)


def climb(uri: str) -> None:
    """Fetch what a post answers, and what that answers."""
    _ask("fetching.climb_thread", uri, uri, uri)


def move(account: Account, target: str) -> None:
    """See whether the account that somebody goes to says that it was they."""
    _ask("fetching.check_target", f"{account.uri} {target}", target, account.pk, target)


def leave(quoting: Status, uri: str) -> None:
    """Look at the leave by which a post quotes another, and fetch that where it is not known; ''
    where it names none, which is right for who quotes themselves."""
    place = uri or quoting.quote_uri
    _ask("fetching.check_leave", f"{quoting.pk} {uri}", place, quoting.pk, uri)
