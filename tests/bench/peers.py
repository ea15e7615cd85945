#!/usr/bin/env python3
"""peers.py - sidenote beside other programs, on the same threads, in the same run; prints ratios.

    peers.py --tools DIR --data DIR --program target/release/sidenote [-n 1000 -n 1000000] [--runs 5]

DIR of --tools is a folder with make_thread.py, ptybench.py and built floors (floors/target/release, or
--floors); threads that are not in --data are made there. Programs that are not installed are left out.
CPU is user + system of the process tree, in milliseconds; each figure is the median of the runs.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys


def cpu(argv, runs):
    """Median CPU ms, wall ms and peak MiB of a command whose output nobody reads."""
    import time

    seen = []
    for _ in range(runs):
        begun = time.monotonic()
        null = os.open(os.devnull, os.O_WRONLY)
        pid = os.posix_spawnp(
            argv[0], argv, os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)],
        )
        os.close(null)
        _, status, used = os.wait4(pid, 0)
        wall = (time.monotonic() - begun) * 1000
        if status:
            return None
        seen.append(((used.ru_utime + used.ru_stime) * 1000, wall, used.ru_maxrss / 1024))
    return [statistics.median(column) for column in zip(*seen)]


class Bench:
    def __init__(self, options):
        self.options = options
        self.rows = []

    def data(self, name, number, form, suffix):
        path = os.path.join(self.options.data, f"{name}-{number}.{suffix}")
        if not os.path.exists(path):
            make = os.path.join(self.options.tools, "make_thread.py")
            subprocess.run(
                [sys.executable, make, "-n", str(number), "--shape", name, "--format", form,
                 "--dir", self.options.data, "-q"], check=True)
        return path

    def terminal(self, argv, ready, keys, runs=None):
        """The runs of a program on a terminal of 160x45."""
        bench = os.path.join(self.options.tools, "ptybench.py")
        seen = []
        for _ in range(runs or self.options.runs):
            out = subprocess.run(
                [sys.executable, bench, "--size", "160x45", "--ready", ready, "--timeout", "60000",
                 "--keys", keys, "--", *argv], capture_output=True, text=True, check=False)
            if out.stdout:
                seen.append(json.loads(out.stdout))
        return seen

    def row(self, what, ours, beside, theirs, reach):
        ratio = ours / theirs if theirs else float("nan")
        self.rows.append((what, ours, beside, theirs, ratio, reach))
        print(f"{what:<52} {ours:>9.1f}  {beside:<34} {theirs:>9.1f}  {ratio:>6.2f}  {reach}", flush=True)


def step(runs, label, field="cpu_ms", point="p50"):
    found = [s[field][point] for run in runs for s in run["steps"] if s["label"] == label and s.get(field)]
    return statistics.median(found) if found else float("nan")


def started(runs, field):
    return statistics.median([run["start"][field] for run in runs])


def measure(bench):
    options, program = bench.options, bench.options.program
    sidenote = [program, "--no-config"]
    print(f"{'what':<52} {'sidenote':>9}  {'beside':<34} {'theirs':>9}  {'ratio':>6}  reach")
    keys = ("tab=<Tab> down=<Down>*60 j=j*60 page=<Space>*30 fold=<Enter>*20 next=]*20 end=G home=g "
            "all=zM none=zR votes=s dates=s rare=/zyzzyva<Enter>?match.\\d+.of.\\d+\\s")
    own = {}
    for number in options.n:
        path = bench.data("tree", number, "hn", "hn.json")
        text = bench.data("tree", number, "text", "txt")
        wait = f"!wait:{number}.comments.(\\s|│|·) "
        runs = bench.terminal([*sidenote, path], "Margins", wait + keys)
        own[number] = runs
        if shutil.which("less"):
            less = bench.terminal(["less", text], "Margins", "down=j*60")
            bench.row(f"first screen, {number} comments, ms", started(runs, "ready_ms"), "less, as text",
                      started(less, "ready_ms"), "at most 3")
        floor = os.path.join(options.floors, "parse")
        info = cpu([program, "--info", path], options.runs)
        if os.path.exists(floor):
            typed = cpu([floor, "serde", path], options.runs)
            bench.row(f"all loaded, {number}, CPU ms", info[0], "serde_json, typed", typed[0], "at most 0.5")
        bench.row(f"peak memory of that, {number}, MB", info[2] * 1.048576, "the file",
                  os.path.getsize(path) / 1e6, "at most 1.2")
        least = options.n[0]
        for key in ("down", "j", "page", "fold", "next"):
            bench.row(f"{key}, {number}, CPU ms, p99", step(runs, key, point="p99"), f"itself at {least}",
                      step(own[least], key, point="p99"), "1.3; 1 ms")
        bench.row(f"all folded, {number}, CPU ms", step(runs, "all"), f"itself at {least}",
                  step(own[least], "all"), "20 ms")
        for order in ("votes", "dates"):
            bench.row(f"by {order}, {number}, CPU ms", step(runs, order), f"itself at {least}",
                      step(own[least], order), "120 ms at 1e6")
        if shutil.which("rg"):
            found = cpu(["rg", "-c", "zyzzyva", path], options.runs)
            bench.row(f"a rare word, {number}, CPU ms", step(runs, "rare"), "rg, the same file", found[0], "at most 2")
    mail(bench, sidenote)
    page(bench, sidenote)


def mail(bench, sidenote):
    number = bench.options.mail
    path = bench.data("tree", number, "mbox", "mbox")
    info = cpu([bench.options.program, "--info", path], bench.options.runs)
    if shutil.which("mutt"):
        quiet = os.path.join(bench.options.data, "muttrc")
        with open(quiet, "w", encoding="ascii") as file:
            file.write(f'set folder="{bench.options.data}"\nset tmpdir="{bench.options.data}"\nset sort=threads\n'
                       'set sort_aux=date\nset header_cache=""\nset read_only=yes\nset mail_check=0\nset move=no\n'
                       'set collapse_unread=yes\nset charset=utf-8\nset beep=no\n')
        runs = bench.terminal(["mutt", "-n", "-F", quiet, "-R", "-f", path], "Margins", "!sleep:1", 3)
        theirs = statistics.median([(run["cpu_user_s"] + run["cpu_sys_s"]) * 1000 for run in runs])
        bench.row(f"an mbox of {number} to its threads, CPU ms", info[0], "mutt", theirs, "at most 0.25")


def page(bench, sidenote):
    path = bench.data("tree", 10000, "wpdiscuz", "wpdiscuz.html")
    runs = bench.terminal([*sidenote, path], "Margins", "!sleep:1", 3)
    if shutil.which("w3m"):
        w3m = bench.terminal(["w3m", "-T", "text/html", path], "Margins", "!sleep:1", 3)
        bench.row("a wpDiscuz page of 10000 to the first screen, ms", started(runs, "ready_ms"), "w3m",
                  started(w3m, "ready_ms"), "at most 0.1")
    markup = os.path.join(bench.options.floors, "markup")
    info = cpu([bench.options.program, "--info", path], bench.options.runs)
    if os.path.exists(markup):
        tree = cpu([markup, "html5ever", path], bench.options.runs)
        if tree:
            bench.row("all of that page, CPU ms", info[0], "html5ever, its tree", tree[0], "at most 1")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--floors")
    parser.add_argument("--data", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("-n", type=int, action="append")
    parser.add_argument("--mail", type=int, default=100000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    options.n = sorted(options.n or [1000, 1000000])
    options.floors = options.floors or os.path.join(options.tools, "floors", "target", "release")
    measure(Bench(options))


if __name__ == "__main__":
    main()
