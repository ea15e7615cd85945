//! Patches in plain text: unified diffs, as `diff -u`, Git and Subversion write them
//! ([the format](https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html)).
//!
//! A hunk says how many lines it has, and is believed as far as its lines begin as they must: what
//! stands behind it (a signature, the rest of a mail) is no part of it. Whoever reviews a patch writes
//! between the lines of a hunk, so that it may go on further down.

/// How many lines of a summary are looked through for its end.
const MAX_SUMMARY: usize = 200;

/// What is still to come of a hunk: lines of the old text, and of the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    old: u32,
    new: u32,
}

/// How the lines begin that stand before a file's hunks, beside its names.
const HEADERS: [&str; 17] = [
    "diff ",
    "index ",
    "Index: ",
    "=====",
    "old mode ",
    "new mode ",
    "deleted file mode ",
    "new file mode ",
    "copy from ",
    "copy to ",
    "rename from ",
    "rename to ",
    "similarity index ",
    "dissimilarity index ",
    "Binary files ",
    "--- ",
    "+++ ",
];

/// How many lines of a patch come next, `line(0)` being the first; and the hunk in which it breaks
/// off. `open` is one that broke off before. Looks at no more lines than those and a few hundred more.
pub(super) fn patch<'a>(
    line: impl Fn(usize) -> Option<&'a str>,
    open: Option<Hunk>,
) -> (usize, Option<Hunk>) {
    let mut at = 0;
    let mut hunk = open;
    loop {
        if let Some(left) = hunk {
            let (end, left) = rest_of_hunk(&line, at, left);
            at = end;
            if left.is_some() {
                // An empty line in a hunk says too little: it must go on behind it.
                while at > 0 && line(at - 1).is_some_and(|line| line.trim().is_empty()) {
                    at -= 1;
                }
                return (at, left.filter(|_| at > 0));
            }
        }
        let Some(next) = line(at) else { return (at, None) };
        hunk = header(next);
        if hunk.is_some() || at > 0 && is_header(next) || begins(&line, at) {
            at += 1;
        } else if let Some(lines) = summary(&line, at) {
            at += lines;
        } else if at > 0 && next.trim().is_empty() && begins(&line, at + 1) {
            at += 2;
        } else {
            return (at, None);
        }
    }
}

/// Whether a patch may begin with a line of these words, without its indentation: of most, none does.
pub(super) fn may_begin(words: &str) -> bool {
    ["@@ -", "diff ", "--- ", "Index: "].iter().any(|start| words.starts_with(start))
        || words.contains(" | ")
}

/// Whether the part of a patch that is about a file begins at line `at`.
fn begins<'a>(line: &impl Fn(usize) -> Option<&'a str>, at: usize) -> bool {
    let starts = |at: usize, start: &str| line(at).is_some_and(|line| line.starts_with(start));
    let names = |at: usize| starts(at, "--- ") && starts(at + 1, "+++ ");
    names(at)
        || starts(at, "diff --git ")
        || starts(at, "diff -") && names(at + 1)
        || starts(at, "Index: ") && starts(at + 1, "=====")
}

/// How many lines a summary of changes has, such as ` lamp.c | 26 +++--`, with its last line, which
/// sums up. `None` if there is none.
fn summary<'a>(line: &impl Fn(usize) -> Option<&'a str>, at: usize) -> Option<usize> {
    let is_part = |line: &str| {
        let count = line.rsplit_once(" | ").map(|(_, count)| count.trim_start());
        count.is_some_and(|it| {
            it.starts_with(|c: char| c.is_ascii_digit()) || it.starts_with("Bin ")
        })
    };
    let parts = (at..at + MAX_SUMMARY).take_while(|&at| line(at).is_some_and(is_part)).count();
    let sums_up = |line: &str| {
        let (count, rest) = line.trim_start().split_once(' ').unwrap_or_default();
        count.parse::<u32>().is_ok()
            && (rest.starts_with("file changed") || rest.starts_with("files changed"))
    };
    (parts > 0 && line(at + parts).is_some_and(sums_up)).then_some(parts + 1)
}

fn is_header(line: &str) -> bool {
    HEADERS.iter().any(|start| line.starts_with(start))
}

