//! Every kind of block on the screen: as it is seen, and what holds for any of it.

use proptest::prelude::*;
use sidenote::layout::{ArticleLayout, Spot, Typography};
use sidenote::model::{Align, Article, Block, Content, RichText, Table};
use sidenote::text::width;

use crate::support::Driver;
use crate::support::pty::Terminal;

/// A page with every kind of block, and with letters of many scripts.
const BLOCKS: &str = r##"
<h2>The light</h2><h3>Its oil</h3>
<p>The lamp has <em>been</em> <strong>out</strong> since <a href="https://quay.example/feb">February</a>; <s>the parish</s> the town pays, <code>oil_of(lamp)</code> says<sup><a href="#fn1">1</a></sup>. It burns 10<sup>−3</sup> m<sup>3</sup>, H<sub>2</sub>O not counted, Q<sub>oil</sub> and e<sup>iπ</sup> neither.<br>So says <small>the deed</small>, and <span class="spoiler">nobody else</span>.</p>
<blockquote><p>Nobody can say who pays for the oil of the lamp at the end of the north mole.</p><blockquote><p>The town does. It is in the deed.</p></blockquote></blockquote>
<ul><li>oil<ol start="9"><li>of whales, which is what the deed of 1911 says in so many words<li>of stones</ol><li>wicks<p>and their trimming</p></ul>
<pre><code class="language-rust">/// Whether the lamp burns.
fn burns(litres: f64) -> bool {
	litres > 0.5 // and somebody has lit it, which nobody has done since the end of February of this year
}</code></pre>
<pre>no language
  at all</pre>
<table><tr><th>Lamp<th align="right">Oil<th align="center">Keeper</tr><tr><td>North mole<td>12<td>Ada Brandt, and after her nobody at all, as the council has found out</tr><tr><td>南の灯台<td>7<td>Tomas Lind</tr></table>
<table><tr><th>Day<th>00<th>03<th>06<th>09<th>12<th>15<th>18<th>21<th>Mean<th>High<th>Low</tr><tr><td>Monday<td>0.12<td>1.23<td>2.34<td>3.45<td>4.56<td>5.67<td>6.78<td>7.89<td>4.01<td>7.89<td>0.12</tr></table>
<table><tr><th>Harbourmaster<th>Lighthousekeeper<th>What is said of both<th>What the council says</tr><tr><td>Ines Varga, since the winter<td>R. Okafor, for the time being<td>that neither has been paid for the work<td>nothing at all so far</tr><tr><td>Tomas Lind<td>nobody<td><td>that the lamp is dark</tr></table>
<figure><img src="https://quay.example/lamp.jpg" alt="A dark lamp"><figcaption>The lamp on the north mole, photographed by night from the end of the quay</figcaption></figure>
<hr>
<p>北の突堤の端にある灯りは二月から消えたままで、油の代金を誰が払うのか、誰にも分からない。</p>
<p>👩‍👩‍👧 keep the lamp 🔦, ❤️ the sea 🇳🇴 and e&#x301;crivent a&#x308;ltere Briefe&#x301;.</p>
<p>המנורה בקצה שובר הגלים כבויה מאז פברואר (1911), ואיש אינו יודע מי משלם על השמן של north mole.</p>
<p>المصباح في نهاية الرصيف مطفأ منذ فبراير.</p>
<aside id="fn-1" role="doc-footnote"><p>By the deed of 1911, of which there is one copy.</p></aside>
"##;

fn page() -> String {
    serde_json::json!({ "article": { "title": "Every block", "html": BLOCKS } }).to_string()
}

#[test]
fn every_kind_of_block() {
    for size in [(40, 94), (72, 78), (120, 74)] {
        let screen = Driver::read("any.json", &page(), size).screen();
        insta::assert_snapshot!(format!("blocks-{}", size.0), screen.trim_end());
    }
}

