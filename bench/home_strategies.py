"""Which way to read home? `python -m bench.home_strategies`: three ways, two sizes, both engines.

- seeks: what `timelines.queries.home_ids` does: one index seek per followed account, joined at read
- join: posts joined with follows, newest first, as one would write it at once
- fan-out: a table with a row per follower and post, filled at write
The readers follow 200 accounts; 'quiet' ones follow 20 who seldom write. Times are of the query
that finds the ids of a page of 20; posting is one transaction with what the way writes.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (20_000, 200_000)
ACCOUNTS, QUIET, FOLLOWS, FOLLOWERS = 2_000, 20, 200, 1_000
ROUNDS = 60

# The same rules as home's own query, so that all three give the same page.
_SIMPLE = """
    SELECT s.id FROM plenary_status s
    WHERE (s.account_id = %(me)s OR EXISTS (SELECT 1 FROM plenary_follow f
               WHERE f.source_id = %(me)s AND f.target_id = s.account_id))
    AND s.id < %(ceiling)s AND s.visibility < 3 AND s.reblog_of_id IS NULL
    AND (s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id = s.account_id)
    AND NOT EXISTS (SELECT 1 FROM plenary_mute m
                    WHERE m.source_id = %(me)s AND m.target_id = s.account_id)
    ORDER BY s.id DESC LIMIT 20
"""
_FANNED = """
    SELECT h.status_id FROM bench_home h
    WHERE h.account_id = %(me)s AND h.status_id < %(ceiling)s
    AND (SELECT s.visibility FROM plenary_status s WHERE s.id = h.status_id
         AND NOT EXISTS (SELECT 1 FROM plenary_mute m
                         WHERE m.source_id = %(me)s AND m.target_id = s.account_id)) < 3
    ORDER BY h.status_id DESC LIMIT 20
