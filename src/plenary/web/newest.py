"""What came to a list of posts since its top was drawn: first how many, then the posts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from plenary.statuses.queries import Item
from plenary.timelines.queries import Page, Paged

AT_ONCE = 20


def answer(
    request: HttpRequest, live: str, read: Callable[[Page], Paged[Item]]
) -> HttpResponse | None:
    """For `?fragment=count` and `?fragment=new` with `since_id`; None for every other request.

    Nothing new: nothing to swap. Too much to insert: the page is loaded afresh. `live` is the
    event on the page that makes it look.
    """
    fragment = request.GET.get("fragment", "")
    if fragment not in {"count", "new"}:
        return None
    since = Page.of(request.GET).since_id or 0
    posts = read(Page(limit=AT_ONCE + 1, since_id=since))
    context = {"posts": posts, "at": request.path, "live": live, "since": since}
    if fragment == "count":
        if not posts:
            return HttpResponse(status=204)
        context |= {"count": len(posts.rows), "most": AT_ONCE}
        return render(request, "timelines/newer.html", context)
    if len(posts.rows) > AT_ONCE:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "timelines/inserted.html", {**context, "since": posts.newer or since})
