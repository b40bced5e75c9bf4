#!/usr/bin/env python3
"""Make up news articles, the same on every run: make_articles.py N > articles.jsonl (standard library only)."""
import datetime, json, random, sys

TOWNS = ("Bamako Gao Mopti Kano Maiduguri Jos Kaduna Goma Bukavu Bunia Kabul Kandahar Herat Jalalabad Quetta Peshawar "
         "Karachi Lahore Baghdad Mosul Kirkuk Basra Aleppo Homs Raqqa Idlib Sanaa Aden Taiz Mogadishu Kismayo Baidoa "
         "Nairobi Garissa Mombasa Kampala Juba Malakal Khartoum Tripoli Benghazi Cairo Istanbul Ankara Diyarbakir "
         "Donetsk Kharkiv Odessa Manila Davao Cotabato Bangkok Jakarta Medan Lima Cali Medellin Caracas Managua Tegucigalpa "
         "Monterrey Tijuana Chicago Houston Memphis Cleveland Oakland Detroit Phoenix Denver").split()
FIRST = "Amina Omar Maria John Grace Peter Fatima Ali Rosa Daniel Ruth Samuel Nadia Ivan Elena Carlos Sara David Leila Musa".split()
LAST = "Keller Ndiaye Haddad Okafor Barzani Mendez Rahimi Santos Petrov Otieno Cruz Bello Achieng Yilmaz Torres Farah Walker Diallo".split()
SITES = "market,police station,bus terminal,hotel,school,church,mosque,bank,hospital,checkpoint,bridge,warehouse".split(",")
KINDS = {
    "A car bomb exploded outside a {site} in {town} on {day}, killing {dead} people and wounding {hurt}": "The blast",
    "Gunmen opened fire at a {site} in {town} on {day}, killing {dead} people and wounding {hurt}": "The attack",
    "A passenger bus plunged off a road near {town} on {day}, killing {dead} people and injuring {hurt}": "The crash",
    "A fire swept through a {site} in {town} on {day}, killing {dead} people and injuring {hurt}": "The fire",
    "Warplanes bombed a {site} in {town} on {day}, killing {dead} civilians and wounding {hurt}": "The air strike",
    "A man shot and killed {dead} people at a {site} in {town} on {day} and wounded {hurt} others": "The shooting",
    "Floods hit {town} on {day}, killing {dead} people and injuring {hurt}": "The flood",
}
FILL = ["Officials said an investigation had begun.", "Witnesses described scenes of panic.", "Nobody has commented on the cause.",
        "Hospitals appealed for blood.", "Relatives gathered outside through the night.", "Roads around the area were closed for hours.",
        "The mayor asked residents to stay calm.", "Schools nearby stayed shut."]
MORE = ["Traders had warned for weeks of trouble, said {name}.", "{name}, who lives nearby, heard a loud noise.", "{name} said the ground shook.",
        "A spokesman, {name}, gave no further details.", "Among the dead was {name}, a teacher.", "{name} was treated for burns."]

def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    wanted, made, rng = int(sys.argv[1]), 0, random.Random(1)
    start = datetime.date(2014, 1, 1)
    name = lambda: f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    while made < wanted:
        text, again = rng.choice(list(KINDS.items()))
        town, site, day = rng.choice(TOWNS), rng.choice(SITES), start + datetime.timedelta(rng.randrange(1095))
        dead, hurt = rng.randrange(2, 40), rng.randrange(3, 90)
        people = [name() for _ in range(4)]
        for report in range(rng.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            if made == wanted:
                break
            lag = min(rng.randrange(3) + report // 3, 5)
            published = day + datetime.timedelta(lag)
            words = day.strftime("%A") if rng.random() < 0.7 else f"{day:%B} {day.day}"
            lead = text.format(site=site, town=town, day=words, dead=dead + rng.choice((0, 0, 0, 1)), hurt=hurt + rng.choice((0, 0, 2)))
            body = [lead + ", police said."] + rng.sample(FILL, 3) + [rng.choice(MORE).format(name=p) for p in rng.sample(people, 2)]
            body.append(f"{again} was the worst in {town} this year, according to {people[0]}.")
            if rng.random() < 0.4:
                other = rng.choice(TOWNS)
                past = day - datetime.timedelta(rng.randrange(30, 300))
                body.append(f"On {past:%B} {past.day}, {past.year}, a bomb killed {rng.randrange(2, 30)} people in {other}.")
            made += 1
            print(json.dumps({"id": f"a{made}", "date": published.isoformat(), "text": " ".join(body)}))

if __name__ == "__main__":
    main()
