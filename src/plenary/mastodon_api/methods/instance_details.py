"""What else one can ask of the server (docs.joinmastodon.org/methods/instance), and NodeInfo."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse

from plenary import __version__
from plenary.api.call import Call
from plenary.api.routes import route
from plenary.mastodon_api.entities.instance import Activity, Language, NodeInfo, NodeInfoLinks
from plenary.timelines import queries as timelines

_WEEKS_LAST = 3600
_CODES = {"en-gb", "en-au", "es-ar", "es-co", "es-mx", "es-ni", "es-ve"}  # of one region alone


@route("GET", "/health", who="anybody", gives=str, limit="never")
def health(call: Call) -> HttpResponse:
    """Whether the server answers."""
    return HttpResponse("OK", content_type="text/plain; charset=utf-8")


@route("GET", "/api/v1/instance/activity", who="anybody", gives=list[Activity])
def activity(call: Call) -> list[dict[str, str]]:
    """How much happened in each of the last twelve weeks."""
    found = cache.get("plenary:weeks")
    if found is None:
        found = [
            {
                "week": str(int(week.begins.timestamp())),
                "statuses": str(week.statuses),
                "logins": str(week.logins),
                "registrations": str(week.registrations),
            }
            for week in timelines.weeks()
        ]
        cache.set("plenary:weeks", found, _WEEKS_LAST)
    return list(found)


@route(
    "GET",
    "/api/v1/instance/translation_languages",
    who="anybody",
    gives=dict[str, list[str]],
)
def translation_languages(call: Call) -> dict[str, list[str]]:
    """Languages that are translated, and into which: none."""
    return {}


@route("GET", "/api/v1/instance/languages", who="anybody", gives=list[Language])
def languages(call: Call) -> list[dict[str, str]]:
    """Languages a post can be written in."""
    return [{"code": code, "name": name} for code, name in settings.LANGUAGES if code not in _CODES]


@route("GET", "/.well-known/nodeinfo", who="anybody", gives=NodeInfoLinks)
def nodeinfo_links(call: Call) -> dict[str, Any]:
    """Where this server describes itself (nodeinfo.diaspora.software)."""
    schema = "http://nodeinfo.diaspora.software/ns/schema/"
    return {
        "links": [
            {"rel": f"{schema}{version}", "href": f"{settings.PUBLIC_URL}/nodeinfo/{version}"}
            for version in ("2.0", "2.1")
        ]
    }


@route("GET", "/nodeinfo/2.0", who="anybody", gives=NodeInfo)
def nodeinfo(call: Call) -> dict[str, Any]:
    """This server, as servers of any kind describe themselves."""
    return _described("2.0")


@route("GET", "/nodeinfo/2.1", who="anybody", gives=NodeInfo)
def nodeinfo_with_source(call: Call) -> dict[str, Any]:
    """The same, and where its source can be had."""
    made = _described("2.1")
    if settings.SOURCE_URL:
        made["software"]["repository"] = settings.SOURCE_URL
    return made


def _described(version: str) -> dict[str, Any]:
    found = cache.get("plenary:nodeinfo")
    if found is None:
        figures = timelines.figures()
        found = (figures.people, figures.posts_this_week)
        cache.set("plenary:nodeinfo", found, _WEEKS_LAST)
    people, posts = found
    return {
        "version": version,
        "software": {"name": "plenary", "version": __version__},
        "protocols": ["activitypub"] if settings.FEDERATION else [],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": settings.OPEN_REGISTRATION,
        "usage": {"users": {"total": people}, "localPosts": posts},
        "metadata": {"nodeName": settings.SITE_NAME},
    }
