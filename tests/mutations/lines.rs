//! Mail and copied text: each header removed, emptied, made nonsense; each line of a text.

use std::ops::Range;

use super::change::{Change, Into, Spot, both, check_all, shown};

/// The lines of a source, with their ends.
fn lines(source: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    source.split_inclusive(|&b| b == b'\n').map(move |line| {
        at += line.len();
        at - line.len()..at
    })
}

/// What a line begins with that parts one message from the next.
const STARTS: [&[u8]; 3] = [b"From ", b"#! rnews ", b"\x01\x01\x01\x01\n"];

/// The changes of all headers, each with the lines that carry it on.
fn of_headers(mail: &[u8]) -> Vec<Change> {
    let mut headers: Vec<Range<usize>> = Vec::new();
    let is_start = |line: &[u8]| STARTS.iter().any(|start| line.starts_with(start));
    let mut is_head = !is_start(mail);
    for line in lines(mail) {
        let bytes = &mail[line.clone()];
        let is_start = is_start(bytes);
        match headers.last_mut() {
            Some(header) if is_head && bytes.starts_with(b"\t") => header.end = line.end,
            _ if is_head && !bytes.trim_ascii().is_empty() => headers.push(line),
            _ => {}
        }
        is_head = is_start || is_head && !bytes.trim_ascii().is_empty();
    }
    let changes = headers.into_iter().flat_map(|header| {
        let what = shown(&mail[header.clone()]);
        let colon = mail[header.clone()].iter().position(|&b| b == b':');
        let value = colon.map(|colon| header.start + colon + 1..header.end - 1);
        let values = value.map(|value| both(Spot::Header, &format!("value of {what}"), value));
        let whole = Change::new(Spot::Header, &what, header, Into::Nothing);
        std::iter::once(whole).chain(values.into_iter().flatten())
    });
    changes.collect()
}

/// The changes of all lines of a text.
fn of_lines(text: &[u8]) -> Vec<Change> {
    let changes = lines(text).filter(|line| !text[line.clone()].trim_ascii().is_empty());
    let changes = changes.flat_map(|line| {
        let what = shown(&text[line.clone()]);
        let removed = Change::new(Spot::Line, &what, line.clone(), Into::Nothing);
        let inside = line.start..line.end - usize::from(text[line].ends_with(b"\n"));
        let emptied = both(Spot::Line, &format!("inside of {what}"), inside);
        std::iter::once(removed).chain(emptied)
    });
    changes.collect()
}

#[test]
fn one_bad_header_of_mail_costs_that_fact_alone() {
    check_all(|loader, bytes| (loader == "mbox").then(|| of_headers(bytes)));
}

#[test]
fn one_bad_line_of_a_copied_page_costs_what_it_says() {
    check_all(|loader, bytes| {
        let is_copied = loader.ends_with("_text");
        is_copied.then(|| of_lines(bytes))
    });
}
