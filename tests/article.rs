//! What each key does in the article: (why, keys, the first row with text then).

use sidenote::app::{Action, Effect, Event, Key, Pane};

use crate::support::{Driver, SAMPLE};

fn article() -> String {
    let section = |n: usize| {
        let paragraphs: Vec<String> =
            (1..=4).map(|at| format!("Paragraph {n}.{at} has a line.\n\n")).collect();
        format!("## Section {n}\n\n{}### Detail of {n}\n\nThe detail.\n\n", paragraphs.concat())
    };
    let sections: Vec<String> = (1..=4).map(section).collect();
    let code =
        "A line of code that is a good deal wider than the narrow pane it has to stand in here";
    format!("# The long road\n\n{}```text\n{code}\n```\n", sections.concat())
}

#[test]
fn keys_go_through_the_text() {
    #[rustfmt::skip]
    let cases = [
        ("a line",                    "j j j",          "Paragraph 1.1 has a line."),
        ("and back",                  "j j j j k",      "Paragraph 1.1 has a line."),
        ("lines",                     "5 down",         "Paragraph 1.2 has a line."),
        ("other keys for lines",      "ctrl-e ctrl-e ctrl-y ctrl-e ctrl-e", "Paragraph 1.1 has a line."),
        ("a page keeps two rows",     "space",          "Paragraph 1.3 has a line."),
        ("pages back",                "space space b b", "The long road"),
        ("half a page",               "d",              "Paragraph 1.1 has a line."),
        ("half back",                 "d u",            "The long road"),
        ("bottom and top",            "G g",            "The long road"),
        ("line n",                    "6 G",            "Paragraph 1.2 has a line."),
        ("next paragraph",            "J J",            "Paragraph 1.1 has a line."),
        ("previous paragraph",        "J J J K",        "Paragraph 1.1 has a line."),
        ("next heading",              "] ]",            "Detail of 1"),
        ("headings with a count",     "3 ]",            "Section 2"),
        ("previous heading",          "3 ] [",          "Detail of 1"),
        ("n is a heading here",       "n n n N",        "Detail of 1"),
        ("this section's heading",    "] J J p",        "Section 1"),
        ("the title",                 "3 ] ^",          "The long road"),
        ("half way",                  "5 0 %",          "Paragraph 3.1 has a line."),
    ];
    for (why, keys, then) in cases {
        let driver = Driver::read("road.md", &article(), (50, 12)).keys(keys);
        assert_eq!(driver.top_of_article(), then, "{why}: {keys}");
    }
}

#[test]
fn progress_is_that_of_the_text_within_a_long_block_too() {
    let words: Vec<String> = (1..=2000).map(|word| format!("word{word}")).collect();
    let page = format!("# The long road\n\nA line.\n\n{}\n\nA line.\n", words.join(" "));
    let mut before = 0;
    for (keys, least, most) in [("", 0, 10), ("2 5 %", 25, 35), ("5 0 %", 50, 60), ("G", 100, 100)]
    {
        let driver = Driver::read("road.md", &page, (50, 12)).keys(keys);
        let percent = driver.app().reader().percent();
        assert!((least..=most).contains(&percent), "{keys}: {percent}");
        let word = driver.top_of_article();
        let word = word.split(' ').next().and_then(|word| word.strip_prefix("word"));
        let word = word.map_or(0, |number| number.parse().unwrap());
        assert!(word > before || keys.len() < 2, "{keys}: {word} after {before}");
        before = word;
    }
}

#[test]
fn sections_fold_as_in_vim() {
    #[rustfmt::skip]
    let cases = [
        ("this section",        "] z c",    "Section 1 ▸ 6 paragraphs folded", "Section 2"),
        ("open",                "] z c z o", "Section 1",                      "Paragraph 1.1"),
        ("by Enter",            "] enter",  "Section 1 ▸ 6 paragraphs folded", "Section 2"),
        ("from inside",         "] J J z c", "Section 1 ▸ 6 paragraphs folded", "Section 2"),
        ("all",                 "] z M",    "Section 1 ▸ 6 paragraphs folded", "Section 2 ▸"),
        ("none",                "] z M z R", "Section 1",                      "Paragraph 1.1"),
        ("to level 2",          "] z 2",    "Section 1",                       "Detail of 1 ▸"),
    ];
    for (why, keys, top, below) in cases {
        let driver = Driver::read("road.md", &article(), (60, 20)).keys(keys);
        assert_eq!(driver.top_of_article(), top, "{why}: {keys}");
        assert!(driver.screen().contains(below), "{why}: {}", driver.screen());
    }
}

