"""What forms of several pages offer."""

STATES = (("going", "Going"), ("maybe", "Maybe"), ("online", "Online"))
AUDIENCES = (
    ("attendees", "Other attendees"),
    ("following", "People I follow"),
    ("followers", "People who follow me"),
    ("everyone", "Everyone"),
)
