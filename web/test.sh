#!/bin/sh
# The tests that need no running system.
set -eu
. "$(dirname -- "$0")/node.sh"
npm run --silent generate
exec npm run --silent test
