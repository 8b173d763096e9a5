"""One's own settings: what is sent is kept, what is refused is said, nobody reaches another's."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from plenary.accounts import actions, queries
from plenary.accounts.models import Account
from plenary.lib import media
from tests.factories import make_account

pytestmark = pytest.mark.django_db


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 300)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    out.seek(0)
    out.name = "../../evil.php"
    return out


@pytest.fixture
def maya() -> Account:
    return make_account("maya", display_name="Maya Okafor")


def filled(**changes: Any) -> dict[str, Any]:
    return {
        "display_name": "Maya O.",
        "pronouns": "she/her",
        "note": "Blood.",
        "specialty": "haematology",
        "grade": "consultant",
        "workplace": "St Elsewhere",
        "region": "Wales",
        "interests": "POCUS, Sickle cell,",
        "field1_name": "Papers",
        "field1_value": "https://papers.example",
        **changes,
    }


def test_a_profile_is_saved_and_shown_again(client_for: Any, maya: Account) -> None:
    browser = client_for(maya)
    answer = browser.post(
        "/settings/profile", filled(avatar=picture(), header=picture("JPEG", (1600, 900)))
    )
    assert answer.status_code == 302
    maya.refresh_from_db()
    assert (maya.display_name, maya.specialty, maya.region) == ("Maya O.", "haematology", "Wales")
    assert [interest.key for interest in queries.interests(None, maya)] == ["pocus", "sickle cell"]
    assert media.find(maya.avatar)
    assert media.find(maya.header)
    shown = browser.get("/settings/profile").content.decode()
    for words in ("Maya O.", "POCUS, Sickle cell", "https://papers.example", maya.header_url):
        assert words in shown
    browser.post("/settings/profile", filled(remove_avatar="on", remove_header="on"))
    maya.refresh_from_db()
    assert maya.avatar == maya.header == ""


def test_what_is_not_said_of_oneself_is_ignored(client_for: Any, maya: Account) -> None:
    """75"""
    client_for(maya).post(
        "/settings/profile",
        filled(
            is_staff="1",
            verified_doctor="1",
            username="root",
            followers_count="99",
            account="1",
            suspended_at="",
            locked="on",
        ),
    )
    maya.refresh_from_db()
    assert maya.username == "maya"
    assert maya.followers_count == 0
    assert not maya.locked
    assert not maya.user.is_staff


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"display_name": "x" * 61}, "display_name"),
        ({"specialty": "wizardry"}, "specialty"),
        ({"field1_value": ""}, None),
        ({"interests": ",".join(f"topic {number}" for number in range(13))}, "interests"),
    ],
)
def test_a_refusal_is_said_and_loses_nothing(
    client_for: Any, maya: Account, changes: dict[str, str], field: str | None
) -> None:
    answer = client_for(maya).post("/settings/profile", filled(**changes))
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "errorlist" in shown
    assert "St Elsewhere" in shown
    if field:
        assert f'id="id_{field}_error"' in shown
    maya.refresh_from_db()
    assert maya.workplace == ""


@pytest.mark.parametrize(
    "data", [b"<svg onload=alert(1)>", b"GIF89a", b"", b"\x89PNG\r\n\x1a\n" + b"0" * 99]
)
def test_what_is_no_picture_is_refused(
    client_for: Any, maya: Account, settings: Any, data: bytes
) -> None:
    bad = io.BytesIO(data)
    bad.name = "face.png"
    answer = client_for(maya).post("/settings/profile", filled(avatar=bad))
    assert answer.status_code == 422
    assert 'id="id_avatar_error"' in answer.content.decode()
    maya.refresh_from_db()
    assert maya.avatar == ""
    root = Path(settings.MEDIA_ROOT)
    assert not [path for path in root.rglob("*") if path.is_file()]


def test_a_full_disk_is_said(
    client_for: Any, maya: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("plenary.lib.media.os.fsync", full)
    answer = client_for(maya).post("/settings/profile", filled(avatar=picture()))
    assert answer.status_code == 507
    assert "no room" in answer.content.decode()
    maya.refresh_from_db()
    assert maya.display_name == "Maya O."


def test_privacy_is_switched(client_for: Any, maya: Account) -> None:
    browser = client_for(maya)
    browser.post("/settings/privacy", {"locked": "on"})
    maya.refresh_from_db()
    assert (maya.locked, maya.discoverable) == (True, False)
    assert "Maya" not in Client().get("/people").content.decode()
    browser.post("/settings/privacy", {"discoverable": "on"})
    maya.refresh_from_db()
    assert (maya.locked, maya.discoverable) == (False, True)


@pytest.mark.parametrize(
    "name",
    [
        "settings",
        "settings_profile",
        "settings_privacy",
        "settings_notices",
        "settings_blocked",
        "settings_security",
    ],
)
def test_settings_are_for_who_is_signed_in(client: Client, maya: Account, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_blocked_and_muted_are_only_ones_own(client_for: Any, maya: Account) -> None:
    jonas, ana = make_account("jonas"), make_account("ana")
    actions.block(maya, jonas)
    actions.mute(jonas, ana)
    shown = client_for(maya).get("/settings/blocked").content.decode()
    assert "@jonas" in shown
    assert "@ana" not in shown
    assert "@maya" not in client_for(jonas).get("/settings/blocked").content.decode()
