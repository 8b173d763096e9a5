"""Having a mail address confirmed by somebody who signed up with an app."""

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse

from plenary.accounts.models import Account, User
from plenary.jobs.tasks import task
from plenary.lib.errors import Forbidden, Refused

MAX_EMAIL = 254  # as the column has it
_OTHER_APP = "This method is only available to the application the user originally signed-up with"
_CONFIRMED = "This method is only available while the e-mail is awaiting confirmation"
_TAKEN = "Validation failed: E-mail has already been taken"


def ask_again(actor: Account, application_id: int, email: str | None = None) -> None:
    """Send the mail once more; with `email`, to that address instead. Forbidden to other apps than
    the one that signed the person up: whoever changes the address can take the account."""
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).get(account=actor)
        if user.signed_up_with_id is None or user.signed_up_with_id != application_id:
            raise Forbidden(_OTHER_APP)
        if EmailAddress.objects.filter(user=user, verified=True).exists():
            raise Forbidden(_CONFIRMED)
        if email is not None and email.strip().lower() != user.email:
            _change(user, email.strip().lower())
        ask_to_confirm.enqueue(actor.pk)


def _change(user: User, email: str) -> None:
    try:
        validate_email(email)
        if (
            len(email) > MAX_EMAIL
            or not email.isascii()
            or any(sign in email for sign in '"\\ ,;:<>')
        ):
            raise ValidationError("odd")
    except ValidationError:
        raise Refused("Validation failed: E-mail is invalid", field="email") from None
    try:
        with transaction.atomic():
            user.email = email
            user.save(update_fields=["email"])
            # Anew: a link sent to the former address confirms that one alone, which is gone.
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=email, primary=True)
    except IntegrityError:
        raise Refused(_TAKEN, field="email") from None


@task(max_attempts=5)
def ask_to_confirm(account_id: int) -> None:
    """Mail the link, unless it was confirmed meanwhile."""
    waiting = EmailAddress.objects.filter(
        user__account=account_id, primary=True, verified=False, user__is_active=True
    )
    address = waiting.first()
    if address is None:
        return
    link = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    send_mail(
        f"[{settings.SITE_NAME}] Confirm your e-mail address",
        f"Somebody, most likely you, signed up at {settings.PUBLIC_URL} with this address.\n\n"
        f"To confirm that it is yours, open\n{settings.PUBLIC_URL}{link}\n\n"
        "If it was not you, do nothing: without this the address is not used.",
        None,
        [address.email],
    )
