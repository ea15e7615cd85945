//! Where a change may cost more, and why.

/// Part of the name of a fixture, part of the change, the reason.
pub const EXCEPTIONS: &[(&str, &str, &str)] = &[
    // What says what a thing is: without it the thing is another.
    (
        "wxr/no-comments",
        "<wp:",
        "what is no published post is no article, and nothing else is there",
    ),
    ("wxr/many-posts", "<wp:comment_approved>", "what is not said to be spam is shown"),
    (
        "atom/harbour.atom",
        "of <link rel=\"alternate\"",
        "the entry at the feed's address is the article",
    ),
    ("atom/harbour.rss", "#comment-45", "its address is what tells a comment from the article"),
    ("atom/harbour.rss", "In reply to", "in RSS the text says what is answered"),
    ("issue-2025-data", "@data-target of <script", "the script is all that is there"),
    ("xenforo/version-2", "<a href=\"/threads/lamp.3/\">", "number 1 is the article"),
    ("phpbb/version-2-rows", "gensmall", "only a first page begins with the article"),
    ("phpbb/version-2-rows", "<b>", "the same: `Page 2 of 5`"),
    // Where nothing else is a sign of the same.
    (
        "reddit_html/old.html",
        "collapsed deleted comment",
        "what is deleted has lost all marks but its class",
    ),
    (
        "reddit_html/old-2010",
        "thing id-t1_c0",
        "the oldest pages mark a comment by its class alone",
    ),
    ("reddit_html/redesign", "Comment removed by moderator", "the line is all that is left of it"),
    (
        "github_html/pull-2021",
        "pullrequestreview-300",
        "a review is told from its timeline by its id",
    ),
    (
        "github_html/pull-2021",
        "js-comment-body\"",
        "a review without a text is an approval and no comment",
    ),
    ("github_html/pull-2021", "review-thread-component", "the frame is what makes them one thread"),
    (
        "vbulletin/version-3",
        "05-04-2026",
        "of one comment alone nothing tells that there are dates",
    ),
    ("web/microformats", "u-comment h-cite", "the class alone says that it is a comment"),
    ("web/microformats", "lind.example/notes/5", "an answer to another page is one to the article"),
    (
        "web/shapes",
        "",
        "what nothing marks is known by being like the others, of which there are three",
    ),
    // Where several facts stand in one line.
    ("wordpress/not-nested-divs", "comment-meta", "the text is what is behind the date"),
    ("wordpress/one-line-below", "#comment-71", "name and date are told apart by each other"),
    ("wordpress/one-line-below", "Kommentar von", "the same"),
    ("wordpress/terms", "#comment-3", "name and date are told apart by each other"),
    ("wordpress/harbour-html5", "Lamps of the north", "a ping has no text but its name"),
];