/// The first line of a hunk: `@@ -325,6 +325,11 @@`.
fn header(line: &str) -> Option<Hunk> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let count = |range: &str| match range.split_once(',') {
        Some((start, count)) => start.parse::<u32>().ok().and(count.parse().ok()),
        None => range.parse::<u32>().ok().map(|_| 1),
    };
    Some(Hunk { old: count(old)?, new: count(new)? })
}

/// Where a hunk ends or breaks off, and what is missing then.
fn rest_of_hunk<'a>(
    line: &impl Fn(usize) -> Option<&'a str>,
    mut at: usize,
    mut left: Hunk,
) -> (usize, Option<Hunk>) {
    while left.old > 0 || left.new > 0 {
        let Some(next) = line(at) else { return (at, Some(left)) };
        let (old, new) = match next.bytes().next() {
            Some(b'+') => (0, 1),
            Some(b'-') => (1, 0),
            Some(b'\\') => (0, 0),
            Some(b' ' | b'\t') | None => (1, 1),
            Some(_) => return (at, Some(left)),
        };
        let (Some(old), Some(new)) = (left.old.checked_sub(old), left.new.checked_sub(new)) else {
            return (at, None);
        };
        left = Hunk { old, new };
        at += 1;
    }
    let note = line(at).is_some_and(|line| line.starts_with('\\'));
    (at + usize::from(note), None)
}

/// How many of these lines belong to a patch that begins with the first; 0 if none does.
#[must_use]
pub fn patch_lines(lines: &[&str]) -> usize {
    patch(|at| lines.get(at).copied(), None).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_ends_where_its_hunks_do() {
        const GIT: &str = "diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1,2 +1,3 @@ f()\n a\n+b\n c";
        #[rustfmt::skip]
        let cases = [
            ("Git's",               format!("{GIT}\n-- \n1.6"),                       8),
            ("two files",           format!("{GIT}\n{GIT}\nand so on"),               16),
            ("with a line between", format!("{GIT}\n\n{GIT}\n\nand so on"),           17),
            ("names and a hunk",    "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n+z".into(),   5),
            ("Subversion's",        "Index: x\n=====\n--- x (1)\n+++ x (2)\n@@ -0,0 +1 @@\n+y\n\\ No newline\nz".into(), 7),
            ("a hunk alone",        "@@ -3,2 +3,2 @@\n a\n b\n c".into(),              3),
            ("an empty line in it", "@@ -3,3 +3,3 @@\n a\n\n b\nc".into(),             4),
            ("only names",          "diff --git a/x b/x\nrename from x\nrename to y\nz".into(), 3),
            ("a summary",           format!(" x   |  2 +-\n y.z | Bin 0 -> 9 bytes\n 1 file changed, 1 insertion(+)\n\n{GIT}\nz"), 12),
            ("a table",             " x | 2\n y | 3\n".into(),                         0),
            ("cut off",             "@@ -3,9 +3,9 @@\n a\n\nWhy?".into(),               2),
            ("wrong numbers",       "@@ -3,1 +3,1 @@\n-a\n-b".into(),                  2),
            ("a rule",              "--- \nname".into(),                              0),
            ("words",               "diff is a program\n".into(),                     0),
            ("no numbers",          "@@ -x +y @@\n a".into(),                         0),
            ("huge numbers",        "@@ -1,99999999999 +1 @@\n a".into(),             0),
            ("nothing",             String::new(),                                   0),
        ];
        for (why, text, expected) in cases {
            let lines: Vec<&str> = text.split('\n').collect();
            assert_eq!(patch_lines(&lines), expected, "{why}");
        }
    }

    #[test]
    fn a_hunk_goes_on_where_it_broke_off() {
        let read = |text: &str, open| {
            let lines: Vec<&str> = text.split('\n').collect();
            patch(|at| lines.get(at).copied(), open)
        };
        let (lines, open) = read("@@ -1,3 +1,4 @@\n a\n+b", None);
        assert_eq!((lines, open), (3, Some(Hunk { old: 2, new: 2 })));
        assert_eq!(read(" c\n-d\n+e\n f", open), (3, None));
        assert_eq!(read("no", open).0, 0);
    }
}
