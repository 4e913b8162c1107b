#!/bin/sh
# Installs what is missing from Debian's packages: the engine, its headers, three language models, a C++ compiler
# for the binding, and the programs that tests check exports with; with the word "browser" also a browser and Node.js.
# Says what it installs; uses sudo only if not root; changes nothing on other systems.
set -eu

packages="tesseract-ocr tesseract-ocr-deu tesseract-ocr-eng tesseract-ocr-osd libtesseract-dev libleptonica-dev g++ ca-certificates qpdf poppler-utils libxml2-utils"
if [ "${1-}" = browser ]; then
	packages="$packages chromium fonts-dejavu-core"
	command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || packages="$packages nodejs npm"
fi

command -v go >/dev/null 2>&1 || {
	echo "setup: Go is missing; install Go 1.26 or newer from go.dev/dl and put it into the PATH" >&2
	exit 1
}
if ! command -v dpkg-query >/dev/null 2>&1; then
	if command -v tesseract >/dev/null 2>&1; then
		exit 0
	fi
	echo "setup: this is no Debian system. Install these by your own means, then run make again:" >&2
	echo "  Tesseract 5 with headers (libtesseract, leptonica), its models deu, eng and osd, and a C++ compiler" >&2
	exit 1
fi

missing=""
for p in $packages; do
	dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

sudo=""
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo >/dev/null 2>&1 || {
		echo "setup: as root, run: apt-get install$missing" >&2
		exit 1
	}
	sudo="sudo"
fi
echo "setup: installing$missing"
$sudo apt-get update -qq
# shellcheck disable=SC2086 # one word a package
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
