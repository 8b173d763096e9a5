"""What the congress talks about. No real meeting, trial or person is meant."""

from __future__ import annotations

Talk = tuple[str, str, str]  # title, track, what it is about


def _talks(text: str) -> tuple[Talk, ...]:
    rows = [line.strip().split(" | ") for line in text.strip().splitlines()]
    return tuple((row[0], row[1], row[2]) for row in rows)


KEYNOTES = _talks("""
    The people behind the handles | Community | Medicine now has colleagues who have helped each other for years and never shared a room. What do such ties carry, and what changes when we finally shake hands?
    What a good handover sounds like | Patient safety | Ten minutes at eight in the morning decide much of the day. A tour of recordings made with consent in simulation, and of what the best teams do differently.
    Slow medicine in a fast hospital | Acute care | Doing less, later and with more listening is sometimes the most skilled thing we do. Stories and figures from wards that made room for it.
""")  # noqa: E501

HALL = _talks("""
    Debate: this house would end the evening e-mail | Wellbeing | Two speakers a side, one bell, and a vote before and after. Bring an open mind and a closed inbox.
    State of the art: sepsis, uncertainty and time | Acute care | What we know, what we only repeat, and how to tell patients the difference without losing their trust.
    Opening ceremony and the Calton lecture | Community | A welcome from the city, a piper who has promised to be brief, and a lecture on why we still gather.
    The frailty front door | Acute care | Three hospitals changed who meets older people on arrival. They share what worked, what did not, and what it cost.
    Learning from when things go right | Patient safety | Excellence reports are easy to send and hard to use. A practical session on turning praise into practice.
    AI at the bedside: questions worth asking | Digital and data | Not whether, but for whom, measured how, and who is called when it is wrong. Clinicians, a statistician and a patient on one sofa.
    Teaching when there is no time | Education | Five-minute teaching that respects the round, the learner and the clock, demonstrated live on the stage.
    Health in a warming world | Community | Heatwaves, supply chains and the footprint of care: what doctors can change on Monday morning.
    The hidden curriculum, out loud | Education | What students learn from our corridors. Trainees and trainers read each other’s letters.
    Burnout is a system finding | Wellbeing | From resilience posters to rotas: four departments changed the work, not the workers, and counted what followed.
    Trials that patients helped to write | Research | Recruitment, retention and meaning all improved when patients held the pen. How to begin, and whom to pay.
    Late-breaking abstracts | Research | Six results chosen last week, eight minutes each, with time for unhurried questions.
    Closing plenary: what we take home | Community | Three rapporteurs, one hundred postcards, and one promise each.
    Prizes and the year in ten papers | Research | Ten papers that changed somebody’s practice, chosen by readers of every grade, and the prizes.
    What patients wish we posted | Community | Confidentiality is the floor, not the ceiling. Patients on what professional voices online have done for them.
""")  # noqa: E501

SYMPOSIA = _talks("""
    Delirium: the first night | Acute care | Simple things done early, and how to keep doing them when the ward is full.
    Same-day emergency care that stays same-day | Acute care | Pathways, people and the quiet art of saying yes.
    Chest pain with a normal first test | Acute care | Shared decisions, safe discharge and words that help at two in the morning.
    Breathlessness beyond the numbers | Acute care | Respiratory, cardiac and palliative teams see one symptom from three sides.
    Hip fracture as a team sport | Acute care | From the ambulance door to the first walk, measured in hours that matter.
    Acute kidney injury: small changes, kept up | Acute care | Alerts alone do little. What surrounds them does a lot.
    Paediatric fever: reassurance that is safe | Acute care | Safety-netting words that parents remember and understand.
    First seizure clinics done well | Acute care | Driving, work, fear and follow-up: what the letter should say.
    Red flags and grey zones in headache | Acute care | How to spend ten minutes on a common complaint with uncommon causes.
    Point-of-care ultrasound: governance without tears | Acute care | Training, archiving and knowing when to stop scanning.
    Feedback people can use | Education | From the sandwich to the conversation. Live examples, gently dissected.
    Supporting doctors who are new to the country | Education | Induction that begins before the airport and lasts past the first winter.
    Less than full time, fully present | Education | Rotas, identity and progression, from people who have done it and people who plan it.
    Writing exams that teach | Education | What good questions look like, and how learners can write them.
    Simulation on a shoestring | Education | A curtain, a phone and a good debrief: programmes that cost nearly nothing.
    Near misses and open doors | Patient safety | How three teams made reporting worth the time it takes.
    Human factors for people who are tired | Patient safety | Checklists, closed loops and the courage to say ‘I need a minute’.
    Medicines reconciliation on leaving hospital | Patient safety | The list, the letter and the person who must make sense of both.
    Speaking up across the gradient | Patient safety | Words that work, and leaders who make them unnecessary.
    Interpreters are safety equipment | Patient safety | Why relatives should not interpret, and what to do at night.
    Electronic records we do not curse | Digital and data | Small changes by clinicians that saved thousands of clicks.
    Registries: from data entry to answers | Digital and data | How to ask a question that a registry can answer.
    Remote monitoring at home | Digital and data | Who watches the dashboard on Sunday, and what do they do next?
    Confidentiality in a connected profession | Digital and data | Posts, photographs, private groups: a friendly guide to doing it well.
    Inclusion health: care at the margins | Community | Street teams, prisons and hostels: continuity where addresses change.
    Rural medicine: distance as a diagnosis | Community | Planes, ferries and good telephones.
    Rest is part of the rota | Wellbeing | What changed when departments planned sleep as carefully as cover.
    Second victims, first aid | Wellbeing | Peer support after harm: how it is set up and what it must never become.
    Qualitative research for people who count | Research | Good questions, honest coding, and results that clinicians read.
    Getting a first paper out | Research | Editors, authors and reviewers say what they really look for.
""")  # noqa: E501

