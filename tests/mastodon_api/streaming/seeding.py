"""What `plenary seed` puts into a test server, for one that is none: it takes a database of its
own, which that command refuses. `python -m tests.mastodon_api.streaming.seeding SEED`."""

import json
import sys
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from plenary.accounts import actions
    from plenary.accounts.models import Account, Application
    from plenary.accounts.queries import clients
    from tests.factories import follow, make_account

    seed = json.loads(Path(sys.argv[1]).read_text())
    names = [one["username"] for one in seed["accounts"]]
    people = {one.username: one for one in Account.objects.filter(username__in=names)}
    if not people:
        people = {name: make_account(name) for name in names}
        for source, target in seed["follows"]:
            follow(people[source], people[target])
    (given,) = seed["applications"]
    app = Application.objects.filter(client_id=given["client_id"]).first()
    if app is None:
        app, _ = actions.register_application(
            name=given["name"],
            client_id=given["client_id"],
            secret=given["client_secret"],
            redirect_uris="urn:ietf:wg:oauth:2.0:oob",
            scopes="read write follow",
        )
    for one in seed["tokens"]:
        if clients.token(one["token"]) is None:
            actions.grant_token(app, people[one["account"]], one["scopes"], token=one["token"])


if __name__ == "__main__":
    main()
