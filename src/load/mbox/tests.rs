//! Mail as it comes: separators, threads, titles, and files in pieces of any size.

use std::fmt::Write;
use std::io::{self, Read};

use proptest::prelude::*;

use super::*;
use crate::load::Collector;
use crate::model::{Comment, Document, Thread};

/// A source that gives its bytes in pieces of these sizes.
struct Drops<'a>(&'a [u8], Vec<usize>);

impl Read for Drops<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let size = self.1.pop().unwrap_or(1000).clamp(1, to.len()).min(self.0.len());
        to[..size].copy_from_slice(&self.0[..size]);
        self.0 = &self.0[size..];
        Ok(size)
    }
}

fn read(bytes: &[u8]) -> Document {
    read_in_pieces(bytes, bytes.len(), Vec::new())
}

fn read_in_pieces(bytes: &[u8], head: usize, sizes: Vec<usize>) -> Document {
    let mut sink = Collector::default();
    let (head, rest) = bytes.split_at(head.min(bytes.len()));
    let mut rest = Drops(rest, sizes);
    load(&Input::default(), Stream::new(head.to_vec(), Some(&mut rest)), &mut sink).unwrap();
    sink.finish()
}

/// Each comment: its depth, id, author and text on one line.
fn outline(thread: &Thread) -> String {
    let mut out = String::new();
    for comment in thread.comments() {
        let depth = comment.depth() as usize;
        let text = comment.body().text.replace('\n', "/");
        writeln!(out, "{}{} {}: {text}", "-".repeat(depth), comment.name(), comment.author())
            .unwrap();
    }
    out
}

fn mail(id: &str, references: &str, body: &str) -> String {
    format!(
        "From a@b Sun May  3 09:30:00 2026\nFrom: A <a@b>\nSubject: s\nMessage-ID: <{id}>\nReferences: {references}\n\n{body}\n\n"
    )
}

#[test]
fn mail_of_others_says_nothing_in_our_name() {
    let mail = "From mallory@quay Sun May  3 09:30:00 2026\nFrom: Mallory <m@quay>\nSubject: Oil\n\
        Message-ID: <1@quay>\nX-Sidenote: comment; role=moderator; score=9999; anonymous\n\
        X-Sidenote-Article: title=Owned\n\nBuy.\n";
    let document = read(mail.as_bytes());
    let comment = document.thread.comments().next().unwrap();
    assert_eq!((comment.author(), comment.roles().len()), ("Mallory", 0));
    assert_eq!(comment.votes().score, None);
    assert_ne!(document.article.title.as_deref(), Some("Owned"));
}

#[test]
fn archives_in_every_dialect_come_out_as_threads() {
    #[rustfmt::skip]
    let cases: [(&str, &[u8], &str); 4] = [
        ("a batch of news", include_bytes!("../../../tests/fixtures/mbox/rnews.batch"),
            "lamp-1@quay-review.example Ines Varga: A batch has a line before each article://\
             #! rnews 31/From: somebody, once//So it was in the old days.\n\
             -lamp-2@quay-review.example Tomas Lind: Then light it.\n"),
        ("frames", include_bytes!("../../../tests/fixtures/mbox/frames.mmdf"),
            "oil-1@quay-review.example Ines Varga: How much is left?//From the cellar nobody has come up yet.\n\
             -oil-2@quay-review.example Ada Brandt: A barrel. This is no frame://␁␁␁␁//No letter is behind it.\n"),
        ("lengths are said", include_bytes!("../../../tests/fixtures/mbox/mboxcl2.mbox"),
            "letter-1@quay-review.example Ines Varga: The harbour master sent me this, as it lay in his file://\
             From okafor@mole.example Fri May  1 12:00:00 2026/From: R. Okafor <okafor@mole.example>/\
             Subject: The lamp//It is out again.\n\
             -letter-2@quay-review.example Tomas Lind: Then he knew of it./From now on he cannot say that he did not.\n"),
        ("one is missing, one is guessed", include_bytes!("../../../tests/fixtures/mbox/missing.mbox"),
            "rope-1@mole.example Ada Brandt: Forty fathoms, or sixty?\n\
             -rope-2@mole.example quayside_7: Sixty. The ebb is long there.\n\
             store-1@mole.example : \n\
             -store-2@mole.example R. Okafor: The key hangs in the net loft.\n\
             -store-3@mole.example Tomas Lind: It does not; the gulls had it.\n"),
    ];
    for (why, bytes, expected) in cases {
        assert_eq!(outline(&read(bytes).thread), expected, "{why}");
        let pieces = read_in_pieces(bytes, 10, vec![7; 1000]);
        assert_eq!(outline(&pieces.thread), expected, "{why}, in pieces");
        assert_eq!(read(bytes).provenance.warnings, pieces.provenance.warnings, "{why}");
    }
}

