"""`plenary emoji`: this server's own small pictures for use in posts."""

import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from plenary.accounts import queries
from plenary.conduct import actions
from plenary.lib.errors import PlenaryError
from plenary.lib.pagination import Page

AT_ONCE = 80
_ENDS = {".png", ".gif", ".webp"}


class Command(BaseCommand):
    help = "Add small pictures that people put into their posts by a :shortcode:, or remove them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", metavar="WHAT", required=True)
        add = deeds.add_parser("add", help="add a picture, or every picture of a folder")
        add.add_argument("path", metavar="FILE|FOLDER", type=Path, help="PNG, GIF or WebP")
        add.add_argument("--category", default="", help="under which people find it")
        add.add_argument("--shortcode", default="", help="its name; else that of the file")
        add.add_argument("--hidden", action="store_true", help="only for those who know its name")
        deeds.add_parser("list", help="list all")
        for name, words in (
            ("remove", "remove one; posts keep its shortcode as a word"),
            ("disable", "show one no more, and keep it"),
            ("enable", "show it again"),
        ):
            deed = deeds.add_parser(name, help=words)
            deed.add_argument("shortcode", metavar="SHORTCODE", help="such as :party:")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "add":
            self._add(options)
        elif options["deed"] == "list":
            self._list()
        else:
            self._change(options["deed"], options["shortcode"])

    def _add(self, options: dict[str, Any]) -> None:
        path: Path = options["path"]
        folder = path.is_dir()
        files = [path]
        if folder:
            files = sorted(one for one in path.iterdir() if one.suffix.lower() in _ENDS)
        if folder and options["shortcode"]:
            raise CommandError("A folder's pictures cannot all have one shortcode.")
        if not files:
            raise CommandError(f"There is no PNG, GIF or WebP in {path}.")
        failed = 0
        for file in files:
            code = options["shortcode"] or re.sub(r"[^A-Za-z0-9_]+", "_", file.stem)
            try:
                with file.open("rb") as opened:
                    made = actions.add_emoji(
                        None,
                        code,
                        opened,
                        category=options["category"],
                        visible_in_picker=not options["hidden"],
                    )
                self.stdout.write(f"{made} is here.")
            except OSError as error:
                raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
            except PlenaryError as error:
                if not folder:
                    raise CommandError(error.message) from None
                failed += 1
                self.stderr.write(f"{file.name}: {error.message}")
        if failed:
            raise CommandError(f"{failed} of {len(files)} pictures were not added.")

    def _list(self) -> None:
        page = Page(limit=AT_ONCE)
        while rows := queries.all_emojis(None, page):
            for one in rows:
                marks = [one.category] if one.category else []
                marks += ["disabled"] if one.disabled else []
                marks += [] if one.visible_in_picker else ["hidden"]
                self.stdout.write("  ".join([str(one), *marks]))
            page = Page(limit=AT_ONCE, max_id=rows[-1].pk)
        if page.max_id is None:
            self.stdout.write("There are none.")

    def _change(self, deed: str, shortcode: str) -> None:
        found = queries.emoji_named(None, shortcode)
        if found is None:
            raise CommandError(f"There is no emoji called :{shortcode.strip(':')}: here.")
        if deed == "remove":
            actions.remove_emoji(None, found.pk)
            self.stdout.write(f"{found} is gone.")
        else:
            actions.change_emoji(None, found.pk, disabled=deed == "disable")
            self.stdout.write(f"{found} is {deed}d.")
