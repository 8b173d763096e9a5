"""What `serve` sees to before it serves."""

import json
import socket

import pytest

from plenary.management import prepare
from tests.factories import make_account


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def test_static_files_are_collected_once_and_again_when_one_changed(folder, settings):
    ours = folder / "ours"
    ours.mkdir()
    (ours / "page.css").write_text("main { margin: 0 }")
    settings.STATICFILES_DIRS = [ours]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    prepare.get_finders.__globals__["get_finder"].cache_clear()
    try:
        assert prepare.static() is True
        assert (folder / "static" / "page.css").exists()
        assert prepare.static() is False
        (ours / "page.css").write_text("main { margin: 1rem }")
        assert not prepare.static_is_current()
        assert prepare.static() is True
        assert "1rem" in (folder / "static" / "page.css").read_text()
    finally:
        prepare.get_finders.__globals__["get_finder"].cache_clear()


def test_a_taken_port_is_said_in_words():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(prepare.NotReady, match=f"Port {port} on 127.0.0.1 .*PORT="):
            prepare.port_free("127.0.0.1", port, "PORT")
    prepare.port_free("127.0.0.1", port, "PORT")


def test_one_folder_one_server(folder):
    with prepare.lock(), pytest.raises(prepare.NotReady, match="already being served"):
        prepare.lock()
    prepare.lock().close()


@pytest.mark.django_db
def test_the_demo_is_for_an_empty_database():
    assert prepare.is_empty()
    make_account("maya")
    assert not prepare.is_empty()


@pytest.mark.parametrize("content", [None, "{", "[]", '{"email": "maya@example.org"}'])
def test_without_a_demo_no_sign_in_is_shown(folder, content):
    if content is not None:
        (folder / "demo.json").write_text(content)
    assert prepare.demo_sign_in() is None


def test_the_demos_sign_in_is_shown(folder):
    sign_in = {"email": "maya@demo.plenary.example", "password": "a secret"}
    (folder / "demo.json").write_text(json.dumps({**sign_in, "seed": 7}))
    assert prepare.demo_sign_in() == sign_in
