//! What is the article and what is not, whatever the page does.

use std::fmt::Write;

use super::*;
use crate::load::page::Page;
use crate::markup::{formulas, from_html, to_html};
use crate::model::plain_text;

/// Three paragraphs that are an article.
const TEXT: &str = "<p>The lamp on the north mole has been dark since the last week of February, and nobody in the \
    town, or so it seems, knows whose it is.</p>\
    <p>Ines Varga, who kept it for eleven years, says that the oil was paid for by the harbour office, \
    the wicks by the parish, and the glass by whoever had broken it.</p>\
    <p>Her successor was never named. The office says that it is looking for one, the parish says that \
    it is looking for the office, and the ferries, for now, come in by day.</p>";

fn found(html: &str) -> Found {
    let page = Page::of(html);
    let head = head(&page.tree);
    find(page.first("body").unwrap(), &head, Fallback::Whole)
}

/// The lines of the article, each by its first two words.
fn lines(html: &str) -> String {
    let text = plain_text(&from_html(&found(html).html));
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    lines.map(first).collect::<Vec<_>>().join(" / ")
}

#[test]
fn the_article_is_told_from_what_is_around_it() {
    const ALL: &str = "The lamp / Ines Varga, / Her successor";
    let list = "<ul><li><a href=/1>The ferry that came in by night</a><li><a href=/2>A new bell for the old quay</a></ul>";
    #[rustfmt::skip]
    let cases = [
        ("alone",              format!("<body>{TEXT}"), ALL),
        ("in a column",        format!("<div class=page><div class=sidebar>{list}</div><div class=content>{TEXT}</div></div>"), ALL),
        ("navigation",         format!("<div><nav>{list}</nav><div>{TEXT}</div></div>"), ALL),
        ("a breadcrumb in it", format!("<article><nav class=breadcrumb><a href=/>Home</a></nav>{TEXT}</article>"), ALL),
        ("byline and date",    format!("<article><p class=byline>By Ines Varga</p><p>May 3, 2026 8:15 am</p>{TEXT}</article>"), ALL),
        ("its headline",       format!("<title>Who owns the lamp?</title><article><h1>Who owns the lamp?</h1>{TEXT}</article>"), ALL),
        ("a heading in it",    format!("<article>{TEXT}<h2>Before</h2>{TEXT}</article>"), "The lamp / Ines Varga, / Her successor / Before / The lamp / Ines Varga, / Her successor"),
        ("a heading of nothing", format!("<article>{TEXT}<h3>Comments</h3></article>"), ALL),
        ("related pages",      format!("<article>{TEXT}<h3>You may also like</h3>{list}</article>"), ALL),
        ("one of them inside", format!("<article>{TEXT}<p><strong>Read more: <a href=/1>The ferry</a></strong></p>{TEXT}</article>"), "The lamp / Ines Varga, / Her successor / The lamp / Ines Varga, / Her successor"),
        ("a newsletter",       format!("<article>{TEXT}<p><em>Sign up for our newsletter.</em></p></article>"), ALL),
        ("a box by its name",  format!("<article>{TEXT}<div class='post__newsletterSignup'><p>Every Friday, all of it.</p></div></article>"), ALL),
        ("a name that only begins so", format!("<article class=shareholder>{TEXT}</article>"), ALL),
        ("sharing",            format!("<article><div class='sharedaddy'><h3>Share this:</h3></div>{TEXT}</article>"), ALL),
        ("comments",           format!("<article>{TEXT}</article><div id=comments class=comments><p>I have a spare wick, if anybody, anywhere, should want it.</p></div>"), ALL),
        ("line breaks",        "<div>The lamp, as far as we know, is dark, and has been for a while now.<br><br>Ines Varga, who kept it, says that the oil, the wicks, and the glass were paid for by others.</div>".into(), "The lamp, / Ines Varga,"),
        ("a quoted post",      format!("<article>{TEXT}<div class=social-embed><blockquote class=twitter-tweet><p>Dark again.</p></blockquote></div>{TEXT}</article>"), "The lamp / Ines Varga, / Her successor / Dark again. / The lamp / Ines Varga, / Her successor"),
        ("what is not shown",  format!("<article><div style='display: none'><p>Subscribe, please, and do it now, and then again.</p></div>{TEXT}</article>"), ALL),
        ("a page shown by a script", format!("<div hidden>{TEXT}</div>"), ALL),
        ("nothing",            "<body>".into(), ""),
    ];
    for (why, html, wanted) in cases {
        assert_eq!(lines(&html), wanted, "{why}");
    }
}

