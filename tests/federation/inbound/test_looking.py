"""What is old here, or not whole, is fetched for who looks; a look itself fetches nothing."""

import pytest
from django.core.cache import cache
from django.test import Client

from plenary.accounts import actions as accounts
from plenary.accounts.models import Account
from plenary.conduct.models import DomainBlock
from plenary.federation.actions import fetching, looking, pictures, resolve, seeking
from plenary.federation.models import RemoteActor
from plenary.jobs import worker
from plenary.jobs.models import Job
from plenary.lib import clock
from plenary.statuses.models import Attachment, Status, UploadState
from tests.api.phones import Phone, phone, ward_round
from tests.factories import follow
from tests.federation.inbound.elsewhere import Elsewhere
from tests.federation.inbound.makers import activity, note, take
from tests.federation.inbound.test_elsewhere import png
from tests.federation.makers import remote

__all__ = ["phone", "ward_round"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("federating", "elsewhere")]
HOST = {"Host": "plenary.example"}
PICTURE = "https://files.example/p.png"


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def post(nia: Account, ada: Account, elsewhere: Elsewhere) -> Status:
    """With a picture that was here, and is there again."""
    follow(ada, nia)
    file = {"type": "Document", "mediaType": "image/png", "url": PICTURE, "blurhash": "U~fakehash"}
    take(activity(nia, "Create", note(nia, attachment=[file])), nia)
    elsewhere.pictures[PICTURE] = png()
    elsewhere.asked.clear()
    assert state() == UploadState.ELSEWHERE
    return Status.objects.get(account=nia)


def state() -> int:
    return Attachment.objects.get().state


def waiting() -> list[str | None]:
    return list(Job.objects.filter(queue="slow").values_list("key", flat=True))


@pytest.mark.parametrize(
    "place",
    ["/@{acct}/{pk}", "/@{acct}", "/api/v1/statuses/{pk}", "/api/v1/accounts/{by}/statuses"],
)
def test_a_picture_comes_back_for_who_looks(
    ada: Account, post: Status, elsewhere: Elsewhere, phone: Phone, client_for, place: str
) -> None:
    address = place.format(acct=post.account.acct, pk=post.pk, by=post.account_id)
    browser = client_for(ada)
    app = phone(ada)

    def look() -> str:
        if address.startswith("/api"):
            return app.ask("GET", address, headers=HOST).content.decode()
        answer = browser.get(address, secure=True, headers=HOST)
        assert answer.status_code == 200
        return answer.content.decode()

    assert PICTURE in look()
    look()
    assert waiting().count(f"files:{post.pk}") == 1
    assert elsewhere.asked == []  # looking asks nobody
    worker.run_until_empty(strict=True)
    assert state() == UploadState.READY
    assert Attachment.objects.get().small in look()
    assert f"files:{post.pk}" not in waiting()


def test_of_a_boost_the_boosted_post_and_in_a_thread_all(ada: Account, post: Status) -> None:
    boost = Status.objects.create(account=ada, reblog_of=post, thread_id=1, uri="")
    looking.at_posts(ada, [boost.pk])
    assert waiting() == [f"files:{post.pk}"]


def test_strangers_and_apps_in_the_thread(ada: Account, post: Status, phone: Phone) -> None:
    assert (
        Client().get(f"/@{post.account.acct}/{post.pk}", secure=True, headers=HOST).status_code
        == 200
    )
    assert Client().get(f"/api/v1/statuses/{post.pk}", secure=True, headers=HOST).status_code == 200
    assert not waiting()  # 55: what strangers look at does not fill this server
    other = Status.objects.create(
        account=ada, text="Thank you", in_reply_to=post, thread_id=post.thread_id, visibility=0
    )
    phone(ada).get(f"/api/v1/statuses/{other.pk}/context", headers=HOST)
    assert waiting() == [f"files:{post.pk}"]


def test_what_came_back_stays_as_long_as_before(
    ada: Account, post: Status, elsewhere: Elsewhere, freeze
) -> None:
    freeze(clock.now() + pictures.timedelta(days=40))
    looking.at_posts(ada, [post.pk])
    worker.run_until_empty(strict=True)
    pictures.forget_old.call()
    assert state() == UploadState.READY
    freeze(clock.now() + pictures.timedelta(days=31))
    pictures.forget_old.call()
    assert state() == UploadState.ELSEWHERE


def test_one_that_is_gone_is_not_asked_for_at_every_look(
    ada: Account, post: Status, elsewhere: Elsewhere
) -> None:
    elsewhere.pictures.clear()
    for _ in range(2):
        looking.at_posts(ada, [post.pk])
        worker.run_until_empty(strict=True)
    assert elsewhere.asked == [PICTURE]


def test_one_person_does_not_have_everything_fetched(
    ada: Account, post: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "MOST", 0)
    looking.at_posts(ada, [post.pk])
    assert not waiting()


def test_nothing_of_servers_whose_pictures_are_refused(
    ada: Account, post: Status, elsewhere: Elsewhere
) -> None:
    DomainBlock.objects.create(domain="peer.example", severity="noop", reject_media=True)
    looking.at_posts(ada, [post.pk])
    worker.run_until_empty(strict=True)
    assert elsewhere.asked == []


def described(elsewhere: Elsewhere, who: Account, **more: object) -> None:
    elsewhere.person(who.uri, who.username, **more)