#[test]
fn a_frame_that_is_wrong_costs_nothing_else() {
    let article =
        |said: usize, text: &str| format!("#! rnews {said}\nFrom: a@b\nSubject: s\n\n{text}\n");
    let right = "From: a@b\nSubject: s\n\nx\n".len();
    let wrong = "1 message has another length than its batch says";
    let ours = article(right, "x");
    let mmdf = |text: &str| format!("\x01\x01\x01\x01\nFrom: a@b\n\n{text}\n\x01\x01\x01\x01\n");
    let crlf = |text: String| text.replace('\n', "\r\n");
    #[rustfmt::skip]
    let cases = [
        // why                    the source                                             messages, and what is told
        ("as it is said",         ours.repeat(3),                                         3, ""),
        ("with lines between",    format!("{ours}\n\n{ours}"),                            2, ""),
        ("too short",             article(right - 3, "x") + &ours,                        2, wrong),
        ("too long",              article(right + 9, "x") + &ours,                        2, wrong),
        ("beyond the end",        article(right + 999, "x") + &ours,                      2, wrong),
        ("without measure",       article(usize::MAX, "x") + &ours,                       2, wrong),
        ("of the last",           ours.clone() + &article(right + 999, "x"),              2, wrong),
        ("of nothing",            format!("#! rnews 0\n{ours}"),                          1, "1 message is empty and left out"),
        ("in CR LF",              crlf(article(right + 4, "x") + &article(right + 4, "x")), 2, ""),
        ("a frame each",          mmdf("x") + &mmdf("y"),                                 2, ""),
        ("in CR LF, too",         crlf(mmdf("x") + &mmdf("y")),                           2, ""),
        ("none behind the last",  mmdf("x") + "\x01\x01\x01\x01\nFrom: c\n\nz",           2, ""),
        ("one between",           "\x01\x01\x01\x01\nFrom: a\n\nx\n".repeat(2),           2, ""),
    ];
    for (why, text, count, told) in cases {
        let told: Vec<&str> = Some(told).filter(|told| !told.is_empty()).into_iter().collect();
        for sizes in [vec![], vec![7; 1000]] {
            let document = read_in_pieces(text.as_bytes(), 10, sizes);
            assert_eq!(document.thread.len(), count, "{why}: {}", outline(&document.thread));
            assert_eq!(document.provenance.warnings, told, "{why}");
        }
    }
}

#[test]
fn messages_begin_where_they_do() {
    const A: &str = "From a Sun May  3 09:30:00 2026\nFrom: a\n\nx\n";
    #[rustfmt::skip]
    let cases = [
        // why                               what stands behind the first message                     messages
        ("a line and a header",              "\nFrom b Mon May  4 10:00:00 2026\nFrom: b\n\ny\n",      2),
        ("with a zone, as Gmail has it",     "\nFrom 1@xxx Mon May 04 10:00:00 +0000 2026\nX: b\n\ny", 2),
        ("hidden addresses",                 "\nFrom b at c  Mon May  4 10:00:00 2026\nFrom: b\n\ny",  2),
        ("figures",                          "\nFrom b 2026-05-04 10:00:00\nFrom: b\n\ny",             2),
        ("no date, but only an address",     "\nFrom b@c\nFrom: b\n\ny\n",                             2),
        ("no empty line, but a date",        "From b Mon May  4 10:00:00 2026\nFrom: b\n\ny\n",        2),
        ("neither",                          "From b@c\nFrom: b\n\ny\n",                               1),
        ("prose",                            "\nFrom here on it is prose.\n\nFrom the desk of x\n",    1),
        ("prose and a colon",                "\nFrom the deed:\nNote: nothing\n",                      1),
        ("no header behind it",              "\nFrom b Mon May  4 10:00:00 2026\nit says\n",           1),
        ("quoted",                           "\n>From b Mon May  4 10:00:00 2026\nFrom: b\n",          1),
        ("CR LF",                            "\r\nFrom b Mon May  4 10:00:00 2026\r\nFrom: b\r\n\r\ny", 2),
        ("an old `>From` header",            "\nFrom b Mon May  4 10:00:00 2026\n>From c\nX: y\n\ny",  2),
        ("cut off behind the line",          "\nFrom b Mon May  4 10:00:00 2026\n",                    1),
        ("cut off in the header",            "\nFrom b Mon May  4 10:00:00 2026\nFr",                  2),
    ];
    for (why, behind, count) in cases {
        let document = read(format!("{A}{behind}").as_bytes());
        assert_eq!(document.thread.len(), count, "{why}: {}", outline(&document.thread));
    }
}

