"""Lists of posts: local, hashtags, and one's own messages, favourites and bookmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from plenary.accounts import queries as accounts
from plenary.events import queries as events
from plenary.statuses import queries as statuses
from plenary.timelines import queries as timelines
from plenary.web import composing, newest
from plenary.web.viewer import signed_in, viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account

Page = timelines.Page


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The page, or with `?fragment=1` further posts alone."""
    if "fragment" in request.GET:
        return render(request, "components/posts.html", context)
    return render(request, template, context)


@require_safe
def local(request: HttpRequest) -> HttpResponse:
    """Everything public that was written here."""
    me = viewer(request)
    fresh = newest.answer(request, "local", lambda page: timelines.local(me, page))
    if fresh is not None:
        return fresh
    page = Page.of(request.GET)
    context = {
        "posts": timelines.local(me, page),
        "more": reverse("local"),
        "tab": "local",
        "title": "Local",
        "live": "" if page.max_id else "local",
    }
    return _answer(request, "timelines/list.html", context)


@require_safe
def hashtag(request: HttpRequest, name: str) -> HttpResponse:
    """Public posts under a hashtag, and the event it belongs to. One nobody used yet is empty."""
    me = viewer(request)
    posts = timelines.hashtag(me, name, Page.of(request.GET))
    context: dict[str, Any] = {"posts": posts, "more": reverse("hashtag", args=[name])}
    if "fragment" not in request.GET:
        known = statuses.hashtag(name)
        context |= {
            "name": known.display if known else name[:150],
            "event": events.event_of_hashtag(me, known) if known else None,
        }
    return _answer(request, "timelines/hashtag.html", context)


@require_safe
@signed_in
def messages(request: HttpRequest, me: Account) -> HttpResponse:
    """Direct posts, to me and from me."""
    context = {
        "posts": timelines.messages(me, Page.of(request.GET)),
        "more": reverse("messages"),
        "tab": "messages",
        "title": "Messages",
    }
    if "fragment" not in request.GET:
        direct = {"text": "", "visibility": int(composing.Visibility.DIRECT)}
        context |= composing.context(me, draft=direct)
    return _answer(request, "timelines/messages.html", context)


@require_safe
@signed_in
def bookmarks(request: HttpRequest, me: Account) -> HttpResponse:
    context = {
        "posts": timelines.bookmarks(me, Page.of(request.GET)),
        "more": reverse("bookmarks"),
        "tab": "bookmarks",
        "title": "Bookmarks",
        "empty": "Nothing kept yet. A bookmark is for you alone; nobody is told.",
    }
    return _answer(request, "timelines/list.html", context)


@require_safe
@signed_in
def favourites(request: HttpRequest, me: Account) -> HttpResponse:
    context = {
        "posts": timelines.favourites(me, Page.of(request.GET)),
        "more": reverse("favourites"),
        "tab": "favourites",
        "title": "Favourites",
        "empty": "Nothing here yet. A favourite tells the author that it was worth reading.",
    }
    return _answer(request, "timelines/list.html", context)


@require_safe
def account_statuses(request: HttpRequest, acct: str) -> HttpResponse:
    """Somebody's posts alone, for a page that shows them beside something else."""
    me = viewer(request)
    owner = accounts.get_by_acct(me, acct)
    kind = request.GET.get("tab", "")
    posts = timelines.account(
        me, owner, Page.of(request.GET), replies=kind == "replies", media=kind == "media"
    )
    return render(
        request, "components/posts.html", {"posts": posts, "more": owner.url, "empty": "No posts."}
    )


urlpatterns = [
    path("local", local, name="local"),
    path("tags/<str:name>", hashtag, name="hashtag"),
    path("messages", messages, name="messages"),
    path("bookmarks", bookmarks, name="bookmarks"),
    path("favourites", favourites, name="favourites"),
    path("@<str:acct>/posts", account_statuses, name="account_statuses"),
]
