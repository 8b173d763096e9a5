"""What may be decided about a server, and what follows from it. No database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from plenary.conduct.rules.people import words
from plenary.lib.errors import Refused
from plenary.lib.hosts import canonical_host

SEVERITIES = ("noop", "silence", "suspend")  # in the order of how much they take away
MAX_DOMAIN_COMMENT = 500
_PORT = re.compile(r":\d+$")


@dataclass(frozen=True, slots=True)
class Decision:
    """What holds for a server. `because`: the name that was decided about, itself or one above it;
    '' where nothing was, or where it only is not on the list of those that are met."""

    severity: str = "noop"
    reject_media: bool = False
    reject_reports: bool = False
    because: str = ""

    @property
    def suspended(self) -> bool:
        """Nothing is taken from it, asked of it or sent there."""
        return self.severity == "suspend"

    @property
    def silenced(self) -> bool:
        return self.severity == "silence"

    @property
    def no_pictures(self) -> bool:
        """None is fetched."""
        return self.reject_media or self.suspended

    @property
    def no_reports(self) -> bool:
        return self.reject_reports or self.suspended


OPEN = Decision()
NOT_LISTED = Decision("suspend", reject_media=True, reject_reports=True)


def check_domain(given: str) -> str:
    """The one spelling of a server's name: lower case, in ASCII, without a dot at its end."""
    name = given.strip()
    if not name.strip("."):
        raise Refused("Validation failed: Domain can't be blank", field="domain")
    try:
        return canonical_host(name)
    except ValueError:
        words = "Validation failed: Domain is not a valid domain name"
        raise Refused(words, field="domain") from None


def check_severity(given: str) -> str:
    if given not in SEVERITIES:
        raise Refused("Validation failed: Severity is not included in the list", field="severity")
    return given


def check_domain_comment(given: str, field: str) -> str:
    return words(given, MAX_DOMAIN_COMMENT, field.replace("_", " ").capitalize(), field)


def names_over(domain: str) -> list[str]:
    """The names that a decision about a server may stand under, the nearest first: its own, without
    its port, and those of the domains it lies in. Odd spellings of a host are one (threat 20); what
    is no host has none."""
    try:
        name = canonical_host(domain.strip(), anywhere=True)
    except ValueError:
        return []
    host = _PORT.sub("", name)
    labels = [] if host.startswith("[") else host.split(".")
    above = [".".join(labels[place:]) for place in range(1, len(labels))]
    return list(dict.fromkeys([name, host, *above]))


def nearest(domain: str, decided: Mapping[str, Decision]) -> Decision:
    """The decision about the server itself, else about the domain closest above it."""
    return next((decided[name] for name in names_over(domain) if name in decided), OPEN)


def concerned(names: Iterable[str], domains: Iterable[str]) -> list[str]:
    """Those servers that a decision about one of these names could concern."""
    decided = set(names)
    if len(decided) > 20:
        return [one for one in domains if not decided.isdisjoint(names_over(one))]
    below = tuple(f".{name}" for name in decided)
    hosts = ((one, _PORT.sub("", one)) for one in domains)
    return [one for one, host in hosts if one in decided or host in decided or host.endswith(below)]


def digest(domain: str) -> str:
    return sha256(domain.encode()).hexdigest()


def obfuscated(domain: str) -> str:
    """A name that those who know it recognise, and that leads nobody there."""
    shown = len(domain) // 4
    return "".join(
        one if one == "." or at < shown or at >= len(domain) - shown else "*"
        for at, one in enumerate(domain)
    )
