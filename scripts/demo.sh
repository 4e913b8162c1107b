#!/bin/sh
# Imports the memos that come with the source and searches them. demo.sh AKTE ARCHIVE
set -eu
akte=$1
export AKTE_ARCHIVE="$2"

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold="" plain=""; fi
say() { printf '\n%s$ %s%s\n' "$bold" "$*" "$plain"; }

say akte import testdata/memos
"$akte" import testdata/memos
search() {
	say akte search --limit 3 "$@"
	"$akte" search --limit 3 "$@"
}
search Beschlusskontrolle Stadtrat
search council budget
search A3352/22
