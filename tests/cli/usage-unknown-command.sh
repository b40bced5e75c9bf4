"$SITMAP" draw-me-a-map article.txt
