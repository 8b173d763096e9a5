"""Messages to open pages: after the commit, in small parts, and never a reason to fail."""

import pytest
from django.db import connection, transaction

from plenary.lib import datagrams, pubsub

CHANNELS = [pubsub.account(2**62 + number) for number in range(2_000)]


@pytest.fixture
def data(tmp_path, settings):
    settings.DATA = tmp_path
    settings.REDIS_URL = ""
    return tmp_path


def test_a_long_list_of_channels_becomes_messages_that_postgresql_takes():
    messages = pubsub.encode(CHANNELS, "home", {"status_id": "1"})
    assert len(messages) > 1
    assert max(map(len, messages)) < 8_000
    read = [pubsub.decode(message) for message in messages]
    assert [channel for message in read for channel in message.channels] == CHANNELS
    assert {message.event for message in read} == {"home"}
    assert all(message.data == {"status_id": "1"} for message in read)


def test_a_channel_named_twice_is_told_once():
    (message,) = pubsub.encode(["public", "public"], "home", {})
    assert pubsub.decode(message).channels == ["public"]


def test_content_is_refused():
    with pytest.raises(ValueError, match="carries too much"):
        pubsub.encode(["public"], "home", {"text": "x" * 8_000})


def test_nobody_to_tell_is_no_message():
    assert pubsub.encode([], "home", {}) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_it_is_sent_after_the_commit_and_not_after_a_rollback(data):
    ear = datagrams.listen(pubsub.SOCKET)
    with transaction.atomic():
        pubsub.publish([pubsub.account(1)], "wave", {"wave_id": "5"})
        with pytest.raises(BlockingIOError):
            ear.recv(65_536)
    message = pubsub.decode(ear.recv(65_536))
    assert (message.channels, message.event, message.data) == (
        ["account:1"],
        "wave",
        {"wave_id": "5"},
    )
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        pubsub.publish([pubsub.account(1)], "wave", {"wave_id": "6"})
        raise ZeroDivisionError
    with pytest.raises(BlockingIOError):
        ear.recv(65_536)
    ear.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_postgresql_passes_it_on_in_one_query(data, django_assert_num_queries):
    import psycopg

    params = dict(connection.get_connection_params())
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        params.pop(ours, None)
    expected = len(pubsub.encode(CHANNELS, "home", {}))
    with psycopg.connect(**params, autocommit=True) as ear:
        ear.execute(f"LISTEN {pubsub.CHANNEL}")
        with django_assert_num_queries(1):
            pubsub.publish(CHANNELS, "home", {})
        heard = [
            pubsub.decode(note.payload) for note in ear.notifies(timeout=5, stop_after=expected)
        ]
    assert [channel for message in heard for channel in message.channels] == CHANNELS


@pytest.mark.django_db(transaction=True)
def test_nobody_listening_disturbs_nobody(data):
    pubsub.publish(["public"], "home", {})


@pytest.mark.django_db(transaction=True)
def test_redis_away_disturbs_nobody(data, settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(pubsub, "_redis", None)
    pubsub.publish(["public"], "home", {})


def test_a_socket_deep_in_the_file_system_is_reached(tmp_path, settings):
    settings.DATA = tmp_path / ("d" * 60) / ("e" * 60)
    assert not datagrams.send("ear.sock", [b"lost"])
    ear = datagrams.listen("ear.sock")
    assert datagrams.send("ear.sock", [b"one", b"two"])
    assert [ear.recv(100), ear.recv(100)] == [b"one", b"two"]
    ear.close()
    assert not datagrams.send("ear.sock", [b"lost"])
    assert datagrams.folder().stat().st_mode & 0o077 == 0


def test_a_listener_that_does_not_keep_up_is_not_waited_for(tmp_path, settings):
    settings.DATA = tmp_path
    ear = datagrams.listen("ear.sock")
    assert not datagrams.send("ear.sock", [b"x" * 5_000] * 10_000, timeout=0.05)
    ear.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.sqlite
def test_what_is_told_in_a_row_goes_out_at_once_and_what_is_taken_back_does_not(data):
    ear = datagrams.listen(pubsub.SOCKET)
    with transaction.atomic():
        pubsub.publish([pubsub.account(1)], "home", {"status": "5"})
        pubsub.publish([pubsub.PUBLIC], "local", {"status": "5"})
        assert len(connection.run_on_commit) == 1
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            pubsub.publish([pubsub.account(2)], "home", {"status": "6"})
            raise ZeroDivisionError
        pubsub.publish([pubsub.account(3)], "home", {"status": "5"})
    heard = [pubsub.decode(ear.recv(65_536)) for _ in range(3)]
    assert [one.channels for one in heard] == [["account:1"], ["public"], ["account:3"]]
    with pytest.raises(BlockingIOError):
        ear.recv(65_536)
