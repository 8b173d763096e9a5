"""What sign-up asks besides e-mail and password."""

from typing import Any

from django import forms
from django.http import HttpRequest

from plenary.accounts import queries, rules
from plenary.lib.errors import Refused


class SignupForm(forms.Form):
    """allauth builds its sign-up forms upon this one; the adapter makes the account of it."""

    field_order = ("handle", "display_name", "email", "password1")

    handle = forms.CharField(
        label="Handle",
        max_length=rules.HANDLE_LENGTH[1] + 1,
        help_text="How others mention you: letters, digits and underscores, such as maya_okafor.",
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    display_name = forms.CharField(
        label="Name",
        max_length=rules.MAX_DISPLAY_NAME,
        help_text="As on your badge.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_handle(self) -> str:
        try:
            handle = rules.check_handle(self.cleaned_data["handle"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None
        if not queries.handle_is_free(handle):
            raise forms.ValidationError("That handle is taken, or looks too much like one that is.")
        return handle

    def signup(self, request: HttpRequest, user: Any) -> None:
        """allauth asks for it; all is done when the user is saved."""
