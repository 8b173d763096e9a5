"""Who follows whom: communities, reciprocity, a heavy tail, friends of friends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from .people import Person

UNTIL = datetime(2027, 6, 10, 7, 0, tzinfo=UTC)
MAYA, TOM = 0, 1
MAYA_MUTUAL, MAYA_FOLLOWS, MAYA_FOLLOWED = 55, 80, 90


@dataclass(frozen=True)
class FollowDraft:
    """`source` and `target` are indexes of people."""

    source: int
    target: int
    at: datetime


def closeness(one: Person, other: Person) -> float:
    """How likely two people are to meet online: field, place, cohort, shared interests."""
    near = 1.0
    if one.specialty == other.specialty:
        near += 7.0
    if one.region == other.region:
        near += 4.0
    if one.cohort == other.cohort:
        near += 1.6
    return near + 1.8 * len(set(one.interests) & set(other.interests))


class Network:
    """Directed edges kept as sets per person; iteration is always over sorted indexes."""

    def __init__(self, people: list[Person], random: Random) -> None:
        self.people = people
        self.random = random
        self.follows: list[set[int]] = [set() for _ in people]
        self.followed_by: list[set[int]] = [set() for _ in people]
        self.near = [[closeness(one, other) for other in people] for one in people]

    def add(self, source: int, target: int) -> None:
        if source != target:
            self.follows[source].add(target)
            self.followed_by[target].add(source)

    def drop(self, source: int, target: int) -> None:
        self.follows[source].discard(target)
        self.followed_by[target].discard(source)

    def _drawn(self, source: int, count: int, fame: float) -> list[int]:
        """`count` people drawn without replacement, by closeness and renown."""
        random, near = self.random, self.near[source]
        keyed = sorted(
            (
                (random.random() ** (1 / (near[other.index] ** 1.35 * other.prominence**fame)),
                 other.index)
                for other in self.people
                if other.index != source
            ),
            reverse=True,
        )  # fmt: skip
        return [index for _, index in keyed[:count]]

    def first_choices(self) -> None:
        for person in self.people:
            wish = self.random.lognormvariate(2.76, 0.62) * (0.85 + 0.1 * min(person.prominence, 4))
            for target in self._drawn(person.index, min(max(round(wish), 4), 90), 1.15):
                self.add(person.index, target)

    def follow_back(self, share: float) -> None:
        """The well known follow back less often."""
        for person in self.people:
            for other in sorted(self.follows[person.index]):
                shy = min(1.0, 3.2 / self.people[other].prominence) ** 0.55
                if person.index not in self.follows[other] and self.random.random() < share * shy:
                    self.add(other, person.index)

    def friends_of_friends(self, tries: int) -> None:
        for person in self.people:
            mine = sorted(self.follows[person.index])
            if len(mine) < 3:
                continue
            for _ in range(self.random.randint(tries // 2, tries)):
                friend = self.random.choice(mine)
                theirs = sorted(self.follows[friend] & self.followed_by[friend])
                if not theirs:
                    continue
                found = self.random.choice(theirs)
                if self.random.random() < min(self.near[person.index][found] / 9, 1.0):
                    self.add(person.index, found)

    def settle_maya(self) -> None:
        """The story's numbers: whom maya knows, who knows her, and who does both."""
        for other in sorted(self.follows[MAYA]):
            self.drop(MAYA, other)
        for other in sorted(self.followed_by[MAYA]):
            self.drop(other, MAYA)
        near = [index for index in self._drawn(MAYA, len(self.people) - 1, 0.45) if index != TOM]
        mutual = [TOM, *near[: MAYA_MUTUAL - 1]]
        rest = near[MAYA_MUTUAL - 1 :]
        admired = sorted(rest[:140], key=lambda i: (-self.people[i].prominence, i))
        admired = admired[: MAYA_FOLLOWS - MAYA_MUTUAL]
        keen = [index for index in rest if index not in set(admired)]
        keen = keen[: MAYA_FOLLOWED - MAYA_MUTUAL]
        for other in [*mutual, *admired]:
            self.add(MAYA, other)
        for other in [*mutual, *keen]:
            self.add(other, MAYA)


def _dates(network: Network, random: Random) -> list[FollowDraft]:
    found: dict[tuple[int, int], datetime] = {}
    people = network.people
    for person in people:
        for other in sorted(network.follows[person.index]):
            back = found.get((other, person.index))
            start = max(person.joined_at, people[other].joined_at) + timedelta(hours=1)
            if back is not None:
                # Many follow back within hours, others weeks later.
                later = (
                    random.expovariate(1 / 30)
                    if random.random() < 0.7
                    else random.uniform(48, 2000)
                )
                at = min(back + timedelta(hours=later + 0.05), UNTIL)
            else:
                span = (UNTIL - start).total_seconds()
                share = 0.995 if random.random() < 0.04 else random.betavariate(0.9, 1.7)
                at = start + timedelta(seconds=round(span * share))
            found[person.index, other] = at.replace(microsecond=0)
    story = datetime(2025, 6, 17, 20, 41, tzinfo=UTC)
    found[TOM, MAYA] = story
    found[MAYA, TOM] = story + timedelta(hours=2, minutes=9)
    return [FollowDraft(source, target, at) for (source, target), at in found.items()]


def network(people: list[Person], seed: int = 27) -> list[FollowDraft]:
    """Every follow with its date, oldest first."""
    random = Random(f"network {seed}")
    made = Network(people, random)
    made.first_choices()
    made.follow_back(0.34)
    made.friends_of_friends(22)
    made.follow_back(0.30)
    made.settle_maya()
    drafts = _dates(made, random)
    return sorted(drafts, key=lambda draft: (draft.at, draft.source, draft.target))
