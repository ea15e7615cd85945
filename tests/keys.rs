//! Every action by its key, and the keys that people would press first.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sidenote::app::{
    About, Action, App, DEFAULT_KEYMAP, Effect, Event, Key, Keymap, Match, Mode, Mouse, MouseKind,
    Pane,
};
use sidenote::model::Order;

use crate::support::{Driver, SAMPLE};

const SIZE: (u16, u16) = (100, 30);

/// The keys of the design, a line of its table each: what stands there does these actions.
#[rustfmt::skip]
const DESIGN: &[(&str, &[&str])] = &[
    ("j",         &["next"]),            ("k",        &["previous"]),
    ("down",      &["line-down"]),       ("up",       &["line-up"]),
    ("ctrl-e",    &["line-down"]),       ("ctrl-y",   &["line-up"]),
    ("space",     &["page-down"]),       ("f",        &["page-down"]),
    ("pagedown",  &["page-down"]),       ("b",        &["page-up"]),
    ("pageup",    &["page-up"]),         ("d",        &["half-page-down"]),
    ("u",         &["half-page-up"]),    ("g",        &["first"]),
    ("G",         &["last"]),            ("home",     &["first"]),
    ("end",       &["last"]),            ("%",        &["percent"]),
    ("J",         &["next-sibling"]),    ("K",        &["previous-sibling"]),
    (")",         &["next-sibling"]),    ("(",        &["previous-sibling"]),
    ("n",         &["next-match"]),      ("N",        &["previous-match"]),
    ("]",         &["next-thread"]),     ("[",        &["previous-thread"]),
    ("p",         &["parent"]),          ("P",        &["peek"]),
    ("^",         &["root"]),            (".",        &["next-new"]),
    (",",         &["previous-new"]),    ("}",        &["next-author"]),
    ("{",         &["previous-author"]), ("enter",    &["follow"]),
    ("h",         &["left"]),            ("l",        &["right"]),
    ("left",      &["left"]),            ("right",    &["right"]),
    ("z a",       &["toggle-fold"]),     ("z o",      &["open-fold"]),
    ("z c",       &["close-fold"]),      ("z M",      &["fold-all"]),
    ("z R",       &["unfold-all"]),      ("z 1",      &["fold-to-depth"]),
    ("z 9",       &["fold-to-depth"]),   ("H",        &["fold-all"]),
    ("L",         &["unfold-all"]),      ("x",        &["done"]),
    ("U",         &["toggle-read"]),     ("C",        &["catch-up"]),
    ("T",         &["quotes"]),          ("s",        &["next-order"]),
    ("X",         &["spoilers"]),        ("I",        &["pictures"]),
    ("S",         &["order-menu"]),      ("/",        &["search"]),
    ("&",         &["filter"]),          ("\\",       &["filter"]),
    ("esc",       &["clear"]),           ("t",        &["map"]),
    ("i",         &["facts"]),           ("=",        &["where"]),
    ("o",         &["open-link"]),       ("O",        &["open-permalink"]),
    ("y",         &["copy-link"]),       ("Y",        &["copy-text"]),
    ("m",         &["mark"]),            ("'",        &["jump"]),
    ("ctrl-o",    &["jump-back"]),       ("tab",      &["other-pane"]),
    ("w",         &["next-split"]),      ("<",        &["split-left"]),
    (">",         &["split-right"]),     ("+",        &["wider"]),
    ("-",         &["narrower"]),        (":",        &["command-line"]),
    ("?",         &["help"]),            ("f1",       &["help"]),
    ("q",         &["quit"]),            ("ctrl-z",   &["suspend"]),
    ("ctrl-l",    &["redraw"]),          ("|",        &["pipe"]),
    ("v",         &["edit"]),            ("a",        &["passage"]),
    ("c",         &["comments"]),        ("M",        &["threads"]),
];

fn keymap() -> Keymap {
    Keymap::parse(DEFAULT_KEYMAP).unwrap()
}

fn sequence(keys: &str) -> Vec<Key> {
    keys.split(' ').map(|key| key.parse().unwrap()).collect()
}

