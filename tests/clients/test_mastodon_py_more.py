"""Mastodon.py: polls, posts for later, quotes, lists, filters, hashtags, and what one finds."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError
from PIL import Image

from tests.clients.people import sign_up, soon

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def cleo(dev_server) -> Mastodon:
    return sign_up(dev_server.url, "cleo")


@pytest.fixture(scope="module")
def dina(dev_server) -> Mastodon:
    return sign_up(dev_server.url, "dina")


def _ids(rows: Any) -> list[Any]:
    return [one.id for one in rows]


def test_a_poll(cleo: Mastodon, dina: Mastodon) -> None:
    asked = cleo.make_poll(["ACE", "ARB"], expires_in=3600, hide_totals=True)
    poll = cleo.status_post("Which?", poll=asked).poll
    assert [one.votes_count for one in dina.poll(poll).options] == [None, None]
    voted = dina.poll_vote(poll, [1])
    assert voted.voted and voted.own_votes == [1] and voted.voters_count == 1
    with pytest.raises(MastodonAPIError, match="already voted"):
        dina.poll_vote(poll, [0])


def test_a_post_for_later(cleo: Mastodon) -> None:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    made = cleo.status_post("Later", scheduled_at=at)
    assert made.scheduled_at == at and cleo.scheduled_status(made).params.text == "Later"
    moved = cleo.scheduled_status_update(made, at + timedelta(hours=1))
    assert moved.scheduled_at == at + timedelta(hours=1)
    assert _ids(cleo.scheduled_statuses()) == [made.id]
    cleo.scheduled_status_delete(made)
    assert cleo.scheduled_statuses() == []


def test_a_quote(cleo: Mastodon, dina: Mastodon) -> None:
    quoted = cleo.status_post("Quote me", quote_approval_policy="public")
    made = dina.status_post("As she says", quoted_status_id=quoted)
    assert made.quote.state == "accepted" and made.quote.quoted_status.id == quoted.id
    assert _ids(cleo.status_quotes(quoted)) == [made.id]
    assert cleo.status_quote_revoke(quoted, made).quote.state == "revoked"


def test_lists(cleo: Mastodon, dina: Mastodon) -> None:
    her = dina.me()
    cleo.account_follow(her)
    made = cleo.list_create("Ward", replies_policy="none", exclusive=True)
    assert cleo.list_update(made, "The ward", exclusive=True).title == "The ward"
    cleo.list_accounts_add(made, [her])
    assert _ids(cleo.list_accounts(made)) == [her.id] and _ids(cleo.account_lists(her)) == [made.id]
    said = dina.status_post("on the list")
    assert cleo.timeline_list(made)[0].id == said.id
    assert said.id not in _ids(cleo.timeline_home())
    cleo.list_accounts_delete(made, [her])
    cleo.list_delete(made)
    with pytest.raises(MastodonNotFoundError):
        cleo.list(made)


def test_filters_of_today(cleo: Mastodon, dina: Mastodon) -> None:
    made = cleo.create_filter_v2(
        "Spoilers", ["public"], "warn", keywords_attributes=[{"keyword": "spoiler"}]
    )
    said = dina.status_post("a spoiler here")
    (match,) = cleo.status(said).filtered or [None]
    assert match is None or match.filter.id == made.id  # one post is in no timeline
    seen = next(one for one in cleo.timeline_public() if one.id == said.id)
    assert seen.filtered[0].keyword_matches == ["spoiler"]
    word = cleo.add_filter_keyword_v2(made, "ending", whole_word=True)
    assert word.id in _ids(cleo.filter_keywords_v2(made))
    kept = cleo.add_filter_status_v2(made, said)
    assert _ids(cleo.filter_statuses_v2(made)) == [kept.id]
    cleo.delete_filter_status_v2(kept)
    cleo.delete_filter_keyword_v2(word)
    assert cleo.update_filter_v2(made, title="Endings").title == "Endings"
    cleo.delete_filter_v2(made)
    assert cleo.filters_v2() == []


def test_filters_as_they_were(cleo: Mastodon) -> None:
    made = cleo.filter_create("older", ["home"], whole_word=False)
    assert cleo.filter_update(made, phrase="oldest").phrase == "oldest"
    assert _ids(cleo.filters()) == [made.id]
    cleo.filter_delete(made)
    assert cleo.filters() == []


def test_hashtags(cleo: Mastodon, dina: Mastodon) -> None:
    assert cleo.tag_follow("Sepsis").following and cleo.followed_tags()[0].name == "Sepsis"
    said = dina.status_post("new bundle #Sepsis")
    assert said.id in _ids(cleo.timeline_home())
    assert not cleo.tag_unfollow("Sepsis").following
    featured = dina.featured_tag_create("Stroke")
    assert _ids(cleo.account_featured_tags(dina.me())) == [featured.id]
    assert any(one.name.lower() == "sepsis" for one in dina.featured_tag_suggestions())
    dina.featured_tag_delete(featured)
    assert dina.featured_tags() == []


def test_endorsements_domains_and_notes(cleo: Mastodon, dina: Mastodon) -> None:
    her = dina.me()
    cleo.account_follow(her)
    assert cleo.account_endorse(her).endorsed and _ids(cleo.endorsements()) == [her.id]
    assert not cleo.account_unendorse(her).endorsed
    assert cleo.account_note_set(her, "knows ECGs").note == "knows ECGs"
    cleo.domain_block("elsewhere.example")
    assert list(cleo.domain_blocks()) == ["elsewhere.example"]
    cleo.domain_unblock("elsewhere.example")
    assert cleo.account_block(her).blocking and _ids(cleo.blocks()) == [her.id]
    assert [one.acct for one in cleo.account_search("dina")] == ["dina"]  # to be unblocked
    assert not cleo.account_unblock(her).blocking


def test_somebody_who_looks_first(cleo: Mastodon, dev_server) -> None:
    shy = sign_up(dev_server.url, "shyone")
    shy.account_update_credentials(locked=True)
    assert cleo.account_follow(shy.me()).requested
    assert [one.acct for one in shy.follow_requests()] == ["cleo"]
    assert shy.follow_request_authorize(cleo.me()).followed_by


def test_a_picture_made_ready_apart(cleo: Mastodon) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(buffer, "PNG")
    made = cleo.media_post(
        buffer.getvalue(), mime_type="image/png", focus=(0.5, -0.5), synchronous=True
    )
    assert (made.meta.focus.x, made.meta.focus.y) == (0.5, -0.5)
    assert cleo.media_update(made, description="A rhythm strip").description == "A rhythm strip"
    said = cleo.status_post("with it", media_ids=[made], sensitive=True)
    assert said.sensitive and _ids(said.media_attachments) == [made.id]
    assert _ids(cleo.account_statuses(cleo.me(), only_media=True)) == [said.id]


def test_what_one_keeps_and_finds(cleo: Mastodon, dina: Mastodon) -> None:
    first, second = (dina.status_post(f"kept {number} #Kept") for number in (1, 2))
    for one in (first, second):
        cleo.status_bookmark(one)
    assert _ids(cleo.fetch_remaining(cleo.bookmarks(limit=1))) == [second.id, first.id]
    assert dina.status_pin(first).pinned
    assert _ids(cleo.account_statuses(dina.me(), pinned=True)) == [first.id]
    found = cleo.search_v2("#kept", result_type="hashtags").hashtags
    assert found[0].name.lower() == "kept"
    assert cleo.search_v2(first.url, result_type="statuses").statuses[0].id == first.id
    assert "dina" in [one.acct for one in cleo.directory(order="new")]
    assert all(one.account.acct != "cleo" for one in cleo.suggestions())
    assert all(isinstance(one, list) for one in (cleo.trending_tags(), cleo.trending_statuses()))
    assert cleo.trending_links() == [] and cleo.announcements() == []


def test_conversations_leave(cleo: Mastodon, dina: Mastodon) -> None:
    dina.status_post("@cleo psst", visibility="direct")
    (talk,) = soon(cleo.conversations)
    assert talk.unread and not cleo.conversations_read(talk).unread


def test_pages_of_a_timeline(cleo: Mastodon, dina: Mastodon) -> None:
    posts = [dina.status_post(f"{number} #Paged").id for number in range(5)][::-1]
    page = cleo.timeline_hashtag("paged", limit=2)
    assert _ids(page) == posts[:2]
    older = cleo.fetch_next(page)
    assert _ids(older) == posts[2:4] and _ids(cleo.fetch_previous(older)) == posts[:2]
    assert _ids(cleo.timeline_hashtag("paged", min_id=posts[4], limit=2)) == posts[2:4]
    assert _ids(cleo.timeline_hashtag("paged", since_id=posts[2])) == posts[:2]
