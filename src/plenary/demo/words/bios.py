"""Sentences of which profiles are made. {s} is the specialty, {g} the grade, {p} the place."""

OPENINGS = (
    "{G} in {s}.", "{G} in {s}, still curious after all these years.", "I work in {s} at {p}.",
    "{G}, {s}. Happiest on a busy ward round with good company.",
    "{s} by day, teaching by evening.",
    "I came to {s} by a detour and stayed.", "{G} in {s}. Teacher, learner, tea drinker.",
    "Doing my best in {s}.", "{s}. Mostly questions, some answers.",
    "{G} in {s}; previously three other jobs I loved too.",
    "Working in {s}, learning from everyone.",
    "{s} at {p}. Here to listen first.", "I like {s} for the stories and the teamwork.",
)  # fmt: skip
OPENINGS_STUDENT = (
    "Medical student with an eye on {s}.",
    "Learning medicine, curious about {s}.",
    "Medical student, happily lost in hospital corridors. Drawn to {s}.",
)
OPENINGS_RETIRED = (
    "Retired from {s}, not from asking why.",
    "Forty years in {s}; now I mostly listen and mentor.",
)
MIDDLES = (
    "I care about {a} and {b}.", "Ask me about {a}.", "Currently reading everything I can on {a}.",
    "Working on {a}, slowly and with good people.", "I run a small teaching group on {a}.",
    "{A} and {b} are what get me out of bed.", "I write about {a} now and then.",
    "Trying to make {a} a little easier for the next person.", "Collecting good ideas on {a}.",
    "My project this year is {a}.",
    "I think we can do better at {a}, and I like company in trying.",
    "Keen on {a}; always learning about {b}.",
)  # fmt: skip
CLOSINGS = (
    "Views my own.", "Tea over coffee.", "Two children, one allotment.", "Slow runner.",
    "Say hello if you see me at a meeting.", "I never post about patients.", "Choir on Tuesdays.",
    "Cyclist in all weathers.", "Better in person than in writing.",
    "Always glad of a paper to read.",
    "Tries to answer every question.", "Sea swimmer, briefly.", "Baker of uneven bread.",
    "Looking for collaborators.", "Happy to chat with students.", "Bad at crosswords, keen anyway.",
    "Usually at the back of the room.", "Will talk about hills.", "Mentor and mentee.",
    "Opinions held lightly.", "Night-shift survivor.", "Grateful to good teachers.",
    "Amateur cellist.", "Learning to say no.", "", "", "", "",
)  # fmt: skip
MAYA = (
    "Registrar in acute medicine at Firthview. I teach on handover and run #TipsForNewDocs with "
    "friends. I know many of you only as small round pictures: say hello in Edinburgh!"
)
TOM = (
    "Emergency medicine registrar at Aldermere. Human factors, kind debriefs and too much coffee. "
    "I never post about patients. Bad with names, working on it."
)
