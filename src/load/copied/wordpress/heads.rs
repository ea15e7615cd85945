//! The heads of comments, as WordPress themes print them.

use super::super::{Lines, number};
use crate::load::page_text::{comment_count, is_author_role};
use crate::load::times::When;

/// The longest name, in bytes.
const MAX_NAME: usize = 120;
/// The longest line that can be a head, in bytes.
const MAX_LINE: usize = 240;
/// The longest time, in bytes.
const MAX_TIME: usize = 64;
/// How many words of a line may be its time.
const TIME_WORDS: usize = 10;

/// How a theme prints the head of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `Ada says:`, and the date below or on the same line.
    Says,
    /// `Comment by Ada — DATE`, behind the text.
    Foot,
    /// `Ada 11. Dezember 2012 um 11:07`.
    OneLine,
    /// The name on one line, the date on the next.
    TwoLines,
}

impl Style {
    /// All of them, the surest first.
    pub(super) const ALL: [Style; 4] = [Style::Says, Style::Foot, Style::OneLine, Style::TwoLines];
}

/// The head of a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head<'a> {
    /// Its first line, and the one behind it.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) author: &'a str,
    pub(super) age: &'a str,
    /// Whether it says that this is the writer of the article.
    pub(super) is_author: bool,
}

/// What follows a name in the languages that themes come in.
const SAYS: &[&str] = &[
    " says",
    " said",
    " Says",
    " Said",
    " wrote",
    " writes",
    " sagt",
    " sagte",
    " schreibt",
    " meint",
    " schrieb",
    " dit",
    " a dit",
    " a écrit",
    " écrit",
    " dice",
    " dijo",
    " ha detto",
    " scrive",
    " ha scritto",
    " diz",
    " disse",
    " zegt",
    " schreef",
    " schrijft",
    " pisze",
    " napisał",
    " napisał(a)",
    " mówi",
    " säger",
    " skriver",
    " siger",
    " sier",
    " sanoo",
    " kirjoitti",
    " говорит",
    " пишет",
    " сказал",
    " каже",
    " пише",
    " dedi ki",
    " diyor ki",
    " napsal",
    " říká",
    " píše",
    " spune",
    " mondta",
    " szerint",
    " berkata",
    " λέει",
    "より",
    "说道",
    "说",
    "說道",
    "說",
    "님의 말",
];

const FOOTS: &[&str] = &[
    "Comment by ",
    "Comment from ",
    "Kommentar von ",
    "Kommentar by ",
    "Commentaire par ",
    "Commentaire de ",
    "Comentario por ",
    "Comentario de ",
    "Commento di ",
    "Comentário por ",
    "Reactie door ",
    "Comment made by ",
    "Posted by ",
    "Left by ",
];

const ENDS: &[&str] = &[
    "your email address will not be published",
    "deine e-mail-adresse wird nicht",
    "comments are closed",
    "rss feed for comments on this post",
    "sorry, the comment form is closed",
    "schreibe einen kommentar",
    "einen kommentar schreiben",
    "kommentar verfassen",
    "hinterlasse eine antwort",
    "hinterlasse einen kommentar",
    "kommentar hinterlassen",
    "laisser un commentaire",
    "deja un comentario",
    "deja una respuesta",
    "lascia un commento",
    "deixe um comentário",
    "deixe uma resposta",
    "geef een reactie",
    "dodaj komentarz",
    "skriv en kommentar",
    "lämna ett svar",
    "добавить комментарий",
    "older comments",
    "newer comments",
    "ältere kommentare",
    "neuere kommentare",
    "leave a reply",
    "leave a comment",
    "post a comment",
    "post comment",
    "add a comment",
    "trackback uri",
    "trackback url",
    "comments feed",
    "previous post",
    "next post",
    "this entry was posted",
    "kommentare sind geschlossen",
    "diese website verwendet akismet",
    "this site uses akismet",
    "die kommentarfunktion ist geschlossen",
    "comment navigation",
    "submit a comment",
    "leave a reply cancel reply",
    "related posts",
    "kommentare als rss",
    "sorry, die kommentarfunktion",
];

const CHROME: &[&str] = &[
    "Like",
    "Loading...",
    "Edit",
    "(Edit)",
    "Permalink",
    "Quote",
    "Report comment",
    "Share",
    "Gefällt mir",
    "Liked by 1 person",
    "Wird geladen …",
    "Wird geladen...",
    "Lade…",
];

/// Whether a line behind the comments ends them.
pub(super) fn ends_comments(line: &str) -> bool {
    line.len() < MAX_LINE && {
        let line = line.to_lowercase();
        let line = line.trim_start_matches(['«', '←', ' ', '»']);
        ENDS.iter().any(|end| line.starts_with(end))
    }
}

/// Whether a line below a text is a button.
pub(super) fn is_chrome(line: &str) -> bool {
    CHROME.contains(&line) || line.starts_with("Liked by ")
}

