"""Recorded discussions against their truths: every comment, parent, author, score, date, text and title.

Usage: formats.py CHECKER SAMPLES PROGRAM

"""
import json
import subprocess
import sys
import tempfile

PARTS = {
    "hit": ("n", "comments"), "p": ("pn", "parents"), "a": ("an", "authors"), "s": ("sn", "scores"),
    "d": ("dn", "dates"), "t": ("tn", "texts"), "x": ("xn", "deleted"), "tt": ("ttn", "title"),
}

checker, samples, program = sys.argv[1:]
failures = []
checked = 0
# Truths whose title stands in the file beside, which a reader opens together with it.
TITLE_ELSEWHERE = ("wordpress-rest/local-",)
with tempfile.NamedTemporaryFile(suffix=".json") as numbers:
    subprocess.run(
        [sys.executable, checker, samples, "--json", numbers.name, "--", program, "-o", "json", "{}"],
        stdout=subprocess.DEVNULL, check=False)
    found = json.load(open(numbers.name))["samples"]
for sample in found:
    name = sample["sample"]
    checked += 1
    for part, (whole, what) in PARTS.items():
        elsewhere = part == "tt" and name.startswith(TITLE_ELSEWHERE)
        if sample.get(part) != sample.get(whole) and not elsewhere:
            failures.append(f"{name}: {what} {sample.get(part)} of {sample.get(whole)}")

print("\n".join(failures) or f"{checked} samples, all as their truths say")
sys.exit(bool(failures) or checked == 0)
