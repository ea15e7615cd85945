//! Words in classes and ids, and at the beginning of lines, that say what a block is for.
//!
//! Names are taken apart into words (`relatedContentUpper` is `related content upper`), so that
//! `shareholder` is no `share`.

use std::sync::LazyLock;

use hashbrown::HashMap;

/// What a block that is no text is. Of several the first counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purpose {
    /// What readers say.
    Comments,
    /// Other pages, advertisements, newsletters, ways of sharing, navigation.
    Box,
    /// About the author.
    Author,
    /// Under a picture.
    Caption,
    /// Who wrote it, when.
    Byline,
    /// Pictures one behind the other.
    Gallery,
}

const BYLINE: &[&str] = &[
    "byline",
    "dateline",
    "timestamp",
    "datestamp",
    "pubdate",
    "publishdate",
    "postmeta",
    "postinfo",
    "articledate",
    "writtenby",
    "submitted",
    "readtime",
];
const CAPTION: &[&str] =
    &["caption", "captions", "credit", "credits", "copyright", "figcaption", "attribution"];
const BOXES: &[&str] = &[
    "related",
    "recirc",
    "recirculation",
    "trending",
    "recommended",
    "recommendations",
    "popular",
    "outbrain",
    "taboola",
    "readmore",
    "sharedaddy",
    "jetpack",
    "sharing",
    "share",
    "addtoany",
    "addthis",
    "advert",
    "advertisement",
    "adbox",
    "wpcnt",
    "newsletter",
    "subscribe",
    "signup",
    "promo",
    "breadcrumb",
    "breadcrumbs",
    "cta",
    "relatedposts",
    "relatedcontent",
    "jp-relatedposts",
    "morestories",
    "nextarticle",
    "toolbar",
    "printfriendly",
    "subscription",
    "donate",
    "donation",
    "tagcloud",
    "posttags",
];
const COMMENTS: &[&str] = &["comments", "commentlist", "disqus", "wpdcom", "wpcomm"];
const AUTHOR: &[&str] = &["bio", "authorbox", "authorbio", "aboutauthor", "authorinfo"];

const GALLERY: &[&str] = &["gallery", "slideshow", "carousel", "slider"];
/// Words that say it only behind one another.
const PAIRS: &[(Purpose, &[(&str, &str)])] = &[
    (Purpose::Comments, &[("comment", "list"), ("comments", "area"), ("comment", "section")]),
    (Purpose::Box, &[("read", "more"), ("more", "stories"), ("social", "links")]),
    (
        Purpose::Author,
        &[
            ("post", "author"),
            ("about", "author"),
            ("author", "box"),
            ("author", "info"),
            ("author", "content"),
        ],
    ),
    (
        Purpose::Byline,
        &[
            ("publish", "date"),
            ("article", "date"),
            ("post", "date"),
            ("entry", "meta"),
            ("post", "meta"),
            ("article", "meta"),
            ("meta", "share"),
            ("entry", "date"),
            ("reading", "time"),
            ("read", "time"),
            ("story", "meta"),
        ],
    ),
];

/// Words before "caption" in names of what has one, and is none.
const HAS: &[&str] = &["has", "with", "no", "without", "narrow"];

/// What a word says, by itself or behind another one.
static SAID: LazyLock<HashMap<(&str, &str), Purpose>> = LazyLock::new(|| {
    let lists = [
        (Purpose::Comments, COMMENTS),
        (Purpose::Box, BOXES),
        (Purpose::Author, AUTHOR),
        (Purpose::Caption, CAPTION),
        (Purpose::Byline, BYLINE),
        (Purpose::Gallery, GALLERY),
    ];
    let alone = lists.iter().flat_map(|(purpose, list)| list.iter().map(|w| (("", *w), *purpose)));
    let pairs = PAIRS.iter().flat_map(|(purpose, list)| list.iter().map(|pair| (*pair, *purpose)));
    alone.chain(pairs).collect()
});

/// What a name of an element says that it is for.
pub(super) fn purpose(name: &str) -> Option<Purpose> {
    let words = words(name);
    let mut before = "";
    let mut first = None;
    for word in words.split(' ') {
        let is_state = HAS.contains(&before) && CAPTION.contains(&word);
        let said = [SAID.get(&("", word)).filter(|_| !is_state), SAID.get(&(before, word))];
        first = said.into_iter().flatten().copied().chain(first).min();
        before = word;
    }
    first
}

/// The words that a name is made of, in lower case, a space between each two.
fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && was_lower {
            words.push(' ');
        }
        was_lower = c.is_lowercase();
        if c.is_ascii_alphanumeric() {
            words.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            words.extend(c.to_lowercase());
        }
    }
    words
}

