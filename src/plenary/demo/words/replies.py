"""How the demo's doctors answer each other."""

# ruff: noqa: E501  (a sentence is read best on one line)

from __future__ import annotations

ANSWERS: dict[str, tuple[str, ...]] = {
    "any": (
        "Thank you for this. Passing it on to {who}.", "Yes, and {worked} helped us too.",
        "I needed to read this on a {day}. Thank you.", "Same here. {feel}", "Nicely put. {feel}",
        "This, a hundred times.", "How long did that take you?", "What did {who} say?",
        "Could you say a little more about how you began?", "We had the opposite experience, oddly. Worth comparing.",
        "Saving this one for our next teaching hour.", "I would come to a session on exactly this.",
        "Agreed, though I had to learn it the slow way.", "Made me smile after a long {day}.",
        "Well said. I am stealing the second half.", "Interesting! Did it last?", "And {joy}, surely.",
        "I never thought of it like that.", "You always find the kind way to say it.",
        "Can I quote you, with your name?", "Our own project taught us much the same.",
        "Please write this up.", "Brave to say. Thank you.", "I have changed my mind on this twice. Still listening.",
    ),
    "teaching": (
        "{worked}: yes! It never fails.", "How big was the group? With {who} it works up to {n}.",
        "I tried this with {topic} last month and they asked for more.", "May I borrow it for {topic}?",
        "For {topic} I start with a wrong answer and let them mend it.", "Do you hand out anything afterwards?",
        "My students would love that. Mostly the part without slides.", "We pair it with {worked}; try it.",
    ),
    "tips": (
        "Adding one: {tip}.", "And: {tip}.", "I would put this on a mug. Also: {tip}.",
        "Telling {who} tomorrow. My own favourite: {tip}.", "I learnt this one at 3 a.m. Thank you for saving others.",
        "True at every grade.", "Mine was: {tip}. Both, ideally.", "Can we make a poster of these?",
    ),
    "foamed": (
        "Just listened. You are right: {why}.", "Is there a version with subtitles?", "Thank you for making it free to copy.",
        "Shared with {who}. They liked that it is {why}.", "Would you let us translate it?",
        "Perfect timing, we teach {topic} on {day}.",
    ),
    "improvement": (
        "Honest charts are the best charts.", "What was the balancing measure?", "Who kept it going after month {n}?",
        "Our {thing} went the same way. {finding}", "May I see the form? Ours has {n} pages.",
        "Love that you shared the chart as it is.", "Did patients help to choose what you measured?",
    ),
    "asking": (
        "We moved it to the morning and gave it a leader. Night and day.", "Ours is one page, and {who} wrote it. I can send it.",
        "Badly, until we asked {who}. Then better.", "Ten minutes, standing, same place, same time.",
        "Ask the islands: they have had to be good at it.", "We tried three ways. The simplest survived.",
        "Following, because ours needs help as well.", "Short answer: tea. Long answer: a named person with time.",
        "We begin with names, always. It changed more than the form did.", "I can put you in touch with someone who has done it well.",
        "Never give up the part where anybody may say ‘I’m worried’.",
    ),
    "wellbeing": (
        "That is lovely.", "Jealous of {outside}!", "Mine today: {joy}.", "Rest well.", "Glad you wrote it down.",
        "More of this on my timeline, please.", "Same prescription here: {outside}.", "Look after yourself.",
    ),
    "confidence": (
        "Exactly. The story is theirs.", "I teach this with made-up cases only. Nobody has missed the real ones.",
        "Can I use your rule with {who}?", "It took me years to see it so clearly.", "Dates are what people forget to change.",
        "Thank you for modelling it.", "And ask again when the talk is recorded.",
    ),
    "reading": (
        "The limitations section is the best part.", "I was less convinced. Shall we argue over tea?", "Biscuits noted. So is doubt.",
        "Which question did it answer for you?", "We read it too; {who} loved the methods.", "On my list now, thank you.",
    ),
    "field": (
        "I began by accident and stayed for the people.", "Count me in if there is ever a group.", "I changed my mind after talking with {who}.",
        "Patience, yes. And better chairs.", "Send me something to read on it, I enjoy being picky.", "Half a day a week, and a good mentor.",
        "From far away: thank you for saying that.", "Shall we compare notes? We are about {n} months behind you.",
    ),
    "congress": (
        "See you there! I shall be the one with the wrong shoes.", "I’m coming from {home}. Coffee on the first morning?",
        "Find me after {session}.", "I only know you as a small circle. Looking forward to the rest.",
        "Yes to the slow run. Very slow?", "Which row? I’ll wave.", "Save me a seat near the door.",
        "I’ll take notes and share them tonight.", "Was good to meet you at last!", "I am in {session} and it is wonderful.",
        "Following from home. Please keep posting.", "Meet at the tweet-up? I’ll wear my handle.",
        "So glad you asked that question.", "Come and find my poster, it is lonely.",
    ),
}  # fmt: skip

