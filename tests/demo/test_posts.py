import re
from collections import Counter, defaultdict

from plenary.demo.congress import HASHTAG, NOW
from plenary.demo.world import World

MAYA, TOM = 0, 1


def test_three_thousand_posts_in_order_and_in_time(demo: World) -> None:
    texts = [post for post in demo.posts if post.boost_of is None]
    assert len(texts) == 3000
    assert [post.index for post in demo.posts] == list(range(len(demo.posts)))
    times = [post.created_at for post in demo.posts]
    assert times == sorted(times)
    assert times[-1] < NOW
    assert (times[-1] - times[0]).days > 270
    assert all(len(post.text) + len(post.spoiler) <= 400 for post in texts)
    assert all(demo.people[p.author].joined_at < p.created_at for p in demo.posts)


def test_no_text_is_said_twice(demo: World) -> None:
    counts = Counter(post.text for post in demo.posts if post.boost_of is None)
    assert max(counts.values()) == 1
    bare = [re.sub(r"[@#]\w+", "", p.text).strip() for p in demo.posts if p.boost_of is None]
    for start in range(0, len(bare) - 100, 100):
        assert len(set(bare[start : start + 100])) >= 90, start


def test_replies_follow_what_they_answer_and_name_its_author(demo: World) -> None:
    replies = [post for post in demo.posts if post.reply_to is not None]
    assert len(replies) > 1400
    for reply in replies:
        parent = demo.posts[reply.reply_to or 0]
        assert parent.created_at <= reply.created_at
        assert parent.boost_of is None
        assert reply.text.startswith(f"@{demo.people[parent.author].handle} ")
    assert not re.search(r"[{}]", " ".join(post.text for post in demo.posts))


def test_conversations_run_along_mutual_ties(demo: World) -> None:
    pairs = {(follow.source, follow.target) for follow in demo.follows}
    talked = [
        (post.author, demo.posts[post.reply_to].author)
        for post in demo.posts
        if post.reply_to is not None
    ]
    mutual = sum((a, b) in pairs and (b, a) in pairs for a, b in talked if a != b)
    assert mutual / len(talked) > 0.6
    both = Counter(frozenset(pair) for pair in talked)
    assert both[frozenset((MAYA, TOM))] >= 12


def test_boosts_are_of_public_posts_and_once_each(demo: World) -> None:
    boosts = [post for post in demo.posts if post.boost_of is not None]
    assert len({(boost.author, boost.boost_of) for boost in boosts}) == len(boosts) > 500
    for boost in boosts:
        original = demo.posts[boost.boost_of or 0]
        assert original.visibility == "public"
        assert original.created_at <= boost.created_at
        assert not boost.text


def test_favourites_are_once_each_and_have_a_long_tail(demo: World) -> None:
    given = {(favourite.person, favourite.post) for favourite in demo.favourites}
    assert len(given) == len(demo.favourites) > 5000
    counts = sorted(Counter(favourite.post for favourite in demo.favourites).values())
    assert counts[-1] > 6 * counts[len(counts) // 2]


def test_hashtags_are_many_and_the_congress_bursts(demo: World) -> None:
    days: dict[int, int] = defaultdict(int)
    tags: Counter[str] = Counter()
    for post in demo.posts:
        found = re.findall(r"#(\w+)", post.text)
        tags.update(found)
        if HASHTAG in found:
            days[(NOW - post.created_at).days] += 1
    assert len(tags) >= 30
    assert tags[HASHTAG] >= 100
    assert days[0] + days[1] > 3 * days[5]


def test_nothing_a_patient_could_be_known_by(demo: World) -> None:
    telling = re.compile(r"\b(\d+[- ]year[- ]old|yo\b|my patient|bed \d|NHS number|nhs no)", re.I)
    for post in demo.posts:
        assert not telling.search(post.text), post.text
