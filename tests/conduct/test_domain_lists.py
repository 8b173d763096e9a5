"""Lists of servers kept away, from and into files."""

import csv
import io

import pytest

from plenary.conduct import actions, queries
from plenary.conduct.models import Deed, DomainBlock
from plenary.conduct.queries import decision_for
from plenary.conduct.rules import domain_lists
from plenary.lib.errors import Forbidden, Refused
from tests.factories import make_account

HEAD = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"


def line(text: str) -> domain_lists.Line:
    [found] = domain_lists.read((HEAD + text).encode()).lines
    return found


def bad(text: str) -> list[tuple[int, str]]:
    return [(one.number, one.why) for one in domain_lists.read(text.encode()).bad]


def test_a_list_as_mastodon_writes_it() -> None:
    found = line('bad.example,suspend,true,true,"Spam, and worse",false\n')
    assert (found.domain, found.severity, found.reject_media) == ("bad.example", "suspend", True)
    assert (found.public_comment, found.obfuscate) == ("Spam, and worse", False)
    assert line("a.example,noop,TRUE,,,\n").severity == "noop"
    assert line("MÜNCHEN.example.,silence\n").domain == "xn--mnchen-3ya.example"


@pytest.mark.parametrize(
    ("given", "first"),
    [
        ("a.example\nb.example\n", ("a.example", "suspend")),
        ("\ufeff#severity,#domain\r\nsilence,a.example\r\n", ("a.example", "silence")),
        ("domain,severity,private\na.example,noop,x\n", ("a.example", "noop")),
        ("#domain\n\n , \na.example", ("a.example", "suspend")),
    ],
)
def test_other_shapes_of_it(given: str, first: tuple[str, str]) -> None:
    found = domain_lists.read(given.encode())
    assert (found.lines[0].domain, found.lines[0].severity) == first and not found.bad


def test_bad_lines_are_named_by_their_number() -> None:
    """Also below a comment of two lines."""
    text = HEAD + (
        'a.example,suspend,true,true,"two\nlines",false\n'
        "b*d.example,suspend,,,,\n"
        "no dots,suspend,,,,\n"
        "c.example,maim,,,,\n"
        "d.example,suspend,perhaps,,,\n"
        "A.example,silence,,,,\n"
        f"e.example,silence,,,{'x' * 501},\n"
        ",silence,,,,\n"
    )
    found = bad(text)
    assert [number for number, _ in found] == [4, 5, 6, 7, 8, 9, 10]
    assert "hidden in part" in found[0][1] and "line 2 already" in found[4][1]


@pytest.mark.parametrize(
    "data",
    [b"", HEAD.encode(), b"\xff\xfea", b"a\0b", b"x" * (domain_lists.MAX_BYTES + 1)]
    + [b'#domain\n"a.example', b"a.example\n" * 3 + b'"b"c.example\n'],
)
def test_what_is_no_list(data: bytes) -> None:
    with pytest.raises(Refused):
        domain_lists.read(data)


def test_a_list_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domain_lists, "MAX_LINES", 2)
    with pytest.raises(Refused, match="at most 2"):
        domain_lists.read(b"a.example\nb.example\nc.example\n")


@pytest.mark.parametrize(
    "words",
    [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "'=1",
        "''=1",
        "'quoted'",
        "plain, =1",
        "",
    ],
)
def test_no_comment_is_a_formula_and_all_come_back(words: str) -> None:
    """70"""
    given = domain_lists.Line("a.example", public_comment=words)
    written = domain_lists.write([given])
    [_, row] = csv.reader(io.StringIO(written))
    assert not row[4].startswith(("=", "+", "-", "@", "\t", "\r"))
    cleaned = words.strip()
    [back] = domain_lists.read(written.encode()).lines
    assert back.public_comment.strip() == cleaned


def changes(text: str, *kept: domain_lists.Line, weaken: bool = False) -> list[tuple[str, str]]:
    lines = domain_lists.read((HEAD + text).encode()).lines
    known = {one.domain: one for one in kept}
    found = domain_lists.compared(lines, known, weaken=weaken)
    return [(one.kind, one.line.severity) for one in found]


STRONG = domain_lists.Line("bad.example", "suspend", reject_media=True)
LIMITED = domain_lists.Line("bad.example", "silence", public_comment="Ours")