#[test]
fn a_length_is_believed_where_it_leads_to_the_next_message() {
    const INNER: &str = "From b@c Mon May  4 10:00:00 2026\nFrom: b\n\nquoted\n";
    let first = |length: usize, body: &str| {
        format!("From a@b Sun May  3 09:30:00 2026\nFrom: a\ncontent-LENGTH: {length}\n\n{body}")
    };
    let next = mail("2", "", "y");
    let body = format!("see\n\n{INNER}");
    let crlf = |text: String| text.replace('\n', "\r\n");
    #[rustfmt::skip]
    let cases = [
        ("to the next",          first(body.len(), &body) + "\n" + &next,          2),
        ("without a line between", first(body.len(), &body) + &next,               2),
        ("to the end",           first(body.len(), &body),                         1),
        ("short of the end",     first(body.len() - 5, &body) + "\n" + &next,      3),
        ("beyond the next",      first(body.len() + 30, &body) + "\n" + &next,     3),
        ("beyond the end",       first(body.len() + 1, &body),                     2),
        ("without measure",      first(usize::MAX, &body) + "\n" + &next,          3),
        ("of nothing",           first(0, &body) + "\n" + &next,                   3),
        ("in CR LF",             crlf(first(crlf(body.clone()).len(), &body) + "\n" + &next), 2),
        ("said in the body",     first(3, "see\n\nContent-Length: 99999\n") + "\n" + &next, 2),
    ];
    for (why, text, count) in cases {
        assert_eq!(read(text.as_bytes()).thread.len(), count, "{why}");
        let pieces = read_in_pieces(text.as_bytes(), 10, vec![7; 1000]);
        assert_eq!(pieces.thread.len(), count, "{why}, in pieces");
    }
    let long = body.clone() + &"0123456789abcde\n".repeat(17 << 16);
    let text = first(long.len(), &long) + "\n" + &next;
    assert_eq!(
        read_in_pieces(text.as_bytes(), 10, Vec::new()).thread.len(),
        3,
        "too long to wait for"
    );
}

#[test]
fn what_is_no_mbox_is_one_message_and_garbage_is_counted() {
    let one = "From: a\nSubject: s\n\nx\n\nFrom b@c Mon May  4 10:00:00 2026\nFrom: b\n\ny";
    assert_eq!(read(one.as_bytes()).thread.len(), 1);
    let text = "no mail at all, but asked for";
    assert_eq!(read(text.as_bytes()).thread.comments().next().unwrap().body().text, text);
    let garbage = format!("garbage\nmore\n\n{}", mail("1", "", "x"));
    let document = read(garbage.as_bytes());
    assert_eq!(outline(&document.thread), "1 A: x\n");
    assert_eq!(document.provenance.warnings, ["14 bytes belong to no message"]);
    assert_eq!(read(b"").thread.len(), 0);
    let marked = format!("\u{FEFF}\n{}", mail("1", "", "x"));
    assert_eq!(outline(&read(marked.as_bytes()).thread), "1 A: x\n");
}

