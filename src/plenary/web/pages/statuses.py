"""A post's own page, writing, editing and deleting one, and what one may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plenary.federation.actions import looking
from plenary.lib.errors import Refused
from plenary.lib.numbers import whole
from plenary.statuses import actions, queries
from plenary.timelines import queries as timelines
from plenary.web import composing
from plenary.web.viewer import signed_in, viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account

_DEEDS: dict[str, Callable[[Account, int], object]] = {
    "boost": actions.boost,
    "unboost": actions.unboost,
    "favourite": actions.favourite,
    "unfavourite": actions.unfavourite,
    "bookmark": actions.bookmark,
    "unbookmark": actions.unbookmark,
    "pin": actions.pin,
    "unpin": actions.unpin,
    "mute": actions.mute_thread,
    "unmute": actions.unmute_thread,
}


def _found(viewer: Account | None, acct: str, status_id: int) -> queries.Item:
    """The status at its own address; at another account's it is not."""
    item = queries.item(viewer, status_id)
    if item.status.account.acct.lower() != acct.lower():
        raise Http404
    return item


@require_safe
def status(request: HttpRequest, acct: str, status_id: int) -> HttpResponse:
    """The conversation around a post; `?fragment=replies` is what follows it alone."""
    me = viewer(request)
    item = _found(me, acct, status_id)
    thread = timelines.thread(me, item.status)
    items = [*thread.ancestors, thread.item, *(one for _, one in thread.descendants)]
    looking.at_files(me, (file for one in items for file in one.attachments))
    context: dict[str, Any] = {"thread": thread, "item": thread.item}
    if request.GET.get("fragment") == "replies":
        return render(request, "statuses/replies.html", context)
    if queries.is_embeddable(thread.item.status):
        shown = f"{settings.PUBLIC_URL}{thread.item.status.account.url}/{thread.item.status.pk}"
        context["oembed"] = f"{settings.PUBLIC_URL}/api/oembed?{urlencode({'url': shown})}"
    if me is not None:
        context |= composing.context(me, reply=thread.item)
        context["quiet"] = queries.thread_muted(me, thread.item.status.thread_id)
    return render(request, "statuses/thread.html", context)


@require_safe
def history(request: HttpRequest, acct: str, status_id: int) -> HttpResponse:
    """What a post said before it was edited."""
    me = viewer(request)
    item = _found(me, acct, status_id)
    versions = queries.history(me, item.status)
    return render(request, "statuses/history.html", {"item": item, "versions": versions})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def compose(request: HttpRequest, me: Account) -> HttpResponse:
    """A page to write on (`?text=`, `?visibility=` begin it), and where every composer posts."""
    if request.method != "POST":
        return render(request, "statuses/compose.html", composing.begun(me, request.GET))
    try:
        made = composing.post(me, request)
    except Refused as refused:
        return render(
            request,
            "statuses/compose.html",
            composing.returned(me, request, refused.message),
            status=refused.status,
        )
    if made.in_reply_to_id:
        return redirect("status", acct=me.acct, status_id=made.pk)
    messages.success(request, "Posted.")
    return redirect("messages" if composing.is_direct(made) else "home")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, me: Account, status_id: int) -> HttpResponse:
    """Change one's own post; it says so, and keeps what it said."""
    item = queries.item(me, status_id)
    if not item.mine:
        raise Http404
    context = {"item": item, "draft": composing.of_status(item), "error": ""}
    if request.method == "POST":
        try:
            composing.change(me, request, item)
        except Refused as refused:
            typed = composing.typed(request)
            context |= {"draft": {**composing.of_status(item), **typed}, "error": refused.message}
            return render(request, "statuses/edit.html", context, status=refused.status)
        return redirect("status", acct=me.acct, status_id=item.status.pk)
    return render(request, "statuses/edit.html", context)


@require_POST
@signed_in
def delete(request: HttpRequest, me: Account, status_id: int) -> HttpResponse:
    actions.delete(me, status_id)
    messages.success(request, "Deleted, with its pictures.")
    return redirect("home")


@require_POST
@signed_in
def act(request: HttpRequest, me: Account, status_id: int) -> HttpResponse:
    """Boost, favourite, bookmark or undo it; htmx gets the row of buttons back."""
    deed = _DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        raise Http404
    deed(me, status_id)
    item = queries.item(me, status_id)
    if request.htmx:  # type: ignore[attr-defined]
        item.key = whole(request.POST.get("key")) or item.key
        return render(request, "components/post_actions.html", {"item": item})
    return redirect("status", acct=item.status.account.acct, status_id=item.status.pk)


@require_POST
@signed_in
def vote(request: HttpRequest, me: Account, status_id: int) -> HttpResponse:
    """Answer the poll of a post; htmx gets what was answered back."""
    item = queries.item(me, status_id)
    if item.poll is None:
        raise Http404
    chosen = [whole(one) for one in request.POST.getlist("choice")]
    try:
        actions.vote(me, item.poll.id, [one for one in chosen if one is not None])
    except Refused as refused:
        messages.error(request, refused.message)
    if request.htmx:  # type: ignore[attr-defined]
        item = queries.item(me, status_id)
        item.key = whole(request.POST.get("key")) or item.key
        context = {"item": item, "poll": item.poll, "status": item.status}
        return render(request, "components/poll.html", context)
    return redirect("status", acct=item.status.account.acct, status_id=item.status.pk)


urlpatterns = [
    path("compose", compose, name="compose"),
    path("posts/<id:status_id>/edit", edit, name="status_edit"),
    path("posts/<id:status_id>/delete", delete, name="status_delete"),
    path("posts/<id:status_id>/act", act, name="status_act"),
    path("posts/<id:status_id>/vote", vote, name="status_vote"),
    path("@<str:acct>/<id:status_id>", status, name="status"),
    path("@<str:acct>/<id:status_id>/history", history, name="status_history"),
]