#[test]
fn the_keys_are_those_of_the_design() {
    for (keys, actions) in DESIGN {
        let Match::Command(command) = keymap().find(&sequence(keys)) else { panic!("{keys}") };
        assert!(actions.contains(&command.action.name()), "{keys} does {:?}", command.action);
    }
}

#[test]
fn every_action_is_bound() {
    let keymap = keymap();
    for &action in Action::ALL {
        assert!(!keymap.keys_of(action).is_empty(), "{action:?} is bound to nothing");
        assert_eq!(Action::from_name(action.name()), Some(action));
    }
}

#[test]
fn reading_marks_what_was_read() {
    #[rustfmt::skip]
    let cases = [
        // keys            unread, where the cursor is
        ("",               5, "a"),
        ("j",              4, "b"),
        ("j j k",          2, "b"),
        ("G",              4, "e"),
        (".",              4, "b"),
        ("j j .",          2, "d"),
        ("G .",            3, "b"),
        ("x",              2, "d"),
        ("j x",            2, "d"),
        ("j U",            3, "b"),
        ("j U U",          4, "b"),
        ("C",              0, "a"),
        ("C C",            5, "a"),
        ("C .",            0, "a"),
        ("G ,",            3, "d"),
    ];
    for (keys, unread, cursor) in cases {
        let driver = Driver::open("a(b(c))d e", SIZE).keys(keys);
        let thread = &driver.app().document().thread;
        let at = driver.cursor().and_then(|id| thread.get(id)).unwrap().name();
        assert_eq!((driver.app().discussion().unread(), at), (unread, cursor), "{keys:?}");
    }
    assert_eq!(Driver::open("a(b(c))d", SIZE).keys("x").outline(), "a+2 >d");
    assert_eq!(Driver::open("a(b)", SIZE).keys("x").message(), "done; nothing below");
    assert_eq!(Driver::open("a b", SIZE).keys("C .").message(), "everything is read");
}

#[test]
fn a_headline_alone_takes_no_pane_from_its_comments() {
    let json = r#"{"article":{"title":"Who owns the lamp?","url":"https://quay.example/lamp"},
        "comments":[{"author":"Ada","text":"The town does."}]}"#;
    for size in [(60, 20), (160, 20)] {
        let open = || Driver::read("any.json", json, size);
        let screen = open().screen();
        assert!(screen.contains("The town does."), "{screen}");
        assert!(
            screen.contains("Who owns the lamp?") && screen.contains("▸ 1 comment"),
            "{screen}"
        );
        assert!(!open().keys("tab").screen().contains("The town does."));
    }
}

#[test]
fn what_an_author_hid_is_covered_until_it_is_asked_for() {
    let json = r#"{"article":{"html":"<p>It was the <span class=\"spoiler\">gärtner</span>.</p>"},
        "comments":[{"author":"Ada","html":"<p>No: <span class=\"spoiler\">the <a href=\"https://quay.example/x\">cook</a></span>!</p>"}]}"#;
    let open = || Driver::read("any.json", json, (160, 20));
    let covered = open();
    assert!(covered.screen().contains("It was the ▒▒▒▒▒▒▒."), "{}", covered.screen());
    assert!(covered.screen().contains("No: ▒▒▒▒▒▒▒▒!"));
    let shown = open().keys("X").screen();
    assert!(shown.contains("It was the gärtner.") && shown.contains("No: the cook!"), "{shown}");
    assert!(open().keys("X X").screen().contains("No: ▒▒▒▒▒▒▒▒!"));
}

#[test]
fn quoted_text_folds_to_a_line() {
    let json = r#"{"comments":[{"author":"Ada","html":"<blockquote><p>one word</p><p>two words</p></blockquote><p>mine</p>"}]}"#;
    let open = || Driver::read("any.json", json, SIZE);
    assert!(open().screen().contains("▎ two words"));
    let folded = open().keys("T");
    assert!(folded.screen().contains("▎ one word …") && !folded.screen().contains("two words"));
    assert!(folded.screen().contains("mine"));
    assert_eq!(
        folded.keys("T").screen().replace("quotes are shown", ""),
        open().keys("T T").screen().replace("quotes are shown", "")
    );
}