#[test]
fn parents_are_the_nearest_that_are_there() {
    #[rustfmt::skip]
    let cases = [
        // why                      messages: id, references             then
        ("in order",                &[("a", ""), ("b", "<a>"), ("c", "<a> <b>")][..], "a -b --c"),
        ("the parent comes later",  &[("c", "<a> <b>"), ("b", "<a>"), ("a", "")],     "a -b --c"),
        ("the parent is missing",   &[("a", ""), ("c", "<a> <b>"), ("d", "<a>")],     "a -c -d"),
        ("… and the other is late", &[("c", "<a> <b>"), ("d", "<c>"), ("a", "")],     "a -c --d"),
        ("all are missing",         &[("c", "<a> <b>"), ("d", "<c>")],                "c -d"),
        ("itself among them",       &[("a", "<a>"), ("b", "<a> <b>")],                "a -b"),
        ("a circle of two",         &[("a", "<b>"), ("b", "<a>")],                    "b -a"),
        ("a circle of three",       &[("a", "<c>"), ("b", "<a>"), ("c", "<b>")],      "c -a --b"),
        ("two of one id",           &[("a", ""), ("a", ""), ("b", "<a>")],            "a -b a~2"),
        ("words between",           &[("a@x", ""), ("b", "see <a@x> of Monday")],     "a@x -b"),
        ("no brackets",             &[("a@x", ""), ("b", "y@z a@x")],                 "a@x -b"),
        ("never closed",            &[("a", ""), ("b", "<a> <c")],                    "a -b"),
        ("the same one is missing", &[("b", "<a@x>"), ("d", ""), ("c", "<a@x>")],     "a@x -b -c d"),
        ("one above the other",     &[("c", "<a@x> <b@x>"), ("d", "<a@x>")],          "a@x -c -d"),
        ("below a common one",      &[("c", "<b@x>"), ("d", "<b@x>"), ("b@x", "")],   "b@x -c -d"),
        ("what is no id",           &[("c", "<yes>"), ("d", "<yes>")],                "c d"),
    ];
    for (why, messages, then) in cases {
        let text: String = messages.iter().map(|(id, refs)| mail(id, refs, "x")).collect();
        let thread = read(text.as_bytes()).thread;
        let shape = |c: crate::model::Comment<'_>| "-".repeat(c.depth() as usize) + c.name();
        assert_eq!(thread.comments().map(shape).collect::<Vec<_>>().join(" "), then, "{why}");
    }
}

#[test]
fn the_order_of_the_file_stays_where_parents_are_corrected() {
    let text = [
        mail("a", "", "x"),
        mail("orphan", "<gone> <lost>", "x"),
        mail("b", "<a> <missing>", "x"),
        mail("c", "<a>", "x"),
        mail("d", "", "x"),
    ];
    let document = read(text.concat().as_bytes());
    let names: Vec<_> = document.thread.comments().map(|c| c.name().to_owned()).collect();
    assert_eq!(names, ["a", "b", "c", "orphan", "d"]);
    let orphan = document.thread.comments().nth(3).unwrap();
    assert_eq!(orphan.unknown_parent(), Some("lost"));
    let warning = "1 comment answers one that is not here; shown as a root";
    assert_eq!(document.provenance.warnings, [warning]);
}

#[test]
fn in_reply_to_counts_where_references_do_not() {
    let reply = "From a Sun May  3 09:30:00 2026\nfrom: a\nMESSAGE-ID : <b>\nIn-Reply-To: Your <a> of <c>\n\nx\n\n";
    let thread = read((mail("a", "", "x") + reply).as_bytes()).thread;
    assert_eq!(outline(&thread), "a A: x\n-b a: x\n");
}

#[test]
fn what_is_missing_says_so_and_is_about_what_its_answers_are() {
    let text = mail("b", "<a@x>", "x") + &mail("c", "<a@x>", "y");
    let document = read(text.as_bytes());
    let missing = document.thread.comments().next().unwrap();
    assert_eq!((missing.name(), missing.state()), ("a@x", State::NotLoaded));
    assert_eq!((missing.subject(), missing.body().text.as_ref()), (Some("s"), ""));
    assert_eq!(document.provenance.warnings, [""; 0]);
}

