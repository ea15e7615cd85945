//! What a line is, when it is none of an article and of no comment: labels, buttons, counters.

use std::sync::LazyLock;

use super::words;

/// The longest line that is taken for a label, in bytes.
const LONGEST: usize = 120;
/// The most that stands beside the number in a number of comments, in bytes.
const MAX_COUNT_WORDS: usize = 60;
/// The longest name or phrase before a name, in words.
const PHRASE_WORDS: usize = 5;

/// What a line can be by its words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A label that only wpDiscuz prints.
    Label,
    /// A label of a form that says who a visitor is.
    Form,
    /// "Join the discussion", "Comments".
    Opening,
    /// "Reply", under a comment.
    Reply,
    /// Another button under a comment.
    Button,
    /// Shows replies that are folded away.
    ShowReplies,
    /// Hides replies.
    HideReplies,
    /// "Read more" of a shortened text.
    ReadMore,
    /// What comes behind the last comment.
    End,
    /// Navigation.
    Navigation,
    /// The author of the article.
    Author,
    /// A moderator.
    Moderator,
    /// Another role.
    Role,
    /// A state of a comment, in words.
    State,
    /// The heading of a note about the author.
    About,
    /// "Published", before a date.
    Published,
    /// "Comments", beside their number.
    Count,
    /// An order to sort by.
    Sort,
    /// "Reply to", before a name.
    ReplyTo,
    /// The same in words that could start a sentence.
    BareReplyTo,
}

const LISTS: [(Kind, &str); 20] = [
    (Kind::Label, words::LABELS),
    (Kind::Form, words::FORM),
    (Kind::Opening, words::OPENINGS),
    (Kind::Reply, words::REPLY),
    (Kind::Button, words::BUTTONS),
    (Kind::ShowReplies, words::SHOW_REPLIES),
    (Kind::HideReplies, words::HIDE_REPLIES),
    (Kind::ReadMore, words::READ_MORE),
    (Kind::End, words::ENDS),
    (Kind::Navigation, words::NAVIGATION),
    (Kind::Author, words::AUTHORS),
    (Kind::Moderator, words::MODERATORS),
    (Kind::Role, words::ROLES),
    (Kind::State, words::STATES),
    (Kind::About, words::ABOUT),
    (Kind::Published, words::PUBLISHED),
    (Kind::Count, words::COMMENTS),
    (Kind::Sort, words::SORTS),
    (Kind::ReplyTo, words::REPLY_TO),
    (Kind::BareReplyTo, words::REPLY_TO_BARE),
];

/// The hashes of all phrases, sorted, each with a bit for every kind that it is.
///
/// A page of a million short lines asks for each of them several times: nothing may be allocated.
static KINDS: LazyLock<Vec<(u64, u32)>> = LazyLock::new(|| {
    let all = LISTS.iter().flat_map(|&(kind, list)| {
        list.split('|').map(move |phrase| (hash(phrase), 1_u32 << kind as u32))
    });
    let mut kinds: Vec<(u64, u32)> = all.collect();
    kinds.sort_unstable();
    kinds.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 |= later.1;
        }
        same
    });
    kinds
});

/// The characters of `line` in the form that the lists have: lower case, single spaces, no marks at
/// the ends.
fn folded(line: &str) -> impl Iterator<Item = char> {
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    let mut space = false;
    line.chars()
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}'))
        .filter_map(move |c| {
            let first = !space;
            space = c.is_whitespace();
            if space { first.then_some(' ') } else { Some(c) }
        })
        .flat_map(char::to_lowercase)
        .filter(|&c| c != '\u{307}')
}

/// `line` in that form.
pub(super) fn key(line: &str) -> String {
    folded(line).collect()
}

/// FNV-1a over the characters of that form.
fn hash(line: &str) -> u64 {
    let step = |hash: u64, c: u32| (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01B3);
    let start = 0xCBF2_9CE4_8422_2325;
    if !line.is_ascii() {
        return folded(line).fold(start, |hash, c| step(hash, c.into()));
    }
    // The same for the commonest case, where it is four times as fast.
    let line = line.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let mut space = false;
    line.bytes().fold(start, |hash, b| {
        let first = !space;
        space = b.is_ascii_whitespace() || b == 0x0B;
        match space {
            false => step(hash, b.to_ascii_lowercase().into()),
            true if first => step(hash, b' '.into()),
            true => hash,
        }
    })
}

/// The hashes of the first words of all phrases in `list`, sorted.
fn first_words(list: &str) -> Vec<u64> {
    let firsts = list.split('|').filter_map(|phrase| phrase.split(' ').next());
    let mut hashes: Vec<u64> = firsts.map(hash).collect();
    hashes.sort_unstable();
    hashes
}

/// Whether the first word of `line` is one of `first_words`: says no to most lines at once.
fn may_start(line: &str, first_words: &[u64]) -> bool {
    let first = line.split(char::is_whitespace).next().unwrap_or_default();
    first.len() <= LONGEST && first_words.binary_search(&hash(first)).is_ok()
}

