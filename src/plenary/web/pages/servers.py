"""Other servers: those that are known, how far each is kept away, and lists of them to exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from plenary.conduct import actions, queries, rules
from plenary.conduct.rules.domain_lists import MAX_BYTES
from plenary.federation import queries as federation
from plenary.lib.errors import NotFound, Refused
from plenary.lib.numbers import whole
from plenary.lib.text import clean_line
from plenary.web.pages.moderation import moderators

if TYPE_CHECKING:
    from plenary.accounts.models import Account

STATES = {
    "": "All",
    "silence": "Limited",
    "suspend": "Suspended",
    "failing": "Not answering",
    "listed": "On the list",
}
KINDS = {"kept": "Stronger here", "changed": "Changed", "new": "New"}
SHOWN = 500  # of a kind
_FLAGS = ("reject_media", "reject_reports", "obfuscate")
_COMMENTS = ("private_comment", "public_comment")


def _message(refused: Refused) -> str:
    return refused.message.removeprefix("Validation failed: ")


@require_http_methods(["GET", "HEAD", "POST"])
@moderators
def servers(request: HttpRequest, me: Account) -> HttpResponse:
    """Those that are known, by name; a POST decides about one, or lifts the decision it names."""
    typed: dict[str, Any] = {"severity": "silence"}
    error = ""
    if request.method == "POST":
        gone = whole(request.POST.get("remove"))
        try:
            if gone is not None:
                actions.unblock_domain(me, gone)
                messages.success(request, "Kept away no more.")
            else:
                typed = _typed(request)
                made = actions.block_domain(me, **typed)
                messages.success(request, f"Decided about {made.domain}.")
            return redirect("moderation_domains")
        except Refused as refused:
            error = _message(refused)
    words = clean_line(request.GET.get("q", ""))[:100]
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    after = request.GET.get("after", "")[:300].replace("\0", "")
    found = federation.known_servers(me, words, state, after)
    more = urlencode({"q": words, "state": state, "after": found.next})
    context = {
        "found": found,
        "q": words,
        "state": state,
        "states": STATES,
        "typed": typed,
        "error": error,
        "only_listed": settings.ALLOW_LIST,
        "more": f"?{more}" if found.next else "",
    }
    return render(request, "conduct/servers.html", context, status=422 if error else 200)


def _typed(request: HttpRequest) -> dict[str, Any]:
    typed: dict[str, Any] = {
        name: request.POST.get(name, "").replace("\r\n", "\n") for name in ("domain", *_COMMENTS)
    }
    typed["severity"] = request.POST.get("severity", "silence")
    for name in _FLAGS:
        typed[name] = name in request.POST
    return typed


@require_http_methods(["GET", "HEAD", "POST"])
@moderators
def one_server(request: HttpRequest, me: Account, domain: str) -> HttpResponse:
    """A server; a POST decides anew, lifts the decision, or puts it on or off the list."""
    try:
        name = rules.check_domain(domain)
    except Refused:
        raise NotFound from None
    server = federation.known_server(me, name)
    typed: dict[str, Any] = {"severity": "silence"}
    if server.block is not None:
        typed = {key: getattr(server.block, key) for key in ("severity", *_FLAGS, *_COMMENTS)}
    error = ""
    if request.method == "POST":
        try:
            messages.success(request, _act(request, me, server))
            return redirect("moderation_server", domain=name)
        except Refused as refused:
            typed, error = _typed(request), _message(refused)
    context = {
        "server": server,
        "typed": typed,
        "error": error,
        "only_listed": settings.ALLOW_LIST,
    }
    return render(request, "conduct/server.html", context, status=422 if error else 200)


def _act(request: HttpRequest, me: Account, server: federation.KnownServer) -> str:
    do = request.POST.get("do", "")
    if do == "lift" and server.block is not None:
        actions.unblock_domain(me, server.block.pk)
        return "The decision is lifted."
    if do == "allow":
        actions.allow_domain(me, server.domain)
        return "It is on the list."
    if do == "disallow" and server.allow is not None:
        actions.disallow_domain(me, server.allow.pk)
        return "It is off the list."
    if do != "decide":
        raise NotFound
    typed = _typed(request)
    del typed["domain"]
    if server.block is None:
        actions.block_domain(me, server.domain, **typed)
    else:
        actions.change_domain_block(me, server.block.pk, **typed)
    return "Decided."


@require_http_methods(["GET", "HEAD", "POST"])
@moderators
def server_list(request: HttpRequest, me: Account) -> HttpResponse:
    """Bringing in a list: a file is looked at first, and what it would change is shown. What is
    sent then carries the same words, so that nothing else is done than what was shown."""
    context: dict[str, Any] = {"weaken": "weaken" in request.POST, "most": MAX_BYTES}
    status = 200
    if request.method == "POST":
        file, again = request.FILES.get("file"), request.POST.get("list", "")
        try:
            if file is None and not again:
                raise Refused("Choose a file first.")
            data = file.read(MAX_BYTES + 1) if file is not None else again.encode()
            sure = file is None and request.POST.get("do") == "import"
            outcome = actions.import_domain_blocks(
                me, data, weaken=context["weaken"], pass_over=True, dry_run=not sure
            )
            if sure:
                made = outcome.counts
                words = f"{made['new']} added, {made['changed']} changed."
                messages.success(request, words)
                return redirect("moderation_domains")
            shown = {kind: outcome.of(kind)[:SHOWN] for kind in KINDS}
            context |= {"outcome": outcome, "shown": shown, "kinds": KINDS.items()}
            context["list"] = data.decode("utf-8-sig")
        except Refused as refused:
            context["error"], status = _message(refused), 422
    return render(request, "conduct/server_list.html", context, status=status)


@require_GET
@moderators
def exported(request: HttpRequest, me: Account) -> HttpResponse:
    """What was decided, as a file."""
    answer = HttpResponse(queries.domain_list(me), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="domain_blocks.csv"'
    return answer


urlpatterns = [
    path("moderation/domains", servers, name="moderation_domains"),
    path("moderation/domain-list", server_list, name="moderation_list"),
    path("moderation/domain-list.csv", exported, name="moderation_list_csv"),
    path("moderation/domains/<str:domain>", one_server, name="moderation_server"),
]