#[test]
fn the_subject_is_the_last_resort() {
    let mail = |id: &str, subject: &str, day: u32, references: &str| {
        format!(
            "From a Sun May  3 09:30:00 2026\nFrom: A\nSubject: {subject}\nDate: {day} May 2026 07:30 GMT\n\
             Message-ID: <{id}>\nReferences: {references}\n\nx\n\n"
        )
    };
    let late = mail("b", "Re: oil", 4, "").replace("2026 07", "2027 07");
    #[rustfmt::skip]
    let cases = [
        ("an answer",            mail("a", "Oil", 3, "") + &mail("b", "[quay] RE: oil", 4, ""),                  "a -b?"),
        ("to the latest",        mail("a", "Oil", 3, "") + &mail("b", "Oil", 4, "") + &mail("c", "Re: Oil", 5, ""), "a b -c?"),
        ("not to what follows",  mail("b", "Re: Oil", 3, "") + &mail("a", "Oil", 4, ""),                         "b a"),
        ("not to an answer",     mail("a", "Re: Oil", 3, "") + &mail("b", "Re: Oil", 4, ""),                     "a b"),
        ("no answer",            mail("a", "Oil", 3, "") + &mail("b", "Oil", 4, ""),                             "a b"),
        ("passed on",            mail("a", "Oil", 3, "") + &mail("b", "Fwd: Oil", 4, ""),                        "a b"),
        ("another one",          mail("a", "Oil", 3, "") + &mail("b", "Re: Rope", 4, ""),                        "a b"),
        ("a year later",         mail("a", "Oil", 3, "") + &late,                                                "a b"),
        ("it names another",     mail("a", "Oil", 3, "") + &mail("b", "Re: Oil", 4, "<c@x>"),                    "a b"),
        ("and has answers",      mail("a", "Oil", 3, "") + &mail("b", "Re: Oil", 4, "") + &mail("c", "Re: Oil", 4, "<b>"), "a -b? --c"),
    ];
    for (why, text, expected) in cases {
        let thread = read(text.as_bytes()).thread;
        let shape = |c: crate::model::Comment<'_>| {
            let sign = if c.confidence().is_sure() { "" } else { "?" };
            "-".repeat(c.depth() as usize) + c.name() + sign
        };
        assert_eq!(thread.comments().map(shape).collect::<Vec<_>>().join(" "), expected, "{why}");
    }
}

#[test]
fn a_chain_may_be_long_in_either_direction() {
    let count = 100_000;
    let mails: Vec<String> =
        (0..count).map(|at| mail(&at.to_string(), &format!("<{}>", at - 1), "x")).collect();
    let forward = read(mails.concat().as_bytes()).thread;
    let mut backward = mails;
    backward.reverse();
    for thread in [forward, read(backward.concat().as_bytes()).thread] {
        let deepest = thread.comments().map(crate::model::Comment::depth).max();
        assert_eq!((thread.len(), deepest), (100_000, Some(99_999)));
    }
}

#[test]
fn many_references_cost_no_more_than_their_bytes() {
    let mut refs = String::new();
    for at in 0..100_000 {
        write!(refs, "<{at}@y>\n ").unwrap();
    }
    let text = mail("a", &refs, "x") + &mail("7@y", "", "x") + &mail("b", &refs, "y");
    assert_eq!(outline(&read(text.as_bytes()).thread), "7@y A: x\n-a A: x\n-b A: y\n");
}

#[test]
fn the_title_is_what_all_is_about() {
    let mail = |subject: &str, id: &str, refs: &str, list: &str| {
        format!(
            "From a Sun May  3 09:30:00 2026\nFrom: A <a@b>\nSubject: {subject}\nDate: 3 May 2026 07:30 GMT\n\
             Message-ID: <{id}>\nReferences: {refs}\nList-Id: {list}\n\nx\n\n"
        )
    };
    let one = mail("[quay] Re: The oil", "a", "", "") + &mail("Re: other", "b", "<a>", "");
    let article = read(one.as_bytes()).article;
    assert_eq!(
        (article.title.as_deref(), article.site.as_deref()),
        (Some("The oil"), Some("quay"))
    );
    assert_eq!((article.byline.as_deref(), article.published), (Some("A"), Some(1_777_793_400)));
    let two = mail("Re: Oil", "b", "<a>", "\"The quay\" <quay.x>") + &mail("Oil", "c", "<a>", "");
    let article = read(two.as_bytes()).article;
    assert_eq!((article.title.as_deref(), article.byline), (Some("Oil"), None));
    let late = mail("Re: Rope (was: Oil)", "b", "<a>", "") + &mail("Oil", "a", "", "");
    assert_eq!(read(late.as_bytes()).article.title.as_deref(), Some("Oil"), "one thread");
    #[rustfmt::skip]
    let cases = [
        ("[quay] Oil", "", "quay"),
        ("Oil", "\"The quay\" <quay.x>", "The quay"),
        ("Oil", "<quay.x>", "quay.x"),
        ("Oil", "", "Oil, and other threads"),
    ];
    for (subject, list, title) in cases {
        let several = mail(subject, "a", "", list) + &mail("Rope", "b", "", list);
        assert_eq!(read(several.as_bytes()).article.title.as_deref(), Some(title));
    }
}

