"""Tables as they go out and come in: nothing is lost, nothing is reckoned out, and what is wrong is
said by its line."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plenary.archive.rules.addresses import address
from plenary.archive.rules.reading import MAX_BYTES, Row, read
from plenary.archive.rules.tables import TABLES, cell, line, uncell
from plenary.lib.errors import Refused

HERE = "plenary.example"


def reading(kind: str, text: str | bytes, name: str = "", most: int = 100) -> list[Row]:
    data = text.encode() if isinstance(text, str) else text
    return read(kind, data, name, HERE, most).rows


words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


@given(st.one_of(words, words.map(lambda one: f"={one}"), words.map(lambda one: f"''-{one}")))
@example("=cmd|' /C calc'!A0")
@example("'=1")
@example("@SUM(1)")
@example("\t=1")
def test_a_cell_comes_back_as_it_was_and_is_no_formula(text: str) -> None:
    """70"""
    written = line([text, "ana@hospital.example"])
    first = next(csv.reader(io.StringIO(written, newline="")))[0]
    assert first[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert uncell(first) == text
    assert uncell(cell(text)) == text


addresses = st.builds(
    lambda name, host: f"{name}@{host}",
    st.from_regex(r"[a-z0-9_][a-z0-9_.-]{0,20}[a-z0-9_]", fullmatch=True),
    st.from_regex(r"[a-z][a-z0-9-]{0,10}[a-z0-9]\.example", fullmatch=True),
)
titles = words.map(str.strip).filter(lambda one: one and uncell(one).strip() == uncell(one))


@given(st.lists(st.tuples(titles, addresses), max_size=8, unique=True))
def test_lists_come_back_as_they_went_out(rows: list[tuple[str, str]]) -> None:
    """Without headings, whatever a list is called."""
    text = line(["List name", "Account address"]) + "".join(line(row) for row in rows)
    assert [(row.title, row.key) for row in reading("lists", text)] == rows


how = st.tuples(
    addresses, st.booleans(), st.booleans(), st.lists(st.sampled_from(["de", "en"]), max_size=4)
)


@given(st.lists(how, max_size=8, unique_by=lambda one: one[0]))
def test_follows_come_back_as_they_went_out(rows: list[tuple[str, bool, bool, list[str]]]) -> None:
    text = line(TABLES["follows"].headings)
    for who, reblogs, notify, languages in rows:
        said = ["true" if one else "false" for one in (reblogs, notify)]
        text += line([who, *said, ", ".join(languages)])
    found = [
        (row.key, row.given["reblogs"], row.given["notify"], row.given["languages"])
        for row in reading("follows", text)
    ]
    assert found == rows


@given(st.sampled_from(sorted(TABLES)), st.binary(max_size=300))
@example("follows", b'Account address\n"open')
@example("lists", b"\xef\xbb\xbf\n\n,\n")
@example("bookmarks", b"https://[::1\nhttp://]x\n")
@example("domains", b".\n..\n" + b"a" * 400)
def test_no_file_makes_it_stumble(kind: str, data: bytes) -> None:
    try:
        for row in read(kind, data, "", HERE, 50).rows:
            assert 0 < len(row.key) <= 500 and len(row.host) <= 260
    except Refused:
        pass


@pytest.mark.parametrize(
    "data",
    [
        "Account address\nána@hospital.example\nana@hospital.example\n".encode("utf-8-sig"),
        "Account address\nána@hospital.example\nana@hospital.example\n".encode("utf-16"),
        "Account address;Note\r\nána@hospital.example;é\r\nana@hospital.example;\r\n".encode(
            "cp1252"
        ),
        b"ana@hospital.example\r\n\r\nana@Hospital.Example\n",
        b"@ana@hospital.example",
        b"account address\n  ana@hospital.example  \n",
    ],
)
def test_as_programs_write_it(data: bytes) -> None:
    """With a mark before it, in other encodings, with semicolons, with and without headings."""
    assert [row.key for row in reading("blocks", data)] == ["ana@hospital.example"]


def test_what_is_wrong_is_said_by_its_line() -> None:
    text = "Account address\nana@hospital.example\n\nnobody at all\n=1+1\nmaya\nx@-.example\n"
    found = read("blocks", text.encode(), "", HERE, 100)
    assert [row.key for row in found.rows] == ["ana@hospital.example", f"maya@{HERE}"]
    assert [number for number, _ in found.problems] == [4, 5, 7]
    assert "ana@hospital.example" in found.problems[0][1]


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("follows", b"", "empty"),
        ("follows", b"\n \n", "empty"),
        ("follows", b'Account address\nana@x.example\n"open,\n', "line 3"),
        ("follows", b"PK\x03\x04\x00\x00", "CSV"),
        ("follows", b"#domain\na.example\n", "servers"),
        ("lists", b"Account address,Hide notifications\na@b.example,true\n", "muted"),
        ("follows", b"a@b.example\n" * 101, "100 lines"),
        ("follows", b"x" * (MAX_BYTES + 1), "5 MB"),
        ("follows", b'Account address\n"' + b"x" * 200_000 + b'"\n', "too long"),
    ],
)
def test_what_is_no_such_table_is_refused(kind: str, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        reading(kind, data)


def test_a_file_that_seems_to_hold_something_else_is_noticed() -> None:
    data = b"a@b.example\n"
    assert read("follows", data, "blocked_accounts.csv", HERE, 9).seems == "blocks"
    assert read("blocks", data, "blocked_accounts (1).csv", HERE, 9).seems == ""
    both = b"Account address,Hide notifications\na@b.example,false\n"
    assert read("follows", both, "", HERE, 9).seems == "mutes"


def test_addresses_in_one_spelling() -> None:
    assert address("@Ana@Hospital.Example.", HERE) == ("ana", "hospital.example")
    assert address(f"maya@{HERE.upper()}", HERE) == ("maya", "")
    assert address("ana@bücher.example", HERE) == ("ana", "xn--bcher-kva.example")
    assert address("ana@127.0.0.1:8001", HERE) == ("ana", "127.0.0.1:8001")
    for odd in (
        "",
        "@",
        "a b@c.example",
        "a@",
        "a@b@c",
        "a@b:x",
        "a@../x",
        "-a@b",
        "a@" + "b" * 300,
    ):
        with pytest.raises(Refused):
            address(odd, HERE)
