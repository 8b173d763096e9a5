"""Who may hold a session."""

from allauth.account.auth_backends import AuthenticationBackend

from plenary.accounts.models import User


class AccountBackend(AuthenticationBackend):
    """E-mail and password; a session of a suspended or inactive person is nobody's."""

    def get_user(self, user_id: int) -> User | None:
        """User and account in one query, on every signed-in request."""
        user = User.objects.select_related("account").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User) -> bool:
        if not user.is_active:
            return False
        return user.account is None or user.account.suspended_at is None
