# A program or a picture under the name of an article
mkdir articles
head -c 100000 "$SITMAP" >articles/binary.txt
cp "$ARTICLES/2021-06-05-solhan.txt" articles
"$SITMAP" annotate articles >out.jsonl
echo $?
wc -l <out.jsonl
