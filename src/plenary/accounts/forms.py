"""What sign-up asks beyond e-mail and password."""

from django import forms
from django.db import transaction
from django.http import HttpRequest

from plenary.accounts.actions.profile import check_handle, new_account
from plenary.accounts.models import User
from plenary.accounts.rules.profile import NAME_LENGTH
from plenary.lib.errors import Refused


class SignupForm(forms.Form):
    """Mixed into the library's sign-up forms: a name and a handle."""

    display_name = forms.CharField(
        max_length=NAME_LENGTH,
        label="Your name",
        help_text="As colleagues know you, such as Dr Ana Pires.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = forms.CharField(
        min_length=2,
        max_length=30,
        label="Handle",
        help_text="Letters, digits and underscores. People mention you as @handle.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    field_order = ("display_name", "username", "email", "password1")

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"].strip().lstrip("@")
        try:
            check_handle(username)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None
        return username

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by the library once the user is saved, in its transaction."""
        with transaction.atomic():
            user.account = new_account(
                self.cleaned_data["username"], self.cleaned_data["display_name"]
            )
            user.save(update_fields=["account"])
