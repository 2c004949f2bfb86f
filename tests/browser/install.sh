#!/bin/sh
# What the tests need beside Python: node, npm, Chromium, Pango for the papers, poppler to read them, and two node packages. Installs them when root on Debian; otherwise says what to install.
set -eu
cd "$(dirname "$0")"

missing=""
command -v node >/dev/null 2>&1 || missing="$missing nodejs"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
found=""
for browser in chromium-headless-shell chromium chromium-browser google-chrome; do
  command -v $browser >/dev/null 2>&1 && found="$browser" && break
done
[ -n "$found" ] || missing="$missing chromium"
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"
if command -v ldconfig >/dev/null 2>&1; then
  for library in libpango-1.0 libpangoft2-1.0 libharfbuzz-subset; do
    ldconfig -p | grep -q "$library\.so\.0" || missing="$missing $library-0"
  done
  missing=$(echo "$missing" | sed 's/libharfbuzz-subset-0/libharfbuzz-subset0/')
fi

if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    # Chromium without its windows, where there is such a package: the tests take half the time with it.
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then missing=$(echo "$missing" | sed 's/ chromium\( \|$\)/ chromium-headless-shell\1/'); fi
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends $missing >/dev/null
  else
    echo "The tests need:$missing"
    echo "On Debian or Ubuntu: sudo apt-get install$missing"
    exit 1
  fi
fi

if [ ! -e node_modules/.ready ] || [ package-lock.json -nt node_modules/.ready ]; then
  npm ci --no-audit --no-fund --loglevel=error
  touch node_modules/.ready
fi