/// The title in `Pingback: A title | A site`.
pub(super) fn pingback(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("Pingback:").or(line.strip_prefix("Trackback:"))?;
    Some(rest.trim()).filter(|title| !title.is_empty())
}

/// How many comments a line above them says there are, and of what, where it says.
pub(super) fn heading(line: &str) -> Option<(u64, Option<&str>)> {
    if line.len() > MAX_LINE + MAX_NAME {
        return None;
    }
    let bare = line.trim_end_matches(['»', ':', ' ', '↓']);
    let bare = bare.strip_prefix("This Post Has ").unwrap_or(bare);
    if let Some(count) = comment_count(bare) {
        return Some((count, None));
    }
    let (count, rest) = bare.split_once([' ', '\u{A0}'])?;
    let count = match count {
        "One" | "Ein" | "Eine" | "Un" | "Une" | "Uno" | "Um" | "Een" => 1,
        _ => u64::try_from(number(count)?).ok()?,
    };
    let known = [
        "thought on ",
        "thoughts on ",
        "responses to ",
        "response to ",
        "replies to ",
        "reply to ",
        "comments on ",
        "comment on ",
        "comments to ",
        "comment to ",
        "Gedanken zu ",
        "Gedanke zu ",
        "Antworten zu ",
        "Antwort zu ",
        "Antworten auf ",
        "Antwort auf ",
        "Kommentare zu ",
        "Kommentar zu ",
        "réflexions sur ",
        "réflexion sur ",
        "réponses à ",
        "commentaires sur ",
        "pensamientos sobre ",
        "comentarios en ",
        "respuestas a ",
        "pensieri riguardo ",
        "risposte a ",
        "pensamentos sobre ",
        "respostas para ",
        "gedachten over ",
        "reacties op ",
        "thoughts to ",
        "Reaktionen zu ",
        "Kommentare auf ",
        "opinie na temat ",
        "kommentarer till ",
        "tankar om ",
    ];
    let title = known.iter().find_map(|words| rest.strip_prefix(words))?;
    let title = title.trim();
    let quotes =
        [('“', '”'), ('„', '“'), ('"', '"'), ('«', '»'), ('‘', '’'), ('»', '«'), ('”', '”')];
    let inside = quotes
        .iter()
        .find_map(|&(open, close)| title.strip_prefix(open)?.strip_suffix(close).map(str::trim));
    Some((count, Some(inside.unwrap_or(title))))
}

/// All heads of one style.
pub(super) fn find<'a>(lines: &Lines<'a>, style: Style) -> Vec<Head<'a>> {
    let mut heads: Vec<Head<'a>> = Vec::new();
    for (at, line) in lines.said(0..lines.len()) {
        if line.len() > MAX_LINE || heads.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let head = match style {
            Style::Says => says(lines, at, line),
            Style::Foot => foot(at, line),
            Style::OneLine => one_line(at, line),
            Style::TwoLines => two_lines(lines, at, line),
        };
        heads.extend(head);
    }
    heads
}

pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= MAX_NAME && comment_count(name).is_none()
}

/// The time in `Posted May 5, 2012 at 3:04 pm | Permalink`.
pub(super) fn bare_time(line: &str) -> &str {
    let end = line.find(['|', '#']).unwrap_or(line.len());
    let mut time = line.get(..end).unwrap_or(line).trim();
    for word in ["Permalink", "Reply", "Edit", "Antworten"] {
        time = time.strip_suffix(word).map_or(time, str::trim_end);
    }
    let words = ["Posted on ", "Posted ", "Commented on ", "Verfasst am ", "on ", "am "];
    words.iter().find_map(|word| time.strip_prefix(word)).unwrap_or(time)
}

pub(super) fn is_time(text: &str) -> bool {
    text.len() <= MAX_TIME && When::of(text).is_some()
}

fn may_be_time(text: &str) -> bool {
    is_time(text)
        || text.len() <= MAX_TIME
            && text.bytes().filter(u8::is_ascii_digit).count() > 3
            && !text.ends_with(['.', '!', '?'])
}

/// The name in `Ada says:`, and all that stands before the verb.
pub(super) fn said_by(line: &str) -> Option<&str> {
    let bare = line.strip_suffix([':', '：'])?.trim_end();
    Some(SAYS.iter().find_map(|says| bare.strip_suffix(says))?.trim_end())
}

