"""What whoever signs in with an account elsewhere does on their own server, and not here: writing,
following, and whatever guards their sign-in."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from plenary.web.viewer import viewer

if TYPE_CHECKING:
    from plenary.accounts.models import Account

_WRITING = {"status_edit", "status_delete", "status_vote"}
_FOLLOWING = {"follow", "unfollow", "follow_requests", "accept_request", "reject_request"}
_FOLLOWING |= {"remove_follower"}
_GUARDS = {"account_email", "account_change_password", "account_set_password"}
_GUARDS |= {"socialaccount_connections"}
_MOVING = {"move_account", "move_back", "move_alias_remove", "move_import_confirm"}
_KEPT_HERE = {"bookmark", "unbookmark", "mute", "unmute"}  # what of `status_act` stays here


def share_url(me: "Account", text: str) -> str:
    """Their server's page to write on, begun with some words."""
    return f"{me.home}/share?{urlencode({'text': text})}"


def interact_url(me: "Account", what: str) -> str:
    """Their server's page to follow somebody (`ana@host`) or answer a post (its address)."""
    return interact_at(me.home, what)


def interact_at(server: str, what: str) -> str:
    """The same on any server (`https://host`) that has Mastodon's page for it."""
    return f"{server}/authorize_interaction?{urlencode({'uri': what})}"


def person(account: "Account") -> str:
    """An account as other servers look it up."""
    return f"{account.username}@{account.domain or settings.DOMAIN}"


def status(status: Any) -> str:
    """A post as other servers look it up."""
    uri: str = status.uri or f"{settings.PUBLIC_URL}{status.account.url}/{status.pk}"
    return uri


class AtHomeMiddleware:
    """Says where it is done instead; nobody else notices."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        words = _refusal(name, request)
        if not words:
            return None
        me = viewer(request)
        if me is None or not me.domain:
            return None
        if name == "compose" and request.method != "POST":
            return redirect(share_url(me, request.GET.get("text", "")[:2000]))
        context = {"message": words.format(home=me.home.partition("://")[2] or me.domain)}
        return render(request, "errors/refused.html", context, status=403)


def _refusal(name: str, request: HttpRequest) -> str:
    """Why not here; '' for what is done here by everybody."""
    if name == "compose" or name in _WRITING:
        return "You write on {home}: what you post there under an event's hashtag appears here."
    if name == "status_act" and request.POST.get("do") not in _KEPT_HERE:
        return "You favourite and boost on {home}: look the post up there."
    if name in _FOLLOWING:
        return "Whom you follow, and who follows you, is kept on {home}."
    if name in _MOVING or (name == "move" and request.method == "POST"):
        return "You move, and bring along whom you follow, on {home}."
    if name in _GUARDS or name.startswith("mfa_"):
        return "You sign in on {home}: your password and your second factors are changed there."
    return ""