#[test]
fn a_quote_leads_to_its_passage_and_back() {
    let json = r#"{"article":{"title":"Oil","text":"Nothing is quoted here at all.\n\nNobody can say who pays for the oil.\n\nThe clerk shrugs and looks at the sea."},
        "comments":[{"id":"a","author":"Ada","text":"x"},
        {"id":"b","author":"Ben","html":"<blockquote><p>who pays for the oil</p></blockquote><p>I do.</p>"},
        {"id":"c","author":"Cy","text":"“Nobody can say who pays” is not true"},
        {"id":"d","author":"Di","text":"What does “The clerk shrugs and looks” mean?"}]}"#;
    let open = || Driver::read("any.json", json, (80, 12));
    let to = open().keys("tab j a");
    assert_eq!((to.focus(), to.message()), (Pane::Article, ""));
    assert_eq!(to.keys("' '").outline(), "a >b c d");
    assert_eq!(open().keys("tab a").message(), "it quotes nothing of the article");
    let next = open().keys(".");
    assert_eq!(next.message(), "2 comments quote this; c goes there, P shows");
    let peek = next.keys("P").screen();
    assert!(peek.contains("I do.") && peek.contains("is not true"), "{peek}");
    assert_eq!(open().keys(". c").outline(), "a >b c d", "the first is shown");
    assert_eq!(open().keys(". c j enter").outline(), "a b >c d");
    assert_eq!(open().keys(". c j q").focus(), Pane::Article);
    assert_eq!(open().keys(". . c").outline(), "a b c >d");
    assert_eq!(open().keys(". enter").outline(), "a >b c d", "Enter goes there as well");
    assert_eq!(
        open().keys("enter").message(),
        "no comment quotes this line, and no link is here; c goes to what is in sight"
    );
    assert_eq!(open().keys(". . .").message(), "no quoted passage below");
    assert_eq!(open().keys(". . , c enter").outline(), "a >b c d");
    assert_eq!(Driver::open("a b", SIZE).keys("a").message(), "it quotes nothing of the article");
}

#[test]
fn an_author_is_followed() {
    let json = r#"{"comments":[{"id":"1","author":"Ada","text":"x"},{"id":"2","author":"Ben","text":"x"},
        {"id":"3","parent":"2","author":"Ada","text":"x"},{"id":"4","author":"Ada","text":"x"}]}"#;
    let driver = || Driver::read("any.json", json, SIZE);
    assert_eq!(driver().keys("}").outline(), "1 2 >3 4");
    assert_eq!(driver().keys("2 }").outline(), "1 2 3 >4");
    assert_eq!(driver().keys("z M }").outline(), "1+0 2 >3+0 4+0");
    assert_eq!(driver().keys("G {").outline(), "1 2 >3 4");
    assert_eq!(driver().keys("G }").message(), "no later comment by this author");
}

#[test]
fn a_filter_keeps_what_matches_and_what_it_answers() {
    #[rustfmt::skip]
    let cases = [
        ("words of c",   "a b >c"),
        ("author:e",     ">e"),
        ("-author:c",    "a b >d e"),
        ("depth<1",      "a d >e"),
    ];
    for (filter, outline) in cases {
        // The cursor stands on e, and goes to what is near where that is out.
        let driver = Driver::open("a(b(c))d e", SIZE).keys("G &").enter(filter);
        assert_eq!(driver.outline().replace('>', ""), outline.replace('>', ""), "{filter}");
        assert_eq!(driver.focus(), Pane::Thread);
    }
    let driver = Driver::open("a(b(c))d e", SIZE).keys("&").enter("by:c");
    assert_eq!(driver.message(), "1 of 5 match; 3 shown with what they answer");
    assert!(driver.screen().contains("1 of 5 comments match"), "{}", driver.screen());
    let everything = driver.keys("esc");
    assert_eq!(
        (everything.outline().as_str(), everything.message()),
        (">a b c d e", "all 5 comments")
    );

    let driver = || Driver::open("a(b(c))d e", SIZE).keys("&");
    assert!(driver().keys("c").screen().contains("1 of 5 match"));
    assert_eq!(driver().enter("nowhere").message(), "nothing matches nowhere");
    assert_eq!(driver().enter("nowhere").outline(), ">a b c d e");
    assert_eq!(driver().enter("/(/").message(), "/(/ is no regular expression");
    // Going to what is out ends it, and says so.
    let gone = driver().enter("by:c").keys("m a esc & ").enter("by:e").keys("' a");
    assert_eq!(gone.outline(), ">a b c d e");
}

