"""The demo's four hundred doctors."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from PIL import Image

from .portraits import Traits, portrait
from .words import bios, medicine
from .words.names import ORIGINS, Origin

COUNT = 400
DOMAIN = "demo.plenary.example"
FIRST_JOIN = datetime(2024, 10, 1, 8, tzinfo=UTC)
LAST_JOIN = datetime(2027, 5, 20, 8, tzinfo=UTC)
IN_PRACTICE = {
    "Consultant": "General practitioner",
    "Specialty registrar": "GP registrar",
    "Specialty doctor": "General practitioner",
    "Core trainee": "GP registrar",
}
COHORTS = 5  # waves in which people joined, as friends bring friends


@dataclass(frozen=True)
class Person:
    """A doctor of the demo; `index` is also the portrait's seed."""

    index: int
    handle: str
    name: str
    given: str
    family: str
    pronouns: str
    email: str
    specialty: str
    grade: str
    region: str
    workplace: str
    interests: tuple[str, ...]
    bio: str
    fields: tuple[tuple[str, str], ...]
    joined_at: datetime
    cohort: int
    prominence: float  # heavy-tailed: 1 is usual, 20 is known to all
    traits: Traits
    portrait_seed: int
    locked: bool = False

    @property
    def specialty_code(self) -> str:
        return medicine.SPECIALTY_CODES[self.specialty]

    @property
    def grade_code(self) -> str:
        return medicine.GRADE_CODES[self.grade]


def portrait_of(person: Person, size: int = 400) -> Image.Image:
    return portrait(person.portrait_seed, size, person.traits)


def folded(text: str) -> str:
    """ASCII letters only, for a handle."""
    special = str.maketrans({"ø": "o", "Ø": "O", "ı": "i", "ł": "l", "æ": "ae", "ß": "ss"})
    plain = unicodedata.normalize("NFKD", text.translate(special))
    return re.sub(r"[^a-z]", "", plain.encode("ascii", "ignore").decode().lower())


def _alike(handle: str) -> str:
    """Two handles of one form could be taken for each other."""
    seen = handle.replace("_", "").replace("i", "l")
    return seen.replace("rn", "m").replace("vv", "w").replace("cl", "d")


def _handle(random: Random, given: str, family: str, specialty: str, taken: set[str]) -> str:
    first, last = folded(given), folded(family)
    field = folded(specialty.split()[0])
    ways = [
        first + last, f"{first}_{last}", f"dr{last}", f"{first}{last[0]}", f"{first[0]}{last}",
        f"{last}{first[0]}", f"dr_{first}", f"{first}_{field}", first,
    ]  # fmt: skip
    random.shuffle(ways)
    for way in [*ways, f"{first}_{last}_md", f"the_{first}_{last}"]:
        if 3 <= len(way) <= 28 and _alike(way) not in taken:
            taken.add(_alike(way))
            return way
    raise ValueError(f"no handle is left for {given} {family}")


def _workplace(random: Random, region: str, origin: Origin, specialty: str) -> str:
    at_home = region in dict(medicine.HOME_REGIONS)
    if at_home:
        place = random.choice(medicine.PLACES)
        if specialty == "General practice":
            return f"{place} {random.choice(['Health Centre', 'Surgery', 'Practice'])}"
        if specialty == "Palliative medicine" and random.random() < 0.6:
            return f"{place} Hospice"
        return f"{place} {random.choice(medicine.HOSPITALS)}"
    kind = "Clinic" if specialty == "General practice" else random.choice(medicine.HOSPITALS_ABROAD)
    return f"{random.choice(medicine.ABROAD)} {kind}, {random.choice(origin.cities)}"


def _lower(word: str) -> str:
    return word if word[:2].isupper() else word[0].lower() + word[1:]


def _bio(random: Random, grade: str, specialty: str, place: str, interests: list[str]) -> str:
    openings: tuple[str, ...] = bios.OPENINGS
    if grade == "Medical student":
        openings = bios.OPENINGS_STUDENT
    elif grade == "Retired":
        openings = bios.OPENINGS_RETIRED
    a, b = _lower(interests[0]), _lower(interests[1])
    words = {"s": _lower(specialty), "g": _lower(grade), "G": grade, "p": place,
             "a": a, "b": b, "A": interests[0]}  # fmt: skip
    parts = [random.choice(openings), random.choice(bios.MIDDLES), random.choice(bios.CLOSINGS)]
    text = " ".join(part.format(**words) for part in parts if part)
    return text[0].upper() + text[1:]


def _pronouns(random: Random, presentation: str) -> str:
    if random.random() < 0.22:
        return ""
    if random.random() < 0.025:
        return "they/them"
    return "she/her" if presentation == "woman" else "he/him"


