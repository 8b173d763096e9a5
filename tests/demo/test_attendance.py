from collections import Counter

from plenary.demo.congress import HALL, NOW
from plenary.demo.world import World, world

MAYA, TOM = 0, 1


def test_the_same_seed_gives_the_same_world(demo: World) -> None:
    again = world()
    assert repr(again) == repr(demo)


def test_about_330_attend_in_every_way(demo: World) -> None:
    assert 315 <= len(demo.attendances) <= 345
    assert len({a.person for a in demo.attendances}) == len(demo.attendances)
    states = Counter(a.state for a in demo.attendances)
    audiences = Counter(a.audience for a in demo.attendances)
    assert set(states) == {"going", "maybe", "online"}
    assert set(audiences) == {"everyone", "followers", "following", "attendees"}
    assert min(audiences.values()) > 15
    going = {a.person for a in demo.attendances if a.state == "going"}
    assert {MAYA, TOM} <= going
    assert {index for session in demo.sessions for index in session.speakers} <= going
    for attendance in demo.attendances:
        assert demo.people[attendance.person].joined_at < attendance.at < NOW


def test_stars_are_of_sessions_and_once_each(demo: World) -> None:
    numbers = {session.number for session in demo.sessions}
    assert {star.session for star in demo.stars} <= numbers
    assert len({(star.person, star.session) for star in demo.stars}) == len(demo.stars) > 1500


def test_a_hundred_and_fifty_are_in_the_rooms_and_maya_has_yet_to_come(demo: World) -> None:
    sessions = {session.number: session for session in demo.sessions}
    assert len(demo.check_ins) == 150
    here = {check_in.person for check_in in demo.check_ins}
    assert len(here) == 150
    assert MAYA not in here
    going = {a.person for a in demo.attendances if a.state == "going"}
    assert here <= going
    rooms: Counter[str] = Counter()
    for check_in in demo.check_ins:
        session = sessions[check_in.session]
        assert session.starts_at <= NOW < session.ends_at
        assert check_in.at <= NOW
        rooms[session.room] += 1
        assert (check_in.depth is None) == (check_in.side is None)
    assert rooms.most_common(1)[0][0] == HALL
    assert len(rooms) == 5
    kinds = {
        bool(c.row) * 1 + bool(c.words) * 2 + (c.depth is not None) * 4 for c in demo.check_ins
    }
    assert kinds == {0, 1, 2, 4}


def test_tom_sits_where_maya_can_find_him(demo: World) -> None:
    sessions = {session.number: session for session in demo.sessions}
    tom = next(check_in for check_in in demo.check_ins if check_in.person == TOM)
    assert sessions[tom.session].room == HALL
    assert (tom.audience, tom.depth, tom.side) == ("mutuals", 1, 2)


def test_some_have_waved_to_maya_but_not_tom(demo: World) -> None:
    waves = [(wave.source, wave.target, wave.session) for wave in demo.waves]
    assert len(set(waves)) == len(waves)
    to_maya = [source for source, target, _ in waves if target == MAYA]
    assert len(to_maya) == 3
    assert TOM not in {person for wave in waves for person in wave[:2]}
    where = {check_in.person: check_in.session for check_in in demo.check_ins}
    assert all(where[source] == session for source, _, session in waves)


def test_first_day_encounters_are_between_mutuals_who_came(demo: World) -> None:
    pairs = {(follow.source, follow.target) for follow in demo.follows}
    going = {a.person for a in demo.attendances if a.state == "going"}
    met = {(e.one, e.other) for e in demo.encounters}
    assert len(met) == len(demo.encounters) == 43
    assert sum(MAYA in pair for pair in met) == 3
    assert not any(TOM in pair for pair in met)
    for one, other in met:
        assert (one, other) in pairs
        assert (other, one) in pairs
        assert {one, other} <= going
    assert all(encounter.at < NOW for encounter in demo.encounters)
