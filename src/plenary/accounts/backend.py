"""Who is behind a session or a password."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from plenary.accounts.models import User


def may_enter(user: Any) -> bool:
    """Whether a user may sign in and stay signed in."""
    return bool(user.is_active and user.account is not None and user.account.suspended_at is None)


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
