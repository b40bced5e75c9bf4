# A pipe or a device is written to, not replaced by a file
mkfifo pipe
timeout 20 head -c 100 <pipe >begin &
timeout 60 "$SITMAP" annotate "$ARTICLES/2021-06-05-solhan.txt" -o pipe 2>error
wait
cut -c 1-5 begin
test -p pipe && echo still a pipe
