"""plenary demo"""

import json
import time
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from plenary.accounts.models import Account
from plenary.demo import congress, loading
from plenary.demo.world import DEFAULT_SEED, world


class Command(BaseCommand):
    help = "Fill an empty database with a made-up congress: 400 doctors, three days, six rooms."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=DEFAULT_SEED, help="another seed, another congress"
        )
        parser.add_argument(
            "--now",
            metavar="MOMENT",
            default=congress.NOW.isoformat(),
            help="what Plenary's clock shows (ISO 8601 with offset; default: %(default)s,"
            " on the second morning); 'real' leaves the clock alone",
        )
        parser.add_argument(
            "--reset", action="store_true", help="empty a demo database first; refuses any other"
        )
        parser.add_argument(
            "--schedule", metavar="FILE", help="only write the programme as schedule.json"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        made = world(options["seed"])
        if options["schedule"]:
            Path(options["schedule"]).write_text(
                json.dumps(made.schedule, ensure_ascii=False, indent=1)
            )
            return
        moment = self._moment(options["now"])
        sign_in = settings.DATA / "demo.json"
        if options["reset"]:
            self._empty(sign_in)
        if Account.objects.exists():
            raise CommandError(
                "There are people here already; the demo goes into an empty database only."
                " Choose another folder with PLENARY_DATA, or empty a demo with --reset."
            )
        begun = time.monotonic()
        steps = len(made.people) + 5
        with tqdm(
            total=steps, unit="", ncols=72, bar_format="{desc:32}{bar}{percentage:4.0f} %"
        ) as bar:

            def tell(step: str, done: int) -> None:
                bar.set_description_str(step, refresh=False)
                bar.update(done)

            left = loading.load(made, moment, Path(settings.MEDIA_ROOT), tell)
        sign_in.write_text(json.dumps(left))
        clock = settings.DATA / "clock.json"
        if options["now"] == "real":
            clock.unlink(missing_ok=True)
        else:
            seconds = (moment - datetime.now(UTC)).total_seconds()
            clock.write_text(json.dumps({"offset_seconds": round(seconds)}))
        self.stdout.write(
            f"{congress.NAME}: {len(made.people)} doctors, {len(made.sessions)} sessions,"
            f" {len(made.posts)} posts, in {time.monotonic() - begun:.0f} s.\n"
            f"Sign in as {left['email']} with the password: {left['password']}"
        )

    def _moment(self, given: str) -> datetime:
        if given == "real":
            return datetime.now(UTC)
        try:
            moment = datetime.fromisoformat(given)
        except ValueError:
            raise CommandError(
                f"'{given}' is not a moment such as {congress.NOW.isoformat()}."
            ) from None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=congress.ZONE)
        return moment

    def _empty(self, sign_in: Path) -> None:
        if Account.objects.exists() and not sign_in.exists():
            raise CommandError("This database is not a demo; --reset leaves it alone.")
        call_command("flush", interactive=False, verbosity=0)
