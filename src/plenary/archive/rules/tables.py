"""The tables that people carry from server to server, in Mastodon's formats
(docs.joinmastodon.org/user/moving, and what its servers read and write).

A cell that a spreadsheet would reckon out (`=1+1`) is written with an apostrophe before it, and
read without."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED = re.compile(r"'+[=+\-@\t\r]")


@dataclass(frozen=True)
class Table:
    """A kind of table. `headings` are those that imports know, `titled` whether exports have them;
    Mastodon writes none where there is but the one column everybody knows."""

    kind: str
    file: str
    words: str
    headings: tuple[str, ...]
    titled: bool
    names: tuple[str, ...]  # beginnings of files' names that speak of it


TABLES = {
    table.kind: table
    for table in (
        Table(
            "follows",
            "following_accounts.csv",
            "People you follow",
            ("Account address", "Show boosts", "Notify on new posts", "Languages"),
            True,
            ("follows", "following_accounts"),
        ),
        Table(
            "lists",
            "lists.csv",
            "Lists and who is on them",
            ("List name", "Account address"),
            False,
            ("lists",),
        ),
        Table(
            "mutes",
            "muted_accounts.csv",
            "People you muted",
            ("Account address", "Hide notifications"),
            True,
            ("mutes", "muted_accounts"),
        ),
        Table(
            "blocks",
            "blocked_accounts.csv",
            "People you blocked",
            ("Account address",),
            False,
            ("blocks", "blocked_accounts"),
        ),
        Table(
            "domains",
            "blocked_domains.csv",
            "Servers you keep away",
            ("#domain",),
            False,
            ("domain_blocks", "blocked_domains"),
        ),
        Table("bookmarks", "bookmarks.csv", "Bookmarks", ("#uri",), False, ("bookmarks",)),
    )
}


def cell(words: str) -> str:
    """A text as it may stand in a table."""
    return f"'{words}" if FORMULA.match(words) else words


def uncell(words: str) -> str:
    """What `cell` was given."""
    return words[1:] if _QUOTED.match(words) else words


def line(cells: Iterable[str]) -> str:
    """One line of a table."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([cell(one) for one in cells])
    return out.getvalue()


def said(value: bool) -> str:
    return "true" if value else "false"
