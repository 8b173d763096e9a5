"""Which words match which posts, and what a filter may be."""

import re
from dataclasses import dataclass
from datetime import datetime

CONTEXTS = ("home", "notifications", "public", "thread", "account")
ACTIONS = ("warn", "hide", "blur")
MAX_FILTERS, MAX_KEYWORDS, MAX_FILTERED_STATUSES = 100, 200, 200
MAX_TITLE, MAX_KEYWORD = 256, 512


@dataclass(frozen=True, slots=True)
class Sieve:
    """A filter ready to be held against posts."""

    id: int
    title: str
    contexts: tuple[str, ...]
    action: str
    expires_at: datetime | None
    words: re.Pattern[str] | None
    statuses: frozenset[int]

    def match(self, status_id: int, text: str) -> tuple[list[str], list[int]]:
        """Which of its words a text holds, and whether it names the post itself."""
        found = self.words.findall(text) if self.words is not None else []
        return list(dict.fromkeys(found)), [status_id] if status_id in self.statuses else []


def words(keywords: list[tuple[str, bool]]) -> re.Pattern[str] | None:
    """One pattern for (keyword, whole word) pairs: a boundary stands only beside a letter, so that
    '#MedEd' and ':-)' match too."""
    if not keywords:
        return None
    return re.compile("|".join(_one(word, whole) for word, whole in keywords), re.IGNORECASE)


def _one(word: str, whole: bool) -> str:
    if not whole:
        return re.escape(word)
    before = r"\b" if re.match(r"\w", word) else ""
    after = r"\b" if re.search(r"\w\Z", word) else ""
    return f"{before}{re.escape(word)}{after}"
