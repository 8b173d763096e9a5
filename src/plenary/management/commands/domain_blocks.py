"""`plenary domain-blocks`: servers kept away, from and into the files that moderators exchange."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plenary.conduct import actions, queries
from plenary.conduct.rules.domain_lists import MAX_BYTES
from plenary.lib.errors import PlenaryError

SHOWN = 40
_SIGNS = {"new": "+", "changed": "~", "kept": "!"}


class Command(BaseCommand):
    help = "Bring in, or write out, a list of servers that are kept away (Mastodon's CSV)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", metavar="WHAT", required=True)
        bring = deeds.add_parser("import", help="do what a list says")
        bring.add_argument("file", metavar="FILE", type=Path)
        bring.add_argument(
            "--dry-run", action="store_true", help="say what would change, change nothing"
        )
        bring.add_argument(
            "--weaken", action="store_true", help="also where that takes less away than what holds"
        )
        bring.add_argument(
            "--pass-over", action="store_true", help="do the rest, where lines cannot be used"
        )
        write = deeds.add_parser("export", help="write what was decided into a new file")
        write.add_argument("file", metavar="FILE", type=Path, help="- for standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            if options["deed"] == "export":
                self._export(path)
            else:
                self._import(path, options)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from None
        except PlenaryError as error:
            raise CommandError(f"{path}: {error.message}") from None

    def _export(self, path: Path) -> None:
        written = queries.domain_list(None)
        if str(path) == "-":
            self.stdout.write(written, ending="")
            return
        with path.open("x", encoding="utf-8") as file:
            file.write(written)
        self.stdout.write(f"{written.count(chr(10)) - 1} servers are in {path}.")

    def _import(self, path: Path, options: dict[str, Any]) -> None:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        dry_run = options["dry_run"]
        outcome = actions.import_domain_blocks(
            None,
            data,
            weaken=options["weaken"],
            pass_over=options["pass_over"],
            dry_run=dry_run,
        )
        lines = [
            f"  {_SIGNS[one.kind]} {one.line.domain} {one.line.severity}"
            + (f": {one.why}" if one.why else "")
            for kind in _SIGNS
            for one in outcome.of(kind)
        ]
        lines += [f"  line {one.number}: {one.domain}: {one.why}" for one in outcome.bad]
        for line in lines[:SHOWN]:
            self.stdout.write(line)
        if len(lines) > SHOWN:
            self.stdout.write(f"  … and {len(lines) - SHOWN} more")
        counts = outcome.counts
        verb = "Would be" if dry_run else "Were"
        self.stdout.write(
            f"{verb} added: {counts['new']}, changed: {counts['changed']}. As before:"
            f" {counts['same']}, stronger here: {counts['kept']}, not usable: {len(outcome.bad)}."
        )
