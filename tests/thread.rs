//! What each key does in the discussion: (why, outline, keys, outline then).

use crate::support::Driver;

const SIZE: (u16, u16) = (60, 20);

fn check(cases: &[(&str, &str, &str, &str)]) {
    for (why, outline, keys, then) in cases {
        assert_eq!(Driver::open(outline, SIZE).keys(keys).outline(), *then, "{why}: {keys}");
    }
}

#[test]
fn moves_follow_the_tree() {
    #[rustfmt::skip]
    check(&[
        ("next",                       "a(b(c)d)e",  "j",          "a >b c d e"),
        ("next with a count",          "a(b(c)d)e",  "3 j",        "a b c >d e"),
        ("not past the last",          "a(b(c)d)e",  "9 j",        "a b c d >e"),
        ("previous",                   "a(b(c)d)e",  "j j k",      "a >b c d e"),
        ("first and last",             "a(b(c)d)e",  "G",          "a b c d >e"),
        ("first",                      "a(b(c)d)e",  "G g",        ">a b c d e"),
        ("home and end",               "a(b(c)d)e",  "end home",   ">a b c d e"),
        ("comment n",                  "a(b(c)d)e",  "3 G",        "a b >c d e"),
        ("n per cent",                 "a(b(c)d)e",  "6 0 %",      "a b c >d e"),
        ("next sibling",               "a(b(c)d)e",  "j J",        "a b c >d e"),
        ("siblings by other keys",     "a(b(c)d)e",  "j ) (",      "a >b c d e"),
        ("previous sibling",           "a(b(c)d)e",  "3 j K",      "a >b c d e"),
        ("no sibling left",            "a(b(c)d)e",  "3 j J",      "a b c >d e"),
        ("roots are siblings",         "a(b)c(d)e",  "J J",        "a b c d >e"),
        ("next thread",                "a(b(c)d)e",  "j j ]",      "a b c d >e"),
        ("this thread's start first",  "a(b)c(d)e",  "3 j [",      "a b >c d e"),
        ("then the one before",        "a(b)c(d)e",  "3 j [ [",    ">a b c d e"),
        ("n without a search",         "a(b)c(d)e",  "n n",        "a b c d >e"),
        ("N without a search",         "a(b)c(d)e",  "G N",        "a b >c d e"),
        ("parent",                     "a(b(c)d)e",  "j j p",      "a >b c d e"),
        ("grandparent",                "a(b(c)d)e",  "j j 2 p",    ">a b c d e"),
        ("root of this thread",        "a(b(c)d)e",  "j j ^",      ">a b c d e"),
        ("a root has no parent",       "a(b)e",      "p",          ">a b e"),
        ("an empty one is harmless",   "",           "j k J K ] [ p ^ G g h l enter z M s n N / x enter", ""),
    ]);
}

#[test]
fn folds_hide_the_replies_and_nothing_else() {
    #[rustfmt::skip]
    check(&[
        ("replies go, siblings stay",  "a(b(c)d)e",  "j enter",        "a >b+1 d e"),
        ("unfolding brings all back",  "a(b(c)d)e",  "j enter enter",  "a >b c d e"),
        ("as in vim",                  "a(b(c)d)e",  "z a",            ">a+3 e"),
        ("close",                      "a(b(c)d)e",  "z c z c",        ">a+3 e"),
        ("open",                       "a(b(c)d)e",  "z c z o z o",    ">a b c d e"),
        ("the cursor steps over",      "a(b(c)d)e",  "j z a j",        "a b+1 >d e"),
        ("and back over",              "a(b(c)d)e",  "j z a j k",      "a >b+1 d e"),
        ("a leaf hides its words",     "a(b)",       "j enter",        "a >b+0"),
        ("folds inside folds stay",    "a(b(c)d)e",  "j z c k z c z o", ">a b+1 d e"),
        ("all, seen from a reply",     "a(b(c)d)e",  "j j z M",        ">a+3 e+0"),
        ("none",                       "a(b(c)d)e",  "z M z R",        ">a b c d e"),
        ("by one key",                 "a(b)c",      "H",              ">a+1 c+0"),
        ("and back",                   "a(b)c",      "H L",            ">a b c"),
        ("one opened of all",          "a(b(c)d)e",  "z M z o",        ">a b+1 d+0 e+0"),
        ("to depth 1",                 "a(b(c)d)e",  "z 1",            ">a b+1 d+0 e"),
        ("to depth 2",                 "a(b(c)d)e",  "z 2",            ">a b c+0 d e"),
        ("to depth 9 is all",          "a(b(c)d)e",  "z 9",            ">a b c d e"),
        ("left folds",                 "a(b(c)d)e",  "j h",            "a >b+1 d e"),
        ("left again goes up",         "a(b(c)d)e",  "j h h",          ">a b+1 d e"),
        ("left of a leaf goes up",     "a(b(c)d)e",  "j j h",          "a >b c d e"),
        ("right unfolds",              "a(b(c)d)e",  "j h l",          "a >b c d e"),
        ("right goes in",              "a(b(c)d)e",  "j l",            "a b >c d e"),
        ("arrows do the same",         "a(b(c)d)e",  "j left right right", "a b >c d e"),
        ("comment n opens folds",      "a(b(c)d)e",  "z M 3 G",        "a b >c+0 d+0 e+0"),
        ("a parent in sight",          "a(b(c)d)e",  "j j p z c",      "a >b+1 d e"),
    ]);
}

