#!/usr/bin/env python3
"""Checks that no comment stands inside the article of a page, and no article inside a comment.

    apart.py SAMPLES PROGRAM

SAMPLES is a folder with saved pages; every file in it that begins as a page is read with
`PROGRAM -o json FILE`.  A comment's text, or a paragraph of one, of 60 letters or more must not be a
part of the article's text, unless the comment marks it as a quote (by markup, or by a quotation mark or > before it); nor may a paragraph of the article
be a part of a comment otherwise.  Prints what it finds; exit status 1 if that is anything, or nothing
was read.  Python 3.8+, standard library only.
"""
import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

LEAST = 60
QUOTES = tuple("\"'>«»„“”‘‚‹「『")
BLOCKS = set("p div li blockquote h1 h2 h3 h4 h5 h6 pre td th dd dt br figcaption".split())


class Paragraphs(HTMLParser):
    """The paragraphs of a fragment that are not in quotes."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found, self.text, self.quotes = [], "", 0

    def cut(self):
        if not self.quotes and not self.text.lstrip().startswith(QUOTES):
            self.found.append(self.text)
        self.text = ""

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.cut()
        self.quotes += tag == "blockquote"

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.cut()
        if tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)

    def handle_data(self, data):
        self.text += data


def paragraphs(markup):
    reader = Paragraphs()
    reader.feed(markup or "")
    reader.close()
    reader.cut()
    return reader.found


def letters(text):
    return "".join(c for c in text.lower() if c.isalnum())


def check(page, program):
    """(what was found, comments read) of one page."""
    run = subprocess.run([program, "--no-config", "-o", "json", str(page)], stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if run.returncode:
        return ["exit %d: %s" % (run.returncode, run.stderr.decode("utf8", "replace").strip())], 0, 0
    document = json.loads(run.stdout.decode("utf8"))
    article = letters(document["article"]["text"])
    parts = [letters(part) for part in paragraphs(document["article"]["html"])]
    parts = [part for part in parts if len(part) >= LEAST]
    found = []
    for comment in document["comments"]:
        own = [letters(part) for part in paragraphs(comment.get("html") or comment.get("text"))]
        for part in own:
            if len(part) >= LEAST and part in article:
                found.append("comment %s in the article: %s..." % (comment["id"], part[:LEAST]))
            for piece in parts:
                if piece in part and not (len(part) >= LEAST and part in article):
                    found.append("article in comment %s: %s..." % (comment["id"], piece[:LEAST]))
    return found, len(document["comments"]), len(article)


def is_page(path):
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    pages = sorted(p for p in Path(sys.argv[1]).rglob("*") if p.is_file() and is_page(p))
    bad = 0
    for page in pages:
        found, comments, length = check(page, sys.argv[2])
        print("%-60s %5d comments, %6d letters of article%s" % (
            page.relative_to(sys.argv[1]), comments, length, "" if not found else ", %d FOUND" % len(found)))
        for what in found[:10]:
            print("    " + what)
        bad += len(found)
    sys.exit(1 if bad or not pages else 0)


if __name__ == "__main__":
    main()
