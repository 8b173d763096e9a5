"""Specialties, grades, regions and invented places of work."""

# name, weight, what its people care for
SPECIALTIES = (
    (
        "General practice",
        13,
        ("Continuity of care", "Deprivation", "Multimorbidity", "Rural medicine"),
    ),
    (
        "Emergency medicine",
        11,
        ("Resuscitation", "Human factors", "Point-of-care ultrasound", "Flow"),
    ),
    (
        "Acute medicine",
        8,
        ("Same-day care", "Ambulatory care", "Handover", "The deteriorating patient"),
    ),
    ("Anaesthetics", 9, ("Regional anaesthesia", "Airways", "Perioperative care", "Human factors")),
    ("Intensive care", 7, ("Follow-up clinics", "Delirium", "Family communication", "Sepsis")),
    ("Paediatrics", 8, ("Safeguarding", "Neonatology", "Adolescent health", "Play in hospital")),
    ("Geriatrics", 7, ("Frailty", "Falls", "Delirium", "Polypharmacy")),
    (
        "Cardiology",
        6,
        ("Heart failure", "Echocardiography", "Inherited conditions", "Rehabilitation"),
    ),
    ("Respiratory medicine", 5, ("Asthma", "Pulmonary rehabilitation", "Sleep", "Air quality")),
    (
        "Palliative medicine",
        4,
        ("Advance care planning", "Hospice at home", "Breathlessness", "Grief"),
    ),
    (
        "Psychiatry",
        7,
        ("Liaison psychiatry", "Perinatal mental health", "Doctors’ health", "Stigma"),
    ),
    (
        "Obstetrics and gynaecology",
        6,
        ("Birth choices", "Global women’s health", "Simulation", "Menopause"),
    ),
    (
        "General surgery",
        6,
        ("Prehabilitation", "Emergency laparotomy", "Surgical teaching", "Checklists"),
    ),
    ("Orthopaedics", 4, ("Hip fracture", "Registries", "Sustainable theatres", "Hand surgery")),
    (
        "Radiology",
        5,
        ("Learning from discrepancy", "Interventional", "AI in imaging", "Reporting skills"),
    ),
    (
        "Infectious diseases",
        5,
        ("Antimicrobial stewardship", "Travel medicine", "Tuberculosis", "Vaccines"),
    ),
    ("Neurology", 4, ("Headache", "Functional disorders", "Epilepsy", "Stroke")),
    ("Nephrology", 3, ("Home dialysis", "Transplant", "Acute kidney injury", "Green nephrology")),
    (
        "Endocrinology and diabetes",
        4,
        ("Diabetes technology", "Transition clinics", "Thyroid", "Obesity care"),
    ),
    ("Public health", 5, ("Health inequalities", "Climate and health", "Screening", "Vaccines")),
    (
        "Pathology",
        3,
        ("Digital pathology", "Diagnostic stewardship", "Autopsy teaching", "Haematology"),
    ),
    ("Dermatology", 3, ("Skin of colour", "Teledermatology", "Eczema", "Skin surgery")),
    ("Oncology", 4, ("Shared decisions", "Survivorship", "Trials", "Acute oncology")),
)

COMMON_INTERESTS = (
    "Medical education", "Simulation", "Quality improvement", "Patient safety", "Digital health",
    "Wellbeing", "Less than full-time training", "Widening access", "Sustainability", "Leadership",
    "Humanities in medicine", "Global health", "Research methods", "Mentoring", "Rural medicine",
    "Ethics", "Communication skills", "Data and registries", "Running", "Choirs", "Hill walking",
    "Medical history", "Interpreting and language", "Disability in medicine",
)  # fmt: skip

# name, weight, youngest, oldest, multiplies prominence
GRADES = (
    ("Medical student", 5, 21, 26, 0.5),
    ("Foundation doctor", 10, 24, 29, 0.6),
    ("Core trainee", 9, 26, 33, 0.75),
    ("Specialty registrar", 20, 29, 40, 1.0),
    ("Clinical fellow", 6, 27, 38, 0.9),
    ("Research fellow", 5, 28, 38, 1.1),
    ("Specialty doctor", 8, 33, 58, 0.9),
    ("Consultant", 30, 36, 64, 1.5),
    ("Professor", 5, 47, 68, 3.2),
    ("Retired", 2, 64, 72, 1.4),
)

HOME_REGIONS = (
    ("Scotland", 24), ("Northern England", 18), ("London", 17), ("Midlands", 11),
    ("South of England", 12), ("Wales", 7), ("Northern Ireland", 6), ("Ireland", 9),
)  # fmt: skip

PLACES = (
    "Kestrel Moor", "Larkfield", "Saltmarsh", "Harrow Bank", "Whinhill", "Ravenscar Road",
    "Millwater", "St Brannoc’s", "St Hilda’s Gate", "Abbotshaugh", "Thornlea", "Corbie Lane",
    "Firthview",
    "Old Ropery", "Castle Loan", "Silverburn", "Northgate", "Penwarren", "Aldermere", "Foxcote",
    "Lough Bawn", "Bryn Hyfryd", "Cairnbeg", "Willowford", "Quayside", "East Lomond", "Marram Bay",
)  # fmt: skip
HOSPITALS = ("Infirmary", "General Hospital", "University Hospital", "Hospital", "Royal Hospital")
ABROAD = (
    "Lakeside", "Acacia", "Santa Lúcia", "Hillcrest", "Green Cross", "Harbour", "Sunrise", "Linden",
    "Two Rivers", "Jacaranda", "Northern Light", "Cedar", "Old Bridge", "Morning Star",
)  # fmt: skip
HOSPITALS_ABROAD = ("Teaching Hospital", "University Hospital", "Medical Centre", "Hospital")

# The codes that profiles keep (accounts.vocabulary), for the words above.
SPECIALTY_CODES = {
    "General practice": "general_practice",
    "Emergency medicine": "emergency",
    "Acute medicine": "acute_medicine",
    "Anaesthetics": "anaesthesia",
    "Intensive care": "intensive_care",
    "Paediatrics": "paediatrics",
    "Geriatrics": "geriatrics",
    "Cardiology": "cardiology",
    "Respiratory medicine": "respiratory",
    "Palliative medicine": "palliative",
    "Psychiatry": "psychiatry",
    "Obstetrics and gynaecology": "obstetrics_gynaecology",
    "General surgery": "general_surgery",
    "Orthopaedics": "orthopaedics",
    "Radiology": "radiology",
    "Infectious diseases": "infectious_diseases",
    "Neurology": "neurology",
    "Nephrology": "nephrology",
    "Endocrinology and diabetes": "endocrinology",
    "Public health": "public_health",
    "Pathology": "histopathology",
    "Dermatology": "dermatology",
    "Oncology": "oncology",
}
GRADE_CODES = {
    "Medical student": "student",
    "Foundation doctor": "intern",
    "Core trainee": "resident",
    "Specialty registrar": "registrar",
    "GP registrar": "registrar",
    "Clinical fellow": "fellow",
    "Research fellow": "fellow",
    "Specialty doctor": "specialty_doctor",
    "General practitioner": "general_practitioner",
    "Consultant": "consultant",
    "Professor": "professor",
    "Retired": "retired",
}