#[test]
fn places_are_come_back_to() {
    let open = || Driver::open("a(b(c))d(e)f", SIZE);
    #[rustfmt::skip]
    let cases = [
        ("j m x G ' x",          "a >b c d e f"),
        ("j j G ' '",            "a b >c d e f"),
        ("j j G ' ' ' '",        "a b c d e >f"),
        ("j j G g ctrl-o",       "a b c d e >f"),
        ("j j G g ctrl-o ctrl-o","a b >c d e f"),
        ("j m x s ' x",          "a >b c d e f"),
    ];
    for (keys, outline) in cases {
        assert_eq!(open().keys(keys).outline(), outline, "{keys}");
    }
    assert_eq!(open().keys("' q").message(), "no mark q; marks: none");
    assert_eq!(open().keys("m q ' r").message(), "no mark r; marks: q");
    assert_eq!(open().keys("ctrl-o").message(), "no jump was made");
    assert_eq!(open().keys("m esc j").outline(), "a >b c d e f", "Esc ends the waiting");
    // From the article to a comment and back.
    let driver = Driver::read("any.json", SAMPLE, SIZE).keys("space m a tab j j ' a");
    assert_eq!(driver.focus(), Pane::Article);
    assert!(!driver.top_of_article().starts_with("Who owns"), "{}", driver.top_of_article());
}

#[test]
fn an_order_is_seen_before_it_is_chosen() {
    let open = || Driver::open("a1 b3 c2", SIZE);
    let orders = [
        ("S j", ">b c a"),
        ("S j q", ">a b c"),
        ("S j enter", "b c >a"),
        ("S / v o t e d enter enter", "b c >a"),
    ];
    for (keys, outline) in orders {
        assert_eq!(
            open().keys(keys).outline().replace('>', ""),
            outline.replace('>', ""),
            "{keys}"
        );
    }
    assert_eq!(open().keys("S j j enter").app().mode(), &Mode::Reading);
}

#[test]
fn the_map_goes_where_it_is_moved_and_comes_back() {
    let open = || Driver::open("a(b(c))d e", SIZE).keys("z M");
    assert_eq!(open().keys("t j j").outline(), "a b >c+0 d+0 e+0");
    assert_eq!(open().keys("t j j q").outline().matches('>').count(), 1);
    assert!(open().keys("t j j q").outline().starts_with(">a"));
    assert_eq!(open().keys("t G enter").outline(), "a+2 d+0 >e+0");
    let outline = Driver::read("any.json", SAMPLE, SIZE).keys("t j j enter");
    assert_eq!(outline.app().mode(), &Mode::Reading);
    assert!(!outline.top_of_article().is_empty());
}

#[test]
fn sheets_open_search_and_close() {
    let cases = [
        ("?", About::Help),
        ("i", About::Facts),
        ("=", About::Where),
        ("S", About::Orders),
        ("t", About::Outline),
        ("tab t", About::Map),
        ("tab j P", About::Peek),
    ];
    for (keys, about) in cases {
        let driver = Driver::read("any.json", SAMPLE, SIZE).keys(keys);
        let Mode::Sheet(sheet) = driver.app().mode() else { panic!("{keys}: no sheet") };
        assert_eq!(sheet.about, about, "{keys}");
        for close in ["q", "esc", "h"] {
            let closed = Driver::read("any.json", SAMPLE, SIZE).keys(keys).keys(close);
            assert_eq!(closed.app().mode(), &Mode::Reading, "{keys} {close}");
        }
    }
    // Help is searched, and does what is chosen.
    let driver = Driver::read("any.json", SAMPLE, SIZE).keys("tab ? /").enter("fold everything");
    let screen = driver.screen();
    assert!(screen.contains("unfold everything") && !screen.contains("quit"), "{screen}");
    let folded = driver.keys("enter");
    assert!(
        folded.outline().split(' ').all(|comment| comment.contains('+')),
        "{}",
        folded.outline()
    );
}