/// Beginnings of lines that lead to other pages, in lower case.
const LEADS: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "also:",
    "read next",
    "related:",
    "related article",
    "related post",
    "related stor",
    "related coverage",
    "related news",
    "related content",
    "related link",
    "related topics",
    "see also",
    "see more",
    "more:",
    "more from",
    "more on ",
    "more stories",
    "more great",
    "more news",
    "more coverage",
    "don't miss",
    "don’t miss",
    "you may also",
    "you might also",
    "recommended",
    "trending",
    "most read",
    "most popular",
    "recent articles",
    "recent posts",
    "latest news",
    "other people are reading",
    "up next",
    "watch:",
    "watch now",
    "must read",
    "further reading:",
    "what to read next",
    "what others are reading",
    "lire aussi",
    "à lire aussi",
    "a lire aussi",
    "à voir aussi",
    "sur le même sujet",
    "articles liés",
    "articles similaires",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "auch interessant",
    "das könnte sie auch",
    "ähnliche artikel",
    "weitere artikel",
    "leia também",
    "leia mais",
    "veja também",
    "notícias relacionadas",
    "lee también",
    "lea también",
    "leer más",
    "ver también",
    "te puede interesar",
    "noticias relacionadas",
    "artículos relacionados",
    "leggi anche",
    "vedi anche",
    "articoli correlati",
    "lees ook",
    "lees meer",
    "läs även",
    "läs också",
    "les også",
    "læs også",
    "czytaj także",
    "czytaj też",
    "zobacz także",
    "čtěte také",
    "διαβάστε επίσης",
    "читайте также",
    "читать также",
    "смотрите также",
    "материалы по теме",
    "похожие статьи",
    "читайте також",
    "baca juga",
    "ayrıca bakınız",
    "ilgili haberler",
    "xem thêm",
    "यह भी पढ़ें",
    "ये भी पढ़ें",
    "اقرأ أيض",
    "إقرأ أيض",
    "مواضيع ذات صلة",
    "بیشتر بخوانید",
    "関連記事",
    "あわせて読みたい",
    "おすすめ記事",
    "人気記事",
    "相关阅读",
    "相关文章",
    "相关新闻",
    "推荐阅读",
    "延伸阅读",
    "相關新聞",
    "延伸閱讀",
    "관련기사",
    "관련 기사",
];
/// Beginnings of lines that ask for something, or say something of the page instead of its subject.
const PLEAS: &[&str] = &[
    "sign up",
    "subscribe",
    "follow us",
    "like us on",
    "join our",
    "join us on",
    "get the latest",
    "get our",
    "click here to subscribe",
    "first published",
    "last updated",
    "published:",
    "updated:",
    "posted in",
    "posted by",
    "posted on",
    "filed under",
    "tagged",
    "tags:",
    "share this",
    "share on",
    "share tweet",
    "sharing is caring",
    "like this:",
    "post comment",
    "leave a comment",
    "leave a reply",
    "comments",
    "tell us what you think",
    "advert",
    "loading",
    "enlarge image",
    "support our journalism",
    "support us",
    "if you enjoyed this",
    "if you liked this",
    "click here to",
    "have a tip?",
    "got a tip?",
    "download our app",
    "download the app",
    "this article was originally published",
    "this story was originally published",
    "contact the author",
    "source:",
    "sources:",
    "image source",
    "photo:",
    "photo by",
    "photos:",
    "image:",
    "image copyright",
    "credit:",
    "all rights reserved",
    "copyright ©",
    "©",
    "abonnieren sie",
    "folgen sie uns",
    "teilen:",
    "schlagwörter:",
    "abonnez-vous",
    "inscrivez-vous",
    "suivez-nous",
    "partager cet article",
    "partager sur",
    "mots-clés",
    "suscríbete",
    "suscríbase",
    "síguenos",
    "compartir en",
    "etiquetas:",
    "assine ",
    "siga-nos",
    "compartilhe",
    "iscriviti",
    "seguici",
    "condividi",
    "подписывайтесь",
    "подпишитесь",
    "поделиться",
    "теги:",
    "источник:",
    "фото:",
    "اشترك",
    "شارك",
    "シェアする",
    "タグ:",
    "タグ：",
    "责任编辑",
    "責任編輯",
    "来源：",
    "标签：",
    "扫一扫",
    "분류:",
    "태그",
    "want more",
];

/// Whether a line begins as one that leads to other pages.
pub(super) fn leads_away(line: &str) -> bool {
    begins(line, LEADS)
}

/// Whether a line begins as one that asks for something.
pub(super) fn is_plea(line: &str) -> bool {
    begins(line, PLEAS)
}

/// Whether a line says that there is more of the text, elsewhere or for those who pay.
pub(super) fn is_notice(line: &str) -> bool {
    const WORDS: [&str; 16] = [
        "continue reading",
        "to read the full",
        "read the full article",
        "read the full story",
        "read the rest of",
        "for subscribers only",
        "subscribers only",
        "already a subscriber",
        "subscribe to read",
        "sign in to read",
        "log in to read",
        "register to read",
        "this content is for members",
        "remaining free article",
        "réservé aux abonnés",
        "weiterlesen mit",
    ];
    let line = line.to_lowercase();
    WORDS.iter().any(|words| line.contains(words))
}

fn begins(line: &str, list: &[&str]) -> bool {
    let start: String = line
        .trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©')
        .chars()
        .take(48)
        .collect();
    let start = start.to_lowercase();
    list.iter().any(|words| {
        start.strip_prefix(words).is_some_and(|rest| {
            // A word ends where the words of the list end.
            words.ends_with(|c: char| !c.is_alphabetic())
                || !rest.starts_with(|c: char| c.is_ascii_lowercase())
                || words.ends_with("stor")
                || words.ends_with("post")
                || words.ends_with("link")
                || words.ends_with("advert")
                || words.ends_with("article")
        })
    })
}
