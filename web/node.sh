# Sourced by build.sh, test.sh and browser.sh. Finds Node, or says in one sentence what its lack means and ends well, for
# the back end needs none, or with $missing.

web=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
cd "$web"

say() {
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    zh*) printf '%s\n' "$2" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

version=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\)\..*/\1/')
if [ "${version:-0}" -lt 20 ] || ! command -v npm >/dev/null 2>&1; then
  say 'NOTE: the web client is left out, because no Node 20 or newer with npm was found; everything else works.' \
    'NOTE: 没有找到 Node 20 或更新版本（含 npm），因此不含网页客户端；其他一切正常。'
  exit "${missing:-0}"
fi

# The libraries, exactly as the lock file names them, and again only when it has changed.
installed=node_modules/.hongyan-installed
if ! cmp -s package-lock.json "$installed"; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$installed"
fi
