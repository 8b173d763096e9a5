"""A person's page, whom they follow, and what one may do about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from plenary.accounts import actions, queries
from plenary.archive.queries import went_to
from plenary.events.queries import event_of_account
from plenary.federation.actions import looking
from plenary.lib.numbers import whole
from plenary.lib.pagination import Page
from plenary.timelines import queries as timelines
from plenary.web.viewer import signed_in, viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account

MUTE_FOR = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


@require_safe
def profile(request: HttpRequest, acct: str, tab: str = "") -> HttpResponse:
    """A person and their posts; `?fragment=1` is further posts alone."""
    me = viewer(request)
    account = queries.get_by_acct(me, acct)
    posts = timelines.account(
        me, account, Page.of(request.GET), replies=tab == "replies", media=tab == "media"
    )
    if not tab:  # the pinned stand above all others, once
        rest = [one for one in posts.rows if one.booster or not one.status.pinned_at]
        posts = replace(posts, rows=rest)
    looking.at_files(me, (file for one in posts.rows for file in one.attachments))
    context: dict[str, Any] = {
        "account": account,
        "posts": posts,
        "tab": tab,
        "more": f"{account.url}/{tab}".rstrip("/"),
    }
    if "fragment" in request.GET:
        return render(request, "components/posts.html", context)
    looking.at_account(me, account)
    if not tab and "max_id" not in request.GET:
        context["pinned"] = timelines.pinned(me, account)
    context["has_feed"] = timelines.has_feed(account)
    context["went_to"] = went_to(me, account)
    context["conference"] = event_of_account(account)
    context["interests"] = queries.interests(me, account)
    context["relationship"] = queries.relationship(me, account)
    context["requests"] = queries.request_count(me) if me == account and account.locked else 0
    return render(request, "accounts/profile.html", context)


def _people(request: HttpRequest, acct: str, which: str, title: str) -> HttpResponse:
    me = viewer(request)
    account = queries.get_by_acct(me, acct)
    read = queries.followers if which == "followers" else queries.following
    people = read(me, account, before=whole(request.GET.get("before")))
    context = {
        "account": account,
        "title": title,
        "which": which,
        "people": people.accounts,
        "relationships": queries.relationships(me, [person.pk for person in people.accounts]),
        "next_url": f"?before={people.next}" if people.next else "",
    }
    template = "people/cards.html" if request.htmx else "accounts/people.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@require_safe
def followers(request: HttpRequest, acct: str) -> HttpResponse:
    return _people(request, acct, "followers", "Followers")


@require_safe
def following(request: HttpRequest, acct: str) -> HttpResponse:
    return _people(request, acct, "following", "Following")


def _answer(request: HttpRequest, me: Account, account: Account) -> HttpResponse:
    """The button as it now is, or the page again."""
    if request.htmx:  # type: ignore[attr-defined]
        context = {"account": account, "relationship": queries.relationship(me, account)}
        return render(request, "accounts/follow_button.html", context)
    return redirect("profile", acct=account.acct)


def _deed(does: Callable[..., Any]) -> Any:
    """A view that does one thing to somebody and answers with the button."""

    @require_POST
    @signed_in
    def view(request: HttpRequest, me: Account, acct: str) -> HttpResponse:
        account = queries.get_by_acct(me, acct)
        does(me, account)
        return _answer(request, me, account)

    return view


@require_POST
@signed_in
def block(request: HttpRequest, me: Account, acct: str) -> HttpResponse:
    account = queries.get_by_acct(me, acct)
    actions.block(me, account)
    messages.success(request, f"{account.name} is blocked: neither of you meets the other now.")
    return redirect("settings_blocked")


@require_POST
@signed_in
def mute(request: HttpRequest, me: Account, acct: str) -> HttpResponse:
    account = queries.get_by_acct(me, acct)
    actions.mute(
        me,
        account,
        duration=MUTE_FOR.get(request.POST.get("for", "")),
        hide_notifications="keep_notifications" not in request.POST,
    )
    messages.success(request, f"{account.name} is muted. They are not told.")
    return redirect("profile", acct=account.acct)


@require_POST
@signed_in
def unmute(request: HttpRequest, me: Account, acct: str) -> HttpResponse:
    account = queries.get_by_acct(me, acct)
    actions.unmute(me, account)
    messages.success(request, f"{account.name} is no longer muted.")
    return redirect("profile", acct=account.acct)


@require_POST
@signed_in
def remove_follower(request: HttpRequest, me: Account, acct: str) -> HttpResponse:
    account = queries.get_by_acct(me, acct)
    actions.remove_follower(me, account)
    messages.success(request, f"{account.name} no longer follows you. They are not told.")
    return redirect("profile", acct=account.acct)


@require_safe
@signed_in
def follow_requests(request: HttpRequest, me: Account) -> HttpResponse:
    asking = queries.follow_requests(me, before=whole(request.GET.get("before")))
    context = {
        "people": asking.accounts,
        "next_url": f"?before={asking.next}" if asking.next else "",
    }
    return render(request, "accounts/follow_requests.html", context)


@require_POST
@signed_in
def answer_request(request: HttpRequest, me: Account, acct: str, answer: str) -> HttpResponse:
    account = queries.get_by_acct(me, acct)
    if answer == "accept":
        actions.accept_request(me, account)
        messages.success(request, f"{account.name} follows you now.")
    else:
        actions.reject_request(me, account)
    return redirect("follow_requests")


urlpatterns = [
    path("follow-requests", follow_requests, name="follow_requests"),
    path(
        "follow-requests/<str:acct>/accept",
        answer_request,
        {"answer": "accept"},
        name="accept_request",
    ),
    path(
        "follow-requests/<str:acct>/reject",
        answer_request,
        {"answer": "reject"},
        name="reject_request",
    ),
    path("@<str:acct>", profile, name="profile"),
    path("@<str:acct>/replies", profile, {"tab": "replies"}, name="profile_replies"),
    path("@<str:acct>/media", profile, {"tab": "media"}, name="profile_media"),
    path("@<str:acct>/followers", followers, name="followers"),
    path("@<str:acct>/following", following, name="following"),
    path("@<str:acct>/follow", _deed(actions.follow), name="follow"),
    path("@<str:acct>/unfollow", _deed(actions.unfollow), name="unfollow"),
    path("@<str:acct>/block", block, name="block"),
    path("@<str:acct>/mute", mute, name="mute"),
    path("@<str:acct>/unmute", unmute, name="unmute"),
    path("@<str:acct>/remove-follower", remove_follower, name="remove_follower"),
]
