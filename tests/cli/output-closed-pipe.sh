# A reader that goes away ends the run quietly
"$SITMAP" annotate "$ARTICLES" | head -n 1 | cut -c 1-5
