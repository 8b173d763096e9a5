"""What is really sent is what is documented: a day on the server with one of everything, each
answer held against the table, and no row of the table that nothing was held against."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from plenary.accounts import actions
from plenary.accounts.models import Account, Application
from plenary.conduct import actions as conduct
from plenary.jobs.worker import run_until_empty
from plenary.lib import clock
from plenary.statuses.models import Attachment, Poll
from plenary.timelines import actions as timelines
from tests.api.phones import EVERYTHING, Phone, run_all
from tests.emojis import make_emoji
from tests.factories import follow, make_account, make_remote
from tests.mastodon_api.entities.table import Seen, documented, hold
from tests.mastodon_api.linked import URL, World, work
from tests.push_service import Subscriber
from tests.statuses.makers import film, picture, sound

POSTS, ME = "/api/v1/statuses", "/api/v1/accounts"
STAFF = f"{EVERYTHING} profile admin:read admin:write"
# What Plenary never sends, or never other than null or empty.
NEVER = {
    "PreviewCard.published_at", "PreviewCardAuthor.account", "TermsOfService.succeeded_by",
    "Account.moved", "Account.memorial", "Account.roles",
     "Announcement.mentions", "Announcement.statuses",
    "Account::Field.verified_at", "CredentialAccount::Source.attribution_domains",
    "MediaAttachment.remote_url", "MediaAttachment.preview_remote_url", "MediaAttachment.text_url",
    "QuoteApproval.manual",
    "ScheduledStatus::Params.scheduled_at", "AccountWarning.appeal", "Error.error_description",
    "Instance.icon", "Instance::Thumbnail.blurhash", "Instance::Thumbnail.versions",
    "Instance::Contact.account", "V1::Instance.contact_account", "ExtendedDescription.updated_at",
    "Instance::Urls.privacy_policy", "Instance::Urls.terms_of_service", "Instance::Urls.status",
    "Instance::Registrations.message", "Instance::Registrations.min_age",
     "Token.refresh_token", "Token.expires_in",
    "Admin::Account.ip", "Admin::Account.ips",
    "Admin::Account.invite_request", "Admin::Account.created_by_application_id",
    "Admin::Account.invited_by_account_id",
}  # fmt: skip
NOT_SENT = {
    "Account::Role", "Trends::Link", "Trends::Link::History",
    "Admin::Tag", "AsyncRefresh", "WrappedAnnualReports", "Appeal",
    "Translation", "Translation::Poll", "Translation::Poll::Option", "Translation::Attachment",
    "RelationshipSeveranceEvent", "Instance::Icon",
    "Announcement::Account", "Announcement::Status", "Rule::Translation", "Admin::Ip",
    "Admin::DomainAllow", "Admin::EmailDomainBlock", "Admin::EmailDomainBlock::History",
    "Admin::IpBlock", "Admin::CanonicalEmailBlock",
}  # fmt: skip


class Day:
    """Who is there, and what was seen of each entity."""

    def __init__(self, phone: Callable[..., Phone], nobody: Phone) -> None:
        self.seen: Seen = set()
        self.nobody = nobody
        self.ana, self.bo, self.cy = phone("ana"), phone("bo"), phone("cy")
        self.mod = phone("mod", scopes=STAFF)
        assert self.mod.account is not None
        conduct.appoint(self.mod.account, "moderator")

    def see(self, name: str, answer: Any) -> Any:
        """`answer`, which is one or several of an entity."""
        for one in answer if isinstance(answer, list) else [answer]:
            hold(name, one, self.seen)
        assert answer != [], f"no {name} was sent"
        return answer

    def post(self, who: Phone, text: str = "Words", **more: Any) -> dict[str, Any]:
        return self.see("Status", who.post(POSTS, json={"status": text, **more}))


def me(one: Phone) -> str:
    assert one.account is not None
    return str(one.account.pk)


def test_everything_that_is_sent(phone, nobody, settings, world: World, tmp_path) -> None:
    written = tmp_path / "words.html"
    written.write_text("<p>What holds here</p>")
    settings.PRIVACY_POLICY = settings.TERMS_OF_SERVICE = str(written)
    make_emoji("party", category="Joy")
    settings.LOOPBACK_PEERS = True
    settings.SOURCE_URL = "https://code.example.org/plenary"
    day = Day(phone, nobody)
    for part in (
        people,
        posts,
        kinds_of_media,
        polls,
        quotes,
        filters,
        linked,
        notices,
        server,
        conducted,
    ):
        part(day)
    there = {
        (name, field)
        for name, fields in documented().items()
        if name not in NOT_SENT
        for field in fields
    }
    missing = {f"{name}.{field}" for name, field in there - day.seen}
    ours = {one.partition(".")[2] for one in NEVER if one.startswith("Account.")}
    also = {f"{name}.{field}" for name in ("CredentialAccount", "MutedAccount") for field in ours}
    optional = {"suspended", "limited", "last_status_at", "fields", "discoverable", "emojis"}
    also |= {
        f"{name}.{field}" for name in ("CredentialAccount", "MutedAccount") for field in optional
    }
    assert sorted(missing - also - NEVER) == []
    assert sorted(NEVER - missing) == []
    assert not {f"{name}.{field}" for name, field in day.seen} & NEVER


def people(day: Day) -> None:
    ana, bo, cy = day.ana, day.bo, day.cy
    made = day.see(
        "CredentialApplication",
        day.nobody.post(
            "/api/v1/apps",
            json={
                "client_name": "Ward",
                "redirect_uris": "urn:ietf:wg:oauth:2.0:oob",
                "website": "https://ward.example.org",
                "scopes": "read write:accounts",
            },
        ),
    )
    form = {"grant_type": "client_credentials", "scope": "write:accounts"}
    form |= {name: made[name] for name in ("client_id", "client_secret")}
    token = day.see("Token", day.nobody.post("/oauth/token", data=form))["access_token"]
    app = Phone(None, token)
    day.see("Application", app.get("/api/v1/apps/verify_credentials"))
    wrong = {"username": "", "email": "x", "password": "x", "agreement": True}
    day.see("Error", app.post("/api/v1/accounts", 422, json=wrong))
    change = {
        "note": "A *cardiologist*",
        "discoverable": True,
        "hide_collections": False,
        "fields_attributes": [{"name": "Web", "value": "https://example.org"}],
        "source": {"privacy": "unlisted", "language": "de"},
    }
    day.see("CredentialAccount", ana.patch("/api/v1/accounts/update_credentials", json=change))
    day.see("CredentialAccount", bo.get("/api/v1/accounts/verify_credentials"))
    day.see("Preferences", ana.get("/api/v1/preferences"))
    day.see("Preferences", bo.get("/api/v1/preferences"))
    # A locked account, asked for.
    day.see(
        "CredentialAccount", cy.patch("/api/v1/accounts/update_credentials", json={"locked": True})
    )
    asked = ana.post(f"/api/v1/accounts/{me(cy)}/follow")
    assert day.see("Relationship", asked)["requested"] is True
    day.see("Account", cy.get("/api/v1/follow_requests"))
    day.see("Relationship", cy.post(f"/api/v1/follow_requests/{me(ana)}/authorize"))
    chosen = {"languages": ["en"], "notify": True}
    day.see("Relationship", ana.post(f"/api/v1/accounts/{me(bo)}/follow", json=chosen))
    day.see("Relationship", bo.post(f"/api/v1/accounts/{me(ana)}/follow"))
    day.see("Relationship", bo.post(f"/api/v1/accounts/{me(cy)}/follow"))
    day.see("Relationship", cy.post(f"/api/v1/follow_requests/{me(bo)}/authorize"))
    day.see(
        "Relationship",
        ana.post(f"/api/v1/accounts/{me(bo)}/note", json={"comment": "Met in Paris"}),
    )
    ids = f"id[]={me(ana)}&id[]={me(bo)}&id[]={me(cy)}"
    day.see("Relationship", ana.get(f"/api/v1/accounts/relationships?{ids}"))
    day.see("FamiliarFollowers", ana.get(f"/api/v1/accounts/familiar_followers?id[]={me(cy)}"))
    friend, far = make_account("dee", discoverable=True), make_account("eve")
    for one in (bo, cy):
        one.post(f"/api/v1/accounts/{friend.pk}/follow")
    day.see("Suggestion", ana.get("/api/v2/suggestions"))
    day.see("Relationship", ana.post(f"/api/v1/accounts/{far.pk}/mute", json={"duration": 3600}))
    day.see("MutedAccount", ana.get("/api/v1/mutes"))
    day.see("Account", ana.get(f"/api/v1/accounts/{me(bo)}/followers"))
    day.see("List", ana.post("/api/v1/lists", json={"title": "Ward"}))


def posts(day: Day) -> None:
    ana, bo = day.ana, day.bo
    Application.objects.filter(name="Ward Round").update(website="https://ward.example.org")
    first = day.post(
        ana, "Hello @bo #ESC26 https://example.org", language="en", visibility="public"
    )
    answer = day.post(
        bo, "In reply", in_reply_to_id=first["id"], spoiler_text="Blood", sensitive=True
    )
    day.post(ana, "To those who follow", visibility="private")
    day.post(ana, "To bo alone: @bo", visibility="direct")
    edited = day.see(
        "Status", ana.put(f"{POSTS}/{first['id']}", json={"status": "Hello again #ESC26"})
    )
    assert edited["edited_at"]
    day.see("StatusEdit", ana.get(f"{POSTS}/{first['id']}/history"))
    day.see("StatusSource", ana.get(f"{POSTS}/{first['id']}/source"))
    for deed in ("favourite", "bookmark", "reblog"):
        day.see("Status", bo.post(f"{POSTS}/{first['id']}/{deed}"))
    day.see("Status", ana.post(f"{POSTS}/{first['id']}/pin"))
    day.see("Context", bo.get(f"{POSTS}/{first['id']}/context"))
    day.see("Context", bo.get(f"{POSTS}/{answer['id']}/context"))
    for path in ("home", "public", "tag/ESC26"):
        day.see("Status", ana.get(f"/api/v1/timelines/{path}"))
    day.see("Status", day.nobody.get(f"{POSTS}/{first['id']}"))
    gone = day.post(ana, "A slip")
    assert day.see("Status", ana.delete(f"{POSTS}/{gone['id']}"))["text"] == "A slip"
    day.see("Tag", ana.post("/api/v1/tags/ESC26/follow"))
    day.see("Tag", day.nobody.get("/api/v1/tags/nobodyused"))
    day.see("FeaturedTag", ana.post("/api/v1/featured_tags", json={"name": "ESC26"}))
    day.see("Search", ana.get(f"/api/v2/search?q={first['url']}"))
    day.see("Search", ana.get("/api/v2/search?q=bo"))
    day.see("Search", ana.get("/api/v2/search?q=ESC26"))
    poll = {"options": ["I", "Not I"], "expires_in": 600, "multiple": True}
    soon = (clock.now() + timedelta(hours=2)).isoformat()
    later: dict[str, Any] = {"status": "Later", "scheduled_at": soon, "language": "en"}
    later |= {"in_reply_to_id": first["id"], "spoiler_text": "Hush", "sensitive": True}
    quoted = {"quoted_status_id": first["id"], "status": "Look", "scheduled_at": soon}
    pictured = {**later, "media_ids": [ana.post("/api/v2/media", data={"file": picture()})["id"]]}
    keyed = {"idempotency-key": "one"}
    day.see("ScheduledStatus", ana.post(POSTS, json={**later, "poll": poll}, headers=keyed))
    day.see("ScheduledStatus", ana.post(POSTS, json=pictured))
    day.see("ScheduledStatus", ana.post(POSTS, json=quoted))
    day.see("ScheduledStatus", ana.get("/api/v1/scheduled_statuses"))


def kinds_of_media(day: Day) -> None:
    ana = day.ana
    sent = {"description": "An ECG", "focus": "0.1,-0.5"}
    made = [day.see("MediaAttachment", ana.post("/api/v2/media", data={"file": picture(), **sent}))]
    waiting = day.see("MediaAttachment", ana.post("/api/v2/media", 202, data={"file": film()}))
    assert waiting["url"] is None
    run_until_empty()
    made.append(day.see("MediaAttachment", ana.get(f"/api/v1/media/{waiting['id']}")))
    heard = {"file": sound("libmp3lame", "mp3")}
    made.append(day.see("MediaAttachment", ana.post("/api/v1/media", data=heard)))
    # A film without sound that is short is shown as a moving picture.
    Attachment.objects.filter(pk=waiting["id"]).update(kind="gifv")
    made.append(day.see("MediaAttachment", ana.get(f"/api/v1/media/{waiting['id']}")))
    assert [one["type"] for one in made] == ["image", "video", "audio", "gifv"]
    pictured = day.post(ana, "See", media_ids=[made[0]["id"]])
    better = {"status": "See here", "media_ids": [made[0]["id"]]}
    day.see("Status", ana.put(f"{POSTS}/{pictured['id']}", json=better))
    day.see("StatusEdit", ana.get(f"{POSTS}/{pictured['id']}/history"))
    day.post(ana, "See", media_ids=[made[1]["id"]], visibility="private")


def polls(day: Day) -> None:
    poll = {"options": ["I", "Not I"], "expires_in": 600, "hide_totals": True}
    made = day.post(day.ana, "Who comes?", poll=poll)
    path = f"/api/v1/polls/{made['poll']['id']}"
    assert day.see("Poll", day.nobody.get(path))["options"][0]["votes_count"] is None
    assert day.see("Poll", day.bo.post(f"{path}/votes", json={"choices": [1]}))["own_votes"] == [1]
    Poll.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert day.see("Poll", day.bo.get(path))["options"][1]["votes_count"] == 1
    changed = {"options": ["Yes", "No"], "expires_in": 900}
    day.see(
        "Status", day.ana.put(f"{POSTS}/{made['id']}", json={"status": "Who?", "poll": changed})
    )
    day.see("StatusEdit", day.ana.get(f"{POSTS}/{made['id']}/history"))


def quotes(day: Day) -> None:
    said = day.post(day.ana, "Well put", visibility="public")
    within = day.post(day.bo, "Hear hear", quoted_status_id=said["id"], visibility="public")
    outer = day.post(day.ana, "Indeed", quoted_status_id=within["id"])
    assert outer["quote"]["quoted_status"]["quote"]["quoted_status_id"] == said["id"]
    day.see("Status", day.ana.post(f"{POSTS}/{said['id']}/quotes/{within['id']}/revoke"))
    assert day.see("Status", day.bo.get(f"{POSTS}/{within['id']}"))["quote"]["state"] == "revoked"


def filters(day: Day) -> None:
    words = {"keywords_attributes": [{"keyword": "brexit", "whole_word": True}]}
    form = {"title": "Tired", "context": ["home", "public"], "expires_in": 3600, **words}
    made = day.see("Filter", day.bo.post("/api/v2/filters", json=form))
    post = day.post(day.ana, "On brexit")
    kept = {"status_id": post["id"]}
    path = f"/api/v2/filters/{made['id']}"
    day.see("FilterStatus", day.bo.post(f"{path}/statuses", json=kept))
    day.see("FilterKeyword", day.bo.post(f"{path}/keywords", json={"keyword": "exit"}))
    day.see("Filter", day.bo.get("/api/v2/filters"))
    day.see("V1::Filter", day.bo.get("/api/v1/filters"))
    (found,) = day.see("Status", day.bo.get(f"{POSTS}/{post['id']}"))["filtered"]
    assert found["keyword_matches"] and found["status_matches"]


def linked(day: Day) -> None:
    """A card, and emoji wherever they may stand."""
    shown = day.post(day.ana, f"See {URL} :party:")
    work()
    assert day.see("Status", day.bo.get(f"{POSTS}/{shown['id']}"))["card"]
    change = {"note": "A cardiologist :party:", "display_name": "Ana :party:"}
    day.see("CredentialAccount", day.ana.patch(f"{ME}/update_credentials", json=change))
    poll = {"options": [":party:", "No"], "expires_in": 600}
    asked = day.post(day.ana, "Who comes? :party:", poll=poll)
    day.see("Poll", day.bo.get(f"/api/v1/polls/{asked['poll']['id']}"))
    better = {"status": "Who comes then? :party:", "poll": poll}
    day.see("Status", day.ana.put(f"{POSTS}/{asked['id']}", json=better))
    day.see("StatusEdit", day.ana.get(f"{POSTS}/{asked['id']}/history"))
    day.see("MutedAccount", day.ana.get("/api/v1/mutes"))
    day.see("CustomEmoji", day.nobody.get("/api/v1/custom_emojis"))
    day.see("OEmbed", day.nobody.get(f"/api/oembed?url={shown['url']}&maxheight=300"))
    day.see("PrivacyPolicy", day.nobody.get("/api/v1/instance/privacy_policy"))
    day.see("TermsOfService", day.nobody.get("/api/v1/instance/terms_of_service"))


def notices(day: Day) -> None:
    ana, bo, reader = day.ana, day.bo, Subscriber()
    run_all()
    day.see("Notification", ana.get("/api/v1/notifications"))
    day.see("GroupedNotificationsResults", ana.get("/api/v2/notifications"))
    crowd = [make_account(f"fan{number}") for number in range(3)]
    loved = day.post(ana, "Loved")
    for fan in crowd:
        Phone(fan, _token(fan)).post(f"{POSTS}/{loved['id']}/favourite")
    run_all()
    partly = ana.get("/api/v2/notifications?expand_accounts=partial_avatars")
    assert day.see("GroupedNotificationsResults", partly)["partial_accounts"]
    read = {"home": {"last_read_id": loved["id"]}}
    day.see("Marker", ana.post("/api/v1/markers", json=read)["home"])
    day.see("Conversation", ana.get("/api/v1/conversations"))
    policy = {"for_not_following": "filter"}
    day.see("NotificationPolicy", ana.patch("/api/v2/notifications/policy", json=policy))
    stranger = Phone(crowd[0], _token(crowd[0]))
    day.post(stranger, "Do you know me, @ana?")
    run_all()
    day.see("NotificationRequest", ana.get("/api/v1/notifications/requests"))
    day.see("NotificationPolicy", ana.get("/api/v2/notifications/policy"))
    day.see("V1::NotificationPolicy", ana.get("/api/v1/notifications/policy"))
    target = {
        "endpoint": "https://push.example.org/1",
        "keys": {"p256dh": reader.p256dh, "auth": reader.auth_text},
    }
    form = {"subscription": target, "data": {"alerts": {"mention": True}, "policy": "followed"}}
    day.see("WebPushSubscription", bo.post("/api/v1/push/subscription", json=form))
    begins, ends = clock.now(), clock.now() + timedelta(hours=1)
    told = timelines.announce("Coffee at #ESC26 :party:", starts_at=begins, ends_at=ends)
    ana.put(f"/api/v1/announcements/{told.pk}/reactions/%F0%9F%91%8D")
    ana.put(f"/api/v1/announcements/{told.pk}/reactions/party")
    day.see("Announcement", ana.get("/api/v1/announcements"))


def _token(account: Account) -> str:
    _, token = actions.grant_token(Application.objects.earliest("pk"), account, EVERYTHING)
    return token


def server(day: Day) -> None:
    day.see("Instance", day.nobody.get("/api/v2/instance"))
    day.see("V1::Instance", day.nobody.get("/api/v1/instance"))
    day.see("Rule", day.nobody.get("/api/v1/instance/rules"))
    day.see("ExtendedDescription", day.nobody.get("/api/v1/instance/extended_description"))
    assert day.nobody.get("/api/v1/nothing", 404) == {"error": "Record not found"}
    blocked = {"domain": "bad.example", "severity": "suspend", "public_comment": "Spam"}
    blocked |= {"private_comment": "See the ticket"}
    conduct.appoint(_account(day.mod), "admin")
    day.see("Admin::DomainBlock", day.mod.post("/api/v1/admin/domain_blocks", json=blocked))
    day.see("Error", day.mod.post("/api/v1/admin/domain_blocks", 422, json=blocked))
    day.see("DomainBlock", day.nobody.get("/api/v1/instance/domain_blocks"))


def _account(one: Phone) -> Account:
    assert one.account is not None
    return one.account


def conducted(day: Day) -> None:
    ana, bo, mod = day.ana, day.bo, day.mod
    rude = day.post(bo, "Rude")
    form: dict[str, Any] = {"account_id": me(bo), "status_ids": [rude["id"]], "comment": "Unkind"}
    form |= {"category": "violation", "rule_ids": ["1"]}
    made = day.see("Report", ana.post("/api/v1/reports", json=form))
    day.see("Admin::Report", mod.post(f"/api/v1/admin/reports/{made['id']}/assign_to_self"))
    run_all()
    deed = {"type": "none", "report_id": made["id"], "text": "Be kind"}
    mod.post(f"/api/v1/admin/accounts/{me(bo)}/action", json=deed)
    mod.post(f"/api/v1/admin/accounts/{me(bo)}/action", json={"type": "silence"})
    day.see("Admin::Report", mod.get(f"/api/v1/admin/reports/{made['id']}"))
    run_all()
    warned = day.see("Notification", bo.get("/api/v1/notifications?types[]=moderation_warning"))
    assert warned[0]["moderation_warning"]
    far = make_remote("far", "far.example")
    follow(_account(ana), far)
    mod.post(f"/api/v1/admin/accounts/{far.pk}/action", json={"type": "suspend"})
    run_all()
    lost = day.see("Notification", ana.get("/api/v1/notifications?types[]=severed_relationships"))
    assert lost[0]["event"]["target_name"] == "far@far.example"
    day.see("GroupedNotificationsResults", ana.get("/api/v2/notifications"))
    told = day.see("Notification", mod.get("/api/v1/notifications?types[]=admin.report"))
    assert told[0]["report"]["id"] == made["id"]
    day.see("GroupedNotificationsResults", mod.get("/api/v2/notifications"))
    day.see("GroupedNotificationsResults", bo.get("/api/v2/notifications"))
    mod.post(f"/api/v1/admin/accounts/{me(day.cy)}/action", json={"type": "suspend"})
    day.see("Admin::Account", mod.get("/api/v2/admin/accounts"))
