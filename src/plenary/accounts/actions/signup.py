"""New people."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction

from plenary.accounts import queries, rules
from plenary.accounts.actions.confirming import ask_to_confirm
from plenary.accounts.actions.profile import write_name_words
from plenary.accounts.facts import SignedUp
from plenary.accounts.models import Account, Application, User
from plenary.jobs.facts import record
from plenary.lib.errors import Refused
from plenary.lib.ids import new_id

_TAKEN = "That handle is taken, or looks too much like one that is."


def new_local_account(
    username: str, display_name: str = "", pk: int | None = None, *, reserved: bool = False
) -> Account:
    """A local account, still without a user. Call it inside a transaction."""
    username = rules.check_handle(username, reserved=reserved)
    columns = rules.check_profile({"display_name": display_name})
    try:
        with transaction.atomic():
            account = Account.objects.create(
                pk=pk or new_id(),
                username=username,
                skeleton=rules.skeleton(username),
                emojis=queries.pictures_in("", columns["display_name"]),
                **columns,
            )
    except IntegrityError:
        raise Refused(_TAKEN, field="username") from None
    write_name_words(account)
    return account


@transaction.atomic
def create_account(
    *,
    email: str,
    password: str | None,
    username: str,
    display_name: str = "",
    is_staff: bool = False,
    email_verified: bool = False,
    pk: int | None = None,
    reserved: bool = False,
    application: Application | None = None,
) -> Account:
    """A person who can sign in, all of it or nothing. The password is taken as it is. By an
    `application`: their address is asked to be confirmed, as the sign-up page does itself."""
    email = email.strip().lower()
    account = new_local_account(username, display_name, pk, reserved=reserved)
    user = User(
        email=email,
        account=account,
        is_staff=is_staff,
        is_superuser=is_staff,
        signed_up_with=application,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
            EmailAddress.objects.create(
                user=user, email=email, primary=True, verified=email_verified
            )
    except IntegrityError:
        raise Refused("That e-mail address already has an account.", field="email") from None
    if not email_verified:  # nobody vouched for them: they came by themselves
        record(SignedUp(account.pk))
        if application is not None and settings.ACCOUNT_EMAIL_VERIFICATION != "none":
            ask_to_confirm.enqueue(account.pk)
    return account


@transaction.atomic
def change_password(user: User, password: str, *, forget_apps: bool) -> None:
    """Set a password: every session made with the old one ends by that, and with `forget_apps`
    whatever else was let in."""
    user.set_password(password)
    user.save(update_fields=["password"])
    if forget_apps and user.account is not None:
        user.account.tokens.all().delete()
