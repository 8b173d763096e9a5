"""What the congress is: its name, days, rooms and tracks, and the demo's moment."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

NAME = "Calton Congress of Medicine 2027"
ACRONYM = "caltonmed27"
HASHTAG = "CaltonMed27"
SLUG = "calton-congress-2027"
VENUE = "Calton Rise Conference Centre"
ADDRESS = "1 Observatory Steps, Edinburgh"
ZONE_NAME = "Europe/London"
ZONE = ZoneInfo(ZONE_NAME)
BASE_URL = "https://demo.plenary.example/calton-congress-2027/"
DAYS = (date(2027, 6, 9), date(2027, 6, 10), date(2027, 6, 11))
NOW = datetime(2027, 6, 10, 10, 40, tzinfo=ZONE)  # what the demo's clock shows
DESCRIPTION = (
    "Three days of medicine across specialties, on a hill in Edinburgh: plenaries, workshops, new "
    "research, and above all the colleagues you have only ever met online. Come as you are, wear "
    "your name, say hello."
)

HALL, LAB, FOYER = "Plenary hall", "Skills lab", "Concourse"
ROOMS = (
    (HALL, "Tiered auditorium on the ground floor, loop system, step-free from the foyer", 1200),
    ("Lothian room", "First floor, theatre style", 320),
    ("Pentland room", "First floor, theatre style", 260),
    ("Forth room", "Second floor, cabaret tables, lift beside the stairs", 160),
    (LAB, "Second floor, ten stations", 60),
    (FOYER, "Ground floor: registration, coffee, posters and meeting point", 900),
)
SMALL = tuple(name for name, _, _ in ROOMS if name not in (HALL, FOYER))
TRACKS = {
    "Acute care": "#2f6f8f", "Education": "#8a6d1f", "Patient safety": "#3c7a5a",
    "Digital and data": "#5b4a8a", "Community": "#a3564f", "Wellbeing": "#7a4868",
    "Research": "#34506b", "Social": "#6d7f5c",
}  # fmt: skip
LEANING = {
    "Acute care": ("Acute medicine", "Emergency medicine", "Intensive care", "Anaesthetics",
                   "Geriatrics", "Cardiology", "Respiratory medicine", "Nephrology", "Neurology"),
    "Education": ("Medical education", "Simulation", "Mentoring", "Surgical teaching"),
    "Patient safety": ("Patient safety", "Human factors", "Handover", "Quality improvement"),
    "Digital and data": ("Digital health", "Data and registries", "AI in imaging", "Radiology"),
    "Community": ("General practice", "Public health", "Palliative medicine", "Global health"),
    "Wellbeing": ("Psychiatry", "Wellbeing", "Less than full-time training", "Doctors’ health"),
    "Research": ("Research methods", "Oncology", "Infectious diseases", "Pathology"),
}  # fmt: skip
