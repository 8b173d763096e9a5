"""Films and recordings from an app, and who is served the files of a post."""

import base64
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.statuses.actions.tidying import tidy
from plenary.statuses.models import Attachment
from plenary.statuses.queries import files
from tests.factories import block, follow
from tests.statuses.makers import film, picture, sound

POSTS, UPLOAD = "/api/v1/statuses", "/api/v2/media"


@pytest.fixture
def ana(phone):
    return phone("ana")


def load(url: str, **headers: str):
    return Client().get("/" + url.split("/", 3)[3], headers=headers)


def test_a_film_is_made_ready_by_the_worker(ana) -> None:
    made = ana.post(UPLOAD, 202, data={"file": film(), "description": "A gait"})
    assert made["url"] is None and made["type"] == "video"
    path = f"/api/v1/media/{made['id']}"
    assert ana.get(path, 206)["url"] is None
    assert "ready" in ana.post(POSTS, 422, json={"media_ids": [made["id"]]})["error"]
    run_until_empty()
    ready = ana.get(path)
    assert ready["url"].split("?")[0].endswith(".mp4") and ready["blurhash"]
    original = ready["meta"]["original"]
    assert original["width"] == 64 and original["frame_rate"] == "24/1"
    assert ready["meta"]["length"].startswith("0:00:00.5")
    status = ana.post(POSTS, json={"status": "See", "media_ids": [made["id"]]})
    (shown,) = status["media_attachments"]
    assert shown["type"] == "video" and shown["description"] == "A gait"
    assert "pass=" not in shown["url"], "everybody may see it"
    answer = load(shown["url"], Range="bytes=0-9")
    assert answer.status_code == 206 and len(answer.content) == 10
    assert answer["Content-Type"] == "video/mp4" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Range"].startswith("bytes 0-9/")
    assert load(shown["url"], Range="bytes=99999999-").status_code == 416
    assert len(load(shown["url"], Range="bytes=-5").content) == 5
    assert load(shown["preview_url"])["Content-Type"] == "image/webp"


def test_older_apps_wait_for_the_answer(ana) -> None:
    made = ana.post("/api/v1/media", data={"file": sound("libmp3lame", "mp3")})
    assert made["type"] == "audio" and made["preview_url"] is None and made["url"]


def test_what_cannot_be_made_ready(ana) -> None:
    import io

    broken = io.BytesIO(b"OggS" + b"\xff" * 500)
    broken.name = "x.ogg"
    made = ana.post(UPLOAD, 202, data={"file": broken})
    run_until_empty()
    assert "cannot be read" in ana.get(f"/api/v1/media/{made['id']}", 422)["error"]
    broken.seek(0)
    ana.post("/api/v1/media", 422, data={"file": broken})
    assert Attachment.objects.count() == 1


def test_focus(ana) -> None:
    made = ana.post(UPLOAD, data={"file": picture(), "focus": "-0.5,0.25"})
    assert made["meta"]["focus"] == {"x": -0.5, "y": 0.25}
    moved = ana.put(f"/api/v1/media/{made['id']}", json={"focus": "0,1"})
    assert moved["meta"]["focus"] == {"x": 0.0, "y": 1.0}
    for wrong in ("left", "1", "2,2", "nan,0", "1,2,3"):
        ana.post(UPLOAD, 422, data={"file": picture(), "focus": wrong})


def test_an_app_loads_what_its_person_may_see(ana, phone) -> None:
    bo, cy = phone("bo"), phone("cy")
    follow(bo.account, ana.account)
    file = ana.post(UPLOAD, data={"file": picture()})
    assert load(file["url"]).status_code == 200, "its owner, before it is posted"
    assert load(file["url"].split("?")[0]).status_code == 404
    made = ana.post(
        POSTS, json={"status": "few", "visibility": "private", "media_ids": [file["id"]]}
    )
    seen = bo.get(f"{POSTS}/{made['id']}")["media_attachments"][0]
    for url in (seen["url"], seen["preview_url"]):
        assert load(url).status_code == 200
        assert load(url.split("?")[0]).status_code == 404
        assert (
            load(url.replace(f"pass={bo.account.pk}", f"pass={cy.account.pk}")).status_code == 404
        )
        assert load(url + "0").status_code == 404
    home = bo.get("/api/v1/timelines/home")
    assert home[0]["media_attachments"][0]["url"] == seen["url"]
    block(ana.account, bo.account)
    assert load(seen["url"]).status_code == 404, "asked anew each time"


def test_a_pass_ends(ana, phone, freeze, monkeypatch) -> None:
    given = files.pass_for(ana.account.pk).removeprefix("?pass=")
    assert files.bearer_of(given) == ana.account
    later = clock.machine_now().replace(year=clock.machine_now().year + 1)
    monkeypatch.setattr(clock, "machine_now", lambda: later)
    assert files.bearer_of(given) is None
    for wrong in (
        "",
        "1.2.3",
        "a.b.c",
        f"{ana.account.pk}.99999999999.x",
        "1.2",
        "9" * 50 + ".1.x",
    ):
        assert files.bearer_of(wrong) is None


def test_films_nobody_came_back_for_go(
    ana, settings, freeze, django_capture_on_commit_callbacks
) -> None:
    from datetime import timedelta
    from pathlib import Path

    ana.post(UPLOAD, 202, data={"file": film()})
    freeze(clock.now() + timedelta(days=2))
    with django_capture_on_commit_callbacks(execute=True):
        tidy.call()
    run_until_empty()
    left = [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]
    assert left == [] and not Attachment.objects.exists()


def test_a_film_with_a_picture_of_its_own(ana) -> None:
    made = ana.post("/api/v1/media", data={"file": film(), "thumbnail": picture(200, 100)})
    small = load(made["preview_url"])
    assert small.status_code == 200 and made["blurhash"]
    import io

    from PIL import Image

    assert Image.open(io.BytesIO(small.getvalue())).size == (200, 100)
    sung = ana.post(
        "/api/v1/media", data={"file": sound("libmp3lame", "mp3"), "thumbnail": picture()}
    )
    assert load(sung["preview_url"]).status_code == 200
    ana.post("/api/v1/media", 422, data={"file": film(), "thumbnail": film()})


def test_a_file_within_a_text(ana) -> None:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, "PNG")
    given = f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    assert ana.post(UPLOAD, json={"file": given})["type"] == "image"
    for wrong in ("data:image/png;base64,?", "data:,red", "red"):
        ana.post(UPLOAD, 422, json={"file": wrong})
    me = ana.patch("/api/v1/accounts/update_credentials", json={"avatar": given})
    assert "/media/" in me["avatar"]
