"""Makes a conference of any size, straight into the tables."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from plenary.accounts.models import Account, Follow, NameWord, User
from plenary.events.models import Attendance, Day, Event, Presence, Room, Session
from plenary.lib import clock, ids
from plenary.lib.text import fold
from plenary.statuses.models import (
    ConversationPair,
    Hashtag,
    HashtagUse,
    Status,
    StatusHashtag,
)

# fmt: off
FIRST = [
    "Ana", "Bo", "Chi", "Dan", "Eva", "Finn", "Gita", "Hal", "Ida", "Jon", "Kim", "Leo",
    "Mei", "Noor", "Olu", "Pia", "Quin", "Ravi", "Sol", "Tess",
]
LAST = [
    "Ahmed", "Berg", "Costa", "Diaz", "Evans", "Fox", "Gupta", "Hale", "Ito", "Jones", "Khan",
    "Lund", "Mora", "Nagy", "Okoro", "Park",
]
SPECIALTIES = [
    "cardiology", "nephrology", "neurology", "paediatrics", "radiology", "general-practice",
]
# fmt: on
GRADES = ["student", "registrar", "consultant", "gp", "fellow"]
REGIONS = ["Scotland", "Wales", "London", "Leinster", "Bavaria", "Lagos"]
POSTS_PER_ACCOUNT = 2
FOLLOWS_OF_READER = 200


@dataclass
class Made:
    """What the timings need to know: who reads, who writes to a thousand, where."""

    reader: User
    author: Account
    event: Event
    session: Session
    last_follower: Account


def _insert(model: type, rows: list) -> None:
    model.objects.bulk_create(rows, batch_size=500)


def make(attendees: int, in_room: int = 2_000, followers: int = 1_000, seed: int = 7) -> Made:
    """`attendees` people who go to one event, with `POSTS_PER_ACCOUNT` posts each (a tenth of them
    under its hashtag) and a network; the reader follows 200 and sits in a room of `in_room`."""
    chance = random.Random(seed)
    now = clock.now()
    people = _people(attendees, chance)
    reader, author = people[0], people[1]
    user = User(email="reader@bench.example", account=reader)
    user.set_unusable_password()
    user.save()
    _follows(people, followers, chance)
    tag = Hashtag.objects.create(name="bench27", display="Bench27")
    _posts(people, tag, now, chance)
    event = Event.objects.create(
        slug="bench", name="Bench", hashtag=tag, starts_on=now.date(), ends_on=now.date()
    )
    session = _session(event, now)
    audiences = ["everyone"] * 5 + ["followers", "following", "attendees", "attendees"]
    _insert(
        Attendance,
        [Attendance(event=event, account=one, audience=chance.choice(audiences)) for one in people],
    )
    _insert(
        Presence,
        [
            Presence(
                session=session,
                account=one,
                audience=chance.choice(["room", "room", "following", "mutuals"]),
                depth=chance.randrange(3),
                side=chance.randrange(3),
                expires_at=session.ends_at,
            )
            for one in [reader, *chance.sample(people[1:], in_room - 1)]
        ],
    )
    return Made(user, author, event, session, people[followers + 1])


def _people(count: int, chance: random.Random) -> list[Account]:
    people = [
        Account(
            username=f"doc{number}",
            skeleton=f"doc{number}",
            display_name=f"Dr {chance.choice(FIRST)} {chance.choice(LAST)}",
            specialty=chance.choice(SPECIALTIES),
            grade=chance.choice(GRADES),
            region=chance.choice(REGIONS),
        )
        for number in range(count)
    ]
    _insert(Account, people)
    words = [
        NameWord(account=one, word=word)
        for one in people
        for word in {*fold(one.display_name).split(), one.username}
    ]
    _insert(NameWord, words)
    return people


def _follows(people: list[Account], followers: int, chance: random.Random) -> None:
    """A thousand follow the author; the reader follows 200, half of whom follow back, and is
    followed by 200 more; everybody else follows ten."""
    reader, author = people[0], people[1]
    ties = {(one.pk, author.pk) for one in people[2 : followers + 2]}
    known = chance.sample(people[2:2_500], FOLLOWS_OF_READER)
    ties |= {(reader.pk, one.pk) for one in known}
    ties |= {(one.pk, reader.pk) for one in known[::2]}
    ties |= {(one.pk, reader.pk) for one in chance.sample(people[2:2_500], 200)}
    for one in people[2:]:
        ties |= {(one.pk, other.pk) for other in chance.sample(people, 10) if other is not one}
    _insert(Follow, [Follow(source_id=source, target_id=target) for source, target in ties])
    _insert(
        ConversationPair,
        [
            ConversationPair(
                low_id=min(reader.pk, one.pk), high_id=max(reader.pk, one.pk), thread_id=number
            )
            for one in known[:60]
            for number in range(3)
        ],
    )


def _posts(people: list[Account], tag: Hashtag, now: datetime, chance: random.Random) -> None:
    """Spread over the last thirty days, in the order of their ids."""
    total = len(people) * POSTS_PER_ACCOUNT
    first = ids.first_id_at(now - timedelta(days=30))
    step = (ids.first_id_at(now) - first) // (total + 1)
    last: dict[int, int] = {}
    uses: dict[int, tuple[int, int]] = {}
    for begin in range(0, total, 5_000):
        rows, tagged = [], []
        for number in range(begin, min(begin + 5_000, total)):
            pk = first + number * step
            one = chance.choice(people)
            rows.append(
                Status(
                    pk=pk,
                    account=one,
                    text="On call tonight.",
                    content_html="<p>On call tonight, and glad of the <b>new</b> pathway.</p>",
                    created_at=ids.moment_of(pk),
                    thread_id=pk,
                )
            )
            last[one.pk] = pk
            if number % 10 == 0:
                tagged.append(StatusHashtag(status_id=pk, hashtag=tag))
                uses[one.pk] = (uses.get(one.pk, (0, 0))[0] + 1, pk)
        _insert(Status, rows)
        _insert(StatusHashtag, tagged)
    for one in people:
        one.last_status_id = last.get(one.pk)
    Account.objects.bulk_update(people, ["last_status_id"], batch_size=500)
    _insert(
        HashtagUse,
        [
            HashtagUse(hashtag=tag, account_id=pk, uses=count, last_status_id=status)
            for pk, (count, status) in uses.items()
        ],
    )


def _session(event: Event, now: datetime) -> Session:
    day = Day.objects.create(
        event=event,
        index=1,
        date=now.date(),
        starts_at=now - timedelta(hours=6),
        ends_at=now + timedelta(hours=12),
    )
    room = Room.objects.create(event=event, name="Plenary hall", capacity=3_000)
    return Session.objects.create(
        event=event,
        day=day,
        room=room,
        identity="opening",
        title="Opening",
        starts_at=now - timedelta(minutes=5),
        ends_at=now + timedelta(hours=6),
    )
