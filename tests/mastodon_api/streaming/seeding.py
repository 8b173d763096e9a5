"""What `plenary seed` puts into a test server, for one that is none: it takes a database of its
own, which that command refuses. `python -m tests.mastodon_api.streaming.seeding SEED`."""

import json
import sys
from pathlib import Path

import django


def main() -> None:
    django.setup()
    from plenary.accounts import actions
    from tests.factories import follow, make_account

    seed = json.loads(Path(sys.argv[1]).read_text())
    people = {one["username"]: make_account(one["username"]) for one in seed["accounts"]}
    (given,) = seed["applications"]
    app, _ = actions.register_application(
        name=given["name"],
        client_id=given["client_id"],
        secret=given["client_secret"],
        redirect_uris="urn:ietf:wg:oauth:2.0:oob",
        scopes="read write follow",
    )
    for one in seed["tokens"]:
        actions.grant_token(app, people[one["account"]], one["scopes"], token=one["token"])
    for source, target in seed["follows"]:
        follow(people[source], people[target])


if __name__ == "__main__":
    main()
