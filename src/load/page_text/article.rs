//! The article above the comments.
//!
//! A copy has no marks: a headline is a line as any other. What tells the parts apart is their
//! order (headline, caption, date, text, note about the author, what a form says) and their length.

use crate::limits::MAX_PARAGRAPHS;
use crate::model::{Article, Block, Content, RichText};
use crate::text::clean_line;

use super::age::{PrintedDate, parse_date};
use super::chrome::{self, Kind};
use super::lines::Lines;
use super::words;

/// A line this long is prose, in characters.
const PROSE: usize = 140;
/// The same in a script that needs few characters for much.
const DENSE_PROSE: usize = 50;
/// How many lines may stand before the text.
const MAX_HEAD: usize = 400;
/// With more lines than this before the text, a page was copied with its menu.
const MENU: usize = 30;
/// The longest headline, in bytes.
const MAX_TITLE: usize = 300;
/// The longest name in a byline, in words.
const MAX_BYLINE: usize = 10;
/// The longest note about an author, in bytes.
const MAX_ABOUT: usize = 600;
/// The fewest words of a caption, and of a line worth keeping as a notice.
const CAPTION_WORDS: usize = 4;
/// The longest line that can ask for a subscription, in bytes.
const MAX_PITCH: usize = 1_000;
/// How much of a line shows its script, in characters.
const SCRIPT_SAMPLE: usize = 200;
/// How many lines around the text are kept as notices.
const MAX_NOTICES: usize = 40;

/// Reads the article from the lines before `end`, where the comments begin.
pub(super) fn read(lines: &Lines<'_>, end: usize) -> Article {
    let mut article = Article::default();
    let opening = opening(lines, end);
    let text = head(lines, opening, &mut article);
    let text_end = tail(lines, text, opening, &mut article);
    paragraphs(lines, text, text_end, &mut article);
    for at in opening..end {
        let line = lines.get(at);
        let label = [Kind::Label, Kind::Form, Kind::Button, Kind::Navigation];
        let opens = chrome::is(line, &[Kind::Opening]);
        let says =
            line.split_whitespace().count() >= CAPTION_WORDS || is_dense(line) && line.len() > 24;
        if opens || (says && !chrome::is(line, &label) && !chrome::is_rating(line)) {
            notice(&mut article, line);
        }
    }
    article
}

fn notice(article: &mut Article, line: &str) {
    let line = clean_line(line);
    if article.notices.len() < MAX_NOTICES && !article.notices.contains(&line) {
        article.notices.push(line);
    }
}

/// Whether a line is in a script of which a sentence takes few characters.
fn is_dense(line: &str) -> bool {
    let dense = |c: char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}');
    line.chars().take(SCRIPT_SAMPLE).filter(|&c| dense(c)).nth(5).is_some()
}

fn is_prose(line: &str) -> bool {
    let limit = if is_dense(line) { DENSE_PROSE } else { PROSE };
    line.chars().nth(limit - 1).is_some()
}

fn is_sentence(line: &str) -> bool {
    let end = line.trim_end_matches(['”', '"', '’', '»', ')']);
    end.ends_with(['.', '!', '?', '。', '！', '？', '…'])
}

/// The first line of what stands between the article and the comments.
fn opening(lines: &Lines<'_>, end: usize) -> usize {
    let pitch = |line: &str| {
        if line.len() > MAX_PITCH {
            return false;
        }
        let key = chrome::key(line);
        words::PITCHES.split('|').filter(|part| key.contains(part)).count() > 1
    };
    let prose: Vec<usize> = (0..end).filter(|&at| is_prose(lines.get(at))).collect();
    let total: usize = prose.iter().map(|&at| lines.get(at).len()).sum();
    let mut before = 0;
    let mut passed = prose.iter().copied().peekable();
    for at in 0..end {
        if passed.next_if_eq(&at).is_some() {
            before += lines.get(at).len();
        } else if before * 2 >= total && at > 0 && chrome::is(lines.get(at), &[Kind::Opening]) {
            return at;
        }
    }
    let last = prose.iter().rev().find(|&&at| !pitch(lines.get(at))).map_or(0, |at| at + 1);
    let label = |&at: &usize| {
        let line = lines.get(at);
        chrome::is(line, &[Kind::Label, Kind::Form]) || chrome::is_rating(line)
    };
    (last.max(1)..end).find(label).unwrap_or(end)
}

