//! How a fact is put into words, the same in every printed format.

use crate::model::{Article, Comment, Created, Document, Entries, Order, State, Thread, Votes};

/// What stands between facts on one line.
pub(super) const BETWEEN: &str = " · ";

/// An instant as people read it: `3 May 2026 08:05 UTC`. `None` beyond the years of a calendar.
pub(super) fn date(seconds: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(time.strftime("%-d %B %Y %H:%M UTC").to_string())
}

/// An instant as machines read it ([RFC 3339]): `2026-05-03T08:05:12Z`.
///
/// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
pub(super) fn rfc3339(seconds: i64) -> Option<String> {
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

/// Who wrote the article, where and when, on one line; `None` if nothing of it is known.
pub(super) fn byline(article: &Article) -> Option<String> {
    let printed = || article.published_text.clone();
    let known = [
        article.byline.clone(),
        article.publisher(),
        article.published.and_then(date).or_else(printed),
    ];
    let known: Vec<String> = known.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    (!known.is_empty()).then(|| known.join(BETWEEN))
}

/// `41 comments, most voted first`; of a feed, `12 articles`.
pub(super) fn thread_title(document: &Document, order: Order) -> String {
    let thread = &document.thread;
    let count = match Entries::of(&document.article, thread).words() {
        None => return "No comments".into(),
        Some(one) if thread.len() == 1 => return one,
        Some(count) => count,
    };
    if let Some(why) = order.idle(thread) {
        return format!("{count}, as given: {why}");
    }
    let first = match order {
        Order::Given => return count,
        Order::Top => "most voted first",
        Order::New => "newest first",
        Order::Old => "oldest first",
        Order::Best => "best first",
        Order::Discussed => "most replies first",
        Order::Latest => "latest first, flat",
    };
    format!("{count}, {first}")
}

/// Who wrote the comment.
pub(super) fn author(comment: Comment<'_>) -> &str {
    match comment.author() {
        "" => "(no name)",
        name => name,
    }
}

/// What the author is here, as words; empty if nothing.
pub(super) fn roles(comment: Comment<'_>) -> String {
    let word = |role: &String| if role == "op" { "OP".to_owned() } else { role.clone() };
    comment.roles().iter().filter(|role| !role.is_empty()).map(word).collect::<Vec<_>>().join(", ")
}

/// The votes: `+48`, or `+53/-5` where the source gives no sum. `None` if they are not known.
pub(super) fn votes(votes: Votes) -> Option<String> {
    let signed = |votes: i32| if votes == 0 { "0".to_owned() } else { format!("{votes:+}") };
    match (votes.score, votes.up, votes.down) {
        (Some(score), _, _) => Some(signed(score)),
        (None, Some(up), Some(down)) => Some(format!("+{up}/-{}", down.unsigned_abs())),
        (None, Some(up), None) => Some(signed(up)),
        _ => None,
    }
}

/// When the comment was written: an instant, or an age as the source prints it.
pub(super) fn created(comment: Comment<'_>) -> Option<String> {
    match comment.created() {
        Created::At(seconds) => date(seconds),
        Created::Ago { text, .. } => Some(text.to_owned()).filter(|text| !text.is_empty()),
        Created::Unknown => None,
    }
}

/// What became of the comment, if it does not stand.
pub(super) fn state(comment: Comment<'_>) -> Option<&'static str> {
    match comment.state() {
        State::Live => None,
        State::Deleted => Some("[deleted]"),
        State::Removed => Some("[removed]"),
        State::NotLoaded => Some("[not loaded]"),
    }
}

/// Whom the comment answers, where that must be said: its place does not show it, or is a guess.
pub(super) fn answers(thread: &Thread, comment: Comment<'_>, place_shows: bool) -> Option<String> {
    let sure = comment.confidence().is_sure();
    match comment.parent().and_then(|parent| thread.get(parent)) {
        Some(_) if sure && place_shows => None,
        Some(parent) if sure => Some(format!("answers {}", author(parent))),
        Some(parent) => Some(format!("answers {} (?)", author(parent))),
        None if comment.unknown_parent().is_some() => {
            Some("answers a comment that is not here".into())
        }
        None if sure => None,
        None => Some("place unsure".into()),
    }
}

/// How many replies are known to exist and are not here.
pub(super) fn more(comment: Comment<'_>) -> Option<String> {
    match comment.more() {
        0 => None,
        1 => Some("1 more reply not loaded".into()),
        many => Some(format!("{many} more replies not loaded")),
    }
}

/// An address of the web, fit for a link in any format; `None` for any other kind of address.
pub(super) fn web_address(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once("://")?;
    if !["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)) {
        return None;
    }
    let mut fit = String::with_capacity(address.len());
    for c in address.chars() {
        if c.is_control() || matches!(c, ' ' | '"' | '\'' | '<' | '>' | '(' | ')' | '\\' | '`') {
            fit.extend(c.to_string().bytes().flat_map(percent));
        } else if !c.is_whitespace() {
            fit.push(c);
        }
    }
    Some(fit)
}

/// `%2F` for a byte.
fn percent(byte: u8) -> impl Iterator<Item = char> {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).map(|c| c.to_ascii_uppercase());
    [Some('%'), digit(byte >> 4), digit(byte & 15)].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CommentId, Confidence, NewComment, Parent};

    #[test]
    fn facts_in_words() {
        assert_eq!(date(1_777_795_512).as_deref(), Some("3 May 2026 08:05 UTC"));
        assert_eq!(rfc3339(1_777_795_512).as_deref(), Some("2026-05-03T08:05:12Z"));
        assert_eq!(date(i64::MAX), None);
        assert_eq!(byline(&Article::default()), None);
        let article = Article {
            byline: Some("Ines Varga".into()),
            site: Some(String::new()),
            published_text: Some("a Sunday".into()),
            ..Article::default()
        };
        assert_eq!(byline(&article).as_deref(), Some("Ines Varga · a Sunday"));
        let article = Article { site: Some("Ines varga".into()), ..article };
        assert_eq!(byline(&article).as_deref(), Some("Ines Varga · a Sunday"));
    }

    #[test]
    fn unknown_votes_are_not_shown() {
        let cases = [
            ("nothing", (None, None, None), None),
            ("a sum", (Some(48), Some(53), Some(5)), Some("+48")),
            ("a bad one", (Some(-3), None, None), Some("-3")),
            ("none yet", (Some(0), None, None), Some("0")),
            ("both ways", (None, Some(53), Some(5)), Some("+53/-5")),
            ("for it", (None, Some(2), None), Some("+2")),
            ("against it alone says little", (None, None, Some(2)), None),
        ];
        for (why, (score, up, down), words) in cases {
            assert_eq!(votes(Votes { score, up, down }).as_deref(), words, "{why}");
        }
    }

    #[test]
    fn a_title_tells_what_is_not_known() {
        let mut document = Document::default();
        assert_eq!(thread_title(&document, Order::Top), "No comments");
        let known = Votes { score: Some(1), ..Votes::default() };
        document.thread.extend([NewComment { votes: known, ..NewComment::default() }]);
        assert_eq!(thread_title(&document, Order::Top), "1 comment");
        document.thread.extend([NewComment::default()]);
        assert_eq!(thread_title(&document, Order::Top), "2 comments, most voted first");
        assert_eq!(thread_title(&document, Order::Given), "2 comments");
        let unknown = "2 comments, as given: the dates are unknown";
        assert_eq!(thread_title(&document, Order::Latest), unknown);
    }

    #[test]
    fn a_guess_is_marked() {
        let comment = |id: &'static str, parent: Option<&'static str>, percent| NewComment {
            id: Some(id.into()),
            author: id.to_uppercase().into(),
            parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.into())),
            confidence: Confidence::percent(percent),
            ..NewComment::default()
        };
        let mut thread = Thread::default();
        thread.extend([
            comment("a", None, 100),
            comment("b", Some("a"), 100),
            comment("c", Some("a"), 40),
            comment("d", Some("z"), 100),
            comment("e", None, 40),
        ]);
        let cases = [
            (0, true, None),
            (1, true, None),
            (1, false, Some("answers A")),
            (2, true, Some("answers A (?)")),
            (3, true, Some("answers a comment that is not here")),
            (4, true, Some("place unsure")),
        ];
        for (at, shown, words) in cases {
            let comment = thread.get(CommentId(at)).unwrap();
            assert_eq!(answers(&thread, comment, shown).as_deref(), words, "{at}");
        }
    }

    #[test]
    fn only_the_web_is_linked() {
        let cases = [
            ("plain", "https://quay.example/a?b=c&d", Some("https://quay.example/a?b=c&d")),
            ("in capitals", "HTTP://quay.example", Some("HTTP://quay.example")),
            (
                "unfit letters",
                "https://q.example/(a \"b\")",
                Some("https://q.example/%28a%20%22b%22%29"),
            ),
            ("a script", "javascript://x/%0Aalert(1)", None),
            ("a file", "file:///etc/hosts", None),
            ("a path", "/c/1", None),
        ];
        for (why, address, fit) in cases {
            assert_eq!(web_address(address).as_deref(), fit, "{why}");
        }
    }
}
