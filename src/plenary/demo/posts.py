"""About three thousand posts over ten months: subjects, threads, boosts and favourites."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from .congress import HASHTAG, NOW
from .network import MAYA, TOM, FollowDraft
from .people import Person
from .words import posts as words
from .words import replies

UNTIL = NOW.astimezone(UTC)
SINCE = UNTIL - timedelta(days=304)
ROOTS, TOTAL, BOOSTS = 1290, 3000, 650
STORY_PEOPLE = {"maya": MAYA, "tom": TOM}
FIELD_TAGS = {
    "General practice": "GPlife",
    "Emergency medicine": "EmergencyMed",
    "Acute medicine": "AcuteMed",
    "Anaesthetics": "Anaesthesia",
    "Intensive care": "ICUcare",
    "Paediatrics": "PaedsChat",
    "Geriatrics": "GeriMed",
    "Cardiology": "CardioEd",
    "Respiratory medicine": "RespEd",
    "Palliative medicine": "PallCare",
    "Psychiatry": "PsychEd",
    "General surgery": "SurgEd",
    "Obstetrics and gynaecology": "WomensHealth",
    "Orthopaedics": "OrthoEd",
    "Radiology": "RadEd",
    "Infectious diseases": "IDchat",
    "Neurology": "NeuroEd",
    "Nephrology": "KidneyCare",
    "Endocrinology and diabetes": "DiabetesTech",
    "Public health": "PublicHealth",
    "Pathology": "PathEd",
    "Dermatology": "DermEd",
    "Oncology": "OncEd",
}
CONGRESS_TAGS = ("MedEd", "FirstCongress", "KindMedicine", "SeeYouInEdinburgh")
# Up to so many days before the demo's moment, this share of new threads is about the congress.
CONGRESS_TALK = ((1.15, 0.85), (6, 0.5), (60, 0.12), (1000, 0.0))
FRESH = timedelta(hours=9)  # the same words in answer to two posts stand at least so far apart
WARNINGS = {"wellbeing": "Tired post", "reading": "Exams and papers", "asking": "Rotas, sorry"}


@dataclass(frozen=True)
class PostDraft:
    """A post, a reply (`reply_to` is an index) or a boost (`boost_of` is one); sorted by time."""

    index: int
    author: int  # index of a person
    text: str
    created_at: datetime
    reply_to: int | None = None
    boost_of: int | None = None
    visibility: str = "public"  # public, unlisted, private or direct
    spoiler: str = ""
    subject: str = ""


@dataclass(frozen=True)
class FavouriteDraft:
    person: int
    post: int
    at: datetime


@dataclass
class _Draft:
    author: int
    text: str
    at: datetime
    parent: _Draft | None = None
    boosted: _Draft | None = None
    visibility: str = "public"
    spoiler: str = ""
    subject: str = ""
    score: float = 0.0
    voices: list[int] = field(default_factory=list)
    said: set[str] = field(default_factory=set)


class _Deck:
    """Deals in a shuffled order and shuffles again when through: repeats stand far apart."""

    def __init__(self, cards: tuple[str, ...], random: Random) -> None:
        self.cards, self.random = cards, random
        self.left: list[str] = []

    def deal(self) -> str:
        if not self.left:
            self.left = list(self.cards)
            self.random.shuffle(self.left)
        return self.left.pop()


class _Writer:
    def __init__(
        self, people: list[Person], follows: list[FollowDraft], going: set[int], random: Random
    ) -> None:
        self.people, self.random, self.going = people, random, going
        self.slots = {name: _Deck(options, random) for name, options in words.SLOTS.items()}
        self.subjects = {name: _Deck(found[2], random) for name, found in words.SUBJECTS.items()}
        self.answers = {name: _Deck(found, random) for name, found in replies.ANSWERS.items()}
        self.tails = _Deck(replies.TAILS, random)
        self.thanks = _Deck(replies.AUTHORS, random)
        self.before, self.during = _Deck(words.BEFORE, random), _Deck(words.DURING, random)
        self.followers: list[list[int]] = [[] for _ in people]
        pairs = {(f.source, f.target) for f in follows}
        self.mutuals: list[list[int]] = [[] for _ in people]
        for one, other in sorted(pairs):
            self.followers[other].append(one)
            if (other, one) in pairs:
                self.mutuals[one].append(other)
        talk = [random.lognormvariate(0, 0.85) * p.prominence**0.35 for p in people]
        talk = [min(level, 6.0) for level in talk]
        talk[MAYA], talk[TOM] = 6.5, 8.0
        self.talk = talk
        self.running = list(accumulate(talk))
        self.used: set[str] = set()
        self.said_at: dict[str, list[datetime]] = {}

    def filled(self, template: str, person: Person) -> str:
        def value(match: re.Match[str]) -> str:
            name = match.group(1)
            if name == "tag":
                return HASHTAG
            if name == "interest":
                own = [word for word in person.interests if word not in words.PASTIMES]
                interest = self.random.choice(own)
                return interest if interest[:2].isupper() else interest[0].lower() + interest[1:]
            return self.slots[name].deal()

        text = re.sub(r"\{(\w+)\}", value, template)
        text = re.sub(r"(?<=[.!?] )[a-z]", lambda found: found.group().upper(), text)
        text = re.sub(r"([.?!])\.", r"\1", " ".join(text.split()))
        return text[0].upper() + text[1:]

    def author(self, at: datetime, only: set[int] | None = None) -> int:
        while True:
            found = bisect_left(self.running, self.random.random() * self.running[-1])
            found = min(found, len(self.people) - 1)
            if self.people[found].joined_at < at and (only is None or found in only):
                return found

    def root(self, at: datetime) -> _Draft:
        """A post that says what no other has said in the same words."""
        while True:
            draft = self._tried(at)
            said = draft.text.split(" #")[0] if draft.subject != "congress" else draft.text
            if said not in self.used:
                self.used.add(said)
                return draft

    def _tried(self, at: datetime) -> _Draft:
        random = self.random
        days = (UNTIL - at).total_seconds() / 86400
        about_congress = next(share for until, share in CONGRESS_TALK if days < until)
        if random.random() < about_congress:
            author = self.author(at, self.going)
            deck = self.during if days < 1.15 else self.before
            text = self.filled(deck.deal(), self.people[author])
            if days < 60 and random.random() < 0.2:
                text += f" #{random.choice(CONGRESS_TAGS)}"
            return self._root(author, text, at, "congress")
        names = list(words.SUBJECTS)
        subject = random.choices(names, [words.SUBJECTS[name][0] for name in names])[0]
        author = self.author(at)
        person = self.people[author]
        text = self.filled(self.subjects[subject].deal(), person)
        tags = list(words.SUBJECTS[subject][1])
        own = FIELD_TAGS[person.specialty]
        chosen = [random.choice(tags)] if tags and random.random() < 0.8 else []
        if subject == "field" or random.random() < 0.22:
            chosen.append(own)
        text += "".join(f" #{tag}" for tag in dict.fromkeys(chosen))
        return self._root(author, text, at, subject)

    def _root(self, author: int, text: str, at: datetime, subject: str) -> _Draft:
        random = self.random
        draft = _Draft(author, text, at, subject=subject, voices=[author])
        chance = random.random()
        if chance > 0.91:
            draft.visibility = "private" if chance < 0.97 else "unlisted"
        if subject in WARNINGS and random.random() < 0.05:
            draft.spoiler = WARNINGS[subject]
        fame = self.people[author].prominence
        draft.score = random.lognormvariate(0, 0.9) * fame**0.55
        return draft

    def reply(self, parent: _Draft, root: _Draft) -> _Draft | None:
        """Somebody close to the one who spoke answers; or the author thanks them."""
        random = self.random
        own = parent is not root and parent.author != root.author and random.random() < 0.5
        if own:
            author = root.author
        else:
            near = [p for p in self.mutuals[parent.author] if p != parent.author]
            known = [p for p in root.voices if p != parent.author]
            if known and random.random() < 0.35:
                author = random.choice(known)
            elif near and random.random() < 0.85:
                author = random.choices(near, [self.talk[p] for p in near])[0]
            else:
                followers = self.followers[parent.author]
                if not followers:
                    return None
                author = random.choice(followers)
        minutes = random.lognormvariate(3.6, 1.5)
        at = parent.at + timedelta(minutes=min(minutes, 3600) + 0.6)
        if at >= UNTIL - timedelta(seconds=20) or self.people[author].joined_at > at:
            return None
        deck = self.thanks if own else self.answers["any"]
        if not own and random.random() < 0.62 and root.subject in self.answers:
            deck = self.answers[root.subject]
        told = self.people[parent.author].handle
        answer = deck.deal() + (f" {self.tails.deal()}" if random.random() < 0.4 else "")
        said = self.filled(answer, self.people[author])
        lately = self.said_at.setdefault(said, [])
        if said in root.said or any(abs(at - other) < FRESH for other in lately):
            return None
        root.said.add(said)
        lately.append(at)
        text = f"@{told} {said}"
        draft = _Draft(author, text, at, parent, subject=root.subject)
        draft.visibility = root.visibility
        if random.random() < 0.012:
            draft.visibility = "direct"
        root.voices.append(author)
        return draft


def _moment(random: Random) -> datetime:
    """Any of ten months, evenings and lunch first, most often near the congress."""
    near = random.random()
    if near < 0.10:
        return UNTIL - timedelta(minutes=random.uniform(2, 26.5 * 60))
    days = random.uniform(1, 9) if near < 0.22 else random.uniform(1, 303)
    hour = random.choices(range(24), [2, 1, 1, 1, 1, 3, 8, 12, 10, 8, 8, 8, 12, 11, 8, 8, 9, 11,
                                      13, 16, 18, 16, 10, 5])[0]  # fmt: skip
    day = (UNTIL - timedelta(days=days)).replace(hour=hour, minute=0, second=0)
    moment = day + timedelta(minutes=random.uniform(0, 60))
    return min(moment, UNTIL - timedelta(hours=1))


def _threads(writer: _Writer, random: Random) -> list[_Draft]:
    found = [writer.root(at) for at in sorted(_moment(random) for _ in range(ROOTS))]
    for days, visibility, turns in replies.STORY:
        at, parent = UNTIL - timedelta(days=days), None
        for who, text in turns:
            draft = _Draft(STORY_PEOPLE[who], text, at, parent, visibility=visibility)
            draft.subject, draft.score = "story", 2.0
            found.append(draft)
            at += timedelta(minutes=random.uniform(2, 9) if days < 1 else random.uniform(6, 90))
            parent = draft
    roots = [draft for draft in found if draft.parent is None and draft.subject != "story"]
    talked = {"asking": 1.9, "congress": 1.9}
    weights = [draft.score * talked.get(draft.subject, 1.0) for draft in roots]
    running = list(accumulate(weights))
    branches: dict[int, list[_Draft]] = {place: [root] for place, root in enumerate(roots)}
    while len(found) < TOTAL:
        place = min(bisect_left(running, random.random() * running[-1]), len(roots) - 1)
        branch = branches[place]
        if len(branch) > 14:
            continue
        open_ones = [draft for draft in branch if draft.visibility != "direct"]
        parent = branch[0] if random.random() < 0.5 else random.choice(open_ones)
        answer = writer.reply(parent, branch[0])
        if answer is None or answer.text in writer.used:
            continue
        writer.used.add(answer.text)
        branch.append(answer)
        found.append(answer)
    return found


def _boosts(writer: _Writer, drafts: list[_Draft], random: Random) -> list[_Draft]:
    open_ones = [d for d in drafts if d.visibility == "public" and d.parent is None]
    weights = [draft.score**1.6 for draft in open_ones]
    done: set[tuple[int, int]] = set()
    found: list[_Draft] = []
    running = list(accumulate(weights))
    while len(found) < BOOSTS:
        place = min(bisect_left(running, random.random() * running[-1]), len(open_ones) - 1)
        draft = open_ones[place]
        followers = writer.followers[draft.author]
        if not followers:
            continue
        who = random.choice(followers)
        at = draft.at + timedelta(minutes=random.lognormvariate(4.2, 1.3))
        if (who, place) in done or at >= UNTIL or writer.people[who].joined_at > at:
            continue
        done.add((who, place))
        found.append(_Draft(who, "", at, boosted=draft, subject="boost"))
    return found


def posts(
    people: list[Person], follows: list[FollowDraft], going: set[int], seed: int = 27
) -> list[PostDraft]:
    """All posts, oldest first; an index is a place in this list."""
    random = Random(f"posts {seed}")
    writer = _Writer(people, follows, going, random)
    drafts = _threads(writer, random)
    drafts += _boosts(writer, drafts, random)
    order = sorted(range(len(drafts)), key=lambda place: (drafts[place].at, place))
    index = {id(drafts[place]): position for position, place in enumerate(order)}
    return [
        PostDraft(
            index=position,
            author=draft.author,
            text=draft.text,
            created_at=draft.at.replace(microsecond=0),
            reply_to=index[id(draft.parent)] if draft.parent else None,
            boost_of=index[id(draft.boosted)] if draft.boosted else None,
            visibility=draft.visibility,
            spoiler=draft.spoiler,
            subject=draft.subject,
        )
        for position, draft in enumerate(drafts[place] for place in order)
    ]


def favourites(
    people: list[Person], follows: list[FollowDraft], written: list[PostDraft], seed: int = 27
) -> list[FavouriteDraft]:
    """A heavy tail of them, mostly from followers."""
    random = Random(f"favourites {seed}")
    followers: list[list[int]] = [[] for _ in people]
    for follow in follows:
        followers[follow.target].append(follow.source)
    found = []
    for post in written:
        if post.boost_of is not None or post.visibility == "direct":
            continue
        near = sorted(followers[post.author])
        root = 1.0 if post.reply_to is None else 0.35
        count = int(random.paretovariate(1.25) * 1.6 * root * (1 + len(near) / 60)) - 1
        for who in random.sample(near, min(max(count, 0), len(near) // 2)):
            at = post.created_at + timedelta(minutes=random.lognormvariate(4.4, 1.4))
            if at < UNTIL and people[who].joined_at < at:
                found.append(FavouriteDraft(who, post.index, at.replace(microsecond=0)))
    return found
