#!/bin/sh
# What the browser tests need: node, npm, Chromium and two node packages. Installs them when root on Debian; otherwise says what to install.
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

if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    # Chromium without its windows, where there is such a package: the tests take half the time with it.
    if apt-cache show chromium-headless-shell >/dev/null 2>&1; then missing=$(echo "$missing" | sed 's/ chromium$/ chromium-headless-shell/'); fi
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends $missing >/dev/null
  else
    echo "The browser tests need:$missing"
    echo "On Debian or Ubuntu: sudo apt-get install$missing"
    exit 1
  fi
fi

if [ ! -e node_modules/.ready ] || [ package-lock.json -nt node_modules/.ready ]; then
  npm ci --no-audit --no-fund --loglevel=error
  touch node_modules/.ready
fi
