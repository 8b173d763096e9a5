from collections import Counter
from datetime import timedelta

from plenary.accounts import rules
from plenary.accounts.vocabulary import GRADES, SPECIALTIES
from plenary.demo.people import LAST_JOIN, people
from plenary.demo.world import World


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    assert repr(people(3)) == repr(people(3))
    assert repr(people(3)) != repr(people(4))


def test_everybody_has_a_handle_that_may_be_had_and_looks_like_no_other(demo: World) -> None:
    assert len(demo.people) == 400
    skeletons = {rules.skeleton(rules.check_handle(person.handle)) for person in demo.people}
    assert len(skeletons) == 400
    assert len({person.name for person in demo.people}) == 400
    assert len({person.portrait_seed for person in demo.people}) == 400


def test_profiles_keep_to_what_profiles_may_hold(demo: World) -> None:
    for person in demo.people:
        assert person.specialty_code in SPECIALTIES
        assert person.grade_code in GRADES
        assert len(person.name) <= rules.MAX_DISPLAY_NAME
        assert 20 < len(person.bio) <= rules.MAX_NOTE
        assert len(person.workplace) <= rules.MAX_WORKPLACE
        assert len(person.fields) <= rules.MAX_FIELDS
        assert 2 <= len(person.interests) <= 5
        assert len(set(person.interests)) == len(person.interests)
        assert all(len(interest) <= rules.MAX_INTEREST for interest in person.interests)
        assert person.email == f"{person.handle}@demo.plenary.example"
        assert person.joined_at <= LAST_JOIN + timedelta(days=1)


def test_the_story_has_its_two_people(demo: World) -> None:
    maya, tom = demo.people[:2]
    assert (maya.handle, maya.name) == ("maya", "Dr Maya Okafor")
    assert (tom.handle, tom.name) == ("tom", "Tom Hale")


def test_people_differ_in_every_way_that_one_filters_by(demo: World) -> None:
    for attribute, least in (("specialty", 20), ("grade", 10), ("region", 18)):
        counts = Counter(getattr(person, attribute) for person in demo.people)
        assert len(counts) >= least, attribute
        assert max(counts.values()) < 140, attribute
    bios = Counter(person.bio for person in demo.people)
    assert max(bios.values()) == 1
    renown = sorted((person.prominence for person in demo.people), reverse=True)
    assert sum(renown[:40]) > 0.3 * sum(renown)


def test_pronouns_agree_with_the_portrait(demo: World) -> None:
    for person in demo.people:
        if person.pronouns == "she/her":
            assert person.traits.presentation == "woman"
        if person.pronouns == "he/him":
            assert person.traits.presentation == "man"
