"""What another server answered."""

from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from plenary.lib import clock

_MOST_WAIT = 30 * 86400.0


@dataclass(frozen=True)
class Answer:
    """`headers` by their names in lower case; of what was not read, `body` is empty."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    media_type: str = ""

    @property
    def retry_after(self) -> float | None:
        """Seconds for which the server asks to be left alone (RFC 9110 10.2.3), a month at most;
        None where it does not say."""
        told = self.headers.get("retry-after", "").strip()
        if told.isascii() and told.isdigit():
            return min(float(told), _MOST_WAIT) if len(told) < 10 else _MOST_WAIT
        try:
            until = parsedate_to_datetime(told)
            left = (until - clock.machine_now()).total_seconds()
        except (TypeError, ValueError, OverflowError):
            return None
        return max(0.0, min(left, _MOST_WAIT))


def media_type(told: str) -> tuple[str, dict[str, str]]:
    """A Content-Type as its type and its parameters, names in lower case (RFC 9110 8.3)."""
    kind, *rest = told.split(";")
    pairs = (one.partition("=") for one in rest)
    return kind.strip().lower(), {
        name.strip().lower(): value.strip(" \t\"'") for name, _, value in pairs
    }