#[test]
fn orders_are_stepped_through_and_keep_the_tree() {
    #[rustfmt::skip]
    check(&[
        ("most voted",                 "a1(b2 c5)d9",   "s",            "d >a c b"),
        ("unknown votes come last",    "a(b c5)d-3",    "s",            "d >a c b"),
        ("newest, without dates",      "a1(b2 c5)d9",   "s s",          ">a b c d"),
        ("most replies",               "a(b c(d))e(f(g h))", "s s s s s", ">a c d b e f g h"),
        ("flat",                       "a1(b2 c5)d9",   "s s s s s s",  ">a b c d"),
        ("round to where it began",    "a1(b2 c5)d9",   "s s s s s s s", ">a b c d"),
        ("folds go along",             "a1(b2 c5)d9",   "z c s",        "d >a+2"),
    ]);
    let driver = Driver::open("a(b)c", SIZE).keys("s");
    assert_eq!(driver.message(), "order: most voted — the votes are unknown, so as given");
}

#[test]
fn nothing_is_hidden_in_a_flat_order() {
    let driver = Driver::open("a1(b2(c5))d9", SIZE).keys("j z c s s s s s s");
    assert_eq!(driver.outline(), "a >b+0 c d", "{}", driver.message());
}

#[test]
fn a_search_opens_the_folds_that_hide_a_match() {
    #[rustfmt::skip]
    let cases = [
        ("a match in a fold",       "words of c", "",      "a b >c d+0 e+0"),
        ("the next, round the end", "words",      "n",     "a >b c+0 d+0 e+0"),
        ("the one before",          "words",      "N",     "a b+1 d+0 >e"),
        ("an author is found",      "D",          "",      "a b+1 >d+0 e+0"),
        ("nothing is no move",      "xyz",        "",      ">a+3 e+0"),
        ("what was opened stays",   "words",      "n n n", "a b c >d e+0"),
        ("and can be folded",       "words of c", "p z c", "a >b+1 d+0 e+0"),
        ("and opened by hand",      "words of c", "p z c z o", "a >b c d+0 e+0"),
        ("and by the next search",  "words of c", "p z c n", "a b >c d+0 e+0"),
        ("all folds close it",      "words of c", "z M z o", ">a b+1 d+0 e+0"),
    ];
    for (why, pattern, keys, then) in cases {
        let driver = Driver::open("a(b(c)d)e", SIZE).keys("z M /").enter(pattern).keys(keys);
        assert_eq!(driver.outline(), then, "{why}");
    }
    let driver = Driver::open("a(b(c)d)e", SIZE).keys("/").enter("words").keys("n");
    assert_eq!(driver.message(), "/words  match 2 of 5");
    let driver = driver.keys("esc n");
    assert_eq!(driver.outline(), "a b c d >e", "without a search n goes to the next thread");
}

#[test]
fn a_pasted_line_goes_into_the_search_and_nowhere_else() {
    let driver =
        Driver::open("a(b)c", SIZE).paste("jjj").keys("/").paste("words of c").keys("enter");
    assert_eq!(driver.outline(), "a b >c");
}

#[test]
fn a_tall_comment_scrolls_before_the_next_one_comes() {
    let long = "One line of many that this comment has.\n\n".repeat(30);
    let json = format!(
        r#"{{"comments":[{{"id":"a","text":{}}},{{"id":"b","text":"short"}}]}}"#,
        serde_json::to_string(&long).unwrap()
    );
    let mut driver = Driver::read("long.json", &json, (60, 20));
    let mut presses = 0;
    while driver.outline() == ">a b" {
        driver = driver.keys("j");
        presses += 1;
        assert!(presses < 20, "the end of the comment is never reached");
    }
    assert!(presses > 3, "{presses} keys for sixty rows");
    assert_eq!(driver.outline(), "a >b");
    let driver = driver.keys("k");
    assert_eq!(driver.outline(), ">a b", "back to the tall one");
}