#[test]
fn wide_rows_are_scrolled_to_their_end() {
    let table = "<table><tr><td>one<td>two<td>three<td>four<td>five<td>six</tr><tr><td>1<td>2<td>3<td>4<td>5<td>6</tr></table>";
    let page = serde_json::json!({ "article": { "html": table } }).to_string();
    let driver = Driver::read("any.json", &page, (24, 8));
    let rows = |driver: &Driver| {
        driver.screen().lines().skip(1).take(2).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(rows(&driver), [" one  two  three  four›", " 1    2    3      4   ›"]);
    assert_eq!(rows(&driver.keys("l l l")), [" three  four  five  six", " 3      4     5     6"]);
}

#[test]
fn what_is_hostile_in_a_table_costs_what_is_shown() {
    let cells = |count: usize| vec![RichText::plain("x"); count];
    let shapes = [
        ("columns", vec![cells(5_000)]),
        ("rows", vec![cells(2); 10_000]),
        ("both", vec![cells(400); 50]),
    ];
    for (why, rows) in shapes {
        let table = Table { rows, ..Table::default() };
        let block = Block { within: Vec::new(), content: Content::Table(table) };
        let blocks = sidenote::markup::from_html(&sidenote::markup::to_html(&[block]));
        let article = Article { blocks, ..Article::default() };
        let layout = ArticleLayout::new(72, 0, Typography::default());
        let most = (1..=article.blocks.len()).map(|item| layout.rows(&article, item, None).len());
        assert!(most.max().is_some_and(|most| most <= 6_000), "{why}");
    }
    let html = "<table><tr><td colspan=1000000000>a<td>b<tr><td>c<td>d</table>";
    assert!(sidenote::markup::from_html(html).len() < 20);
}

/// A table of any shape, and the columns of the screen that it has.
fn tables() -> impl Strategy<Value = (Table, usize)> {
    let cell = "([a-zA-Z0-9]{1,18}|漢字漢字|e\u{301}|👩\u{200D}👩|אבג)(( |\n)[a-z]{1,9}){0,5}";
    let align = prop_oneof![Just(Align::Left), Just(Align::Center), Just(Align::Right)];
    (1_usize..9, 1_usize..5, any::<bool>(), 2_usize..160).prop_flat_map(
        move |(columns, rows, header, room)| {
            let row =
                || prop::collection::vec(cell.prop_map(|text| RichText::plain(&text)), columns);
            let header = if header { row().boxed() } else { Just(Vec::new()).boxed() };
            let align = prop::collection::vec(align.clone(), columns);
            (header, prop::collection::vec(row(), rows), align)
                .prop_map(move |(header, rows, align)| (Table { header, rows, align }, room))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_width_loses_a_letter_of_a_table((table, columns) in tables()) {
        let block = Block { within: Vec::new(), content: Content::Table(table) };
        let text = block.plain().into_owned();
        let article = Article { blocks: vec![block], ..Article::default() };
        let layout = ArticleLayout::new(columns, 0, Typography::default());
        let mut shown = vec![false; text.len()];
        for row in layout.rows(&article, 1, None) {
            prop_assert!(row.wide || row.width() <= layout.measure.max(2), "{:?} in {}", row.text(), layout.measure);
            prop_assert!(row.spot == Spot::Space || row.spot <= Spot::Text(text.len()));
            for piece in &row.pieces {
                let Some(source) = piece.source else {
                    prop_assert!(piece.text.chars().all(|c| " ─:".contains(c)), "{:?}", piece.text);
                    continue;
                };
                let range = source..source + piece.text.len();
                prop_assert_eq!(text.get(range.clone()), Some(piece.text.as_str()));
                shown[range].fill(true);
            }
        }
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            prop_assert!(shown[at], "{c} at {at} is lost: {text:?} in {columns}");
        }
    }
}

/// Lines whose letters take more columns than they have characters, or fewer.
const LETTERS: [&str; 9] = [
    "plain",
    "漢字漢字",
    "ｆｕｌｌ",
    "e\u{301}a\u{308}",
    "한국어",
    "🔦🔦",
    "❤\u{FE0F}",
    "👩\u{200D}👩\u{200D}👧",
    "שלום",
];

#[test]
fn the_terminal_gives_letters_the_columns_that_we_do() {
    let code: String = LETTERS.iter().fold(String::new(), |code, letters| code + letters + "|\n");
    let page = serde_json::json!({ "article": { "title": "Letters", "html": format!("<pre>{code}</pre>") } });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letters.json");
    std::fs::write(&file, page.to_string()).unwrap();
    let terminal = Terminal::run(&format!("exec sidenote {}", file.display()), (60, 24));
    terminal.wait_for("plain|");
    let ends = |screen: &vt100::Screen| -> Vec<u16> {
        let end = |row: u16| {
            (0..60)
                .find(|&column| screen.cell(row, column).is_some_and(|cell| cell.contents() == "|"))
        };
        (0..24).filter_map(end).collect()
    };
    terminal.wait("a line for each", |screen| ends(screen).len() == LETTERS.len());
    terminal.wait("the columns that we give them", |screen| {
        let ends = ends(screen);
        let start = usize::from(ends[0]) - width(LETTERS[0]);
        let ours = LETTERS.map(|letters| start + width(letters));
        ends.iter().map(|&end| usize::from(end)).eq(ours)
    });
}