WORKSHOPS = _talks("""
    Hands on: fascia iliaca blocks on models | Acute care | Bring steady hands. Small groups, ultrasound machines and patient tutors.
    Debriefing with good judgement | Education | Practise on real scenarios with actors and trade feedback.
    Difficult airways, calm rooms | Acute care | Planning, roles and language; every participant leads once.
    Communication by telephone at night | Patient safety | Structured practice in pairs, with recordings to take home.
    Your first quality improvement project | Education | From irritation to a run chart in one hour.
    Lung ultrasound for beginners | Acute care | Probe, patterns and pitfalls with volunteers.
    Clear charts: show your data | Digital and data | Bring one figure and leave with a better one.
    Advance care planning conversations | Community | Words, silences and documents, with actors.
    Mentoring in thirty minutes | Wellbeing | A structure that fits between a clinic and a bus.
    Reading a trial in ten minutes | Research | What to look at first, and when to stop trusting.
    Suturing without plastic | Education | Low-waste skills teaching that pupils enjoy.
    Teaching with stories | Education | Building a case that nobody could recognise and nobody will forget.
""")  # noqa: E501

EARLY = (
    "Breakfast with the editors", "Breakfast with the deans", "Ask a statistician",
    "Breakfast for first-time attenders", "Early birds: careers in rural medicine",
    "Ask an examiner, kindly",
)  # fmt: skip
GROUPS = (
    "Special interest group: acute care at the door", "Special interest group: medical humanities",
    "Special interest group: trainee research", "Special interest group: sustainable practice",
    "Special interest group: simulation", "Special interest group: island medicine",
)  # fmt: skip
LUNCH = (
    "Network lunch: international medical graduates", "Network lunch: parents and carers",
    "Network lunch: doctors with disabilities", "Network lunch: students and foundation doctors",
    "Mentoring lunch", "Network lunch: rural and island medicine",
)  # fmt: skip

# Oral and poster abstracts are put together from these.
AIMS = (
    "A two-minute {thing}", "A shared {thing}", "A nurse-led {thing}", "A peer-led {thing}",
    "Redesigning the {thing}", "Measuring the {thing}", "An electronic {thing}",
    "Co-designing a {thing} with patients", "Simplifying the {thing}", "A regional {thing}",
)  # fmt: skip
THINGS = (
    "handover sheet", "falls review", "discharge letter", "induction programme",
    "weekend board round",
    "teaching clinic",
    "oxygen prescription", "sepsis huddle", "frailty screen",
    "night-time task list", "safety briefing", "telephone advice line", "medicines chart",
    "feedback form", "simulation course", "learning log",
)  # fmt: skip
SETTINGS = (
    "in a district hospital", "on an acute medical unit", "across four general practices",
    "in an island hospital", "in a children’s ward", "for new doctors", "in a teaching hospital",
    "across a network of hospices", "in an emergency department", "for rotating trainees",
)  # fmt: skip
METHODS = (
    "We measured for twelve weeks before and after, and plotted every week on one chart.",
    "Four cycles of change were tested, each with staff of all professions.",
    "Patients and carers met monthly with the team and agreed what to measure.",
    "Semi-structured interviews were read by two authors and themes agreed with a third.",
    "Data came from routine records; no individual can be recognised.",
)
RESULTS = (
    "Use rose steadily and was kept up for six months; time taken did not increase.",
    "Staff rated it useful; two of five measures improved and three did not change.",
    "Most of the gain came in the first month and depended on one champion, which we discuss.",
    "Reported confidence rose; we do not yet know whether outcomes did.",
    "The change was popular, cheap and not sustained when the rota changed. We say why.",
)
LESSONS = (
    "We share the materials freely.", "Start small, and count what matters to patients.",
    "Next we shall test it elsewhere.", "The lesson was to begin with the people who do the work.",
    "We would do it again, with a smaller form.",
)  # fmt: skip