#[test]
fn what_a_comment_answers_is_seen_without_leaving() {
    let driver = Driver::open("a(b(c(d)))", SIZE).keys("G");
    let before = driver.outline();
    let driver = driver.keys("P");
    let screen = driver.screen();
    for words in ["What this answers, 3 up", "words of a", "words of c"] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    assert_eq!(driver.keys("P").outline(), before);
    assert_eq!(Driver::open("a(b)", SIZE).keys("P").message(), "it answers nobody");
}

#[test]
fn the_command_line_does_what_it_is_told() {
    let open = || Driver::open("a1(b5)c3", SIZE).keys(":");
    assert_eq!(open().enter("sort top").outline().replace('>', ""), "c a b");
    assert_eq!(open().enter("filter by:b").outline().replace('>', ""), "a b");
    assert_eq!(open().enter("3").outline(), "a b >c");
    assert_eq!(open().enter("fold-all").outline(), ">a+1 c+0");
    assert_eq!(open().enter("set measure=60").message(), "measure=60");
    assert_eq!(open().enter("set measure=9").message(), "measure=20; it can be one of 60 66 72 80");
    assert_eq!(open().enter("set justify").message(), "justify=off");
    assert_eq!(
        open().enter("set wings").message().split(';').next(),
        Some("no setting is called wings")
    );
    assert_eq!(
        open().enter("help x").message(),
        "x: done with this branch: read, folded, on to the next"
    );
    assert_eq!(open().enter("help z").message(), "z: begins 1 2 3 4 5 6 7 8 9 M R a c o");
    assert_eq!(open().enter("soort top").message(), ":soort is no command; did you mean :sort?");
    assert_eq!(open().keys("s o r t space n tab enter").outline().replace('>', ""), "a b c");
    // What was typed comes back.
    assert_eq!(
        open().enter("sort top").keys(": up enter").message().split(' ').nth(1),
        Some("most")
    );
}

#[test]
fn what_the_outside_must_do_is_asked_for() {
    let json = r#"{"article":{"title":"T","url":"https://example.org/a","html":"<p>See <a href=\"https://example.org/x\">this</a> and <a href=\"javascript:no\">that</a> or <a href=\"https://example.org/y\">those</a>.</p>"},
        "comments":[{"id":"1","author":"Ada","permalink":"https://example.org/a#1","text":"first\nline"},
        {"id":"2","parent":"1","author":"Ben","text":"see https://example.org/z"},{"id":"3","author":"Ada","text":"x","permalink":"file:///etc/passwd"}]}"#;
    let copy = |text: &str, what| Some(Effect::Copy { text: text.to_owned(), what });
    let open = |address: &str| Some(Effect::Open(address.to_owned()));
    let pipe = |command: &str, text: &str| {
        Some(Effect::Pipe { command: command.to_owned(), text: text.to_owned() })
    };
    let write = |path: &str, replace| Some(Effect::Write { path: path.to_owned(), replace });
    #[rustfmt::skip]
    let cases = [
        ("tab y",               copy("https://example.org/a#1", "the address")),
        ("tab j y",             copy("https://example.org/a", "the address")),
        ("y",                   copy("https://example.org/a", "the address")),
        ("tab G y",             copy("https://example.org/a", "the address")),
        ("tab Y",               copy("first\nline", "this comment's text")),
        ("O",                   open("https://example.org/a")),
        ("tab O",               open("https://example.org/a#1")),
        ("tab j o",             open("https://example.org/z")),
        ("2 o",                 None),
        ("2 o enter",           open("https://example.org/y")),
        ("o 1",                 open("https://example.org/x")),
        ("o j enter",           open("https://example.org/y")),
        ("tab o",               None),
        ("tab | w c enter",     pipe("wc", "Ada:\nfirst\nline\n")),
        ("tab z c | w c enter", pipe("wc", "Ada:\nfirst\nline\n\n  Ben:\n  see https://example.org/z\n")),
        ("tab j v",             Some(Effect::Edit("Ben:\nsee https://example.org/z\n".to_owned()))),
        (": w space a . m d enter",   write("a.md", false)),
        (": w ! space a . m d enter", write("a.md", true)),
        (": t h e m e space d a r k enter", Some(Effect::Theme("dark".to_owned()))),
    ];
    for (keys, effect) in cases {
        let mut driver = Driver::read("any.json", json, SIZE);
        let mut last = None;
        for key in sequence(keys) {
            last = driver.effect(Event::Key(key));
        }
        assert_eq!(last, effect, "{keys}");
    }
}

