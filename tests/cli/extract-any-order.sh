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
