"""The one Django app: rooms are packages inside it, so a model may move without a migration."""

from django.apps import AppConfig


class PlenaryConfig(AppConfig):
    name = "plenary"
    verbose_name = "Plenary"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from plenary.config import wiring

        wiring.connect()