#[test]
fn the_mouse_scrolls_goes_folds_and_follows() {
    let mouse = |kind, column, row| Event::Mouse(Mouse { kind, column, row });
    let press = |column, row| mouse(MouseKind::Press, column, row);
    let mut driver = Driver::read("any.json", SAMPLE, (160, 45));
    driver.effect(press(100, 20));
    assert_eq!(driver.focus(), Pane::Thread);
    let at = driver.cursor();
    driver.effect(mouse(MouseKind::WheelDown, 20, 20));
    assert_eq!((driver.focus(), driver.cursor()), (Pane::Thread, at), "the article was scrolled");
    assert!(!driver.top_of_article().starts_with("Who owns"));
    driver.effect(press(20, 20));
    assert_eq!(driver.focus(), Pane::Article);

    let mut driver = Driver::open("a(b)c", SIZE);
    driver.effect(press(1, 1));
    assert_eq!(driver.outline(), ">a+1 c", "a click on the sign folds");
    driver.effect(press(1, 1));
    driver.effect(press(30, 5));
    assert_eq!(driver.outline(), "a >b c");

    let mut driver = Driver::read("any.json", SAMPLE, (160, 45));
    let divider = driver.app().panes().divider;
    driver.effect(press(divider.x, 10));
    driver.effect(mouse(MouseKind::Drag, 60, 10));
    driver.effect(mouse(MouseKind::Release, 60, 10));
    assert!((58..=61).contains(&driver.app().panes().divider.x));
}

#[test]
fn panes_and_text_change_their_width() {
    let width = |keys: &str| {
        let driver = Driver::read("any.json", SAMPLE, (160, 45)).keys(keys);
        (driver.app().panes().article.width, driver.app().typography().measure)
    };
    let (half, measure) = width("");
    assert!(width("<").0 < half && width(">").0 > half && width("9 <").0 >= 160 / 5);
    assert!(width("-").1 < measure && width("+").1 > measure);
    let far = width("9 9 - 9 9 -").1;
    assert_eq!(far, 20);
}

#[test]
fn with_one_comment_bright_the_rest_is_dim() {
    use ratatui::style::Modifier;
    let driver = Driver::read("any.json", SAMPLE, SIZE).keys("tab j F");
    let cells = driver.cells();
    let bright = |y: u16| {
        (2..90).any(|x| {
            let cell = &cells[(x, y)];
            !cell.symbol().trim().is_empty() && !cell.modifier.contains(Modifier::DIM)
        })
    };
    let lines = driver.app().discussion().visible();
    for (line, y) in lines.iter().zip(1..) {
        if Some(line.item) != driver.cursor() {
            assert!(!bright(y), "row {y}");
        }
    }
    assert_eq!(Driver::read("any.json", SAMPLE, SIZE).keys("F F").message(), "nothing is dim");
}

/// Actions that do more than change what is seen: a wrong guess that does one of these costs the
/// reader something.
const COSTLY: [Action; 9] = [
    Action::Quit,
    Action::Abort,
    Action::Suspend,
    Action::Done,
    Action::CatchUp,
    Action::ToggleRead,
    Action::OpenLink,
    Action::OpenPermalink,
    Action::Edit,
];