def _traits(random: Random, origin: Origin, presentation: str, age: int) -> Traits:
    worn = ""
    if presentation == "woman" and random.random() < origin.scarf:
        worn = "scarf"
    elif presentation == "man" and random.random() < origin.turban:
        worn = "turban"
    return Traits(presentation, origin.skin, origin.hair, age, worn)


def _person(random: Random, index: int, names: set[str], taken: set[str]) -> Person:
    while True:
        origin = random.choices(ORIGINS, [origin.weight for origin in ORIGINS])[0]
        presentation = random.choices(["woman", "man"], [53, 47])[0]
        given = random.choice(origin.women if presentation == "woman" else origin.men)
        family = random.choice(origin.surnames)
        full = f"{given} {family}"
        if full not in names:
            names.add(full)
            break
    specialty, _, topics = random.choices(
        medicine.SPECIALTIES, [weight for _, weight, _ in medicine.SPECIALTIES]
    )[0]
    grade, _, young, old, standing = random.choices(
        medicine.GRADES, [weight for _, weight, _, _, _ in medicine.GRADES]
    )[0]
    age = random.randint(young, old)
    if specialty == "General practice":
        grade = IN_PRACTICE.get(grade, grade)
    here = not origin.region or random.random() < 0.55
    homes, weights = zip(*medicine.HOME_REGIONS, strict=True)
    region = random.choices(homes, weights)[0] if here else origin.region
    workplace = _workplace(random, region, origin, specialty)
    interests = random.sample(topics, random.randint(1, 3))
    interests += random.sample(medicine.COMMON_INTERESTS, random.randint(1, 2))
    interests = list(dict.fromkeys(interests))
    title = random.random()
    name = full
    if grade == "Professor":
        name = f"Prof {full}" if title < 0.8 else full
    elif title < 0.3 and grade not in ("Medical student", "Retired"):
        name = f"Dr {full}"
    cohort = min(int(random.betavariate(1.3, 1.6) * COHORTS), COHORTS - 1)
    span = (LAST_JOIN - FIRST_JOIN).total_seconds()
    joined = FIRST_JOIN + timedelta(seconds=round(span * (cohort + random.random()) / COHORTS))
    fields: list[tuple[str, str]] = []
    if random.random() < 0.5:
        fields.append(("Languages", origin.tongue))
    if random.random() < 0.35:
        fields.append(("Ask me about", interests[-1]))
    return Person(
        index=index,
        handle=_handle(random, given, family, specialty, taken),
        name=name,
        given=given,
        family=family,
        pronouns=_pronouns(random, presentation),
        email="",
        specialty=specialty,
        grade=grade,
        region=region,
        workplace=workplace,
        interests=tuple(interests),
        bio=_bio(random, grade, specialty, workplace, interests),
        fields=tuple(fields),
        joined_at=joined,
        cohort=cohort,
        prominence=round(min(random.paretovariate(1.35) * standing, 24.0), 4),
        traits=_traits(random, origin, presentation, age),
        portrait_seed=1000 + index,
        locked=random.random() < 0.04,
    )


def _story(index: int, maya: bool) -> Person:
    """The two whose meeting the demo tells."""
    joined = datetime(2025, 3, 4, 19, 12, tzinfo=UTC)
    if maya:
        return Person(
            index, "maya", "Dr Maya Okafor", "Maya", "Okafor", "she/her", "", "Acute medicine",
            "Specialty registrar", "Scotland", "Firthview University Hospital",
            ("Handover", "Medical education", "Human factors", "Same-day care", "Hill walking"),
            bios.MAYA, (("Languages", "English, Igbo"), ("Teaching", "#TipsForNewDocs")),
            joined, 0, 2.6, Traits("woman", (6, 7), "coiled", 33), 2086,
        )  # fmt: skip
    return Person(
        index, "tom", "Tom Hale", "Tom", "Hale", "he/him", "", "Emergency medicine",
        "Specialty registrar", "Northern England", "Aldermere General Hospital",
        ("Human factors", "Resuscitation", "Medical education", "Wellbeing"),
        bios.TOM, (("Languages", "English"), ("Ask me about", "Kind debriefs")),
        joined + timedelta(days=37, minutes=44), 0, 2.2, Traits("man", (0, 1), "any", 34), 2014,
    )  # fmt: skip


def people(seed: int = 27, count: int = COUNT) -> list[Person]:
    """All of them: index 0 is maya, index 1 is tom."""
    random = Random(f"people {seed}")
    names, taken = {"Maya Okafor", "Tom Hale"}, {"maya", "tom"}
    found = [_story(0, True), _story(1, False)]
    found += [_person(random, index, names, taken) for index in range(2, count)]
    return [
        Person(**{**person.__dict__, "email": f"{person.handle}@{DOMAIN}"})
        for person in found[:count]
    ]
