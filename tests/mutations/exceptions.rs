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
    ("mbox/mboxcl2", "Content-Length", "the length is what keeps a line `From ` in its letter"),
    ("mbox/mboxcl2", "R. Okafor", "the same: these headers are in the text of another letter"),
    ("mbox/mboxcl2", "The lamp", "the same"),
    ("mbox/missing", "Rope for the buoys", "without references the subject makes the thread"),
    (
        "mbox/missing",
        "References: <store-1",
        "a letter that is not here is known by its name alone",
    ),
    ("mbox/harbour", "Message-ID: <light-2", "of two of one name each takes the other's place"),
    // Copied pages.
    ("forum_text/xenforo-1", "Harbour", "what stands below `Location:` is a place"),
    ("hn_text/text-2021", "1 point by ines_v", "the line below the title begins the article"),
    ("hn_text/text-2021", "is a word too.", "`reply` alone in the last line ends a comment"),
    ("hn_text/single", "adab 65 days ago", "the line below the title begins the article"),
    ("reddit_text/", "submitted", "the same"),
    ("reddit_text/", "comments", "their number ends the article"),
    ("lobsters_text/scored", "authored by", "the line below the title begins the article"),
    ("wordpress_text/one-line", "2 Antworten", "their number ends the article"),
    (
        "page_text/minato-ja",
        "たった今",
        "what is first below a name and is a time is the comment's",
    ),
    ("page_text/harbour-en", "Who pays for the harbour", "the title begins the article"),
    ("page_text/harbour-en", "Line 3 ", "a number alone in the last line is the votes"),
    ("page_text/hafen-de", "-1", "the same"),
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
    ("reddit_html/redesign", "Comment deleted by user", "the line is all that is left of it"),
    ("xenforo/version-2-votes", "message--deleted", "what is deleted has no mark but its class"),
    ("xenforo/version-2-votes", "Text \"1\" in <a>", "number 1 is the article"),
    ("stack_exchange_dump/", "Element <posts>", "it names the table"),
    ("stack_exchange_dump/", "Element <comments>", "the same"),
    ("wordpress/ping-without-id", "Text \"Other blog\"", "a ping has no text but its name"),
    ("github_html/", "@id of", "in all layouts the id alone tells what is a comment"),
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