/// What leads to other pages is a section of some texts, and a box around the others.
#[test]
fn a_section_of_links_is_told_from_a_box() {
    const ALL: &str = "The lamp / Ines Varga, / Her successor";
    let list = "<ul><li><a href=/1>The ferry that came in by night</a><li><a href=/2>A bell</a><li>The deed</ul>";
    let edit = "<span class=mw-editsection>[<a href=/edit>edit</a>]</span>";
    let notes = format!("<h2>Notes</h2>{TEXT}");
    #[rustfmt::skip]
    let cases = [
        ("named after itself",  format!("<h2 id=See_also>See also{edit}</h2>{list}"), "See also / The ferry / A bell / The deed"),
        ("a mark to link to",   format!("<h2 id=further-reading>Further reading: <a href=#further-reading>¶</a></h2>{list}"), "Further reading: / The ferry / A bell / The deed"),
        ("between others",      format!("<h2>Oil</h2>{TEXT}<h2>Wicks</h2>{TEXT}<h2>See also</h2>{list}{notes}"),
            "Oil / The lamp / Ines Varga, / Her successor / Wicks / The lamp / Ines Varga, / Her successor / See also / The ferry / A bell / The deed / Notes / The lamp / Ines Varga, / Her successor"),
        ("a box",               format!("<h3>See also</h3>{list}"), ""),
        ("with pictures",       format!("<h3 id=see-also>See also</h3><img src=/1.jpg>{list}"), ""),
        ("more of the site's",  format!("<h3>More great Quay stories</h3><ul><li>☂ By mail, every Friday, for all who ask: <a href=/0>the newsletter</a>{}</ul>", "<li><a href=/1>The ferry that came in</a>".repeat(4)), ""),
    ];
    for (why, html, wanted) in cases {
        let wanted = [ALL, wanted].into_iter().filter(|words| !words.is_empty());
        let wanted = wanted.collect::<Vec<_>>().join(" / ");
        assert_eq!(lines(&format!("<article>{TEXT}{html}</article>")), wanted, "{why}");
    }
}