/// Reads headline, byline, date and caption; gives the first line of the text.
fn head(lines: &Lines<'_>, end: usize, article: &mut Article) -> usize {
    let text = (0..end.min(MAX_HEAD)).find(|&at| is_prose(lines.get(at)));
    let Some(title) = title_line(lines, text.unwrap_or(end.min(MAX_HEAD))) else {
        return text.unwrap_or(0);
    };
    article.title = Some(clean_line(lines.get(title))).filter(|title| !title.is_empty());
    let Some(text) = text else {
        // Without prose nothing tells where the text starts, but a date or a byline ends the head.
        let facts = |&at: &usize| fact(lines.get(at), article);
        let rest = (title + 1..end).take(3).filter(facts).last().map_or(title + 1, |at| at + 1);
        return rest;
    };
    let mut captions = Vec::new();
    for at in title + 1..text {
        let line = lines.get(at);
        let known = article.title.as_deref() == Some(line)
            || chrome::is(line, &[Kind::Navigation, Kind::Button, Kind::Form])
            || chrome::comment_count(line).is_some()
            || is_reading_time(line);
        if known || fact(line, article) {
            continue;
        }
        if is_sentence(line) {
            article.blocks.push(Block::paragraph(&clean_line(line)));
        } else if line.split_whitespace().count() >= CAPTION_WORDS || is_dense(line) {
            captions.push(line);
        } else {
            notice(article, line);
        }
    }
    if captions.len() > 2 {
        for line in captions.drain(..) {
            notice(article, line);
        }
    }
    article.blocks.extend(captions.into_iter().map(caption));
    text
}

fn caption(line: &str) -> Block {
    let caption = RichText::plain(&clean_line(line)).finish();
    let content = Content::Figure { image: String::new(), alt: String::new(), caption };
    Block { within: Vec::new(), content }
}

/// The line of the headline among those before `end`.
///
/// It is the first that says anything; on a page that was copied with its navigation, where the
/// name of the site comes first, the first that is long enough for a headline.
fn title_line(lines: &Lines<'_>, end: usize) -> Option<usize> {
    let chrome = |at: usize| {
        let line = lines.get(at);
        let key = chrome::key(line);
        let crumbs = [" » ", " >> ", " › "].iter().any(|mark| line.matches(mark).count() > 1);
        crumbs || key.is_empty() || line.len() > MAX_TITLE || chrome::is(line, &[Kind::Navigation])
    };
    let mut candidates =
        (0..end).filter(|&at| !chrome(at) && !fact(lines.get(at), &mut Article::default()));
    let first = candidates.next()?;
    let copied_whole = (0..first).any(chrome);
    let words = |at: usize| lines.get(at).split_whitespace().count();
    if end > MENU {
        // Behind the whole menu of a site the headline is what stands nearest to the text.
        let long = |&at: &usize| words(at) >= CAPTION_WORDS || is_dense(lines.get(at));
        if let Some(last) = candidates.clone().rfind(long) {
            return Some(last);
        }
    }
    if !copied_whole || words(first) >= CAPTION_WORDS || is_dense(lines.get(first)) {
        return Some(first);
    }
    let others: Vec<usize> = candidates.take_while(|&at| !lines.get(at).ends_with('.')).collect();
    let long = others.iter().copied().find(|&at| words(at) >= CAPTION_WORDS);
    long.or_else(|| others.last().copied()).or(Some(first))
}