def test_a_profile_that_is_old_is_fetched_anew(
    ada: Account, nia: Account, elsewhere: Elsewhere, phone: Phone, client_for
) -> None:
    described(elsewhere, nia, name="Dr Nia")
    RemoteActor.objects.update(counted_at=clock.now())
    app, browser = phone(ada), client_for(ada)
    app.get(f"/api/v1/accounts/{nia.pk}", headers=HOST)
    assert not waiting()  # it is of today
    RemoteActor.objects.update(fetched_at=clock.now() - pictures.timedelta(days=2))
    Client().get(f"/api/v1/accounts/{nia.pk}", secure=True, headers=HOST)
    assert not waiting()
    app.get(f"/api/v1/accounts/{nia.pk}", headers=HOST)
    assert browser.get(f"/@{nia.acct}", secure=True, headers=HOST).status_code == 200
    assert len(waiting()) == 1
    assert elsewhere.asked == []
    worker.run_until_empty(strict=True)
    assert app.get(f"/api/v1/accounts/{nia.pk}", headers=HOST)["display_name"] == "Dr Nia"
    assert not waiting()


def test_a_face_that_did_not_come_is_tried_again(
    ada: Account, elsewhere: Elsewhere, nia: Account
) -> None:
    face = "https://files.example/face.png"
    described(elsewhere, nia, icon={"type": "Image", "url": face})
    resolve.actor(nia.uri)
    worker.run_until_empty(strict=True)
    nia.refresh_from_db()
    assert not nia.avatar
    elsewhere.pictures[face] = png()
    looking.at_account(ada, nia)
    worker.run_until_empty(strict=True)
    nia.refresh_from_db()
    assert nia.avatar
    cache.clear()
    looking.at_account(ada, nia)
    assert not waiting()


def test_nobody_of_ours_is_fetched(ada: Account) -> None:
    looking.at_account(remote("eve"), ada)
    assert not waiting()


def counts(who: Account) -> tuple[int, int, int]:
    who.refresh_from_db()
    return who.followers_count, who.following_count, who.statuses_count


def collection(elsewhere: Elsewhere, who: Account, name: str, total: object) -> None:
    uri = f"{who.uri}/{name}"
    elsewhere.documents[uri] = {"id": uri, "type": "OrderedCollection", "totalItems": total}


def test_figures_of_a_profile_are_those_of_its_server(
    ada: Account, nia: Account, elsewhere: Elsewhere, phone: Phone
) -> None:
    places = {name: f"{nia.uri}/{name}" for name in ("following", "outbox")}
    described(elsewhere, nia, **places)
    for name, total in (("followers", 1200), ("following", 7), ("outbox", 31)):
        collection(elsewhere, nia, name, total)
    app = phone(ada)
    assert app.get(f"/api/v1/accounts/{nia.pk}", headers=HOST)["followers_count"] == 0
    worker.run_until_empty(strict=True)
    told = app.get(f"/api/v1/accounts/{nia.pk}", headers=HOST)
    assert (told["followers_count"], told["following_count"]) == (1200, 7)
    assert told["statuses_count"] == 31
    assert not waiting()  # asked once
    follow_and_leave(ada, nia)
    assert counts(nia) == (1200, 7, 31)


def follow_and_leave(ada: Account, nia: Account) -> None:
    accounts.follow(ada, nia)
    accounts.accept_request(nia, ada)
    assert counts(nia)[0] == 1201
    accounts.unfollow(ada, nia)


def test_never_fewer_than_are_known_here(ada: Account, nia: Account, elsewhere: Elsewhere) -> None:
    described(elsewhere, nia, outbox=f"{nia.uri}/outbox", following=f"{nia.uri}/following")
    follow(ada, nia)
    take(activity(nia, "Create", note(nia)), nia)
    for name in ("followers", "following", "outbox"):
        collection(elsewhere, nia, name, 0)
    RemoteActor.objects.update(followers=f"{nia.uri}/followers")
    fetching.fetch_counts.call(nia.uri)
    assert counts(nia) == (1, 0, 1)


@pytest.mark.parametrize("total", [None, -1, True, "7", 7.5, [7], {"@value": 7}])
def test_what_is_no_figure_changes_none(nia: Account, elsewhere: Elsewhere, total: object) -> None:
    RemoteActor.objects.update(followers=f"{nia.uri}/followers")
    Account.objects.filter(pk=nia.pk).update(followers_count=3)
    collection(elsewhere, nia, "followers", total)
    fetching.fetch_counts.call(nia.uri)
    assert counts(nia) == (3, 0, 0)
    elsewhere.documents[f"{nia.uri}/followers"] = {"type": "Note", "totalItems": 9}
    fetching.fetch_counts.call(nia.uri)
    assert counts(nia) == (3, 0, 0)


def test_a_huge_figure_is_cut(nia: Account, elsewhere: Elsewhere) -> None:
    RemoteActor.objects.update(followers=f"{nia.uri}/followers")
    collection(elsewhere, nia, "followers", 10**18)
    fetching.fetch_counts.call(nia.uri)
    assert counts(nia)[0] == 2**31 - 1


def test_whom_somebody_searched_is_counted(ada: Account, elsewhere: Elsewhere) -> None:
    uri = "https://new.example/users/bo"
    elsewhere.person(uri, "bo")
    elsewhere.documents[f"{uri}/followers"] = {"type": "Collection", "totalItems": 5}
    seeking.look.call("bo@new.example", "seek:x")
    worker.run_until_empty(strict=True)
    assert counts(Account.objects.get(uri=uri)) == (5, 0, 0)