/// A name that is made of a heading says what a section is about; what is in it says what it is for.
#[test]
fn a_section_named_after_its_heading_is_told_from_a_box() {
    let words = "<p>The keeper, or whoever stands in for her, writes it down before going home, with the \
                 wind, the height of the water, and the hour at which the lamp was lit.</p>";
    let list = "<ul><li><a href=/1>The ferry that came in by night</a><li><a href=/2>A new bell for the old quay</a></ul>";
    let mark = "<a class=headerlink href=#x>¶</a>";
    #[rustfmt::skip]
    let texts = [
        ("a section",           "sharing-a-lamp", format!("<div class=section id=sharing-a-lamp><h2>Sharing a lamp{mark}</h2>{words}</div>")),
        ("called comments",     "Comments",       format!("<section id=comments class=comments><h2>Comments</h2>{words}{words}</section>")),
        ("a heading",           "Related tools",  format!("<h2 id=related-tools>Related tools</h2>{words}")),
        ("words in a heading",  "Comments",       format!("<h2><span id=Comments>Comments</span><span class=mw-editsection>[edit]</span></h2>{words}")),
        ("with a wrap",         "Subscribe",      format!("<div class=heading><h2 id=subscribe>Subscribe</h2></div>{words}")),
        ("with a number",       "Tags",           format!("<section id=tags><h2>1.2. Tags</h2>{words}</section>")),
        ("one more of them",    "Tags",           format!("<section id=tags-1><h2>Tags</h2>{words}</section>")),
        ("a list of terms",     "Extra options",  "<section id=extra-options><h2>Extra options</h2><dl><dt>wick<dd>How wide it is, in threads.<dt>oil<dd>How much of it there is, in jars that are full.<dt>glass<dd>Its colour.</dl></section>".into()),
        ("a section in it",     "Newsletter",     format!("<section id=extra><h2>Extra</h2>{words}<section id=newsletter><h3>Newsletter</h3>{words}</section></section>")),
        ("a name of its own",   "Wicks",          format!("<div class=share-wicks><h2>Wicks</h2>{}</div>", words.repeat(4))),
    ];
    #[rustfmt::skip]
    let boxes = [
        ("comments",            format!("<div id=comments><h3>Comments</h3><ol><li class=comment>{words}<li class=comment>{words}</ol></div>")),
        ("their authors",       format!("<div id=comments><h3>2 comments</h3><div><p class=author>Tomas Lind</p>{words}</div></div>")),
        ("behind a heading",    format!("<h3 id=comments>Comments</h3><ol class=commentlist><li>{words}</ol>")),
        ("links",               format!("<div id=related><h3>Related</h3>{list}</div>")),
        ("teasers",             format!("<div id=related><h3>Related</h3><h4><a href=/1>The ferry</a></h4>{words}</div>")),
        ("a form",              format!("<section id=newsletter><h2>Newsletter</h2><form>{words}<input name=mail></form></section>")),
        ("a plea",              "<section id=newsletter><h2>Newsletter</h2><p>Sign up for all that happens on the quay, the mole, and the ferries, every Friday, by mail, for nothing.</p></section>".into()),
        ("tags",                "<div id=tags><h4>Tags</h4><a href=/t/1>lamp</a> <a href=/t/2>mole</a></div>".into()),
        ("named after nothing", format!("<div id=related-pages><h3>Ferries</h3>{words}</div>")),
    ];
    let text = |html: &str| {
        let html = format!("<article>{TEXT}{html}{TEXT}</article>");
        plain_text(&from_html(&found(&html).html))
    };
    for (why, title, html) in texts {
        let text = text(&html);
        let title = title.replace('-', " ").to_lowercase();
        assert!(text.to_lowercase().contains(&title), "{why}, its heading: {text}");
        assert!(text.contains("lamp was lit") || text.contains("in threads"), "{why}: {text}");
    }
    for (why, html) in boxes {
        let text = text(&html);
        let is_there = ["lamp was lit", "A new bell", "by mail", "Tomas", "mole\n"];
        let there = is_there.iter().find(|words| text.contains(**words) && !TEXT.contains(**words));
        assert_eq!(there, None, "{why}: {text}");
    }
}

