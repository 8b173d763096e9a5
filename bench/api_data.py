"""The data of the API's benchmark: accounts, posts of about 1.6 kB of JSON, a reader who follows
200, an author whom 1,000 follow.  `python -m bench.api_data POSTS` fills PLENARY_DATA."""

import json
import os
import random
import sys
from datetime import timedelta

ACCOUNTS = 2_000
FOLLOWS = 200
FOLLOWERS = 1_000
TAGS = 40
# fmt: off
_WORDS = [
    "ward", "round", "handover", "clinic", "theatre", "pathway", "guideline", "audit", "trial",
    "registrar", "consultant", "follow-up", "sepsis", "bundle", "early", "warning", "score",
    "renal", "dosing", "echo", "image", "report", "question", "answer", "conference", "plenary",
    "workshop", "poster", "abstract", "teaching", "feedback", "portfolio", "curriculum",
]
# fmt: on


def _post(chance: random.Random, tag: str) -> tuple[str, str]:
    words = " ".join(chance.choices(_WORDS, k=38)).capitalize()
    html = (
        f'<p>{words}. <a href="/tags/{tag}" class="mention hashtag" rel="tag">'
        f"#<span>{tag}</span></a></p>"
    )
    return f"{words}. #{tag}", html


def make(posts: int, seed: int = 11) -> dict[str, str]:
    """Fill the database; what the driver needs to know comes back."""
    from plenary.accounts import actions
    from plenary.accounts.actions.profile import write_name_words
    from plenary.accounts.models import Account, Follow, User
    from plenary.lib import clock, ids, rendering
    from plenary.statuses.models import Hashtag, Status, StatusHashtag
    from plenary.timelines.models import Notification

    chance = random.Random(seed)
    people = [
        Account(
            username=f"doc{number}",
            skeleton=f"doc{number}",
            display_name=f"Dr Number {number}",
            note_html="<p>Acute medicine, education, and long walks.</p>",
        )
        for number in range(ACCOUNTS)
    ]
    Account.objects.bulk_create(people, batch_size=500)
    for one in people:
        write_name_words(one)
    reader, author = people[0], people[1]
    User.objects.create(email="reader@bench.example", account=reader, password="!")
    User.objects.create(email="author@bench.example", account=author, password="!")
    known = chance.sample(people[2:], FOLLOWS)
    ties = {(reader.pk, one.pk) for one in known}
    ties |= {(one.pk, author.pk) for one in people[2 : FOLLOWERS + 2]}
    Follow.objects.bulk_create(
        [Follow(source_id=source, target_id=target) for source, target in ties], batch_size=500
    )
    tags = [
        Hashtag.objects.create(name=f"topic{number}", display=f"Topic{number}")
        for number in range(TAGS)
    ]
    now = clock.now()
    first = ids.first_id_at(now - timedelta(days=60))
    step = (ids.first_id_at(now) - first) // (posts + 1)
    last: dict[int, int] = {}
    thread = 0
    for begin in range(0, posts, 5_000):
        rows, tagged = [], []
        for number in range(begin, min(begin + 5_000, posts)):
            pk = first + number * step
            one, tag = chance.choice(people), chance.choice(tags)
            text, html = _post(chance, tag.display)
            row = Status(
                pk=pk,
                account=one,
                text=text,
                content_html=html,
                created_at=ids.moment_of(pk),
                thread_id=thread if number % 50 and thread else pk,
                in_reply_to_id=thread if number % 50 in {1, 2, 3} else None,
                in_reply_to_account_id=one.pk if number % 50 in {1, 2, 3} else None,
            )
            if number % 50 == 0:
                thread = pk
            elif number % 50 > 3:
                row.thread_id = pk
            use = StatusHashtag(status_id=pk, hashtag=tag)
            # What rendering would read is known here already.
            row._prefetched_objects_cache = {
                "attachments": [],
                "mentions": [],
                "status_hashtags": [use],
            }
            row.rendered = rendering.render("status", row)
            rows.append(row)
            tagged.append(use)
            last[one.pk] = pk
        Status.objects.bulk_create(rows, batch_size=500)
        StatusHashtag.objects.bulk_create(tagged, batch_size=500)
    for one in people:
        one.last_status_id = last.get(one.pk)
    Account.objects.bulk_update(people, ["last_status_id"], batch_size=500)
    mine = list(Status.objects.filter(account=known[0]).values_list("pk", flat=True)[:40])
    Notification.objects.bulk_create(
        [
            Notification(
                account=reader,
                actor=one,
                kind="favourite",
                status_id=mine[0],
                key=f"bench-{one.pk}",
            )
            for one in people[2:202]
        ]
    )
    app, _ = actions.register_application(
        name="bench", redirect_uris="urn:ietf:wg:oauth:2.0:oob", scopes="read write"
    )
    for owner, token in ((reader, "reader-token"), (author, "author-token")):
        actions.grant_token(app, owner, "read write", token=token)
    _analyze()
    return {"account": str(known[0].pk), "status": str(thread), "tag": tags[0].name}


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plenary.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)
    call_command("createcachetable", verbosity=0)
    print(json.dumps(make(int(sys.argv[1]))))
