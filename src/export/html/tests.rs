//! What an exported page holds, and what never gets into it.

use super::*;
use crate::markup::{from_html, from_markdown};
use crate::model::{Body, BodyKind, Confidence, Created, NewComment, Order, Parent, State, Votes};

fn export(document: &Document) -> String {
    let mut out = String::new();
    write(document, &Options::default(), &mut out).unwrap();
    out
}

fn comment(id: &str, parent: Option<&str>) -> NewComment<'static> {
    NewComment {
        id: Some(id.to_owned().into()),
        parent: parent.map_or(Parent::Root, |parent| Parent::Id(parent.to_owned().into())),
        author: id.to_uppercase().into(),
        body: Body { kind: BodyKind::Plain, text: "Yes".into() },
        ..NewComment::default()
    }
}

const ARTICLE: &str = "\
It is dark[^1], see [the deed](https://quay.example/deed) or [a file](/etc).

![A mole](https://quay.example/m.jpg \"The north mole\")

## The lamp

1. Look
2. Ask

| Years | Crowns |
| --- | --: |
| 1911 | 140 |

[^1]: By order.
";

fn discussion() -> Document {
    let article = Article {
        title: Some("The light".into()),
        byline: Some("Ines Varga".into()),
        site: Some("The Quay Review".into()),
        published: Some(1_777_793_400),
        language: Some("en-GB".into()),
        url: Some("https://quay.example/1".into()),
        blocks: from_markdown(ARTICLE),
        notices: vec!["Join in".into()],
        about: Some("Ines Varga has no boat".into()),
        ..Article::default()
    };
    let mut document = Document { article, ..Document::default() };
    document.thread.extend([
        NewComment {
            votes: Votes { score: Some(7), ..Votes::default() },
            created: Created::At(1_777_795_512),
            permalink: Some("https://quay.example/c?a=1&b=2".into()).into(),
            roles: vec!["op".into()],
            more: 1,
            ..comment("ada", None)
        },
        NewComment {
            confidence: Confidence::percent(40),
            created: Created::Ago { text: "a day ago".into(), seconds: None },
            ..comment("pim", Some("ada"))
        },
        NewComment { state: State::Deleted, body: Body::default(), ..comment("bo", Some("pim")) },
        NewComment { subject: "Who *pays*".into(), edited: true, ..comment("tom", None) },
    ]);
    document
}

#[test]
fn a_page_as_it_is_written() {
    let page = export(&discussion()).replace(STYLE, "");
    insta::assert_snapshot!(page, @r##"
    <!DOCTYPE html>
    <html lang="en-GB">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <title>The light</title>
    <meta name="author" content="Ines Varga">
    <meta property="og:site_name" content="The Quay Review">
    <meta property="article:published_time" content="2026-05-03T07:30:00Z">
    <link rel="canonical" href="https://quay.example/1">
    <style>
    </style>
    </head>
    <body>
    <article class="page">
    <header>
    <h1><a href="https://quay.example/1">The light</a></h1>
    <p class="byline">Ines Varga · The Quay Review · <time datetime="2026-05-03T07:30:00Z">3 May 2026 07:30 UTC</time></p>
    </header>
    <p>It is dark<a id="fnref-1" href="#fn-1" role="doc-noteref">1</a>, see <a href="https://quay.example/deed">the deed</a> or a file.</p>
    <figure><a href="https://quay.example/m.jpg"><img src="" data-src="https://quay.example/m.jpg" alt="A mole"></a><figcaption>The north mole</figcaption></figure>
    <section id="s-1">
    <h2>The lamp</h2>
    <ol>
    <li>Look</li>
    <li>Ask</li>
    </ol>
    <table>
    <thead>
    <tr><th>Years</th><th align="right">Crowns</th></tr>
    </thead>
    <tbody>
    <tr><td>1911</td><td align="right">140</td></tr>
    </tbody>
    </table>
    <aside id="fn-1" role="doc-footnote"><a href="#fnref-1" role="doc-backlink">1</a> <p>By order.</p></aside>
    </section>
    <p class="about about-author">Ines Varga has no boat</p>
    <p class="notice">Join in</p>
    </article>
    <section class="thread comments" id="comments">
    <h2>4 comments</h2>
    <ul class="replies">
    <li><article class="comment" id="c-ada" itemprop="comment" itemscope itemtype="https://schema.org/Comment">
    <details open>
    <summary><b itemprop="author">ADA</b> <span class="role">(OP)</span> · <span class="score">+7</span> · <a class="u-url" href="https://quay.example/c?a=1&amp;b=2"><time itemprop="dateCreated" datetime="2026-05-03T08:05:12Z">3 May 2026 08:05 UTC</time></a></summary>
    <div itemprop="text">
    <p>Yes</p>
    </div>
    <p class="notice">1 more reply not loaded</p>
    <ul class="replies">
    <li><article class="comment" id="c-pim" itemprop="comment" itemscope itemtype="https://schema.org/Comment">
    <details open>
    <summary><b itemprop="author">PIM</b> · <span class="age">a day ago</span> · <a class="u-in-reply-to" href="#c-ada">answers ADA (?)</a></summary>
    <div itemprop="text">
    <p>Yes</p>
    </div>
    <ul class="replies">
    <li><article class="comment" id="c-bo" itemprop="comment" itemscope itemtype="https://schema.org/Comment">
    <details open>
    <summary><b itemprop="author">BO</b></summary>
    <p class="notice" itemprop="text">[deleted]</p>
    </details>
    </article></li>
    </ul>
    </details>
    </article></li>
    </ul>
    </details>
    </article></li>
    <li><article class="comment" id="c-tom" itemprop="comment" itemscope itemtype="https://schema.org/Comment">
    <details open>
    <summary><b itemprop="author">TOM</b> · <span class="subject">Who *pays*</span> · edited</summary>
    <div itemprop="text">
    <p>Yes</p>
    </div>
    </details>
    </article></li>
    </ul>
    </section>
    </body>
    </html>
    "##);
}

#[test]
fn direction_follows_the_language() {
    let cases = [
        ("he", "<html lang=\"he\" dir=\"rtl\">"),
        ("fa-IR", "<html lang=\"fa-IR\" dir=\"rtl\">"),
        ("de", "<html lang=\"de\">"),
        ("\" onload=", "<html>"),
    ];
    for (language, expected) in cases {
        let mut document = Document::default();
        document.article.language = Some(language.into());
        assert!(export(&document).contains(expected), "{language}");
    }
}

#[test]
fn the_article_is_read_back_as_it_was() {
    let html = to_page(&from_markdown(&ARTICLE.replace("(/etc)", "(https://quay.example/f)")), "");
    let read = from_html(&html);
    assert_eq!(
        read,
        from_markdown(&ARTICLE.replace("(/etc)", "(https://quay.example/f)")),
        "{html}"
    );
}

#[test]
fn no_fact_breaks_out_of_its_place() {
    let hostile = "\"'><script>alert(1)</script><img src=x>&";
    let mut document = Document::default();
    let article = &mut document.article;
    article.title = Some(hostile.into());
    article.byline = Some(hostile.into());
    article.site = Some(hostile.into());
    article.language = Some(hostile.into());
    article.url = Some(hostile.into());
    article.notices = vec![hostile.into()];
    article.about = Some(hostile.into());
    let comments = |words: &str, link: &str| {
        [
            NewComment {
                author: words.to_owned().into(),
                roles: vec![words.into()],
                subject: words.to_owned().into(),
                created: Created::Ago { text: words.to_owned().into(), seconds: None },
                permalink: Some(format!("https://quay.example/{words}").into()).into(),
                ..comment(words, None)
            },
            NewComment {
                permalink: Some(link.to_owned().into()).into(),
                confidence: Confidence::percent(1),
                body: Body {
                    kind: BodyKind::Html,
                    text: format!("<a href=\"{link}\">a</a>").into(),
                },
                ..comment("b", Some(words))
            },
        ]
    };
    document.thread.extend(comments(hostile, "javascript:alert(1)"));
    let page = export(&document);
    assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
    assert!(!page.contains("javascript:"), "{page}");
    assert!(!page.contains("lang="), "{page}");
    let article = Article {
        title: Some("t".into()),
        byline: Some("b".into()),
        site: Some("s".into()),
        about: Some("a".into()),
        notices: vec!["n".into()],
        ..Article::default()
    };
    let mut harmless = Document { article, ..Document::default() };
    harmless.thread.extend(comments("w", "javascript:alert(1)"));
    let tags = |page: &str| page.matches('<').count();
    assert_eq!(tags(&page), tags(&export(&harmless)), "as many tags as with harmless words");
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let mut document = discussion();
    let picture = "<img src=https://quay.example/i alt=b> <a href=//quay.example/x>c</a>";
    let body = Body { kind: BodyKind::Html, text: picture.into() };
    document.thread.extend([NewComment { body, ..comment("eve", None) }]);
    let page = export(&document);
    for attribute in page.split(" src=").skip(1) {
        assert!(attribute.starts_with("\"\" "), "{attribute}");
    }
    let rest = page.replace("href=\"https://", "").replace("href=\"#", "");
    assert!(!rest.contains("href="), "{rest}");
    for word in ["url(", "@import", "<script", "<iframe", "<link rel=\"style"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn a_hostile_depth_has_an_end_and_all_that_opens_closes() {
    let chain = |at: usize| {
        let parent = at.checked_sub(1).map(|parent| parent.to_string());
        comment(&at.to_string(), parent.as_deref())
    };
    let mut document = Document::default();
    document.thread.extend((0..20_000).map(chain));
    document.thread.extend([comment("last", None)]);
    let orders = [Order::Given, Order::Latest].map(|order| {
        let mut out = String::new();
        write(&document, &Options { order, ..Options::default() }, &mut out).unwrap();
        out
    });
    for page in orders {
        for name in ["article", "details", "ul", "li"] {
            let (mut open, mut deepest) = (0, 0);
            for part in page.split('<') {
                let is_end = part.starts_with(&format!("/{name}>"));
                let is_start = [' ', '>'].iter().any(|c| part.starts_with(&format!("{name}{c}")));
                open += i32::from(is_start) - i32::from(is_end);
                deepest = deepest.max(open);
            }
            assert_eq!(open, 0, "{name}");
            assert!(deepest <= 13, "{name} {deepest}");
        }
    }
}
