#!/usr/bin/env python3
"""Weigh the evidence: logistic regression over the features of src/incident/evidence.h, standard library only.

  train_evidence.py NAMES LABELLED > evidence.inc

NAMES    evidence.h, from which the order of the features is read
LABELLED lines of  corpus TAB article TAB 0|1 TAB features  (1: a gold incident answers the extracted one)

Every corpus weighs the same in all, whatever its size; the articles of one corpus stay in one fold of the cross-validation, whose figures go to
standard error.
"""
import collections, math, re, sys, zlib

def names(path):
    block = re.search(r"#define SM_EVIDENCE\(X\)(.*?)\n\n", open(path, encoding="utf-8").read(), re.S).group(1)
    return re.findall(r"X\((\w+)\)", block)

def read(path):
    rows = []
    for line in open(path, encoding="utf-8"):
        corpus, doc, y, x = line.rstrip("\n").split("\t")
        x = [float(v) for v in x.split()]
        rows.append((corpus, doc, int(y), [(i, v) for i, v in enumerate(x) if v]))
    return rows

def sigmoid(z):
    return 1 / (1 + math.exp(-max(-30, min(30, z))))

def train(rows, n, share, epochs=60, rate=0.15, l2=2e-4):
    w, g2 = [0.0] * n, [1e-6] * n                       # AdaGrad
    size = collections.Counter(r[0] for r in rows)
    for epoch in range(epochs):
        for corpus, doc, y, x in sorted(rows, key=lambda r: zlib.crc32(f"{epoch} {r[1]}{r[3]}".encode())):
            weight = share.get(corpus, 1) * len(rows) / size[corpus] / len(size)
            d = (sigmoid(sum(w[i] * v for i, v in x)) - y) * weight
            for i, v in x:
                g = d * v + l2 * w[i]
                g2[i] += g * g
                w[i] -= rate * g / math.sqrt(g2[i])
    return w

def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    features, rows = names(sys.argv[1]), read(sys.argv[2])
    share = {"muc": 3, "gva": 0.4, "case": 0.3}  # muc is the only corpus that names every incident of an article
    scored = []
    for fold in range(5):
        inside = lambda r: zlib.crc32(r[1].encode()) % 5 == fold
        w = train([r for r in rows if not inside(r)], len(features), share)
        scored += [(r[0], r[2], sigmoid(sum(w[i] * v for i, v in r[3]))) for r in rows if inside(r)]
    for corpus in sorted({s[0] for s in scored}):
        part = [s for s in scored if s[0] == corpus]
        for cut in (0.2, 0.3, 0.4, 0.5, 0.6):
            kept = [s for s in part if s[2] >= cut]
            print(f"{corpus} at {cut}: of the right kept {sum(s[1] for s in kept)} of {sum(s[1] for s in part)},"
                  f" of the wrong {sum(not s[1] for s in kept)} of {sum(not s[1] for s in part)}", file=sys.stderr)
    for name, weight in zip(features, train(rows, len(features), share)):
        print(f"[SM_EVIDENCE_{name}] = {weight:.3f}f,")

if __name__ == "__main__":
    main()