/// Words are left out for what is around a text, not for the element that they happen to stand in.
#[test]
fn a_text_is_kept_wherever_it_stands() {
    let more = "<p>The lamp, as the ferries report, was seen alight on the second of May, for an hour or a \
                little less, and nobody on the quay, from the ropes to the ice house, has said who lit it, \
                or why it went out again, or whose oil it was that burned, and on whose account.</p>";
    #[rustfmt::skip]
    let cases = [
        ("a button",            format!("{TEXT}<button>{more}</button>")),
        ("many buttons",        format!("{TEXT}{}{more}", "<button>".repeat(200))),
        ("an object",           format!("{TEXT}<object>{more}</object>")),
        ("a video",             format!("{TEXT}<video>{more}</video>")),
        ("no scripts",          format!("{TEXT}<noscript>{more}</noscript>")),
        ("many of them",        format!("{TEXT}{}{more}", "<noscript><p>".repeat(200))),
        ("a form",              format!("{TEXT}<form><input><input>{more}</form>")),
        ("a drawing",           format!("{TEXT}<svg><foreignObject><div>{more}</div></foreignObject></svg>")),
        ("behind a drawing",    format!("{TEXT}{}{more}", "<svg><g>".repeat(500))),
        ("headings",            format!("{TEXT}{}{more}", "<h1><h2>".repeat(200))),
        ("a link",              format!("{TEXT}<a href=/x>{more}</a>")),
        ("a table of links",    format!("{TEXT}{}{more}", "<table><a>".repeat(200))),
        ("a part of the page",  format!("{TEXT}<nav>{more}</nav>")),
        ("beside the main part", format!("<div class='article content post'>{}</div><main>{TEXT}{more}</main>", "<p>oil, oil, oil, oil</p>".repeat(300))),
        ("a class of boxes",    format!("<div class=sidebar>{TEXT}{more}</div>")),
        ("a class of comments", format!("<div class=comment>{TEXT}{more}</div>")),
        ("an aside",            format!("<aside>{TEXT}{more}</aside>")),
        ("a footer",            format!("<footer>{TEXT}{more}</footer>")),
    ];
    for (why, html) in cases {
        let text = plain_text(&from_html(&found(&html).html));
        let is_there = |words: &str| text.contains(words);
        let whole =
            is_there("Her successor was never named") && is_there("seen alight on the second");
        assert!(whole, "{why}: {text}");
    }
}

#[test]
fn pictures_have_the_address_that_they_are_at() {
    let long = "A".repeat(5000);
    let inline = format!("data:image/png;base64,{long}");
    let name = crate::load::inline_name(&inline).unwrap();
    #[rustfmt::skip]
    let cases = [
        ("one that is there",       "src=/l.jpg".to_owned(),                                  Some("/l.jpg")),
        ("one that is to come",     "src=/dot.gif data-src=/l.jpg".to_owned(),                Some("/l.jpg")),
        ("its copy",                "src=./q_files/l.jpg data-src=/l.jpg".to_owned(),         Some("./q_files/l.jpg")),
        ("one in the page",         format!("src={inline}"),                                  Some(name.as_str())),
        ("a stand-in for one",      format!("src={inline} data-src=/l.jpg"),                  Some("/l.jpg")),
        ("a dot",                   "src=data:image/gif;base64,R0lGODlhAQABAAAAACw=".to_owned(), None),
    ];
    for (why, attributes, expected) in cases {
        let html =
            found(&format!("<article>{TEXT}<p><img alt=mole {attributes}></p>{TEXT}</article>"))
                .html;
        let address = html.split("<img src=\"").nth(1).and_then(|rest| rest.split('"').next());
        assert_eq!(address, expected, "{why}");
    }
}

#[test]
fn what_is_said_instead_of_scripts_pictures_and_videos_is_left_out() {
    let noise = "<noscript>Please allow scripts, and load this page again.</noscript>\
                 <noscript><img src=/mole.jpg alt=mole></noscript>\
                 <video src=/v.mp4>Your browser plays no videos.</video>\
                 <svg><title>Mole</title><text>North</text></svg><button>Save</button>";
    let text =
        plain_text(&from_html(&found(&format!("<article>{TEXT}{noise}{TEXT}</article>")).html));
    assert_eq!(text, plain_text(&from_html(&format!("{TEXT}{TEXT}"))));
}

#[test]
fn a_page_that_is_no_article_is_whole() {
    let links =
        "<ul><li><a href=/1>The ferry that came in by night</a><li><a href=/2>A bell</a></ul>";
    #[rustfmt::skip]
    let cases = [
        ("links",            format!("<div>{links}</div><div class=sidebar>{links}<p>Tides: 04:12</p></div>"), "A bell The ferry that came in by night A bell Tides: 04:12"),
        ("a few words",      "<div class=popup>Moved.</div><footer>Ask at the harbour office.</footer>".into(), "Moved. Ask at the harbour office."),
        ("for no scripts",   "<div id=app></div><noscript>Scripts are needed.</noscript>".into(), "Scripts are needed."),
        ("a drawing",        "<svg><text>North mole</text></svg>".into(), "North mole"),
        ("a form",           "<form>Name <input name=n> <select><option>Ines</select><button>Go</button></form>".into(), "Name Ines Go"),
    ];
    for (why, html, end) in cases {
        let text = plain_text(&from_html(&found(&html).html));
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.ends_with(end), "{why}: {words}");
    }
}

