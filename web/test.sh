#!/bin/sh
# The tests that need no running system.
set -eu
. "$(dirname -- "$0")/node.sh"
npm run --silent generate
# Where ./hongyan test counts all others.
exec npm run --silent test -- --reporter=default --reporter=junit --outputFile.junit=target/vitest-reports/TEST-web.xml