/// Actions behind which keys are typed, to the end.
const ASKING: [Action; 6] =
    [Action::Search, Action::Filter, Action::CommandLine, Action::Pipe, Action::Mark, Action::Jump];

/// What a guess does: every action on the way.
fn done_by(keymap: &Keymap, keys: &str) -> Vec<Action> {
    let mut done = Vec::new();
    let mut pending = Vec::new();
    for key in sequence(keys) {
        pending.push(key);
        match keymap.find(&pending) {
            Match::Command(command) => {
                done.push(command.action);
                pending.clear();
                if ASKING.contains(&command.action) {
                    return done;
                }
            }
            Match::Prefix => {}
            Match::None => pending.clear(),
        }
    }
    done
}

/// The table of first guesses as Markdown, and for each of the four the share in percent of first
/// guesses that are right, and that are right or harmless.
fn measured() -> (String, Vec<(&'static str, usize, usize)>) {
    let table: toml::Table = toml::from_str(include_str!("../data/first_guess.toml")).unwrap();
    let people = ["less", "vim", "mutt", "hn"];
    let keymap = keymap();
    let mut page = String::from(
        "# First guesses\n\nWhat people would press first, from the documentation of the programs that they know, and\nwhat it does here: ✓ the right thing, · something harmless (nothing, or a change of what is seen\nthat one key takes back), ✗ something else. Made from `first_guess.toml` by `tests/keys.rs`.\n\n| task | less | vim | mutt | HN readers |\n|---|---|---|---|---|\n",
    );
    let mut counts = people.map(|name| (name, 0, 0));
    let tasks = table["task"].as_array().unwrap();
    for task in tasks {
        let want: BTreeSet<&str> =
            task["want"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        for name in &want {
            assert!(Action::from_name(name).is_some(), "{name} is no action");
        }
        write!(page, "| {} |", task["name"].as_str().unwrap()).unwrap();
        for (person, counts) in people.iter().zip(&mut counts) {
            let keys = task[*person]["keys"].as_array().unwrap();
            for (at, keys) in keys.iter().map(|keys| keys.as_str().unwrap()).enumerate() {
                let done = done_by(&keymap, keys);
                let wanted = |action: &Action| want.contains(action.name());
                let costs = done.iter().any(|action| COSTLY.contains(action) && !wanted(action));
                let right = !costs && done.last().is_some_and(wanted);
                if at == 0 {
                    counts.1 += usize::from(right);
                    counts.2 += usize::from(!costs);
                }
                let sign = if right {
                    '✓'
                } else if costs {
                    '✗'
                } else {
                    '·'
                };
                write!(page, " `{}` {sign}", keys.replace('|', "\\|").replace('`', "'")).unwrap();
            }
            page.push_str(" |");
        }
        page.push('\n');
    }
    let percent = |count: usize| count * 100 / tasks.len();
    page.push_str("\nOf the first guesses, in percent:\n\n| who | right | right or harmless |\n|---|---|---|\n");
    for (name, right, harmless) in counts {
        writeln!(page, "| {name} | {} | {} |", percent(right), percent(harmless)).unwrap();
    }
    (page, counts.map(|(name, right, harmless)| (name, percent(right), percent(harmless))).to_vec())
}

#[test]
fn what_people_press_first_is_right_or_harmless() {
    let (page, shares) = measured();
    for (who, _, harmless) in &shares {
        assert!(*harmless >= 90, "{who}: {harmless} %\n{page}");
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/first_guess.md");
    if std::env::var_os("UPDATE_PICTURE").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), page, "UPDATE_PICTURE=1 cargo test keys");
}

#[test]
fn any_order_can_be_asked_for_by_name() {
    for order in Order::ALL {
        let line = format!("sort {}", order.name());
        let driver = Driver::open("a1 b2", SIZE).keys(":").enter(&line);
        assert_eq!(driver.app().discussion().arrangement().order(), order);
    }
    let app = App::new(keymap(), Order::Top, 0);
    assert_eq!(app.discussion().arrangement().order(), Order::Top);
}