#[test]
fn code_that_is_wider_than_the_pane_is_moved() {
    let driver = Driver::read("road.md", &article(), (50, 12)).keys("G");
    assert!(driver.screen().contains("A line of code") && driver.screen().contains('›'));
    let driver = driver.keys("6 l");
    assert!(driver.screen().contains("narrow pane it has to stand in here"), "{}", driver.screen());
    let driver = driver.keys("6 h");
    assert!(driver.screen().contains("A line of code"));
}

#[test]
fn a_search_goes_round_the_text_and_opens_sections() {
    let driver = Driver::read("road.md", &article(), (50, 12)).keys("z M /").enter("paragraph 3.2");
    assert!(driver.screen().contains("Paragraph 3.2"), "{}", driver.screen());
    assert_eq!(driver.message(), "/paragraph 3.2  match 1 of 1");
    let driver = driver.keys("/").enter("nowhere");
    assert_eq!(driver.message(), "not found: nowhere");
}

#[test]
fn what_only_the_other_pane_has_is_said() {
    let driver =
        Driver::read("sample.json", SAMPLE, (140, 40)).keys("/").enter("I can send a scan");
    assert_eq!(driver.message(), "not found: I can send a scan; the other pane has it 1×");
}

#[test]
fn panes_are_changed_and_divided() {
    let driver = Driver::read("sample.json", SAMPLE, (140, 40));
    assert_eq!(driver.focus(), Pane::Article);
    let driver = driver.keys("tab");
    assert_eq!(driver.focus(), Pane::Thread);
    let driver = driver.keys("tab w");
    assert_eq!(driver.message(), "panes: stacked");
    let driver = driver.keys("w");
    assert_eq!(driver.message(), "panes: one pane");
    let driver = driver.keys("w");
    assert_eq!(driver.message(), "panes: side by side");
    let alone = Driver::read("road.md", &article(), (140, 40)).keys("tab");
    assert_eq!(alone.message(), "no comments here");
    let narrow = Driver::read("sample.json", SAMPLE, (40, 10)).keys("w");
    assert_eq!(narrow.message(), "this screen has room for one pane");
}

#[test]
fn help_lists_every_action_and_closes() {
    for (pane, keys) in [(0, "tab ?"), (1, "?")] {
        let screen = Driver::read("sample.json", SAMPLE, (160, 120)).keys(keys).screen();
        for action in Action::ALL {
            let (in_thread, in_article) =
                action.help().split_once(" | ").unwrap_or((action.help(), action.help()));
            let words = [in_thread, in_article][pane];
            assert!(screen.contains(words), "{action:?}: {words}");
        }
    }
    for key in ["q", "esc", "?", "f1"] {
        let closed = Driver::read("sample.json", SAMPLE, (100, 30)).keys("?").keys(key);
        assert!(!closed.screen().contains("Keys in"), "{key}");
    }
    let scrolled = Driver::read("sample.json", SAMPLE, (100, 20)).keys("? G");
    assert!(scrolled.screen().contains("quit at once"), "{}", scrolled.screen());
}

#[test]
fn some_keys_are_for_the_outside() {
    let cases = [
        ("q", Effect::Quit),
        ("Q", Effect::Quit),
        ("ctrl-c", Effect::Quit),
        ("ctrl-z", Effect::Suspend),
        ("ctrl-l", Effect::Redraw),
    ];
    for (key, effect) in cases {
        let keymap = sidenote::app::Keymap::parse(sidenote::app::DEFAULT_KEYMAP).unwrap();
        let mut app = sidenote::app::App::new(keymap, sidenote::model::Order::Given, 0);
        let key: Key = key.parse().unwrap();
        assert_eq!(app.update(Event::Key(key)), Some(effect), "{key}");
    }
}

