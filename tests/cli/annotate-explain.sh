# Which words gave an incident its slots, and what was refused and why
printf '%s\n' 'Gunmen attacked a hotel in Kidal on Friday, killing 12 people, Paris said. No bomb exploded in Gao. The judge had a heart attack.' >a.txt
"$SITMAP" annotate --explain --date 2019-01-10 a.txt || echo "status $?"
# strategic developments are reported when they are asked for
printf '%s\n' '{"id": "b", "text": "The government and the rebels agreed to a ceasefire in Juba on Monday."}' >b.jsonl
"$SITMAP" annotate --explain --date 2019-01-10 b.jsonl || echo "status $?"
"$SITMAP" annotate --dump incidents --types strategic_development --date 2019-01-10 b.jsonl || echo "status $?"
"$SITMAP" annotate --types nonsense b.jsonl
echo "status $?"
