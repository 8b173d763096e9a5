"""The models and their migrations tell the same story."""

import pytest
from django.core.management import call_command

from tests.architecture.house import SRC


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration(
    monkeypatch: pytest.MonkeyPatch, settings
) -> None:
    # The suite runs without migrations, for speed; here they are looked at all the same.
    settings.MIGRATION_MODULES = {}
    try:
        call_command("makemigrations", "plenary", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail("a model changed without a migration: plenary makemigrations")
    assert any((SRC / "migrations").glob("0*.py"))
