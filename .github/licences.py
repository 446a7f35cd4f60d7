"""Refuses what may not be shipped with software under Apache-2.0: in a bill of materials, and in a lock file of npm.

python3 .github/licences.py target/hongyan-bom.json web/package-lock.json

Who is offered under several licences may be taken under the one that fits. What only builds or tests the web client is not shipped.
"""

import json
import re
import sys

FIT = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "EPL-1.0",
    "EPL-2.0",
    "Go License",
    "ISC",
    "MIT",
    "MIT-0",
    "Public Domain",
}

# Makes the style sheets and is not in them; the lock file cannot tell, since a plugin asks for the bundler.
BUILDS = re.compile(r"node_modules/lightningcss(-[a-z0-9-]+)?$")


def of_component(component):
    for entry in component.get("licenses", []):
        licence = entry.get("license", {})
        yield licence.get("id") or licence.get("name") or entry.get("expression", "")


def choices(expression):
    """The licences of an SPDX expression among which one may choose; what only holds together is fit as a whole."""
    if re.search(r"\bOR\b", expression) and re.search(r"\bAND\b", expression):
        yield expression  # which belongs to which only its brackets tell: a person looks at it
        return
    for part in re.split(r"\bOR\b", expression):
        names = set(re.findall(r"[\w.+-]+", part)) - {"AND"}
        yield " AND ".join(sorted(names - FIT or names)) if len(names - FIT) or len(names) < 2 else min(names)


def components(document):
    """Name and licences of each."""
    for component in document.get("components", []):
        if component.get("group") != "dev.hongyan":
            name = f"{component.get('group', '')}:{component['name']}:{component.get('version', '')}"
            yield name, set(of_component(component))
    for path, package in document.get("packages", {}).items():
        if "node_modules/" in path and not package.get("dev") and not package.get("link") and not BUILDS.search(path):
            yield f"{path}:{package.get('version', '')}", set(choices(package.get("license", "")))


def main():
    unfit = 0
    for file in sys.argv[1:]:
        with open(file, encoding="utf-8") as opened:
            found = list(components(json.load(opened)))
        wrong = [(name, sorted(licences)) for name, licences in found if not FIT & licences]
        for name, licences in wrong:
            print(f"{name}: {', '.join(licences) or 'no licence'}")
        print(f"{file}: {len(found)} components, {len(wrong)} unfit")
        # A file of another kind has none, which is no proof.
        unfit += len(wrong) + (not found)
    return 1 if unfit or len(sys.argv) < 2 else 0


sys.exit(main())
