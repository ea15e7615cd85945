"""Recorded discussions against their truths: every comment, parent, author, score and date.

Usage: formats.py CHECKER SAMPLES PROGRAM

Texts are held to what the checker counts, but for samples in which a comment's picture has a
description: the truth leaves it out, and a reader in a terminal wants it.
"""
import json
import subprocess
import sys
import tempfile

KINDS = [
    "hn-algolia", "reddit-json", "reddit-morechildren", "mail-mbox", "mail-pipermail", "mail-threading",
    "nntp", "wpdiscuz-html", "wordpress-feed", "reddit-atom",
]
PARTS = {"hit": ("n", "comments"), "p": ("pn", "parents"), "a": ("an", "authors"), "s": ("sn", "scores"), "d": ("dn", "dates")}
PICTURES = ("ttd",)

checker, samples, program = sys.argv[1:]
failures = []
checked = 0
for kind in KINDS:
    with tempfile.NamedTemporaryFile(suffix=".json") as numbers:
        subprocess.run(
            [sys.executable, checker, samples, "--only", kind + "/", "--json", numbers.name, "--", program, "-o", "json", "{}"],
            stdout=subprocess.DEVNULL, check=False)
        found = json.load(open(numbers.name))["samples"]
    if not found:
        failures.append(f"{kind}: no samples")
    for sample in found:
        name = sample.get("name") or sample.get("sample") or kind
        checked += 1
        for part, (whole, what) in PARTS.items():
            if sample.get(part) != sample.get(whole):
                failures.append(f"{name}: {what} {sample.get(part)} of {sample.get(whole)}")
        if sample.get("t") != sample.get("tn") and not any(word in name for word in PICTURES):
            failures.append(f"{name}: texts {sample.get('t')} of {sample.get('tn')}")

print("\n".join(failures) or f"{checked} samples, all as their truths say")
sys.exit(bool(failures) or checked == 0)
