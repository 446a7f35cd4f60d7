"""Refuses a bill of materials in which something may not be shipped with software under Apache-2.0.

python3 .github/licences.py target/hongyan-bom.json

Who is offered under several licences may be taken under the one that fits.
"""

import json
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
    "MIT",
    "MIT-0",
    "Public Domain",
}


def licences(component):
    for entry in component.get("licenses", []):
        licence = entry.get("license", {})
        yield licence.get("id") or licence.get("name") or entry.get("expression", "")


def main():
    components = json.load(open(sys.argv[1], encoding="utf-8"))["components"]
    unfit = [
        (f"{c.get('group', '')}:{c['name']}:{c.get('version', '')}", sorted(licences(c)))
        for c in components
        if c.get("group") != "dev.hongyan" and not FIT.intersection(licences(c))
    ]
    for name, found in unfit:
        print(f"{name}: {', '.join(found) or 'no licence'}")
    print(f"{len(components)} components, {len(unfit)} unfit")
    return 1 if unfit else 0


sys.exit(main())