/// "6 min read".
fn is_reading_time(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (2..=5).contains(&words) && line.chars().any(char::is_numeric) && {
        let key = chrome::key(line);
        ["min", "мин", "хв", "分", "분", "dk"].iter().any(|unit| key.contains(unit))
    }
}

/// Whether `line` is a date, a byline or both; notes them if they are the first.
fn fact(line: &str, article: &mut Article) -> bool {
    if line.len() > MAX_TITLE {
        return false;
    }
    if let Some((text, date)) = date_in(line) {
        note_date(article, text, date);
        return true;
    }
    for mark in
        [" | ", " · ", " • ", " — ", " – ", " - ", ", ", " on ", " am ", " le ", " el ", " il "]
    {
        if let Some((name, rest)) = line.split_once(mark)
            && let (Some(name), Some((text, date))) = (name_after_by(name), date_in(rest))
        {
            note_date(article, text, date);
            article.byline.get_or_insert_with(|| clean_line(name));
            return true;
        }
        if let Some((rest, name)) = line.rsplit_once(mark)
            && let (Some(name), Some((text, date))) = (name_after_by(name), date_in(rest))
        {
            note_date(article, text, date);
            article.byline.get_or_insert_with(|| clean_line(name));
            return true;
        }
    }
    // Themes set the two beside each other without a space.
    if let Some((rest, name)) = line.rsplit_once("By ")
        && let Some((text, date)) = date_in(rest)
    {
        note_date(article, text, date);
        article.byline.get_or_insert_with(|| clean_line(name));
        return true;
    }
    match name_after_by(line) {
        Some(name) => {
            article.byline.get_or_insert_with(|| clean_line(name));
            true
        }
        None => false,
    }
}

fn note_date(article: &mut Article, text: &str, date: PrintedDate) {
    if article.published.is_some() || article.published_text.is_some() {
        return;
    }
    match date.instant() {
        Some(instant) => article.published = Some(instant),
        None => article.published_text = Some(clean_line(text)),
    }
}

