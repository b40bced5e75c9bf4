# --help of every command: on stdout, status 0, names the command
for command in "" map annotate extract merge render gazetteer; do
    # shellcheck disable=SC2086
    "$SITMAP" $command --help >help || echo "status $?"
    grep -q "sitmap $command" help || echo "help of '$command' does not name it"
done
"$SITMAP" --version