static REPLY_STARTS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut both = first_words(words::REPLY_TO);
    both.extend(first_words(words::REPLY_TO_BARE));
    both.sort_unstable();
    both
});
static EDITED_STARTS: LazyLock<Vec<u64>> = LazyLock::new(|| first_words(words::EDITED));

/// Whether `line` is one of `kinds`.
pub(super) fn is(line: &str, kinds: &[Kind]) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let hash = hash(line);
    let found = KINDS.binary_search_by_key(&hash, |kind| kind.0).ok().and_then(|at| KINDS.get(at));
    found.is_some_and(|found| kinds.iter().any(|&kind| found.1 & (1 << kind as u32) != 0))
}

/// The number of comments that `line` declares: "21 Comments", "Comments (1,021)", "21 件のコメント".
pub(super) fn comment_count(line: &str) -> Option<u64> {
    let is_digit = |b: u8| b.is_ascii_digit();
    let (before, after) =
        (line.bytes().position(is_digit)?, line.bytes().rev().position(is_digit)?);
    let number = line.get(before..line.len() - after)?;
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || ",.'’".contains(c);
    if before + after > MAX_COUNT_WORDS || line.len() > LONGEST || !number.chars().all(is_part) {
        return None;
    }
    let folded = key(line);
    let start = folded.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = folded.split_at(start);
    let end = rest.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (digits, after) = rest.split_at(end);
    let parted = |c: char| matches!(c, ',' | '.' | '\'' | '’' | ' ');
    let groups: Vec<&str> = digits.split(parted).collect();
    if groups.len() > 1 && groups.iter().skip(1).any(|group| group.len() != 3) {
        return None;
    }
    let count: u64 = groups.concat().parse().ok()?;
    let word = |c: char| c.is_alphanumeric();
    let words = [before.trim_matches(|c| !word(c)), after.trim_matches(|c| !word(c))];
    let words = words.join(" ");
    is(&words, &[Kind::Count]).then_some(count)
}

