//! The notes that Mailman's archives (pipermail) put where an attachment stood: a line about it
//! instead, as about one that is there.
//!
//! [`Scrubber.py`] writes a line of dashes with `next part`, a sentence, and what is known of the
//! part, a line each; the address is the last.
//!
//! [`Scrubber.py`]: https://bazaar.launchpad.net/~mailman-coders/mailman/2.1/view/head:/Mailman/Handlers/Scrubber.py

/// What all these sentences end with.
pub(super) const SENTENCE: &str = " was scrubbed...";
/// Above the sentence, where it does not stand first.
const NEXT_PART: &str = "-------------- next part --------------";
/// How many lines may follow the sentence.
const MAX_FACTS: usize = 8;

/// How many of these lines are such a note, and a line about the attachment: its name, or without
/// one what it was, its size, and where it is now.
pub(super) fn note(lines: &[&str]) -> Option<(usize, String)> {
    let line = |at: usize| lines.get(at).map(|line| line.trim());
    let sentence = usize::from(line(0)? == NEXT_PART);
    let what = line(sentence)?.strip_suffix(SENTENCE)?;
    let what = what.strip_prefix("An ").or(what.strip_prefix("A "))?;
    let (mut name, mut size) = (what, None);
    for at in sentence + 1..=sentence + MAX_FACTS {
        let (label, value) = line(at)?.split_once(':')?;
        let value = Some(value.trim()).filter(|value| !matches!(*value, "" | "not available"));
        match label.trim_end() {
            "Name" | "Subject" => name = value.unwrap_or(name),
            "Size" => size = value,
            "URL" | "Url" => {
                let address = value?.trim_matches(['<', '>']);
                let facts: Vec<&str> = [name].into_iter().chain(size).chain([address]).collect();
                return Some((at + 1, format!("▪ {}", facts.join(", "))));
            }
            "Type" | "Desc" | "From" | "Date" => {}
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_a_line_about_what_was_there() {
        let address = "<https://lists.mole.example/attachments/21617d42/attachment.pgp>";
        let shown = "https://lists.mole.example/attachments/21617d42/attachment.pgp";
        #[rustfmt::skip]
        let cases = [
            ("a signature", format!("{NEXT_PART}\nA non-text attachment was scrubbed...\nName: signature.asc\nType: application/pgp-signature\nSize: 189 bytes\nDesc: a sign\nURL: {address}\nmore"),
                Some((7, format!("▪ signature.asc, 189 bytes, {shown}")))),
            ("without a name", format!("A non-text attachment was scrubbed...\nName: not available\nType: image/png\nSize: 1 bytes\nDesc: not available\nUrl : {address}"),
                Some((6, format!("▪ non-text attachment, 1 bytes, {shown}")))),
            ("of HTML", format!("An HTML attachment was scrubbed...\nURL: {address}"),
                Some((2, format!("▪ HTML attachment, {shown}")))),
            ("a letter", format!("An embedded message was scrubbed...\nFrom: Ada Brandt\nSubject: Oil\nDate: no date\nSize: 2080\nURL: {address}"),
                Some((6, format!("▪ Oil, 2080, {shown}")))),
            ("without an address", "An HTML attachment was scrubbed...\nSize: 2".into(), None),
            ("somebody's words", "A deck was scrubbed...\nby me: twice".into(), None),
            ("a text", format!("{NEXT_PART}\nThe log."), None),
        ];
        for (why, text, expected) in cases {
            let lines: Vec<&str> = text.split('\n').collect();
            assert_eq!(note(&lines), expected, "{why}");
        }
    }
}
