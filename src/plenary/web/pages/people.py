"""The directory: people who wish to be found."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from plenary.accounts import queries
from plenary.accounts.vocabulary import GRADES, SPECIALTIES
from plenary.federation.actions import seeking
from plenary.lib.numbers import whole
from plenary.lib.text import clean_line
from plenary.web.viewer import viewer

_LONGEST = 300  # an address of something elsewhere may be looked for here too
_FILTERS = ("q", "specialty", "grade", "region", "interest")


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    me = viewer(request)
    given = {name: clean_line(request.GET.get(name, ""))[:_LONGEST] for name in _FILTERS}
    filters = queries.Filters(**given)
    found = queries.search(me, filters, before=whole(request.GET.get("before")))
    elsewhere = seeking.host_named(given["q"]) if settings.FEDERATION and me is not None else ""
    kept = {name: value for name, value in given.items() if value}
    context = {
        "filters": filters,
        "people": found.accounts,
        "elsewhere": elsewhere,
        "relationships": queries.relationships(me, [person.pk for person in found.accounts]),
        "specialties": SPECIALTIES,
        "grades": GRADES,
        "next_url": f"?{urlencode({**kept, 'before': found.next})}" if found.next else "",
        "first": "before" not in request.GET,
    }
    if request.htmx:  # type: ignore[attr-defined]
        template = "people/results.html" if context["first"] else "people/cards.html"
    else:
        template = "people/directory.html"
    return render(request, template, context)


urlpatterns = [path("people", people, name="people")]
