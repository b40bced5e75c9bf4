# Without a command: what there is, on stderr
"$SITMAP"
