# The articles in any order, by any number of threads: the same incidents, byte for byte
bench=$ARTICLES/../../bench
/usr/bin/python3 "$bench/make_articles.py" 400 >made.jsonl
"$SITMAP" extract --quiet made.jsonl -o wanted.geojson || echo "status $?"
for seed in 1 2 3 4; do
    /usr/bin/python3 - $seed >shuffled.jsonl <<'END'
import random, sys
lines = open("made.jsonl", encoding="utf-8").readlines()
random.Random(int(sys.argv[1])).shuffle(lines)
sys.stdout.writelines(lines)
END
    "$SITMAP" extract --quiet -j $seed shuffled.jsonl -o found.geojson || echo "status $?"
    cmp wanted.geojson found.geojson
done
# Titles that say what the text leaves open, dates missing here and there: the same
/usr/bin/python3 - >mixed.jsonl <<'END'
import json
for k, line in enumerate(open("made.jsonl", encoding="utf-8")):
    article = json.loads(line)
    if k % 3 == 0:
        del article["date"]
    if k % 5 == 0:
        article["title"] = article["text"].split(",")[0]
    print(json.dumps(article))
END
"$SITMAP" extract --quiet mixed.jsonl -o wanted.geojson || echo "status $?"
for seed in 1 2; do
    sort -R --random-source=wanted.geojson mixed.jsonl >shuffled.jsonl
    "$SITMAP" extract --quiet -j $seed shuffled.jsonl -o found.geojson || echo "status $?"
    cmp wanted.geojson found.geojson
done
# Articles that share an id, and articles that come twice: the same
/usr/bin/python3 - <<'END'
import json, random
made = [json.loads(line) for line in open("made.jsonl", encoding="utf-8")]
for k, article in enumerate(made):
    if k % 3 == 0:
        article["id"] = f"same{k % 7}"
    if k % 2:
        del article["date"]
made += made[:40]
for seed in range(3):
    random.Random(seed).shuffle(made)
    with open(f"twice{seed}.jsonl", "w", encoding="utf-8") as out:
        out.writelines(json.dumps(article) + "\n" for article in made)
END
for seed in 0 1 2; do
    "$SITMAP" extract --quiet -j $((seed + 1)) twice$seed.jsonl -o twice$seed.geojson || echo "status $?"
    cmp twice0.geojson twice$seed.geojson
done