#[test]
fn formulas_and_abbreviations_are_said() {
    let math = |inner: &str| format!("<math>{inner}</math>");
    let alpha = "<semantics><mi>α</mi><annotation encoding='application/x-tex'>\\alpha_1</annotation></semantics>";
    let picture =
        "<img src=/f.png alt='{\\displaystyle x^{2}}' class='mwe-math-fallback-image-inline'>";
    let matrix = "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>\
                  <mtr><mtd><mi>c</mi></mtd><mtd><mo>-</mo><mi>d</mi></mtd></mtr></mtable>";
    #[rustfmt::skip]
    let cases = [
        ("MathML",              math("<mfrac><mi>a</mi><mn>2</mn></mfrac><mo>+</mo><msup><mi>x</mi><mn>2</mn></msup>"), "a/2 + x²"),
        ("its TeX",             math(alpha), "α₁"),
        ("a root",              math("<mroot><mi>x</mi><mn>3</mn></mroot><mo>=</mo><msqrt><mi>y</mi></msqrt>"), "∛x = √y"),
        ("a matrix",            math(&format!("<mo>(</mo>{matrix}<mo>)</mo>")), "(a, b; c, −d)"),
        ("equations",           math("<mtable><mtr><mtd><mi>x</mi></mtd><mtd><mo>=</mo><mi>y</mi></mtd></mtr></mtable>"), "x = y"),
        ("brackets",            math("<mi>f</mi><mfenced><mi>x</mi><mi>y</mi></mfenced>"), "f(x, y)"),
        ("accents",             math("<mover><mi>x</mi><mo>^</mo></mover><mo>+</mo><mover><mi>y</mi><mo>→</mo></mover>"), "x\u{302} + y\u{20D7}"),
        ("a line over it",      math("<mover><mrow><mi>A</mi><mi>B</mi></mrow><mo>¯</mo></mover>"), "A\u{305}B\u{305}"),
        ("no line of text",     math("<mi>a</mi><mo>$</mo>"), "a$"),
        ("a script",            "<span class=MathJax_Preview>x2</span><span class=MathJax>x2</span><script type='math/tex'>x^2</script>".to_owned(), "x²"),
        ("nested without end",  math(&("<mrow>".repeat(500) + "<mi>x</mi>")), "x"),
        ("a picture of one",    picture.to_owned(), "x²"),
        ("both",                format!("<span>{}</span>{picture}", math("<msup><mi>x</mi><mn>2</mn></msup>")), "x²"),
        ("one that is not said", "<img src=/f.png alt='\\begin{x}' class=latex>".to_owned(), "<code>\\begin{x}</code>"),
        ("KaTeX",               format!("<span class=katex-mathml>{}</span><span class=katex-html>α1</span>", math(alpha)), "α₁"),
        ("an abbreviation",     "<abbr title='Port Authority'>PA</abbr> and <abbr title='Port Authority'>PA</abbr>".to_owned(), "PA (Port Authority) and PA"),
        ("a date is none",      "<abbr title='2026-05-03'>May</abbr>".to_owned(), "May"),
    ];
    for (why, html, expected) in cases {
        let html = found(&format!(
            "<article>{TEXT}<p>So it is {html}, and that is that, says the deed.</p></article>"
        ))
        .html;
        let blocks = from_html(&html);
        let mut written = to_html(&blocks);
        for (range, said) in formulas(&written.clone()).into_iter().rev() {
            written.replace_range(range, &said);
        }
        assert!(written.contains(&format!("<p>So it is {expected}, and that")), "{why}: {written}");
    }
}