"""


def _median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    for _ in range(5):
        work()
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)


def _people():  # type: ignore[no-untyped-def]
    """A reader of 200, a reader of 20 quiet people, an author with 1,000 followers."""
    from plenary.accounts.models import Account, Follow

    chance = random.Random(3)
    people = [Account(username=f"p{n}", skeleton=f"p{n}") for n in range(ACCOUNTS)]
    Account.objects.bulk_create(people, batch_size=500)
    reader, calm, author = people[:3]
    quiet, busy = people[3 : 3 + QUIET], people[3 + QUIET :]
    ties = {(reader.pk, one.pk) for one in chance.sample(busy, FOLLOWS)}
    ties |= {(calm.pk, one.pk) for one in quiet}
    ties |= {(one.pk, author.pk) for one in busy[:FOLLOWERS]}
    for one in busy:
        ties |= {(one.pk, other.pk) for other in chance.sample(busy, 20) if other is not one}
    Follow.objects.bulk_create(
        [Follow(source_id=source, target_id=target) for source, target in sorted(ties)],
        batch_size=1_000,
    )
    return reader, calm, author, quiet, busy, chance


def _posts(count: int, quiet: list, busy: list, chance: random.Random) -> list[int]:
    """Evenly spaced ids; quiet people wrote five posts each, all in the first tenth."""
    from plenary.accounts.models import Account
    from plenary.lib import clock, ids
    from plenary.statuses.models import Status

    first = ids.first_id_at(clock.now()) - count * (1 << 20)
    last: dict[int, int] = {}
    made = []
    every = count // 10 // (len(quiet) * 5)
    for begin in range(0, count, 5_000):
        rows = []
        for number in range(begin, begin + 5_000):
            pk = first + number * (1 << 20)
            calm = number < count // 10 and number % every == 0
            one = quiet[number // every % len(quiet)] if calm else chance.choice(busy)
            rows.append(Status(pk=pk, account=one, text="x", content_html="<p>x</p>", thread_id=pk))
            last[one.pk] = pk
            made.append(pk)
        Status.objects.bulk_create(rows, batch_size=500)
    for pk, status in last.items():
        Account.objects.filter(pk=pk).update(last_status_id=status)
    return made


def _fan_out(readers: list[int]) -> None:
    """The table of the third way, with the homes of these readers in it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_home (account_id bigint, status_id bigint,"
            " PRIMARY KEY (account_id, status_id))"
            + (" WITHOUT ROWID" if connection.vendor == "sqlite" else "")
        )
        marks = ",".join(str(int(pk)) for pk in readers)
        cursor.execute(
            "INSERT INTO bench_home SELECT f.source_id, s.id FROM plenary_follow f"
            f" JOIN plenary_status s ON s.account_id = f.target_id WHERE f.source_id IN ({marks})"
        )
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def measure(engine: str, count: int) -> dict[str, float]:
    from django.db import connection, transaction

    from plenary.lib.pagination import Page
    from plenary.statuses.actions import publish
    from plenary.statuses.rules import Draft
    from plenary.timelines.queries import home_ids

    reader, calm, author, quiet, busy, chance = _people()
    posts = _posts(count, quiet, busy, chance)
    _fan_out([reader.pk, calm.pk, *[one.pk for one in busy[:200]]])
    middle = posts[len(posts) // 2]

    def by(sql: str, who: object, ceiling: int) -> Callable[[], list[int]]:
        def work() -> list[int]:
            with connection.cursor() as cursor:
                cursor.execute(sql, {"me": who.pk, "ceiling": ceiling})  # type: ignore[attr-defined]
                return [int(row[0]) for row in cursor.fetchall()]

        return work

    top = (1 << 63) - 1
    figures = {}
    for what, who, ceiling in (
        ("first page", reader, top),
        ("a page half-way down", reader, middle),
        ("first page, quiet follows", calm, top),
    ):
        ways = {
            "seeks": lambda who=who, ceiling=ceiling: home_ids(
                who, Page(max_id=None if ceiling == top else ceiling)
            ),
            "join": by(_SIMPLE, who, ceiling),
            "fan-out": by(_FANNED, who, ceiling),
        }
        pages = {name: way() for name, way in ways.items()}
        assert pages["seeks"] == pages["join"] == pages["fan-out"], what
        assert len(pages["seeks"]) == 20
        for name, way in ways.items():
            figures[f"{what}|{name}"] = _median(way)

    followers = list(author.followers.values_list("source_id", flat=True))

    def fanned() -> None:
        with transaction.atomic():
            made = publish(author, Draft(text="Good morning"))
            with connection.cursor() as cursor:
                cursor.executemany(
                    "INSERT INTO bench_home VALUES (%s, %s)", [(pk, made.pk) for pk in followers]
                )

    joined = _median(lambda: publish(author, Draft(text="Good morning")), 20)
    figures["posting to 1,000 followers|seeks"] = figures["posting to 1,000 followers|join"] = (
        joined
    )
    figures["posting to 1,000 followers|fan-out"] = _median(fanned, 20)
    return figures


def _child(engine: str, count: int) -> None:
    import django

    with tempfile.TemporaryDirectory() as folder:
        os.environ["PLENARY_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
        django.setup()
        from django.core.management import call_command

        call_command("migrate", run_syncdb=True, verbosity=0)
        print(json.dumps(measure(engine, count)))


def _run(engine: str, count: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.home_strategies", engine, str(count)]
    if engine == "postgresql":
        command = [str(ROOT / "scripts" / "with-postgres"), *command]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    environment.pop("PLENARY_DATABASE_URL", None)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    heads = "".join(f"{f'{size:,} posts':>16}" for size in SIZES)
    print(f"{'':28}{'engine':12}{'way':10}{heads}{'ratio':>8}")
    for engine in ("sqlite", "postgresql"):
        small, large = (_run(engine, size) for size in SIZES)
        for key, median in small.items():
            what, way = key.split("|")
            print(
                f"{what:28}{engine:12}{way:10}{median:>13.2f} ms{large[key]:>13.2f} ms"
                f"{large[key] / median:>8.2f}",
                flush=True,
            )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _child(sys.argv[1], int(sys.argv[2]))
    else:
        main()
