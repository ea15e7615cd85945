//! The headers of a message, found in one pass over its lines and left as they are
//! ([RFC 5322 §2.2](https://www.rfc-editor.org/rfc/rfc5322#section-2.2)).

use std::ops::Range;

use memchr::memchr;

use super::split::is_header;
use crate::model::mail::{ARTICLE, FACTS};

/// What of the headers this loader reads: the raw values, folded lines and all.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Headers<'a> {
    pub(super) from: &'a [u8],
    pub(super) date: &'a [u8],
    pub(super) subject: &'a [u8],
    pub(super) message_id: &'a [u8],
    pub(super) references: &'a [u8],
    pub(super) in_reply_to: &'a [u8],
    pub(super) list_id: &'a [u8],
    pub(super) content_type: &'a [u8],
    pub(super) encoding: &'a [u8],
    pub(super) disposition: &'a [u8],
    pub(super) newsgroups: &'a [u8],
    pub(super) length: &'a [u8],
    /// What this program has written of a comment.
    pub(super) facts: &'a [u8],
    /// What this program has written of the article.
    pub(super) article: &'a [u8],
    /// Where the body begins.
    pub(super) body: usize,
    /// How many headers there are, known or not.
    pub(super) count: usize,
}

/// Where the value of a header goes.
type Field<'a> = for<'h> fn(&'h mut Headers<'a>) -> &'h mut &'a [u8];

impl<'a> Headers<'a> {
    /// Reads the headers at the start of a message or of a part. They end at an empty line, or where
    /// a line is none.
    pub(super) fn read(bytes: &'a [u8]) -> Headers<'a> {
        let mut headers = Headers::default();
        let mut at = 0;
        while let Some(line) = line(bytes, at) {
            let Some(first) = bytes.get(line.clone()).and_then(<[u8]>::first) else { break };
            if matches!(first, b'\r' | b'\n') {
                headers.body = line.end;
                return headers;
            }
            if is_header(bytes.get(line.clone()).unwrap_or_default()) != Some(true) {
                break;
            }
            let end = unfolded(bytes, line.end);
            headers.take(bytes.get(line.start..end).unwrap_or_default());
            at = end;
        }
        headers.body = at;
        headers
    }

    /// Puts a header where it belongs. The first of a name counts, if it is not empty.
    fn take(&mut self, header: &'a [u8]) {
        self.count += 1;
        let known: &[(&[u8], Field<'a>)] = match header.first().unwrap_or(&0).to_ascii_lowercase() {
            b'f' => &[(b"from", |headers| &mut headers.from)],
            b'd' => &[(b"date", |headers| &mut headers.date)],
            b's' => &[(b"subject", |headers| &mut headers.subject)],
            b'm' => &[(b"message-id", |headers| &mut headers.message_id)],
            b'r' => &[(b"references", |headers| &mut headers.references)],
            b'i' => &[(b"in-reply-to", |headers| &mut headers.in_reply_to)],
            b'l' => &[(b"list-id", |headers| &mut headers.list_id)],
            b'n' => &[(b"newsgroups", |headers| &mut headers.newsgroups)],
            b'c' => &[
                (b"content-type", |headers| &mut headers.content_type),
                (b"content-transfer-encoding", |headers| &mut headers.encoding),
                (b"content-disposition", |headers| &mut headers.disposition),
                (b"content-length", |headers| &mut headers.length),
            ],
            b'x' => &[
                (FACTS.as_bytes(), |headers| &mut headers.facts),
                (ARTICLE.as_bytes(), |headers| &mut headers.article),
            ],
            _ => return,
        };
        for (name, field) in known {
            let named = header.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
            let value = header.get(name.len()..).unwrap_or_default().trim_ascii_start();
            if let (true, Some(value)) = (named, value.strip_prefix(b":")) {
                let field = field(self);
                if field.is_empty() {
                    *field = value.trim_ascii();
                }
            }
        }
    }
}

/// The line at `at`, with its end.
pub(super) fn line(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
    let length = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
    Some(at..at + length)
}

/// The end of the header whose first line ends at `end`: lines that begin with white space go on
/// with it.
fn unfolded(bytes: &[u8], mut end: usize) -> usize {
    while let Some(b' ' | b'\t') = bytes.get(end)
        && let Some(next) = line(bytes, end)
        && bytes.get(next.clone()).is_some_and(|line| !line.trim_ascii().is_empty())
    {
        end = next.end;
    }
    end
}