AUTHORS = (
    "Thank you! It took about {n} weeks to feel natural.", "Good question. I asked {who}, and the answer was: it depends.",
    "Happy to share, I’ll send it on {day}.", "Ha, yes. {joy} did help.", "You are kind. It was {who} who did the work.",
    "Please do borrow it.", "I’ll write it up, promise. Hold me to it.", "Mostly {worked}, to be honest.",
    "Still finding out. Ask me again in {n} months.", "That is a better way to put it than mine.",
    "Let’s compare notes. I’d learn from yours.", "It lasted because {who} liked it.",
)  # fmt: skip

# Sometimes said after an answer.
TAILS = (
    "Greetings from {home}.",
    "More when I am off nights.",
    "Say hello to {who} from me.",
    "I’ll report back on {day}.",
    "Tea is on me.",
    "Typed on the bus, forgive me.",
    "It made my {day}.",
    "Off to tell {who}.",
    "We could do a session on it.",
    "From {home}, with envy.",
    "My team will recognise this.",
    "Let’s talk properly one day.",
    "I had {n} tabs open about it already.",
    "{who} agreed at once.",
    "I wish I had known it {n} years ago.",
    "{joy} to you too.",
    "Writing it on the board.",
    "Sent it to {n} friends.",
    "This is why I am here.",
    "You should talk to {who}.",
    "Hope {home} is treating you well.",
)

# Conversations of the two people of the story: days before the clock's moment, then turns.
STORY: tuple[tuple[float, str, tuple[tuple[str, str], ...]], ...] = (
    (297.3, "public", (
        ("maya", "Handover at 8: who else starts with ‘who are you worried about?’ instead of bed one? #PatientSafety #MedEd"),
        ("tom", "@maya We do, in the ED. It finds the right three minutes of the twenty."),
        ("maya", "@tom Three minutes of the twenty is the whole talk, really. May I quote you?"),
        ("tom", "@maya Only if you spell Hale correctly. Everyone goes for the weather."),
    )),
    (241.6, "public", (
        ("tom", "Debrief in the corridor, standing, four questions, six minutes. Nobody went home alone with it. #KindMedicine"),
        ("maya", "@tom Would you share the four questions? Our nights could use them."),
        ("tom", "@maya What went well, what was hard, what do we fix, who needs a cup of tea?"),
        ("maya", "@tom The fourth is doing most of the work. Printing it."),
    )),
    (180.2, "public", (
        ("maya", "#TipsForNewDocs has reached its first birthday. Thank you all. My favourite so far came from @tom: know where the kettle is before you need it."),
        ("tom", "@maya I stand by the kettle. Literally, most nights."),
    )),
    (112.4, "public", (
        ("tom", "Writing a short talk on human factors for people who are tired. What should I leave out? #MedEd"),
        ("maya", "@tom The Swiss cheese. We have all had the cheese."),
        ("tom", "@maya Cheese gone. Two slides left. It is a better talk."),
    )),
    (46.8, "public", (
        ("maya", "Abstract accepted: a two-minute handover sheet, at #CaltonMed27. See you in Edinburgh?"),
        ("tom", "@maya Congratulations! I’m coming too, workshop on the last day. We have been talking for two years and I would walk past you in the street."),
        ("maya", "@tom Small round picture, braids or bun depending on the week. Say hello!"),
    )),
    (1.1, "public", (
        ("tom", "On the train north with a flask and too many leaflets. #CaltonMed27"),
        ("maya", "@tom My talk is at 13:45. If you see me pacing, that is the plan working."),
    )),
    (0.09, "public", (
        ("maya", "Day two! Heading for the keynote on the people behind the handles. Rather apt. #CaltonMed27"),
        ("tom", "@maya Same room! I’ll be somewhere in the middle. Wave?"),
    )),
)  # fmt: skip
