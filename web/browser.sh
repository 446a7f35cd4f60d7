#!/bin/sh
# What needs a browser and a running system, named by HONGYAN_URL: `daily` in every run of the tests, or `all`. Whatever
# else is given goes to vitest. Where there is no Node or no browser it says so and ends with 77, or with 1 where
# HONGYAN_BROWSER is `required`.
set -eu
suites=$1
shift
missing=77
[ "${HONGYAN_BROWSER:-}" != required ] || missing=1
. "$(dirname -- "$0")/node.sh"
if ! node e2e/chromium.mjs >/dev/null; then
  say 'NOTE: the tests in a browser are left out, because no Chromium or Chrome was found (CHROMIUM may name one).' \
    'NOTE: 没有找到 Chromium 或 Chrome（可用 CHROMIUM 指定），因此不含浏览器测试。'
  exit "$missing"
fi
npm run --silent generate
case $suites in
  daily) set -- --project browser e2e/daily.test.mjs "$@" ;;
  all) set -- --project stack --project stack-in-browser --project browser "$@" ;;
esac
exec npx vitest run "$@"
