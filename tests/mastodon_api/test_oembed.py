"""Posts on pages of others: oEmbed, and the page that is framed."""

from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from plenary.accounts import actions
from plenary.accounts.models import Account
from plenary.statuses import actions as statuses
from plenary.statuses.models import Status
from tests.factories import block, follow, make_account
from tests.statuses.makers import DIRECT, PRIVATE, UNLISTED, picture, post

pytestmark = pytest.mark.django_db
HERE = settings.PUBLIC_URL


@pytest.fixture
def ana() -> Account:
    return make_account("ana")


def ask(nobody, url: str, status: int = 200, more: str = ""):
    return nobody.get(f"/api/oembed?url={quote(url, safe='')}{more}", status)


def address(status: Status) -> str:
    return f"{HERE}/@{status.account.acct}/{status.pk}"


def test_a_post_says_how_it_is_shown(nobody, ana: Account) -> None:
    status = post(ana, "Good morning")
    found = ask(nobody, address(status))
    assert found["type"] == "rich" and found["version"] == "1.0"
    assert found["author_name"] == "Dr Ana" and found["author_url"] == f"{HERE}/@ana"
    assert found["provider_url"] == f"{HERE}/" and (found["width"], found["height"]) == (400, None)
    assert f'src="{address(status)}/embed"' in found["html"] and "<script" not in found["html"]
    sized = ask(nobody, address(status), more="&maxwidth=300&maxheight=200")
    assert (sized["width"], sized["height"]) == (300, 200) and 'height="200"' in sized["html"]
    for same in (f"{HERE}/users/ana/statuses/{status.pk}", f"{address(status)}?x=1",
                 f"{HERE}/@ANA/{status.pk}"):  # fmt: skip
        assert ask(nobody, same) == found
    page = Client().get(f"/@ana/{status.pk}").content.decode()
    [link] = [one for one in page.splitlines() if "application/json+oembed" in one]
    linked = link.split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert nobody.get(linked.removeprefix(HERE)) == found


def test_names_stay_words(nobody) -> None:
    status = post(make_account("bo", display_name='"><script>alert(1)</script>'))
    found = ask(nobody, address(status))
    assert "<script" not in found["html"] and found["html"].count("<") == 2


def test_whatever_is_not_for_all_is_not_there(nobody, phone, ana: Account) -> None:
    """The same answer, byte for byte, as for a post that never was; to its author too."""
    bo = make_account("bo")
    never = nobody.ask("GET", f"/api/oembed?url={HERE}/@ana/12345", 404).content
    assert never == b'{"error":"Record not found"}'
    hidden = [post(ana, "canary", visibility=one) for one in (PRIVATE, DIRECT)]
    hidden.append(statuses.boost(ana, post(bo).pk))
    limited, gone = post(make_account("cy")), post(make_account("dee"))
    Account.objects.filter(pk=limited.account_id).update(silenced_at=ana.created_at)
    actions.suspend(gone.account)
    away = post(bo)
    Status.objects.filter(pk=away.pk).update(local=False)
    for asker in (nobody, phone(ana)):
        for status in (*hidden, limited, gone, away):
            asked = f"/api/oembed?url={address(status)}"
            assert asker.ask("GET", asked, 404).content == never
    shown = post(ana, "seen", visibility=UNLISTED)
    ask(nobody, address(shown))
    for odd in (
        f"https://elsewhere.example/@ana/{shown.pk}", f"{HERE}@evil.example/@ana/{shown.pk}",
        f"{HERE}.evil.example/@ana/{shown.pk}", f"{HERE}/@bo/{shown.pk}", f"{HERE}/@ana/{10**18}",
        f"{HERE}/@ana/{'9' * 19}", f"{HERE}/@ana/{'9' * 40}", f"{HERE}/@ana/\u0661", f"{HERE}/@ana",
        f"/@ana/{shown.pk}", "javascript:alert(1)", "", "http://[",
        f"{HERE}/@ana/{shown.pk}/history",
    ):  # fmt: skip
        assert ask(nobody, odd, 404) == {"error": "Record not found"}, odd
    nobody.get("/api/oembed", 422)
    ask(nobody, address(shown), 422, "&maxwidth=wide")
    ask(nobody, address(shown), 501, "&format=xml")
    assert ask(nobody, address(shown), more="&maxwidth=-5&maxheight=-1")["height"] is None


def test_the_framed_page(ana: Account, client_for) -> None:
    image = statuses.upload(ana, picture(), "A <slide>")
    status = post(ana, "Good morning @bo", attachments=(image.pk,))
    answer = Client().get(f"/@ana/{status.pk}/embed")
    page = answer.content.decode()
    assert "Good morning" in page and 'alt="A &lt;slide&gt;"' in page and "<script" not in page
    assert "X-Frame-Options" not in answer
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "default-src 'none'" in policy
    assert "script-src" not in policy and "form-action 'none'" in policy
    assert not answer.cookies
    bo = make_account("bo")
    follow(bo, ana)
    block(ana, make_account("cy"))
    assert client_for(bo).get(f"/@ana/{status.pk}/embed").content == answer.content
    for other in (f"/@ana/{status.pk}", "/@ana", "/local"):
        found = Client().get(other)
        assert found["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in found["Content-Security-Policy"]


def test_what_must_not_be_framed(ana: Account, client_for) -> None:
    never = Client().get("/@ana/12345/embed")
    assert never.status_code == 404 and never["X-Frame-Options"] == "DENY"
    own = client_for(ana)
    for visibility in (PRIVATE, DIRECT):
        status = post(ana, "canary", visibility=visibility)
        hidden = Client().get(f"/@ana/{status.pk}/embed")
        assert hidden.content.replace(str(status.pk).encode(), b"12345") == never.content
        assert hidden["X-Frame-Options"] == "DENY"
        assert own.get(f"/@ana/{status.pk}/embed").status_code == 404
        assert b"json+oembed" not in own.get(f"/@ana/{status.pk}").content
    shown = post(ana)
    assert Client().get(f"/@bo/{shown.pk}/embed").status_code == 404
    assert Client().post(f"/@ana/{shown.pk}/embed").status_code == 405


def test_warnings_stay_closed(ana: Account) -> None:
    image = statuses.upload(ana, picture(), "")
    status = post(ana, "inside", spoiler_text="Surgery", attachments=(image.pk,))
    page = Client().get(f"/@ana/{status.pk}/embed").content.decode()
    assert page.index("<summary>Surgery") < page.index("inside") < page.index("</details>")
    assert page.index("/media/") < page.index("</details>")