#[test]
fn what_is_not_right_is_said() {
    let mail = |date: &str| {
        format!("From a Sun May  3 09:30:00 2026\nFrom: a\nDate: {date}\n\n{date}\n\n")
    };
    let empty =
        "From a Sun May  3 09:30:00 2026\n\n\n\nFrom b Sun May  3 09:30:00 2026\nFrom: b\n\ny";
    let text = [&mail("3 May 2026 07:30"), &mail("yesterday"), &mail("today"), empty].concat();
    let warnings = [
        "each of 2 messages has a date that cannot be read",
        "1 message has a date without a time zone; it is read as UTC",
    ];
    assert_eq!(read(text.as_bytes()).provenance.warnings, warnings);
}

#[test]
fn a_message_that_is_too_long_is_cut_and_the_next_is_read() {
    let longest = Limits::default().message;
    let giant = "0123456789abcde\n".repeat(longest / 16 + 100_000);
    let text = mail("a", "", &giant) + &mail("b", "", "y");
    let in_pieces = read_in_pieces(text.as_bytes(), 1 << 16, vec![1 << 20; 100]);
    for document in [read(text.as_bytes()), in_pieces] {
        let lengths: Vec<_> = document.thread.comments().map(|c| c.body().text.len()).collect();
        assert_eq!(lengths.len(), 2);
        assert!(lengths[0] > longest - 1000 && lengths[1] == 1, "{lengths:?}");
        let warnings = document.provenance.warnings.join("\n");
        assert!(warnings.contains("1 message is longer than 32 MiB"), "{warnings}");
    }
}

#[test]
fn who_is_sure() {
    #[rustfmt::skip]
    let cases = [
        ("x.txt",  "From a Sun May  3 09:30:00 2026\nFrom: a\n\nx", Likelihood::Certain),
        ("x.txt",  "\n\nFrom a@b\nFrom: a\n\nx",                     Likelihood::Certain),
        ("x.txt",  "From here on\nit is prose\n",                   Likelihood::No),
        ("x.txt",  "Path: x\nFrom: a\nMessage-ID: <1>\nDate: y\n\nx", Likelihood::Likely),
        ("x.txt",  "From: a\nSubject: y\n\nx",                      Likelihood::No),
        ("x.eml",  "From: a\nSubject: y\n\nx",                      Likelihood::Likely),
        ("x.MBOX", "garbage\n\nFrom a@b Sun May  3 09:30:00 2026\nFrom: a\n\nx", Likelihood::Likely),
        ("x.txt",  "# Title\n\nFrom: me\nDate: now\n",              Likelihood::No),
        ("x.mbox", "nothing",                                       Likelihood::No),
    ];
    for (name, text, sure) in cases {
        let input = Input { bytes: text.as_bytes(), name, ..Input::default() };
        assert_eq!(sniff(&input), sure, "{name}: {text}");
    }
}

/// A message with a body in which there may be anything that looks like the start of another.
fn any_mail() -> impl Strategy<Value = String> {
    let id = prop::sample::select(vec!["a", "b", "c", "d", ""]);
    let refs = prop::collection::vec(prop::sample::select(vec!["<a>", "<b>", "<c>", "<e>"]), 0..3);
    let line = prop::sample::select(vec![
        "",
        "From here",
        ">From there",
        "From: x",
        "From a@b",
        "From a Sun May  3 09:30:00 2026",
        "Content-Length: 40",
        "From ",
        "text",
        "\r",
    ]);
    let filler = prop::sample::select(vec![0, 0, 0, 1, 2000, 5000]);
    (id, refs, prop::collection::vec(line, 0..6), filler).prop_map(|(id, refs, lines, filler)| {
        mail(id, &refs.concat(), &(lines.join("\n") + &"z".repeat(filler)))
    })
}

