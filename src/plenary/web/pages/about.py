"""What anybody may know of this server: its rules, the servers it keeps away, those it knows."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from plenary.conduct import queries, rules
from plenary.web.viewer import viewer

SHOWN = 500


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """As the API tells apps; a name may be told in part only."""
    me = viewer(request)
    peers = queries.peers(me)
    kept_away = [
        (rules.obfuscated(row.domain) if row.obfuscate else row.domain, row)
        for row in queries.announced(me)
    ]
    context = {
        "rules": rules.RULES.values(),
        "kept_away": kept_away,
        "peers": peers[:SHOWN],
        "how_many": len(peers),
        "only_listed": settings.ALLOW_LIST,
    }
    return render(request, "about/about.html", context)


urlpatterns = [path("about", about, name="about")]
