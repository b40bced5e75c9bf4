#!/bin/sh
# firstnames.sh gazetteer/firstnames.tsv: the names as a table for phrase_compile, on standard output.
printf '@struct sm_firstname @header names.h @table sm_firstnames\nphrase\n'
sed -e 1d -e '/^#/d' "$1" | cut -f 1 | sort -u
