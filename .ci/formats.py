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
# Where another number than all is right, and why.
KNOWN = {
    ("wordpress-rest/local-seed.json", "tt"): 0,  # the title stands in the file beside it
    ("wordpress-rest/local-ttd.json", "tt"): 0,  # the same
    ("blogger-html/plentylife.html", "tt"): 0,  # the truth has the name of the blog
    ("wordpress-wxr/themeunittestdata.xml", "a"): 29,  # the truth has names with their entities
    ("reddit-atom/gravelcycling.atom", "x"): 0,  # gone authors, but their texts stand
    ("page-text/hn-2026.txt", "p"): 122,  # two parents are in no word of the text
    ("page-text/reddit-movies.txt", "p"): 104,  # the same, beside comments that are gone
}
with tempfile.NamedTemporaryFile(suffix=".json") as numbers:
    subprocess.run(
        [sys.executable, checker, samples, "--json", numbers.name, "--", program, "-o", "json", "{}"],
        stdout=subprocess.DEVNULL, check=False)
    found = json.load(open(numbers.name))["samples"]
for sample in found:
    name = sample["sample"]
    checked += 1
    for part, (whole, what) in PARTS.items():
        if sample.get(part) != KNOWN.get((name, part), sample.get(whole)):
            failures.append(f"{name}: {what} {sample.get(part)} of {sample.get(whole)}")

print("\n".join(failures) or f"{checked} samples, all as their truths say")
sys.exit(bool(failures) or checked == 0)
