"""The copied page, held to more than its checker prints: nothing missing, nothing extra, no chrome.

Usage: seed.py NUMBERS PROGRAM FOLDER
"""
import json
import subprocess
import sys

numbers, program, folder = sys.argv[1:]
failures = []

found = json.load(open(numbers))["samples"][0]
for part, whole, what in (
    ("hit", "n", "comments"),
    ("p", "pn", "parents"),
    ("a", "an", "authors"),
    ("t", "tn", "texts"),
    ("tt", "ttn", "titles"),
):
    if found.get(part) != found.get(whole) or not found.get(whole):
        failures.append(f"{what}: {found.get(part)} of {found.get(whole)}")
if found["extra"]:
    failures.append(f"{found['extra']} comments too many")

truth = json.load(open(f"{folder}/truth.json"))
page = json.loads(subprocess.run([program, "-o", "json", f"{folder}/page.txt"], stdout=subprocess.PIPE, check=True).stdout)
texts = [page["article"]["text"]] + [comment["text"] for comment in page["comments"]]
for line in truth["not_comments"]:
    for text in texts:
        if line in text.split("\n"):
            failures.append(f"chrome in a text: {line!r}")
body = page["article"]["text"]
for words in (truth["article"]["first_words"], truth["article"]["last_words"]):
    if words not in body:
        failures.append(f"not in the article: {words!r}")
if any(comment["score"] is not None for comment in page["comments"]):
    failures.append("votes were made up")

print("seed: " + ("; ".join(failures) or "all as the truth says"))
sys.exit(bool(failures))
