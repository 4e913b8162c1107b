#!/bin/sh
# Imports the memos that come with the source and searches them. demo.sh AKTE ARCHIVE
set -eu
akte=$1
export AKTE_ARCHIVE="$2"

say() { printf '\n\033[1m$ %s\033[0m\n' "$*"; }

say akte import testdata/memos
"$akte" import testdata/memos
say akte search Beschlusskontrolle
"$akte" search --limit 3 Beschlusskontrolle
say akte search council budget
"$akte" search --limit 3 council budget
say akte search in:aside eingegangen
"$akte" search --limit 3 in:aside eingegangen || [ $? -eq 1 ]
