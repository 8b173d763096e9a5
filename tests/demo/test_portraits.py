import hashlib
from itertools import combinations

from PIL import Image

from plenary.demo.drawing.look import Traits, choose
from plenary.demo.people import people, portrait_of
from plenary.demo.portraits import event_picture, header, portrait


def _print_of(picture: Image.Image) -> list[int]:
    """Which of neighbouring patches is lighter, in each colour: what stays when details go."""
    small = picture.resize((9, 8), Image.Resampling.BOX)
    bits = []
    for band in small.split():
        values = band.tobytes()
        for row in range(8):
            line = values[row * 9 : row * 9 + 9]
            bits += [int(line[i] > line[i + 1]) for i in range(8)]
    return bits


def _colours(picture: Image.Image) -> list[int]:
    return list(picture.resize((8, 8), Image.Resampling.BOX).tobytes())


def test_the_same_seed_draws_the_same_bytes() -> None:
    one, again, other = portrait(5, 128), portrait(5, 128), portrait(6, 128)
    assert one.tobytes() == again.tobytes()
    assert one.tobytes() != other.tobytes()


def test_a_portrait_has_the_size_asked_for() -> None:
    for size in (64, 200, 400):
        picture = portrait(11, size)
        assert (picture.size, picture.mode) == ((size, size), "RGB")


def test_portraits_can_be_told_apart_at_the_size_of_a_thumbnail() -> None:
    pictures = [portrait_of(person, 64) for person in people()[:80]]
    assert len({hashlib.sha256(picture.tobytes()).digest() for picture in pictures}) == 80
    prints = [_print_of(picture) for picture in pictures]
    colours = [_colours(picture) for picture in pictures]
    apart = []
    for one, other in combinations(range(80), 2):
        bits = sum(a != b for a, b in zip(prints[one], prints[other], strict=True))
        shade = sum(abs(a - b) for a, b in zip(colours[one], colours[other], strict=True)) / 192
        apart.append(bits + shade)
        assert bits + shade > 18, (one, other)
    assert sum(apart) / len(apart) > 60


def test_what_is_known_of_a_person_shows_in_their_look() -> None:
    scarf = choose(9, Traits("woman", (2, 4), "dark", 40, "scarf"))
    assert (scarf.headwear, scarf.beard) == ("scarf", "")
    assert all(not choose(seed, Traits("woman")).beard for seed in range(60))
    turban = choose(9, Traits("man", (2, 4), "dark", 50, "turban"))
    assert turban.beard in ("full", "long")
    young = [choose(seed, Traits("man", (0, 1), "any", 25)) for seed in range(60)]
    assert all(sum(look.hair) < 520 for look in young), "grey at twenty-five"


def test_banners_and_the_city_have_their_sizes() -> None:
    assert header(1).size == (1200, 400)
    assert header(1).tobytes() != header(2).tobytes()
    city = event_picture(800, 300)
    assert city.size == (800, 300)
    assert len(city.getcolors(maxcolors=800 * 300) or ()) > 100
