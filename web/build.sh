#!/bin/sh
# Builds the messenger into the folder given, unless what lies there was built of these very sources.
set -eu
target=$1
. "$(dirname -- "$0")/node.sh"

sources() {
  find packages scripts package-lock.json ../contracts/src/main/resources/openapi -type f \
    ! -path '*/node_modules/*' ! -path '*/dist/*' ! -path '*/generated/*' | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cksum | cksum
}

stamp=$target.built
before=$(sources)
if [ -f "$target/index.html" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$before" ]; then
  exit 0
fi
npm run --silent build
rm -rf "$target"
mkdir -p "$target"
cp -R packages/messenger/dist/. "$target/"
printf '%s\n' "$before" >"$stamp"