@pytest.mark.parametrize(
    ("text", "held", "expected", "weakened"),
    [
        ("bad.example,suspend,true\n", STRONG, ("same", "suspend"), ("same", "suspend")),
        ("bad.example,silence\n", STRONG, ("kept", "suspend"), ("changed", "silence")),
        ("bad.example,noop\n", LIMITED, ("kept", "silence"), ("changed", "noop")),
        ("bad.example,suspend\n", LIMITED, ("changed", "suspend"), ("changed", "suspend")),
        ("bad.example,noop,true\n", LIMITED, ("changed", "silence"), ("changed", "noop")),
        ("sub.bad.example,silence\n", STRONG, ("kept", "silence"), ("new", "silence")),
        ("sub.bad.example,suspend\n", LIMITED, ("new", "suspend"), ("new", "suspend")),
        ("other.example,noop\n", STRONG, ("new", "noop"), ("new", "noop")),
    ],
)
def test_what_holds_is_weakened_only_where_that_is_meant(
    text: str,
    held: domain_lists.Line,
    expected: tuple[str, str],
    weakened: tuple[str, str],
) -> None:
    assert changes(text, held) == [expected]
    assert changes(text, held, weaken=True) == [weakened]


def test_what_is_kept_is_explained() -> None:
    lines = domain_lists.read(b"#domain,#severity\nbad.example,silence\n").lines
    [one] = domain_lists.compared(lines, {"bad.example": STRONG}, weaken=False)
    assert "it is suspended here" in one.why and "(limited)" in one.why


@pytest.mark.django_db
def test_a_dry_run_changes_nothing_and_the_run_does_what_it_said() -> None:
    actions.block_domain(None, "old.example", severity="suspend")
    data = f"{HEAD}a.example,suspend,,,Why,\nold.example,silence,,,,\n".encode()
    planned = actions.import_domain_blocks(None, data, dry_run=True)
    assert DomainBlock.objects.count() == 1 and Deed.objects.count() == 1
    done = actions.import_domain_blocks(None, data)
    assert planned == done and done.counts == {"new": 1, "changed": 0, "same": 0, "kept": 1}
    assert decision_for("a.example").suspended and decision_for("old.example").suspended
    assert Deed.objects.count() == 2
    again = actions.import_domain_blocks(None, data)
    assert again.counts == {"new": 0, "changed": 0, "same": 1, "kept": 1}
    assert Deed.objects.count() == 2


@pytest.mark.django_db
def test_bad_lines_stop_all_of_it_unless_passed_over(settings) -> None:
    settings.DOMAIN = "plenary.example"
    data = f"{HEAD}a.example,suspend\nplenary.example,suspend\nb*.example,suspend\n".encode()
    with pytest.raises(Refused, match=r"line 3: .*; line 4: ") as told:
        actions.import_domain_blocks(None, data)
    assert "Nothing was changed" in told.value.message and not DomainBlock.objects.exists()
    actions.import_domain_blocks(None, data, pass_over=True)
    assert [one.domain for one in DomainBlock.objects.all()] == ["a.example"]


@pytest.mark.django_db
def test_a_list_is_done_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("plenary.conduct.actions.domain_lists.stand", fails)
    with pytest.raises(RuntimeError):
        actions.import_domain_blocks(None, b"a.example\nb.example\n")
    assert not DomainBlock.objects.exists() and not Deed.objects.exists()


@pytest.mark.django_db
def test_a_long_list_costs_few_queries(django_assert_max_num_queries) -> None:
    data = "".join(f"s{number}.example\n" for number in range(400)).encode()
    with django_assert_max_num_queries(20):
        actions.import_domain_blocks(None, data)
    assert DomainBlock.objects.count() == 400


@pytest.mark.django_db
def test_what_is_written_is_read_back_the_same() -> None:
    actions.block_domain(None, "b.example", severity="suspend", public_comment="=1", obfuscate=True)
    actions.block_domain(None, "a.example", severity="noop", reject_reports=True)
    actions.block_domain(None, "only-noted.example", severity="noop")
    written = queries.domain_list(None)
    assert [row.split(",")[0] for row in written.splitlines()] == [
        "#domain",
        "a.example",
        "b.example",
    ]
    outcome = actions.import_domain_blocks(None, written.encode(), weaken=True)
    assert outcome.counts == {"new": 0, "changed": 0, "same": 2, "kept": 0}


@pytest.mark.django_db
def test_lists_are_for_moderators() -> None:
    ana = make_account("ana")
    with pytest.raises(Forbidden):
        queries.domain_list(ana)
    with pytest.raises(Forbidden):
        actions.import_domain_blocks(ana, b"a.example", dry_run=True)
