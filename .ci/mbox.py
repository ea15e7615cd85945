"""What `-o mbox` writes, read by Python's mailbox and email: the same comments, the same tree.

Usage: mbox.py PROGRAM FIXTURES FOLDER
"""
import email.header
import email.utils
import json
import mailbox
import pathlib
import subprocess
import sys
from datetime import datetime
from urllib.parse import unquote

program, fixtures, folder = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
COMMENT, ARTICLE = "@comment.sidenote.invalid", "@article.sidenote.invalid"
failures = []
checked = 0


def generated():
    """A tree with a chain in it, ids of every kind, and bodies that look like the start of a message."""
    comments = []
    for at in range(400):
        parent = None if at % 50 == 0 else at - 1 if at < 150 else at * 7 % at
        names = [f"c{at}", f"a b/{at}", f"ö<{at}>", f"m{at}@quay.example", f"x{at}@comment.sidenote.invalid"]
        comments.append({
            "id": names[at % 5], "parent": parent, "author": ["Ines Varga", "Krüger, \"B\"", "", "=?q?"][at % 4],
            "created": f"2026-05-{at % 28 + 1:02}T08:05:{at % 60:02}Z", "subject": "Rope" if at % 90 == 7 else None,
            "text": ["One.\n\nTwo.", "From here on\n>From there\n\nFrom a@b Sun May  3 09:30:00 2026\nFrom: x\n\ny", "é" * 2000, ""][at % 4],
        })
    for comment in comments:
        if comment["parent"] is not None:
            comment["parent"] = comments[comment["parent"]]["id"]
    return json.dumps({"format": "sidenote-1", "article": {"title": "The light", "text": "It is out."}, "comments": comments})


def run(path, form):
    return subprocess.run([program, "-o", form, path], stdout=subprocess.PIPE, check=True).stdout


def header(message, name):
    return str(email.header.make_header(email.header.decode_header(message.get(name, "")))).replace("\n", "")


def comment_id(message_id):
    name = message_id.strip().strip("<>")
    return unquote(name.removesuffix(COMMENT)) if name.endswith(COMMENT) else name


def letters(text):
    return "".join(c for c in text if c.isalnum())


def check(path):
    document = json.loads(run(path, "json"))
    box = folder / "out.mbox"
    box.write_bytes(run(path, "mbox"))
    messages = [m for m in mailbox.mbox(box, create=False) if not m["Message-ID"].strip().endswith(ARTICLE + ">")]
    comments = document["comments"]
    if len(messages) != len(comments):
        yield f"{len(messages)} messages for {len(comments)} comments"
        return
    for message, comment in zip(messages, comments):
        name = comment["id"]
        references = [r for r in message.get("References", "").split() if not r.endswith(ARTICLE + ">")]
        parent = comment_id(references[-1]) if references else None
        answered = message.get("In-Reply-To", "").strip()
        author, address = email.utils.parseaddr(message["From"])
        author = str(email.header.make_header(email.header.decode_header(author)))
        date = email.utils.parsedate_to_datetime(message["Date"]) if message["Date"] else None
        created = datetime.fromisoformat(comment["created"].replace("Z", "+00:00")) if comment["created"] else None
        facts = [
            ("id", comment_id(message["Message-ID"]), name),
            ("parent", parent, comment["parent"]),
            ("In-Reply-To", comment_id(answered) if answered and not answered.endswith(ARTICLE + ">") else None, comment["parent"]),
            ("author", author, comment["author"] or ""),
            ("address", address.endswith("@author.sidenote.invalid"), True),
            ("date", date, created),
        ]
        if comment.get("subject"):
            facts.append(("subject", header(message, "Subject").removeprefix("Re: "), comment["subject"]))
        if not message.is_multipart():
            text = message.get_payload(decode=True).decode()
            facts.append(("text", letters(text), letters(comment["text"])))
        for what, found, wanted in facts:
            if found != wanted:
                yield f"{name}: {what} {found!r}, not {wanted!r}"


(folder / "generated.json").write_text(generated())
for path in [folder / "generated.json", *sorted(fixtures.glob("*/*.json"))]:
    failures += [f"{path.name}: {what}" for what in check(path)][:10]
    checked += 1
print("\n".join(failures) or f"{checked} discussions as mail, all as their JSON says")
sys.exit(bool(failures) or checked < 3)
