"""Every recorded discussion is recognised: by its name, without a name, and from standard input.

Usage: detect.py SAMPLES PROGRAM
"""
import gzip
import os
import subprocess
import sys
import tempfile

LAST_RESORTS = {"plain", "json_guess"}

samples, program = sys.argv[1:]


def loader(arguments, stdin=subprocess.DEVNULL):
    run = subprocess.run([program, "--no-config", "--info", *arguments], stdin=stdin, capture_output=True, text=True, errors="replace")
    for line in run.stdout.splitlines():
        if line.startswith("loader"):
            return line.split(None, 1)[1]
    return f"nothing ({run.stderr.strip()})"


failures = []
checked = 0
with tempfile.TemporaryDirectory() as folder:
    for path, _, names in sorted(os.walk(samples)):
        for name in sorted(names):
            if name.endswith(".truth.json") or f"{name}.truth.json" not in names and f"{name.removesuffix('.gz')}.truth.json" not in names:
                continue
            with open(os.path.join(path, name), "rb") as file:
                data = gzip.decompress(file.read()) if name.endswith(".gz") else file.read()
            named = os.path.join(folder, name.removesuffix(".gz"))
            nameless = os.path.join(folder, "download")
            for at in (named, nameless):
                with open(at, "wb") as file:
                    file.write(data)
            with open(nameless, "rb") as stdin:
                found = [loader([named]), loader([nameless]), loader(["-"], stdin)]
            os.remove(named)
            checked += 1
            kind = os.path.basename(path)
            if len(set(found)) > 1 or found[0] in LAST_RESORTS or found[0].startswith("nothing"):
                failures.append(f"{kind}/{name}: {', '.join(found)}")

print("\n".join(failures) or f"{checked} samples, each recognised in three ways")
sys.exit(bool(failures) or checked == 0)