/// The first order that `line` names, if orders are all that it names.
///
/// wpDiscuz prints the one in force first.
pub(super) fn first_sort(line: &str) -> Option<String> {
    if line.len() > LONGEST {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut first = None;
    let mut at = 0;
    while at < words.len() {
        let length = (1..=PHRASE_WORDS).rev().find(|&length| {
            let phrase = words.get(at..at + length).map(|words| words.join(" "));
            phrase.is_some_and(|phrase| is(&phrase, &[Kind::Sort]))
        })?;
        if first.is_none() {
            first = words.get(at..at + length).map(|words| words.join(" "));
        }
        at += length;
    }
    first
}

/// The name behind "Reply to", and whether the words before it leave no doubt.
pub(super) fn reply_to(line: &str) -> Option<(&str, bool)> {
    if line.len() > 2 * LONGEST || !may_start(line, &REPLY_STARTS) {
        return None;
    }
    let mut best = None;
    let mut end = 0;
    for word in line.split_whitespace().take(PHRASE_WORDS) {
        let start = end + line.get(end..)?.find(word)?;
        end = start + word.len();
        let phrase = line.get(..end)?;
        let said = is(phrase, &[Kind::ReplyTo]);
        if said || is(phrase, &[Kind::BareReplyTo]) {
            let rest = line.get(end..)?;
            let name = rest.trim().trim_start_matches([':', '@', '：']).trim_start();
            // The template parts the two with a no-break space and a line's worth of white space.
            let template = rest.chars().take_while(|c| c.is_whitespace()).count() > 1;
            if !name.is_empty() {
                best = Some((name, said || template));
            }
        }
    }
    best
}

/// Whether `line` is what a picture of `name` has as its text.
pub(super) fn is_picture_of(line: &str, name: &str) -> bool {
    let rest = line.strip_prefix(name).or_else(|| line.strip_suffix(name));
    rest.is_some_and(|rest| {
        let rest = key(rest.trim_start_matches("'s").trim_start_matches("’s"));
        words::AVATARS.split('|').any(|avatar| avatar == rest)
    })
}

/// The number in a line that shows replies, with or without "View": "View Replies (3)".
pub(super) fn folded_replies(line: &str) -> Option<u32> {
    if line.len() > LONGEST {
        return None;
    }
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    let words: String =
        line.chars().filter(|c| !c.is_ascii_digit() && !"()".contains(*c)).collect();
    if !is(&words, &[Kind::ShowReplies]) {
        return None;
    }
    if digits.is_empty() { Some(0) } else { digits.parse().ok() }
}

/// Whether `line` says when and by whom a comment was edited.
pub(super) fn is_edit_note(line: &str) -> bool {
    let short = line.len() <= 2 * LONGEST && may_start(line, &EDITED_STARTS);
    short && line.chars().any(char::is_numeric) && {
        let key = key(line);
        words::EDITED.split('|').any(|phrase| key.starts_with(phrase))
    }
}

/// A vote count as wpDiscuz prints it: "9", "-3", "+5", "1,204".
pub(super) fn votes(line: &str) -> Option<i32> {
    if line.len() > 12 {
        return None;
    }
    let line = line.replace(['−', '–'], "-");
    let digits = line.strip_prefix(['-', '+']).unwrap_or(&line);
    let grouped = digits.split(',').skip(1).all(|group| group.len() == 3);
    if !grouped || !digits.bytes().all(|b| b.is_ascii_digit() || b == b',') {
        return None;
    }
    line.replace(',', "").trim_start_matches('+').parse().ok()
}

/// The votes in a line that has them beside the button: "9 Reply", "9 | Reply".
pub(super) fn votes_and_reply(line: &str) -> Option<i32> {
    let (number, rest) = line.split_once(char::is_whitespace)?;
    is(rest, &[Kind::Reply]).then(|| votes(number)).flatten()
}

/// The article's rating: "0 0 votes", "4.5 12 votes".
pub(super) fn is_rating(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let number = |word: Option<&str>| word.is_some_and(|word| word.parse::<f32>().is_ok());
    number(words.next()) && number(words.next()) && words.next().is_some() && words.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_number_is_read_and_nothing_else() {
        #[rustfmt::skip]
        let cases = [
            ("21 Comments", Some(21)), ("1 Comment", Some(1)), ("0 Comments", Some(0)),
            ("1,204 Comments", Some(1_204)), ("1.204 Kommentare", Some(1_204)),
            ("Comments (21)", Some(21)), ("Комментариев: 21", Some(21)), ("21 комментарий", Some(21)),
            ("21\u{A0}commentaires", Some(21)), ("21 件のコメント", Some(21)), ("21件のコメント", Some(21)),
            ("21 条评论", Some(21)), ("댓글 21개", Some(21)), ("21 yorum", Some(21)), ("21 תגובות", Some(21)),
            ("21", None), ("Comments", None), ("21 people made comments", None),
            ("21 Comments on the harbour", None), ("1 2 Comments", None), ("2, 3 comments", None),
        ];
        for (line, count) in cases {
            assert_eq!(comment_count(line), count, "{line}");
        }
    }

    #[test]
    fn the_first_order_is_the_one_in_force() {
        #[rustfmt::skip]
        let cases = [
            ("Most Voted", Some("Most Voted")), ("Newest Oldest", Some("Newest")),
            ("Oldest Newest Most Voted", Some("Oldest")), ("Meiste Bewertungen", Some("Meiste Bewertungen")),
            ("le plus ancien", Some("le plus ancien")), ("最新", Some("最新")),
            ("Newest of all", None), ("", None),
        ];
        for (line, first) in cases {
            assert_eq!(first_sort(line).as_deref(), first, "{line}");
        }
    }

    #[test]
    fn whom_a_reply_answers() {
        #[rustfmt::skip]
        let cases = [
            ("Reply to\u{A0} Ada Brandt", Some(("Ada Brandt", true))),
            ("Reply to Ada Brandt",       Some(("Ada Brandt", true))),
            ("Antwort auf\u{A0} Ada",     Some(("Ada", true))),
            ("Svar \u{A0} Ada",           Some(("Ada", true))),
            ("Svar Ada",                  Some(("Ada", false))),
            ("In reply to @Ada",          Some(("Ada", true))),
            ("返信先\u{A0} Ada",           Some(("Ada", true))),
            ("Reply to",                  None),
            ("Reply",                     None),
            ("I reply to Ada",            None),
        ];
        for (line, name) in cases {
            assert_eq!(reply_to(line), name, "{line}");
        }
    }

    #[test]
    fn votes_replies_and_edits() {
        for (line, number) in [
            ("9", Some(9)),
            ("-3", Some(-3)),
            ("−3", Some(-3)),
            ("+5", Some(5)),
            ("1,204", Some(1_204)),
        ] {
            assert_eq!(votes(line), number, "{line}");
        }
        for line in ["", "-", "1,20", "9 lives", "9.", "99999999999"] {
            assert_eq!(votes(line), None, "{line}");
        }
        assert_eq!(votes_and_reply("9 Reply"), Some(9));
        assert_eq!(votes_and_reply("9 | Antworten"), Some(9));
        assert_eq!(votes_and_reply("9 lives"), None);
        assert_eq!(folded_replies("View Replies (3)"), Some(3));
        assert_eq!(folded_replies("4 Replies"), Some(4));
        assert_eq!(folded_replies("Hide Replies"), None);
        assert!(is_edit_note("Last edited 2 days ago by Ada"));
        assert!(!is_edit_note("Last edited"));
        assert!(is_picture_of("Avatar of Ada", "Ada") && is_picture_of("Ada's avatar", "Ada"));
        assert!(!is_picture_of("Thanks Ada", "Ada"));
        assert!(is_rating("4.5 12 votes") && !is_rating("4 people voted"));
    }

    #[test]
    fn every_phrase_is_in_the_form_that_lines_are_brought_into() {
        for phrase in LISTS.iter().flat_map(|(_, list)| list.split('|')) {
            assert_eq!(*phrase, key(phrase), "it would never be found");
        }
    }
}