/// The date that `line` is, with or without "Published" before it.
fn date_in(line: &str) -> Option<(&str, PrintedDate)> {
    let mut rest = line.trim();
    for _ in 0..4 {
        if let Some(date) = parse_date(rest) {
            return Some((rest, date));
        }
        // Cut one word off, as long as the words cut off are ones that stand before a date.
        let (_, tail) = rest.split_once([' ', ':', '：', '\u{A0}'])?;
        let cut = line.get(..line.len().checked_sub(tail.len())?)?;
        let key = chrome::key(cut);
        let starts = |phrase: &str| {
            let rest = phrase.strip_prefix(key.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        if !words::PUBLISHED.split('|').any(starts) {
            return None;
        }
        rest = tail.trim_start();
    }
    None
}

/// The name in "By NAME": one that starts as names do and is no sentence.
fn name_after_by(line: &str) -> Option<&str> {
    let phrase = words::BYLINES.split('|').filter_map(|phrase| {
        let rest = strip_folded(line, phrase)?;
        let bare = rest.trim_start_matches([':', '：']);
        let parted = rest.starts_with([' ', '\u{A0}', ':', '：']) || is_dense(phrase);
        parted.then_some(bare.trim())
    });
    let name = phrase.min_by_key(|name| name.len())?;
    let start = name
        .chars()
        .next()
        .filter(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    let words = name.split_whitespace().count();
    (start.is_some()
        && words <= MAX_BYLINE
        && !is_sentence(name)
        && !name.chars().any(char::is_numeric))
    .then_some(name)
}

/// `line` without `phrase` at its start, whatever the case.
fn strip_folded<'a>(line: &'a str, phrase: &str) -> Option<&'a str> {
    let mut rest = line;
    for expected in phrase.chars() {
        let c = rest.chars().next()?;
        if !c.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
        rest = rest.get(c.len_utf8()..)?;
    }
    Some(rest)
}

/// Reads what stands behind the text: the note about the author, a late date. Gives its first line.
fn tail(lines: &Lines<'_>, start: usize, end: usize, article: &mut Article) -> usize {
    let last = (start..end).rev().find(|&at| is_prose(lines.get(at)));
    let from = last.map_or(start, |at| at + 1);
    if let Some(about) = (from..end).find(|&at| chrome::is(lines.get(at), &[Kind::About])) {
        let note: Vec<String> = (about + 1..end).map(|at| clean_line(lines.get(at))).collect();
        article.about = Some(note.join(" ")).filter(|note| !note.is_empty());
        return about;
    }
    let mut text_end = end;
    for at in (last.unwrap_or(start).max(start)..end).rev().take(6) {
        let line = lines.get(at);
        if is_about(lines, at, article) {
            article.about = Some(clean_line(line));
            // What stands below it is said by the site.
            (at + 1..text_end).for_each(|below| {
                if lines.get(below).split_whitespace().count() >= CAPTION_WORDS {
                    notice(article, lines.get(below));
                }
            });
            return at;
        }
        let filed = ["categorized as", "tagged", "filed under", "tags", "topics"];
        let key = chrome::key(line);
        let label = filed.iter().any(|word| key.starts_with(word)) && line.len() < MAX_TITLE / 2;
        if at >= from && at + 1 == text_end && (label || fact(line, article)) {
            text_end = at;
        }
    }
    text_end
}

/// Whether line `at` is a note about the author: a name, "is" or the like, and some trade.
fn is_about(lines: &Lines<'_>, at: usize, article: &Article) -> bool {
    let line = lines.get(at);
    if line.len() > MAX_ABOUT || at == 0 {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().take(8).collect();
    let is_verb = |word: &&str| {
        let word = word.to_lowercase();
        words::ABOUT_VERBS.split('|').any(|verb| verb == word)
    };
    let Some(verb) = words.iter().position(is_verb).filter(|&at| (1..=5).contains(&at)) else {
        return false;
    };
    let name = words.get(..verb).unwrap_or_default();
    let particle = |word: &str| {
        matches!(
            word,
            "de" | "van" | "von" | "der" | "di" | "da" | "la" | "le" | "del" | "ter" | "zu"
        )
    };
    let capital = |word: &&str| {
        particle(word) || word.chars().next().is_some_and(|c| c.is_uppercase() || is_dense(word))
    };
    if !name.iter().all(capital) {
        return false;
    }
    let author = name.join(" ").to_lowercase();
    let byline = article.byline.as_deref().map(str::to_lowercase);
    if byline.is_some_and(|byline| byline.contains(&author)) {
        return true;
    }
    let folded = line.to_lowercase();
    let trade = words::ABOUT_HINTS.split('|').any(|hint| folded.contains(hint));
    let short = line.len() * 3 < lines.get(at - 1).len() * 2;
    name.len() > 1 && trade && (short || lines.gap(at) > 1)
}

/// Makes blocks of the lines of the text.
fn paragraphs(lines: &Lines<'_>, start: usize, end: usize, article: &mut Article) {
    let gaps = lines.has_gaps(start..end);
    let mut group = String::new();
    for at in start..end {
        let line = lines.get(at);
        if chrome::is(line, &[Kind::Navigation, Kind::Button]) {
            continue;
        }
        let before = lines.get(at.saturating_sub(1));
        let parted = !gaps || lines.gap(at) > 0 || (is_prose(line) && is_prose(before));
        if parted && !group.is_empty() && article.blocks.len() < MAX_PARAGRAPHS {
            article.blocks.push(Block::paragraph(&std::mem::take(&mut group)));
        }
        if !group.is_empty() {
            group.push('\n');
        }
        // Spaces as in all running text: several are one.
        group.push_str(&clean_line(line));
    }
    if !group.is_empty() {
        article.blocks.push(Block::paragraph(&group));
    }
}
