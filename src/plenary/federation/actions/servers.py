"""What runs on a server that was met for the first time (NodeInfo), asked once."""

from typing import Any

from plenary.federation.actions import asking
from plenary.federation.actions.later import patient
from plenary.federation.facts import ServerMet
from plenary.federation.models import Server
from plenary.federation.reading import host_at
from plenary.jobs.tasks import task

_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"


def on_server_met(fact: ServerMet) -> None:
    ask_software.using(key=f"nodeinfo:{fact.domain}"[:200], lane=fact.domain).enqueue(fact.domain)


@task(slow=True)
@patient(tries=2)
def ask_software(domain: str) -> None:
    """By the address that its own list names, on its own host."""
    for scheme in asking.schemes()[-1:]:
        listed = asking.plain(f"{scheme}://{domain}/.well-known/nodeinfo")
        address = _newest(listed or {}, domain)
        told = asking.plain(address) if address else None
        software = told.get("software") if told is not None else None
        if isinstance(software, dict):
            columns = {
                "software": str(software.get("name", ""))[:100],
                "version": str(software.get("version", ""))[:100],
            }
            Server.objects.filter(domain=domain).update(**columns)


def _newest(listed: dict[str, Any], domain: str) -> str:
    links = listed.get("links")
    found = {
        str(one.get("rel")): one.get("href")
        for one in (links if isinstance(links, list) else [])
        if isinstance(one, dict) and str(one.get("rel")).startswith(_SCHEMA)
    }
    for _, href in sorted(found.items(), reverse=True):
        if isinstance(href, str) and host_at(href) == domain:
            return href
    return ""
