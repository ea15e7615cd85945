#!/usr/bin/env python3
"""Checks what comes in with the dependencies against deny.toml: licences, sources, duplicates.

Needs cargo and Python 3.11. It is no substitute for `cargo deny check`, which knows the advisories
of https://rustsec.org as well: where that is installed it is run too, and where not, this says so.
"""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections import defaultdict

ANY_OF, ALL_OF = "OR", "AND"


def is_allowed(expression, allowed):
    """Whether a licence expression (SPDX, annex D) can be met by licences that are allowed."""
    expression = expression.replace("/", " OR ")
    tokens = re.findall(r"\(|\)|[^\s()]+(?:\s+WITH\s+[^\s()]+)?", expression)
    at = 0

    def group(joint):
        nonlocal at
        parts = [group(ALL_OF) if joint == ANY_OF else single()]
        while at < len(tokens) and tokens[at] == joint:
            at += 1
            parts.append(group(ALL_OF) if joint == ANY_OF else single())
        return any(parts) if joint == ANY_OF else all(parts)

    def single():
        nonlocal at
        token = tokens[at]
        at += 1
        if token != "(":
            return re.sub(r"\s+", " ", token) in allowed
        inside = group(ANY_OF)
        at += 1
        return inside

    return group(ANY_OF)


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def packages(targets):
    """Every package that is built for one of the targets."""
    # What features leave out is in the metadata and not in the tree.
    targets = [word for target in targets for word in ("--target", target)]
    tree = output("cargo", "tree", "--locked", "--edges", "all", "--prefix", "none", "--format", "{p}", *targets)
    built = {tuple(re.match(r"(\S+) v(\S+)", line).groups()) for line in tree.splitlines() if " v" in line}
    metadata = json.loads(output("cargo", "metadata", "--locked", "--format-version", "1"))
    return [p for p in metadata["packages"] if (p["name"], p["version"]) in built]


def complaints(rules, found):
    """What is wrong, a line each."""
    allowed = set(rules["licenses"]["allow"])
    sources = {f"registry+{address}" for address in rules["sources"]["allow-registry"]}
    versions = defaultdict(set)
    for package in found:
        name, version = package["name"], package["version"]
        versions[name].add(version)
        if package["source"] is None:
            continue
        if package["source"] not in sources:
            yield f"{name} {version} comes from {package['source']}"
        if not package["license"] or not is_allowed(package["license"], allowed):
            yield f"{name} {version} has the licence {package['license']}"
    skipped = {rule["crate"] for rule in rules["bans"]["skip"]}
    doubled = {f"{n}@{v}" for n, vs in versions.items() if len(vs) > 1 for v in vs}
    for name, known in sorted(versions.items()):
        left = [v for v in sorted(known) if f"{name}@{v}" not in skipped]
        if len(known) > 1 and len(left) > 1:
            yield f"{name} comes in {len(known)} versions: {', '.join(sorted(known))}"
    yield from (f"deny.toml excuses {crate}, which is no duplicate" for crate in sorted(skipped - doubled))


def main():
    with open("deny.toml", "rb") as file:
        rules = tomllib.load(file)
    found = packages(rules["graph"]["targets"])
    wrong = list(complaints(rules, found))
    for line in wrong:
        print(line)
    print(f"{len(found)} crates: {len(wrong)} complaints of licences, sources and duplicates")
    if wrong:
        return 1
    if shutil.which("cargo-deny") is None:
        print("skipped: advisories, as cargo-deny is not installed (cargo install --locked cargo-deny)")
        return 0
    return subprocess.run(["cargo", "deny", "--locked", "check"]).returncode


if __name__ == "__main__":
    sys.exit(main())
