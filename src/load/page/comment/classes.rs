//! The words by which sites mark the parts of a comment, and those that stand around them.

/// What an element of a comment holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Author,
    Date,
    /// The time of day alone.
    Clock,
    Text,
    Up,
    Down,
    Score,
}

/// How many elements of a kind are looked at in one comment.
pub(super) const MAX_PARTS: usize = 12;
/// Up to this rank the text's element holds nothing else.
pub(super) const SURE_TEXT: u8 = 3;
/// From this rank on an element is only taken for the author where nothing is one by its class.
pub(super) const BY_NAME: u8 = 5;
/// From this rank on a time that cannot be read is none.
pub(super) const VAGUE_TIME: u8 = 3;

/// Which class is what; the lower the rank, the surer.
pub(super) const CLASSES: &[(Part, u8, &[&str])] = &[
    (
        Part::Author,
        1,
        &[
            "fn",
            "comment-author-name",
            "wp-block-comment-author-name",
            "woocommerce-review__author",
        ],
    ),
    (
        Part::Author,
        2,
        &[
            "comment-author-link",
            "comment__author-name",
            "comment-name",
            "comment_author",
            "comment__author",
            "commentauthor",
            "commenter-name",
            "commenter",
            "author-name",
            "author_name",
        ],
    ),
    (
        Part::Author,
        3,
        &[
            "comment-author",
            "author",
            "name",
            "vcard",
            "p-author",
            "u-author",
            "h-card",
            "username",
            "user-name",
            "nickname",
            "nick",
            "poster",
        ],
    ),
    (Part::Date, 1, &["comment-date", "comment_date", "comment__date", "commentdate"]),
    (
        Part::Date,
        1,
        &["dt-published", "wp-block-comment-date", "comment-published", "comment-permalink"],
    ),
    (
        Part::Date,
        2,
        &["comment-time", "comment_time", "date", "datetime", "published", "timestamp"],
    ),
    (Part::Date, 2, &["timeago", "time-ago", "ago", "age", "created", "created-at", "posted-on"]),
    (Part::Clock, 1, &["comment-time", "comment_time", "time", "comment-hour"]),
    (
        Part::Text,
        1,
        &[
            "comment-text",
            "comment_text",
            "commenttext",
            "comment__text",
            "comment-entry",
            "comment-copy",
            "comment-message",
            "comment-description",
            "wp-block-comment-content",
            "e-content",
            "p-content",
        ],
    ),
    (Part::Text, 2, &["comment-content", "comment_content", "comment__content", "commentcontent"]),
    (Part::Text, 3, &["description", "user-note-content"]),
    (Part::Text, 4, &["comment-body", "comment_body", "comment__body", "commentbody"]),
    (Part::Text, 4, &["content", "text", "message", "message-text", "body"]),
    (Part::Score, 1, &["score", "votes", "points", "karma", "vote-count", "comment-score"]),
    (Part::Up, 1, &["cld-like-count-wrap", "upvotes", "likes", "like-count", "view-likers"]),
    (Part::Down, 1, &["cld-dislike-count-wrap", "downvotes", "dislikes"]),
];

/// What a class is that no table has: themes put `comment` and a word for it together, other sites
/// any word.
pub(super) fn by_words(class: &str) -> Option<(Part, u8)> {
    const OTHER: [&str; 10] = [
        "reply",
        "respond",
        "form",
        "edit",
        "avatar",
        "list",
        "link",
        "quote",
        "postauthor",
        "post-author",
    ];
    let class = class.to_ascii_lowercase();
    if OTHER.iter().any(|other| class.contains(other)) {
        return None;
    }
    let ends = |words: &[&str]| words.iter().any(|word| class.ends_with(word));
    let is_named = class.contains("comment");
    if ends(&["author", "username"]) || ends(&["name", "user", "by"]) && is_named || ends(&["user"])
    {
        Some((Part::Author, 4))
    } else if ends(&["date", "time", "timestamp"])
        || is_named && (ends(&["meta", "metadata"]) || class.starts_with("date"))
    {
        Some((Part::Date, VAGUE_TIME))
    } else if is_named && ends(&["-text", "_text", "-content", "_content", "message"]) {
        Some((Part::Text, SURE_TEXT))
    } else if ends(&["text", "-body", "_body", "message"]) || class == "md" {
        Some((Part::Text, SURE_TEXT + 1))
    } else {
        None
    }
}

/// What is never a part of what a comment says.
pub(super) const NOT_TEXT: &[&str] = &[
    "avatar",
    "awaiting-moderation",
    "children",
    "cld-like-dislike-wrap",
    "comment-author",
    "comment-avatar",
    "comment-awaiting-moderation",
    "comment-date",
    "comment-edit-link",
    "comment-footer",
    "comment-header",
    "comment-likes",
    "comment-meta",
    "comment-metadata",
    "comment-reply",
    "comment-reply-link",
    "comment-respond",
    "comment-time",
    "comment_date",
    "commentmetadata",
    "edit-link",
    "gravatar",
    "jp-relatedposts",
    "reply",
    "reply-container",
    "says",
    "sd-block",
    "sharedaddy",
    "star-rating",
    "vcard",
    "woocommerce-review__verified",
    "wp-block-avatar",
    "wp-block-comment-author-name",
    "wp-block-comment-date",
    "wp-block-comment-edit-link",
    "wp-block-comment-reply-link",
    "wpulike",
];
/// The same, by the names of elements.
pub(super) const NOT_TEXT_ELEMENTS: &[&str] =
    &["form", "button", "script", "style", "input", "textarea", "header", "footer", "noscript"];
/// What themes write behind a name, in the languages that WordPress is most used in.
pub(super) const SAYS: &[&str] = &[
    "says",
    "said",
    "say",
    "wrote",
    "sagt",
    "sagte",
    "schreibt",
    "schrieb",
    "meint",
    "meinte",
    "dit",
    "dice",
    "dijo",
    "zegt",
    "schreef",
    "diz",
    "disse",
    "scrive",
    "pisze",
    "mówi",
    "skriver",
    "säger",
    "siger",
    "sier",
    "sanoo",
    "říká",
    "diyor",
    "dedi",
    "spune",
    "говорит",
    "пишет",
    "каже",
    "より",
];
/// What the first theme writes before a name: `Comment by Ada — 3.5.2026 @ 8:15`.
pub(super) const BY: &[&str] =
    &["by", "von", "par", "de", "di", "da", "por", "door", "av", "af", "от", "przez"];
/// What leads from a name to a date.
pub(super) const JOINTS: &[&str] =
    &["on", "at", "am", "um", "le", "el", "il", "em", "op", "w", "dnia", "den", "@"];
/// What else stands in the head of a comment.
pub(super) const LABELS: &[&str] = &[
    "comment",
    "kommentar",
    "commentaire",
    "comentario",
    "comentário",
    "commento",
    "reactie",
    "posted",
    "reply",
    "edit",
    "permalink",
    "link",
    "author",
    "from",
    "the",
    "a",
    "1",
    "2",
    "3",
];

/// What is in the address of somebody's page.
pub(super) const PEOPLE: &[&str] =
    &["/user/", "/users/", "/u/", "/profile", "/member", "/author/", "/~", "/@", "user?id="];