/// `Ada says:`, `Ada on May 5, 2012 at 3:04 pm said:`.
fn says<'a>(lines: &Lines<'a>, at: usize, line: &'a str) -> Option<Head<'a>> {
    let name = said_by(line)?;
    for on in [" on ", " am ", " le ", " el ", " il ", " em ", " op ", ", "] {
        if let Some((author, age)) = name.split_once(on)
            && is_time(age)
            && is_name(author)
        {
            return Some(Head { start: at, end: at + 1, author, age, is_author: false });
        }
    }
    let next = lines.first(at + 1..at + 4)?;
    let (age, end) = match bare_time(lines.get(next)) {
        age if may_be_time(age) => (age, next + 1),
        // The role may stand between.
        role if is_author_role(role) => {
            let next = lines.first(next + 1..next + 3)?;
            (Some(lines.get(next)).filter(|age| may_be_time(age))?, next + 1)
        }
        _ => return None,
    };
    is_name(name).then_some(Head { start: at, end, author: name, age, is_author: end > next + 1 })
}

/// The words before the name in `Comment by Ada — 17.07, 2011 @ 13:04`.
pub(super) fn foot_words(line: &str) -> Option<&'static str> {
    FOOTS.iter().find(|foot| line.starts_with(**foot)).copied()
}

/// `Comment by Ada — 17.07, 2011 @ 13:04`.
fn foot(at: usize, line: &str) -> Option<Head<'_>> {
    let rest = line.strip_prefix(foot_words(line)?)?;
    let cuts = [" — ", " – ", " - ", " on ", " am ", " | ", " at ", " le ", ", "];
    cuts.iter().find_map(|cut| {
        let (author, age) = rest.split_once(cut)?;
        let age = age.trim().trim_end_matches(['#', ' ', '|']);
        let fits = is_name(author) && (is_time(age) || *cut != " at " && may_be_time(age));
        fits.then_some(Head { start: at, end: at + 1, author, age, is_author: false })
    })
}

/// Whether a year stands in a line: a quick look before many slow ones.
fn has_year(line: &str) -> bool {
    let mut runs = line.split(|c: char| !c.is_ascii_digit());
    runs.any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")))
}

/// `Ada 11. Dezember 2012 um 11:07`, where a role may stand before the date without a space.
fn one_line(at: usize, line: &str) -> Option<Head<'_>> {
    let line =
        if line.ends_with("Permalink") || line.contains(" | ") { bare_time(line) } else { line };
    let ends = line.ends_with(|c: char| c.is_alphanumeric() || c == '.');
    if !line.contains(':') || !ends || !has_year(line) {
        return None;
    }
    let spaces =
        line.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| (at, c.len_utf8()));
    let mut cuts: Vec<(usize, usize, bool)> =
        spaces.map(|(at, width)| (at, at + width, false)).collect();
    let glued = line.char_indices().zip(line.chars().skip(1)).filter(|((_, a), b)| {
        a.is_alphabetic() && (b.is_ascii_digit() || b.is_uppercase() && a.is_lowercase())
    });
    cuts.extend(glued.map(|((at, a), _)| (at + a.len_utf8(), at + a.len_utf8(), true)));
    cuts.sort_unstable();
    let from = cuts.len().saturating_sub(TIME_WORDS);
    cuts.into_iter().skip(from).find_map(|(end, start, glued)| {
        let (name, age) = (line.get(..end)?.trim_end(), line.get(start..)?);
        if !age.contains(':') || !is_time(age) {
            return None;
        }
        let name = name.trim_end_matches(['—', '–', '-', '|', '•', '·', ',', '/', ' ']);
        let on = [" on", " am", " le", " el", " il", " em", " op"];
        let name = on.iter().find_map(|on| name.strip_suffix(on)).unwrap_or(name);
        let (author, role) = without_role(name);
        let fits = is_name(author) && !author.ends_with([':', '.', '(']) && (!glued || role);
        fits.then_some(Head { start: at, end: at + 1, author, age, is_author: role })
    })
}

/// The name without "Author" behind it, and whether it had that.
fn without_role(name: &str) -> (&str, bool) {
    let cuts = name.match_indices([' ', '(']).map(|(at, _)| at);
    for cut in cuts.collect::<Vec<_>>().into_iter().rev().take(3) {
        if let Some((author, role)) = name.split_at_checked(cut)
            && is_author_role(role.trim_matches(['(', ')', ' ']))
        {
            return (author.trim_end(), true);
        }
    }
    (name, false)
}

/// The name, and right below it a line that is a date.
fn two_lines<'a>(lines: &Lines<'a>, at: usize, line: &'a str) -> Option<Head<'a>> {
    if line.ends_with(['.', '!', '?', ':', ',']) || !is_name(line) {
        return None;
    }
    let mut next = at + 1;
    let role = is_author_role(lines.get(next));
    if role {
        next += 1;
    }
    let age = bare_time(lines.get(next));
    let line = SAYS.iter().find_map(|says| line.strip_suffix(says)).unwrap_or(line);
    let (author, glued) = without_role(line);
    let fits = age.bytes().any(|b| b.is_ascii_digit()) && is_time(age) && !is_time(line);
    fits.then_some(Head { start: at, end: next + 1, author, age, is_author: role || glued })
}