#[test]
fn captions_stay_with_their_pictures() {
    let figure = "<figure><img src=/l.jpg><figcaption>The mole in March</figcaption></figure>";
    let html = found(&format!("<article>{TEXT}{figure}{TEXT}</article>")).html;
    assert!(html.contains("<figcaption>The mole in March</figcaption>"));
    #[rustfmt::skip]
    let cases = [
        // Whether the picture is there, whether the words under it are.
        ("a figure that has one",  "<figure class='fig--narrow-caption has-caption'><img src=/l.jpg><figcaption class=media-caption>The mole in March</figcaption></figure>", true, true),
        ("a box that has one",     "<div class=picture-with-caption><img src=/l.jpg><p class=caption>The mole in March</div>", true, false),
        ("a box that is one",      "<div class=wp-caption><img src=/l.jpg><p class=wp-caption-text>The mole in March</div>", true, false),
        ("a figure that is one",   "<figure class=wp-caption><img src=/l.jpg><figcaption>The mole in March</figcaption></figure>", true, false),
        ("one without a picture",  "<figure class=has-caption><figcaption class=media-caption>The mole in March</figcaption></figure>", false, false),
        ("one of code",            "<figure><pre>lamp</pre><figcaption class=media-caption>The mole in March</figcaption></figure>", false, true),
    ];
    for (why, figure, picture, words) in cases {
        let html = found(&format!("<article>{TEXT}{figure}{TEXT}</article>")).html;
        assert_eq!(html.contains("/l.jpg"), picture, "{why}: {html}");
        assert_eq!(html.contains("The mole in March"), words, "{why}: {html}");
    }
    let loose = "<div class=caption>The mole in March</div>";
    assert!(!found(&format!("<article>{TEXT}{loose}{TEXT}</article>")).html.contains("March"));
}

#[test]
fn what_stands_beside_the_text_is_kept_beside_it() {
    let note = "Ines Varga kept the light on the north mole for eleven years and writes about it.";
    let page = format!(
        "<article><span class=byline>By Ines Varga</span>{TEXT}<div class=author-bio><p>{note}</p></div>\
         <div class=cta><p>Continue reading with a subscription</p></div></article>"
    );
    let found = found(&page);
    assert_eq!(found.byline.as_deref(), Some("By Ines Varga"));
    assert_eq!(found.about.as_deref(), Some(note));
    assert_eq!(found.notices, ["Continue reading with a subscription"]);
    assert!(!found.html.contains("eleven years and writes"));
}

#[test]
fn pages_that_are_none_are_told() {
    let entry = "<div><h2><a href=/1>The ferry that came in by night</a></h2><p>It came in by night, which no ferry does, \
                 and nobody, not even the office, saw it come.</p></div>";
    #[rustfmt::skip]
    let cases = [
        ("an article",  format!("<article>{TEXT}</article>"), None),
        ("a list",      format!("<main>{}</main>", entry.repeat(8)), Some("a list of links to other pages")),
        ("a form",      "<form><p>Who are you?</p><input name=a><input type=password></form>".into(), Some("a page to log in")),
        ("nothing",     "<p>Soon.</p>".into(), Some("no text to speak of")),
    ];
    for (why, html, wanted) in cases {
        assert_eq!(found(&html).instead, wanted, "{why}");
    }
}