#[test]
fn the_cursor_stays_in_sight_when_lines_and_pages_scroll() {
    let outline = "a(b(c)d)e(f(g)h)i(j(k)l)m(n(o)p)q(r(s)t)";
    for key in ["down", "ctrl-e", "space", "f", "d", "pagedown", "ctrl-d"] {
        let mut driver = Driver::open(outline, (50, 12));
        for _ in 0..80 {
            driver = driver.keys(key);
            let cursor = driver.cursor();
            let lines = driver.app().discussion().visible();
            assert!(lines.iter().any(|line| Some(line.item) == cursor), "{key}");
        }
        assert!(driver.message() == "the end", "{key}: {}", driver.message());
    }
    for key in ["up", "ctrl-y", "b", "u", "pageup", "ctrl-u", "backspace"] {
        let mut driver = Driver::open(outline, (50, 12)).keys("G");
        for _ in 0..80 {
            driver = driver.keys(key);
        }
        assert_eq!(driver.message(), "the top", "{key}");
    }
}

#[test]
fn comments_that_come_later_keep_the_place() {
    use crate::support::comments;
    let mut later = comments("x(y)");
    later[1].parent = sidenote::model::Parent::Id("b".to_owned().into());
    let driver = Driver::open("a(b(c)d)e", SIZE).keys("j z c j").comments(later);
    assert_eq!(driver.outline(), "a b+2 >d e x");
}

#[test]
fn keys_that_do_nothing_say_what_they_nearly_were() {
    #[rustfmt::skip]
    let cases = [
        ("Z",    "Z does nothing; ? lists the keys"),
        ("W",    "W does nothing; w: panes side by side, stacked, or one"),
        ("z x",  "zx does nothing; after z comes one of 1 2 3 4 5 6 7 8 9 M R a c o"),
    ];
    for (keys, message) in cases {
        assert_eq!(Driver::open("a(b)", SIZE).keys(keys).message(), message);
    }
}

#[test]
fn until_the_reader_moves_the_first_comment_is_the_place() {
    use crate::support::comments;
    let driver = Driver::open("a1b2", SIZE).keys("s").comments(comments("c9"));
    assert_eq!(driver.outline(), ">c b a", "nothing was read yet");
    let driver = driver.keys("tab j").comments(comments("d99"));
    assert_eq!(driver.outline(), "d c >b a", "now the place is kept");
}

#[test]
fn votes_for_and_against_make_a_score() {
    let json = r#"{"comments":[{"id":"a","up":5,"down":1,"text":"x"},{"id":"b","up":50,"down":1,"text":"y"}]}"#;
    let driver = Driver::read("any.json", json, SIZE).keys("s");
    assert_eq!(driver.message(), "order: most voted");
    assert_eq!(driver.outline(), "b >a");
}

/// Long enough that a filter does not go through it at once.
#[test]
fn a_filter_on_its_way_begins_anew_where_comments_move() {
    use sidenote::app::{Event, Load};
    use sidenote::model::{NewComment, Parent, ThreadBuilder};
    const MANY: usize = 4_000;
    let comment = |at: usize| {
        let mut comment = NewComment {
            id: Some(format!("t{at}").into()),
            // The first answers the last, which moves it behind all others.
            parent: if at == 0 { Parent::Id(format!("t{MANY}").into()) } else { Parent::Root },
            ..NewComment::default()
        };
        let word = if at.is_multiple_of(100) { "quokka " } else { "" };
        comment.body.text = (word.to_owned() + &"oil and water ".repeat(40)).into();
        comment
    };
    let mut builder = ThreadBuilder::default();
    for at in 0..MANY {
        builder.push(comment(at));
    }
    let first = Load::Thread(Box::new(builder.snapshot()));
    builder.push(comment(MANY));
    let second = Load::Thread(Box::new(builder.finish()));
    let mut driver = Driver::empty(SIZE).receive(first).keys("&").enter("quokka");
    assert!(driver.app().has_work(), "{}", driver.message());
    driver = driver.receive(second);
    while driver.app().has_work() {
        driver.effect(Event::Work);
    }
    let (thread, filter) = (&driver.app().document().thread, driver.app().discussion().filter());
    let filter = filter.expect("it is in force");
    for comment in thread.comments() {
        let is_match = comment.body().text.contains("quokka");
        assert_eq!(filter.is_match(comment.id()), is_match, "{}", comment.name());
    }
    assert_eq!(filter.matches(), MANY / 100 + 1);
}
