"""Generated discussions in every format and shape against what they were made of.

Usage: threads.py MAKER PROGRAM FOLDER
"""
import json
import subprocess
import sys
from datetime import datetime, timezone

maker, program, folder = sys.argv[1:]
COMMENTS = 400
FORMATS = {"hn": "hn.json", "reddit": "reddit.json", "mbox": "mbox", "wpdiscuz": "wpdiscuz.html", "atom": "atom.xml"}
failures = []
checked = 0


def make(shape, form, *more):
    path = f"{folder}/{shape}{''.join(more)}.{FORMATS.get(form, 'tsv')}"
    subprocess.run([sys.executable, maker, "-n", str(COMMENTS), "--shape", shape, "--format", form, "-o", path, "-q", *more], check=True)
    return path


def number(text, form):
    """An id as the truth has it: mail and feeds put it into a longer one, Reddit counts by 36."""
    if form == "reddit":
        return str(int(text, 36))
    digits = "".join(c if c.isdigit() else " " for c in text or "").split()
    return next((word for word in digits if len(word) == 8), text or "0")


def seconds(text):
    return int(datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=timezone.utc).timestamp()) if text else None


for shape in ("tree", "chain", "flat"):
    lines = open(make(shape, "truth")).read().splitlines()
    names = lines[0].split("\t")
    truth = {row["id"]: row for row in (dict(zip(names, line.split("\t"))) for line in lines[1:])}
    sources = [(form, ()) for form in FORMATS] + [("hn", ("--hn-keys", "alphabetical")), ("hn", ("--null-points",))]
    for form, more in sources:
        path = make(shape, form, *more)
        out = subprocess.run([program, "-o", "json", path], stdout=subprocess.PIPE, check=True).stdout
        comments = json.loads(out)["comments"]
        story = {number(c["id"], form) for c in comments} - truth.keys()
        found = {number(c["id"], form): c for c in comments if number(c["id"], form) in truth}
        what = f"{shape} as {form} {' '.join(more)}"
        # Pages print minutes.
        unit = 60 if form == "wpdiscuz" else 1
        checked += 1
        if found.keys() != truth.keys() or len(story) > (form == "mbox"):
            failures.append(f"{what}: {len(found)} of {len(truth)} comments, {len(story)} more")
            continue
        for key, row in truth.items():
            comment = found[key]
            parent = number(comment["parent"], form) if comment["parent"] else "0"
            parent = "0" if parent in story else parent
            gone = row["deleted"] == "1"
            wrong = [
                part for part, ok in (
                    ("parent", parent == row["parent"]),
                    ("date", seconds(comment["created"]) // unit == int(row["date"]) // unit),
                    ("deleted", comment["deleted"] == gone or form in ("mbox", "atom", "wpdiscuz")),
                    ("votes", form not in ("hn", "reddit", "wpdiscuz") or "--null-points" in more or gone
                     or comment["score"] == int(row["votes"])),
                    ("author", form not in ("hn", "reddit") or gone or comment["author"] == row["author"]),
                ) if not ok
            ]
            if wrong:
                failures.append(f"{what}: {key}: {', '.join(wrong)}")
                break

print("\n".join(failures) or f"{checked} threads of {COMMENTS} comments, all as they were made")
sys.exit(bool(failures) or checked == 0)