#[test]
fn facts_are_those_of_the_article() {
    #[rustfmt::skip]
    let cases = [
        ("nothing",             "", ""),
        ("the title",           "<title>Who owns the lamp on it? | The Quay Review</title>", "title Who owns the lamp on it?"),
        ("the site first",      "<title>Quay | Who owns the lamp on the mole?</title>", "title Who owns the lamp on the mole?"),
        ("a path",              "<title>Who owns it » News » Quay</title>", "title Who owns it » News"),
        ("a short one",         "<title>The lamp - Quay</title>", "title The lamp - Quay"),
        ("a colon",             "<title>The Quay: Who owns the lamp on it?</title>", "title Who owns the lamp on it?"),
        ("a colon of its own",  "<title>The lamp: who owns it?</title><h1>The lamp: who owns it?</h1>", "title The lamp: who owns it?"),
        ("names",               "<meta property=og:title content='The &amp;amp; lamp'><meta name=author content='Ines Varga'><meta property=og:site_name content=Quay>", "title The & lamp, by Ines Varga, site Quay"),
        ("an address",          "<meta property=article:author content='https://x.example/iv'>", ""),
        ("another name for it", "<meta property='og:article:author' content='Ines Varga'>", "by Ines Varga"),
        ("a date",              "<meta property='article:published_time' content='2026-05-03T08:15:00Z'>", "on 2026-05-03T08:15:00Z"),
        ("no date of it",       "<article><time datetime=2026-05-03>3 May</time></article>", ""),
        ("JSON-LD",             r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"No"},{"@type":"NewsArticle","headline":"The lamp","author":[{"name":"Ines Varga"},{"name":"Tomas Lind"}],"publisher":{"name":"Quay"},"datePublished":"2026-05-03"}]}</script>"#, "title The lamp, by Ines Varga, Tomas Lind, site Quay, on 2026-05-03"),
        ("JSON-LD of others",   r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"Organization","name":"No"}</script>"#, ""),
        ("JSON-LD in pieces",   r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":</script><meta name=author content=Ada>"#, "by Ada"),
    ];
    for (why, html, wanted) in cases {
        let head = head(&Page::of(html).tree);
        let named = [
            ("title", head.title),
            ("by", head.byline),
            ("site", head.site),
            ("on", head.published),
        ];
        let said = named.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?)));
        assert_eq!(said.collect::<Vec<_>>().join(", "), wanted, "{why}");
    }
}

#[test]
fn it_is_explained() {
    let page = Page::of(&format!(
        "<main id=m><article class=story>{TEXT}{TEXT}<p class=newsletter>Sign up.</p></article></main>"
    ));
    let said = explain(page.first("body").unwrap(), &head(&page.tree));
    insta::assert_snapshot!(said, @r"
    round 1: unlikely classes left out, names count, odd blocks cleaned out; 918 characters, taken
      points  chars  links  candidate
        65.0    926     0%  body > main#m > article.story
    >   20.0    926     0%  body > main#m
         6.7    926     0%  body
      winner: body > main#m, since it holds nothing but the best candidate
      left out, by its name: Sign up.
    ");
}

#[test]
fn hostile_pages_come_to_an_end() {
    let many = 5_000;
    let mut wide = String::new();
    for at in 0..many {
        let _ = write!(
            wide,
            "<div class=c{at}><p>One, two, three, four, and many more of them{at}.</p></div>"
        );
    }
    let cases = [
        ("wide", wide),
        ("deep", format!("{}{TEXT}", "<div>".repeat(many))),
        ("deep again and again", format!("{}{TEXT}", "<div>".repeat(300)).repeat(60)),
        ("links", "<p><a href=/x>one, two</a> three".repeat(many)),
        ("breaks", format!("<div>{}</div>", "one, two<br><br>".repeat(many))),
        ("lists", "<ul><li><a href=/1>one</a>".repeat(many)),
        ("edits", "<ins>one, two".repeat(many)),
        ("bylines", "<p class=byline></p>".repeat(many)),
        ("headings", "<h2>The lamp, the mole</h2>".repeat(many)),
        ("sections", format!("{TEXT}{}", "<h2 id=seealso>See also</h2><p>oil</p>".repeat(many))),
        (
            "sections in sections",
            format!("{TEXT}{}", "<section id=tags><h2>Tags</h2><p>oil</p>".repeat(many)),
        ),
        ("formulas", "<p class=MathJax>a<script type=math/tex>x</script>".repeat(many)),
    ];
    for (why, html) in cases {
        let page = Page::of(&html);
        let head = head(&page.tree);
        let html_out = find(page.first("body").unwrap(), &head, Fallback::Whole).html;
        assert!(html_out.len() < 4 * html.len(), "{why}: {}", html_out.len());
    }
}
