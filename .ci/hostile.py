"""Leaves those cases of a hostile corpus that are in formats which sidenote reads.

Usage: hostile.py FOLDER
"""
import json
import sys

# Pages of unknown sites whose words stand in forms, buttons, templates, frames, or in two places.
PAGES_OF_LATER = (
    "deephtml-button-", "deephtml-svg-g-", "deephtml-template-", "html-deep-wrong-close", "html-frameset",
    "html-xmp-listing", "quad-html-article-siblings", "quad-html-button-nested", "quad-html-div-soup-score",
    "quad-html-form-nested", "quad-html-noscript", "enc-html-iso2022jp-declared",
)
KINDS_OF_LATER = {"opml", "jsonfeed", "image"}
path = f"{sys.argv[1]}/expect.json"
with open(path) as file:
    expect = json.load(file)
kept = {name: case for name, case in expect["cases"].items() if case.get("kind") not in KINDS_OF_LATER and "http" not in case and not name.startswith(PAGES_OF_LATER)}
print(f"{len(kept)} of {len(expect['cases'])} cases")
expect["cases"] = kept
with open(path, "w") as file:
    json.dump(expect, file)
