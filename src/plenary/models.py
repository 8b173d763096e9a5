"""Where Django finds the models of every room."""

from plenary.accounts.models import *  # noqa: F403
from plenary.archive.models import *  # noqa: F403
from plenary.conduct.models import *  # noqa: F403
from plenary.encounters.models import *  # noqa: F403
from plenary.events.models import *  # noqa: F403
from plenary.federation.models import *  # noqa: F403
from plenary.jobs.models import *  # noqa: F403
from plenary.lib.models import *  # noqa: F403
from plenary.statuses.models import *  # noqa: F403
from plenary.timelines.models import *  # noqa: F403