proptest! {
    /// Wherever the pieces of a file end, the same comes out.
    #[test]
    fn pieces_make_no_difference(
        mails in prop::collection::vec(any_mail(), 0..12),
        head in 0_usize..4000,
        sizes in prop::collection::vec(prop_oneof![1_usize..40, 1_usize..3000], 0..200),
    ) {
        let text = mails.concat();
        let (whole, pieces) = (read(text.as_bytes()), read_in_pieces(text.as_bytes(), head, sizes));
        prop_assert_eq!(outline(&whole.thread), outline(&pieces.thread));
        prop_assert_eq!(whole.article, pieces.article);
        prop_assert_eq!(whole.provenance.warnings, pieces.provenance.warnings);
    }

    /// Against the slow definition: the parent is the last reference that is in the file.
    #[test]
    fn parents_are_as_defined(refs in prop::collection::vec(prop::collection::vec(0_usize..14, 0..4), 1..12)) {
        let name = |at: &usize| format!("<{at}>");
        let text: String = refs.iter().enumerate()
            .map(|(at, refs)| mail(&at.to_string(), &refs.iter().map(name).collect::<String>(), "x"))
            .collect();
        let wanted = |at: usize| {
            refs[at].iter().rev().find(|&&up| up != at && up < refs.len()).map(ToString::to_string)
        };
        let document = read(text.as_bytes());
        let thread = &document.thread;
        prop_assert_eq!(thread.len(), refs.len());
        // Who is his own ancestor is a root somewhere in his circle; all others are where they belong.
        let is_cut = |at: usize| {
            let next = |up: &usize| wanted(*up).and_then(|up| up.parse().ok());
            std::iter::successors(next(&at), next).take(refs.len()).any(|up| up == at)
        };
        for comment in thread.comments() {
            let at: usize = comment.name().parse().unwrap();
            let parent = comment.parent().and_then(|up| thread.get(up)).map(|up| up.name().to_owned());
            if !(is_cut(at) && parent.is_none()) {
                prop_assert_eq!(parent, wanted(at), "{}", at);
            }
        }
    }

    /// Any bytes are read, and what is shown of them is text.
    #[test]
    fn any_bytes_are_read(
        pieces in prop::collection::vec(prop_oneof![
            prop::collection::vec(any::<u8>(), 0..20),
            prop::sample::select(vec![
                "\n\nFrom a Sun May  3 09:30:00 2026\n", "From: ", "Content-Type: ", "multipart/mixed; boundary=a\n",
                "text/html; charset=utf-16\n", "\n--a\n", "\n--a--\n", "\n\n", "message/rfc822\n", "=?x?q?=41?= ",
                "Content-Transfer-Encoding: base64\n", "quoted-printable\n", "; filename*=x''%", "Date: ",
                "text/plain; format=flowed\n", "3 May 26 9:30 +", "References: <a> <", "(", "\"", "\\", "<", ">",
                "Content-Disposition: attachment; filename=\"x\"\n", "name*0*=", "\n ",
            ]).prop_map(|piece| piece.as_bytes().to_vec()),
        ], 0..40),
    ) {
        let mut bytes = b"From a Sun May  3 09:30:00 2026\nFrom: a\n".to_vec();
        bytes.extend(pieces.concat());
        let document = read(&bytes);
        prop_assert!(!document.thread.is_empty());
        outline(&document.thread);
    }
}

#[test]
fn archives_of_news_number_their_separators() {
    let document = read(include_bytes!("../../../tests/fixtures/mbox/google-groups.mbox"));
    assert_eq!(
        outline(&document.thread),
        "a1@quay.example Ines Varga: Who pays?\n-a2@quay.example Tomas Lind: Town.\n"
    );
    let dates: Vec<_> = document.thread.comments().map(Comment::created).collect();
    assert_eq!(dates, [Created::At(831_081_600), Created::At(831_168_000)]);
}
