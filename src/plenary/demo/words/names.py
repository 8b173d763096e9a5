"""Names from where an international congress's people come from, with what their portraits need."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """Given names and surnames that go together, and the looks and homes that go with them."""

    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    skin: tuple[int, int]
    hair: str
    region: str
    cities: tuple[str, ...]
    tongue: str
    scarf: float = 0.0
    turban: float = 0.0


def _o(
    weight: int, women: str, men: str, surnames: str, skin: tuple[int, int], hair: str,
    region: str, cities: str, tongue: str, scarf: float = 0.0, turban: float = 0.0,
) -> Origin:  # fmt: skip
    return Origin(
        weight, tuple(women.split()), tuple(men.split()),
        tuple(name.replace("_", " ") for name in surnames.split()),
        skin, hair, region, tuple(name.replace("_", " ") for name in cities.split()), tongue,
        scarf, turban,
    )  # fmt: skip


ORIGINS = (
    _o(64, "Hannah Lucy Charlotte Eleanor Beth Imogen Rachel Gemma Harriet Joanna Ruth Alice Megan",
       "James Oliver Matthew Simon Daniel Edward Jack Ben Peter Robert Alex Henry Callum George",
       "Whitlock Ashdown Marsh Fairley Holroyd Pemberton Sutcliffe Bramley Thorne Lockwood Garside "
       "Hartley Penrose Wren Dunmore Brightwell Calloway Ellis Sandford Rudd Barlow",
       (0, 1), "any", "", "", "English"),
    _o(30, "Isla Eilidh Fiona Kirsty Catriona Ailsa Mhairi Shona",
       "Angus Ewan Hamish Fraser Alasdair Rory Craig Gregor",
       "Mackinnon Drummond Kerr Lennox Galbraith Rennie Muirhead Buchan Strachan Abercrombie Laird",
       (0, 1), "any", "", "", "English, some Gaelic"),
    _o(22, "Niamh Aoife Sinéad Orla Gráinne Ciara Róisín Maeve",
       "Conor Cormac Eoin Declan Pádraig Fergal Oisín Tadhg",
       "Brennan Kavanagh Rafferty Donnellan Tierney O’Meara McGovern Scully Delaney Fallon",
       (0, 1), "any", "Ireland", "Dublin Cork Galway Limerick", "English, Irish"),
    _o(10, "Carys Bethan Seren Ffion Nia", "Gethin Rhys Emyr Owain Huw",
       "Pritchard Llewellyn Gethin Probert Vaughan Maddox", (0, 1), "any", "Wales",
       "Cardiff Swansea Bangor", "English, Welsh"),
    _o(20, "Adaeze Ngozi Chioma Temitope Folake Amara Ifeoma Yewande",
       "Chidi Emeka Tunde Obinna Babatunde Kelechi Femi Segun",
       "Eze Adeyemi Nwosu Balogun Ogunleye Chukwu Onyekachi Afolabi Ibekwe Adebayo",
       (6, 9), "coiled", "West Africa", "Lagos Ibadan Enugu", "English, Igbo and Yoruba"),
    _o(12, "Akosua Abena Efua Adwoa Esi", "Kwame Kofi Yaw Kwabena Kojo",
       "Mensah Boateng Asante Owusu Agyeman Darko Amponsah", (6, 9), "coiled", "West Africa",
       "Accra Kumasi", "English, Twi"),
    _o(14, "Wanjiku Achieng Nakato Wairimu Atieno Sanyu", "Kamau Otieno Mwangi Okello Juma Baraka",
       "Njoroge Odhiambo Kiptoo Mutua Ssempala Byaruhanga Wekesa Nyambura", (6, 9), "coiled",
       "East Africa", "Nairobi Kampala Kisumu Dar_es_Salaam", "English, Swahili"),
    _o(9, "Selam Hodan Meron Amina Rahma Fartun", "Dawit Abebe Yusuf Bilal Tesfaye Idris",
       "Warsame Tadesse Bekele Haile Osman Farah Gebre", (5, 8), "coiled", "East Africa",
       "Addis_Ababa Khartoum", "Amharic, Somali, English", 0.4),
    _o(10, "Thandi Lerato Nomsa Zanele Palesa", "Sipho Thabo Mandla Tendai Kagiso",
       "Dlamini Mokoena Ndlovu Khumalo Moyo Sithole", (6, 9), "coiled", "Southern Africa",
       "Durban Cape_Town Harare Gaborone", "English, Zulu"),
    _o(9, "Simone Nadine Camille Keisha Renée", "Marlon Delroy Andre Curtis Jerome",
       "Bailey Campbell-Reid Joseph Grant Baptiste Charles Hinds", (5, 8), "coiled", "Caribbean",
       "Kingston Bridgetown Port_of_Spain", "English"),
    _o(24, "Priya Ananya Kavita Meera Nisha Sunita Divya Radhika",
       "Arjun Rohan Sanjay Vikram Anil Rahul Karthik Nikhil",
       "Sharma Iyer Menon Patel Desai Nair Kulkarni Banerjee Reddy Joshi Rao Mukherjee",
       (2, 6), "dark", "South Asia", "Mumbai Chennai Pune Kochi", "English, Hindi"),
    _o(9, "Harpreet Jasleen Simran Navneet", "Gurdeep Manjit Harjit Amrit Jaspal",
       "Singh Sandhu Gill Dhillon Bains Sekhon", (2, 5), "dark", "South Asia",
       "Amritsar Ludhiana", "English, Punjabi", 0.0, 0.75),
    _o(18, "Ayesha Sana Fatima Zainab Mariam Hira Nadia",
       "Hamza Bilal Imran Usman Farhan Omar Tariq",
       "Qureshi Siddiqui Rahman Chaudhry Malik Hossain Mirza Akhtar", (2, 5), "dark",
       "South Asia", "Lahore Karachi Dhaka", "English, Urdu", 0.35),
    _o(7, "Nimali Dilini Tharushi Ishara", "Nuwan Kasun Ruwan Dinesh",
       "Perera Wijesinghe Jayawardena Fernando Gunaratne", (4, 7), "dark", "South Asia",
       "Colombo Kandy", "English, Sinhala"),
    _o(18, "Layla Rania Huda Yasmin Salma Noor Dina", "Karim Sami Khalid Ziad Omar Tarek Youssef",
       "Haddad Mansour Khoury Nasser Al-Amin Saleh Darwish Benali Farouk", (1, 4), "dark",
       "Middle East and North Africa", "Cairo Amman Beirut Tunis", "Arabic, English", 0.45),
    _o(8, "Parisa Shirin Leila Elif Zeynep Defne", "Kaveh Reza Emre Kerem Cem Dariush",
       "Tehrani Rostami Yılmaz Demir Aydın Karimi Şahin", (0, 3), "dark",
       "Middle East and North Africa", "Istanbul Ankara İzmir", "Turkish, Persian", 0.12),
    _o(14, "Mei Xin Yan Lihua Jia", "Wei Jun Hao Ming Zhen",
       "Zhang Chen Huang Lin Zhou Tan Wong Liu", (0, 3), "dark", "East Asia",
       "Hong_Kong Taipei Shanghai", "Mandarin, Cantonese, English"),
    _o(9, "Yuki Haruka Aiko Ji-woo Seo-yeon", "Kenji Daichi Takumi Min-jun Hyun-woo",
       "Tanaka Mori Fujimoto Nakagawa Kim Park Choi Hayashi", (0, 2), "dark", "East Asia",
       "Osaka Sapporo Seoul", "Japanese, Korean"),
    _o(11, "Siti Aisyah Maricel Thuy Linh Rosario", "Hafiz Rizal Arvin Paolo Minh Duc",
       "Ismail Rahim Santos Villanueva Nguyen Pham Tran Abdullah", (2, 5), "dark",
       "South-East Asia", "Kuala_Lumpur Manila Hanoi Singapore", "Malay, Tagalog, English", 0.3),
    _o(15, "Ingrid Astrid Sofie Maja Kaisa Liv", "Lars Erik Anders Mikkel Jonas Henrik",
       "Lindqvist Bergström Nygård Halvorsen Østergaard Virtanen Kjær Sandberg", (0, 1), "any",
       "Nordic countries", "Bergen Uppsala Aarhus Tampere", "Swedish, Norwegian, English"),
    _o(20, "Annika Femke Claire Élise Katharina Margaux Lotte",
       "Jonas Pieter Luc Étienne Stefan Thijs Felix",
       "Brandt Vogel de_Wit Janssens Moreau Lefèvre Baumann Hofstra Girard", (0, 2), "any",
       "Western Europe", "Ghent Lyon Utrecht Leipzig Basel", "French, Dutch, German"),
    _o(17, "Giulia Chiara Lucía Inês Eleni Marta Sofia",
       "Marco Luca Javier Tiago Nikos Andrés Paolo",
       "Ferrara Bellini Romero Carvalho Papadakis Ibáñez Moretti Antunes Galanis", (1, 3), "any",
       "Southern Europe", "Bologna Porto Valencia Thessaloniki", "Italian, Spanish, Portuguese"),
    _o(15, "Agnieszka Katarzyna Ioana Petra Zsófia Milena",
       "Tomasz Piotr Andrei Jakub Bence Nikola",
       "Nowak Zieliński Popescu Dvořák Horváth Kovač Wójcik Ionescu", (0, 1), "any",
       "Central and Eastern Europe", "Kraków Cluj Brno Ljubljana", "Polish, Romanian"),
    _o(13, "Madison Claire Leah Naomi Grace Zoe", "Ethan Noah Caleb Jordan Marcus Liam",
       "Sorensen Whitfield Tremblay Kaplan Novak Beaumont Hughes Castellano", (0, 3), "any",
       "North America", "Halifax Minneapolis Vancouver Baltimore", "English"),
    _o(12, "Valentina Camila Ximena Larissa Beatriz", "Mateo Diego Rafael Thiago Sebastián",
       "Quintero Salazar Figueroa Almeida Barros Cárdenas Rojas", (1, 5), "dark",
       "Latin America", "Bogotá Recife Santiago Guadalajara", "Spanish, Portuguese"),
    _o(10, "Tessa Ngaire Bronte Anahera Matilda", "Lachlan Tane Hugh Wiremu Angus",
       "Fairweather Ngata Pascoe Harrow Tawhiri Kingsley", (0, 4), "any",
       "Australia and New Zealand", "Hobart Dunedin Adelaide Wellington", "English"),
)  # fmt: skip
