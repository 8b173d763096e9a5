"""What we ask of allauth: our accounts behind its users, and what ends with a session."""

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from plenary.accounts import actions
from plenary.accounts.backend import may_enter
from plenary.accounts.facts import SignedUp
from plenary.jobs.facts import record
from plenary.lib import pubsub, text

_CHANGED = {"account_change_password", "account_set_password"}
_ASCII = "An e-mail address here has only ordinary letters and signs."


def _tell_pages(user: Any) -> None:
    """Open pages of this account look whether their session still holds."""
    if getattr(user, "account_id", None):
        pubsub.publish([pubsub.account(user.account_id)], "session-ended")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up makes the account; signing out and a new password silence open pages."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.OPEN_REGISTRATION)

    def clean_email(self, email: str) -> str:
        # Mail servers disagree on anything else, and look-alike addresses come of it.
        odd = any(sign in email for sign in '"\\ ,;:<>')
        if odd or not email.isascii() or not email.isprintable():
            raise ValidationError(_ASCII)
        return email

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        data = form.cleaned_data
        with transaction.atomic():
            user.account = actions.new_local_account(data["handle"], data.get("display_name", ""))
            record(SignedUp(user.account.pk))
            return super().save_user(request, user, form, commit)

    def set_password(self, user: Any, password: str) -> None:
        # Who resets may have been broken into: every app goes. Who changes it knows the old one.
        match = context.request.resolver_match
        knows = match is not None and match.view_name in _CHANGED
        actions.change_password(user, password, keep_apps=knows)
        _tell_pages(user)

    def logout(self, request: HttpRequest) -> None:
        user = request.user
        super().logout(request)
        _tell_pages(user)

    def pre_login(self, request: HttpRequest, user: Any, **rest: Any) -> HttpResponse | None:
        # Whatever the way in (password, passkey, provider), a suspended person stays outside.
        if not may_enter(user):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        return super().pre_login(request, user, **rest)

    def is_safe_url(self, url: str) -> bool:
        request = context.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """ORCID and OpenID: they open their own account here, never one that shares an e-mail."""

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        return False

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False  # a handle must be chosen

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """Suggest the name the provider gave; never a handle."""
        initial: dict[str, Any] = super().get_signup_form_initial_data(sociallogin)
        common = sociallogin.provider.extract_common_fields(sociallogin.account.extra_data)
        parts = [common.get("first_name"), common.get("last_name")]
        name = common.get("name") or " ".join(filter(None, parts))
        return {"email": initial["email"], "display_name": text.clean_line(str(name or ""))[:60]}


class UserSessionsAdapter(DefaultUserSessionsAdapter):
    """Signing out elsewhere silences the pages that are open there."""

    def end_sessions(self, sessions: Any) -> None:
        ended = list(sessions)
        super().end_sessions(ended)
        for user in {session.user for session in ended}:
            _tell_pages(user)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors are kept so that the database alone does not give them away."""

    def _box(self) -> Fernet:
        key = hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"second factor", digest_size=32)
        return Fernet(base64.urlsafe_b64encode(key.digest()))

    def encrypt(self, text: str) -> str:
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box().decrypt(encrypted_text.encode()).decode()