#[test]
fn matches_are_counted_on_from_where_the_reader_is() {
    let driver = Driver::read("sample.json", SAMPLE, (100, 24)).keys("/").enter("the").keys("n n");
    assert!(driver.message().contains("match 3 of"), "{}", driver.message());
    let driver = driver.keys("N");
    assert!(driver.message().contains("match 2 of"), "{}", driver.message());
    let far = driver.keys("space space space n");
    let number: usize = far.message().split_whitespace().nth(2).unwrap().parse().unwrap();
    assert!(number > 10, "counted from the window, not from the last match: {}", far.message());
}

#[test]
fn the_title_stays_at_the_top_when_the_width_changes() {
    let mut driver = Driver::read("sample.json", SAMPLE, (100, 20));
    for columns in [90, 60, 130, 100] {
        driver.resize(columns, 20);
        assert_eq!(driver.top_of_article(), "Who owns the harbour light?", "at {columns}");
    }
    let driver = driver.keys("H L");
    assert_eq!(driver.top_of_article(), "Who owns the harbour light?", "after folding");
}

#[test]
fn what_is_found_behind_a_tab_is_marked_where_it_stands() {
    use ratatui::style::Modifier;
    let driver =
        Driver::read("tab.md", "# T\n\n```\n\tfoo bar\n```\n", (60, 12)).keys("/").enter("foo");
    let cells = driver.cells();
    let marked: String = cells
        .content()
        .iter()
        .filter(|cell| cell.modifier.contains(Modifier::REVERSED))
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert_eq!(marked, "foo");
}

/// An article with two footnotes: in Markdown, and as a page has them.
fn noted() -> [(&'static str, String); 2] {
    let filler = |open: &str, close: &str| {
        (1..=20)
            .fold(String::new(), |text, n| format!("{text}{open}Paragraph {n} has a line.{close}"))
    };
    let lines = filler("", "\n\n");
    let markdown = format!(
        "# The road\n\nThe deed says so.[^1] The town does not.[^2]\n\n{lines}[^1]: By the deed of 1911.\n\n[^2]: So says the town.\n\n{lines}"
    );
    let paragraphs = filler("<p>", "</p>");
    let html = format!(
        "<p>The deed says so.<sup><a href='#cite_note-1'>[1]</a></sup> The town does not.<sup><a href='#cite_note-2'>[2]</a></sup></p>{paragraphs}\
         <ol><li id='cite_note-1'><a href='#cite_ref-1'>^</a> By the deed of 1911.</li><li id='cite_note-2'>So says the town.</li></ol>{paragraphs}"
    );
    let page = serde_json::json!({ "article": { "title": "The road", "html": html } });
    [("road.md", markdown), ("road.json", page.to_string())]
}

#[test]
fn a_note_is_gone_to_and_left_and_looked_at() {
    #[rustfmt::skip]
    let cases = [
        ("the second note",       "2 o",           "² So says the town."),
        ("and back",              "2 o ctrl-o",    "The road"),
        ("between the two",       "2 o ' ' ' '",   "² So says the town."),
        ("chosen from the links", "o enter",       "¹ By the deed of 1911."),
        ("from there to where it is referred to", "1 o enter", "The deed says so."),
    ];
    for (name, text) in noted() {
        for (why, keys, then) in cases {
            // Low enough that the notes are at the top of the window, and not above its end.
            let driver = Driver::read(name, &text, (60, 5)).keys(keys);
            let top = driver.top_of_article();
            assert!(top.starts_with(then), "{name}, {why}: {top} in\n{}", driver.screen());
        }
        let screen = Driver::read(name, &text, (60, 20)).keys("P").screen();
        for words in ["Notes", "¹ By the deed of 1911.", "² So says the town."] {
            assert!(screen.contains(words), "{name}: {screen}");
        }
    }
}
