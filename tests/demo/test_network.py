from collections import Counter
from random import Random

from plenary.demo.network import UNTIL, network
from plenary.demo.people import people
from plenary.demo.world import World

MAYA, TOM = 0, 1


def _pairs(demo: World) -> set[tuple[int, int]]:
    return {(follow.source, follow.target) for follow in demo.follows}


def test_the_same_seed_gives_the_same_network() -> None:
    crowd = people(5, 120)
    assert network(crowd, 5) == network(crowd, 5)
    assert network(crowd, 5) != network(crowd, 6)


def test_nobody_follows_twice_or_themselves(demo: World) -> None:
    assert len(_pairs(demo)) == len(demo.follows)
    assert all(source != target for source, target in _pairs(demo))
    assert 12_000 <= len(demo.follows) <= 16_000


def test_follows_are_often_returned(demo: World) -> None:
    pairs = _pairs(demo)
    returned = sum((target, source) in pairs for source, target in pairs) / len(pairs)
    assert 0.5 <= returned <= 0.7


def test_a_few_are_followed_by_very_many(demo: World) -> None:
    counts = Counter(target for _, target in _pairs(demo))
    ranked = sorted(counts.values(), reverse=True)
    assert len(ranked) >= 395
    assert ranked[0] > 4 * ranked[200]
    assert ranked[-20] < ranked[200] / 2


def test_friends_of_friends_are_friends_more_often_than_chance(demo: World) -> None:
    near: list[set[int]] = [set() for _ in demo.people]
    for source, target in _pairs(demo):
        near[source].add(target)
        near[target].add(source)
    random = Random(1)
    closed = []
    for friends in near:
        known = sorted(friends)
        for _ in range(40):
            one, other = random.sample(known, 2)
            closed.append(other in near[one])
    density = sum(map(len, near)) / 400 / 399
    assert sum(closed) / len(closed) > 1.6 * density


def test_people_of_one_field_find_each_other(demo: World) -> None:
    fields = Counter(person.specialty for person in demo.people)
    by_chance = sum(count * (count - 1) for count in fields.values()) / (400 * 399)
    pairs = _pairs(demo)
    same = sum(demo.people[a].specialty == demo.people[b].specialty for a, b in pairs)
    assert same / len(pairs) > 3 * by_chance


def test_maya_has_the_storys_numbers(demo: World) -> None:
    pairs = _pairs(demo)
    follows = {target for source, target in pairs if source == MAYA}
    followed = {source for source, target in pairs if target == MAYA}
    assert (len(follows), len(followed), len(follows & followed)) == (80, 90, 55)
    assert TOM in follows & followed


def test_a_follow_comes_after_both_have_joined(demo: World) -> None:
    for follow in demo.follows:
        assert demo.people[follow.source].joined_at < follow.at <= UNTIL
        assert demo.people[follow.target].joined_at < follow.at
