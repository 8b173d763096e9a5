"""Who is behind a session or a password."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from plenary.accounts.models import User
from plenary.lib import policies
from plenary.lib.errors import Refused


def may_enter(user: Any) -> bool:
    """Whether a user may sign in and stay signed in."""
    account = user.account
    if not user.is_active or account is None or account.suspended_at is not None:
        return False
    if account.domain:  # asked at every page: whom it keeps away is out at once
        try:
            policies.ask("sign_in_elsewhere", account.domain)
        except Refused:
            return False
    return True


class AccountBackend(AuthenticationBackend):
    """E-mail and password; the account comes with the user, and the suspended are not let in."""

    def get_user(self, user_id: Any) -> User | None:
        try:
            user = User.objects.select_related("account").get(pk=user_id)
        except (User.DoesNotExist, ValueError, TypeError, OverflowError):
            return None
        return user if may_enter(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        return may_enter(user)

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Never with a password for whoever signs in with an account elsewhere."""
        user = super().authenticate(request, **credentials)
        return None if user is not None and user.account.domain else user
