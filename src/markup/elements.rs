//! What the elements of HTML mean for a reader of text.
//!
//! Element names from [the HTML standard, §4](https://html.spec.whatwg.org/multipage/#toc-semantics)
//! and its list of obsolete ones. A name that is not here is no more than its words.

use crate::model::MarkKind;

/// What an element means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A part of the text that starts a paragraph and ends it.
    Block,
    /// A paragraph: [`Role::Block`] that the next block ends.
    Paragraph,
    /// A heading of this level.
    Heading(u8),
    /// Words of somebody else.
    Quote,
    /// A list.
    List {
        /// Whether it is numbered.
        ordered: bool,
    },
    /// An item of a list.
    Item,
    /// A term that is explained; the explanation is [`Role::Description`].
    Term,
    /// The explanation of a term.
    Description,
    /// Text whose spaces matter.
    Pre,
    /// A table.
    Table,
    /// The head of a table, or a part of its body.
    Rows {
        /// Whether it is the head.
        head: bool,
    },
    /// A row.
    Row,
    /// A cell.
    Cell {
        /// Whether it is a heading.
        head: bool,
    },
    /// The words over a table.
    TableCaption,
    /// A picture with its words.
    Figure,
    /// The words under a picture.
    FigureCaption,
    /// A footnote, perhaps.
    Aside,
    /// What is shown when asked for.
    Details,
    /// What is shown instead.
    Summary,
    /// A picture.
    Image,
    /// A break between parts.
    Rule,
    /// A line break.
    Break,
    /// Running text that means something.
    Mark(MarkKind),
    /// A link, or a reference to a footnote.
    Link,
    /// Running text between quotation marks that the reader supplies.
    Said,
    /// Running text.
    Inline,
    /// Nothing that is read.
    Nothing,
    /// Nothing that is read, and its content is no markup.
    Raw,
}

/// What the element called `name` (in lower case) means; `None` if nothing is known of it.
pub(super) fn role(name: &str) -> Option<Role> {
    let role = match name {
        "address" | "article" | "center" | "dir" | "dl" | "div" | "fieldset" | "footer"
        | "form" | "header" | "hgroup" | "legend" | "main" | "menu" | "nav" | "search"
        | "section" => Role::Block,
        "p" => Role::Paragraph,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "blockquote" => Role::Quote,
        "ul" => Role::List { ordered: false },
        "ol" => Role::List { ordered: true },
        "li" => Role::Item,
        "dt" => Role::Term,
        "dd" => Role::Description,
        "pre" | "listing" => Role::Pre,
        "table" => Role::Table,
        "thead" => Role::Rows { head: true },
        "tbody" | "tfoot" => Role::Rows { head: false },
        "tr" => Role::Row,
        "th" => Role::Cell { head: true },
        "td" => Role::Cell { head: false },
        "caption" => Role::TableCaption,
        "figure" => Role::Figure,
        "figcaption" => Role::FigureCaption,
        "aside" => Role::Aside,
        "details" => Role::Details,
        "summary" => Role::Summary,
        "img" | "image" => Role::Image,
        "hr" => Role::Rule,
        "br" => Role::Break,
        "a" => Role::Link,
        "q" => Role::Said,
        "abbr" | "bdi" | "bdo" | "big" | "data" | "font" | "ins" | "label" | "mark" | "nobr"
        | "picture" | "span" | "time" | "u" => Role::Inline,
        "audio" | "button" | "canvas" | "datalist" | "noscript" | "object" | "select" | "svg"
        | "template" | "video" | "annotation" | "annotation-xml" => Role::Nothing,
        "iframe" | "noembed" | "noframes" | "script" | "style" | "textarea" | "title" => Role::Raw,
        _ => Role::Mark(mark(name)?),
    };
    Some(role)
}

fn mark(name: &str) -> Option<MarkKind> {
    Some(match name {
        "cite" | "dfn" | "em" | "i" | "var" => MarkKind::Emphasis,
        "b" | "strong" => MarkKind::Strong,
        "code" | "kbd" | "samp" | "tt" => MarkKind::Code,
        "s" | "del" | "strike" => MarkKind::Strike,
        "sup" => MarkKind::Superscript,
        "sub" => MarkKind::Subscript,
        "spoiler" | "tg-spoiler" => MarkKind::Spoiler,
        "small" => MarkKind::Small,
        _ => return None,
    })
}

/// Whether the element has no content and no end tag.
pub(super) fn is_void(role: &Role) -> bool {
    matches!(role, Role::Image | Role::Rule | Role::Break)
}

/// Whether the parser opens the element again in the next paragraph if it is not closed ([the
/// HTML standard, §13.2.4.3]). It compares attributes to find out how often.
///
/// [the HTML standard, §13.2.4.3]: https://html.spec.whatwg.org/multipage/parsing.html#the-list-of-active-formatting-elements
pub(super) fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "b" | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

/// Whether an image of these classes stands for a sign in a text, as sites' own emoji do.
pub(super) fn is_emoji_class(classes: &str) -> bool {
    const NAMES: [&str; 11] = [
        "bbc_emoticon",
        "emoji",
        "emojione",
        "custom-emoji",
        "mceSmilie",
        "wp-smiley",
        "smilie",
        "smilies",
        "smiley",
        "twemoji",
        "emoticon",
    ];
    classes.split_ascii_whitespace().any(|class| NAMES.contains(&class))
}

/// Whether a class or attribute says that words are hidden until asked for.
pub(super) fn is_spoiler_class(classes: &str) -> bool {
    const KNOWN: [&str; 12] = [
        "spoiler",
        "spoilers",
        "spoiler-text",
        "md-spoiler-text",
        "bb_spoiler",
        // Discourse; XenForo, three times; wpDiscuz; forums with other software.
        "spoiled",
        "bbCodeSpoilerText",
        "bbCodeSpoiler-content",
        "bbCodeInlineSpoiler",
        "wpd-spoiler",
        "wpdiscuz-spoiler-content",
        "spoilertext",
    ];
    classes.split_ascii_whitespace().any(|class| KNOWN.contains(&class))
}

/// The language that classes name, as `language-x` or `lang-x` ([the HTML standard, §4.5.15]), as
/// `brush: x` (`SyntaxHighlighter`), or as `sourceCode x` (pandoc).
///
/// [the HTML standard, §4.5.15]: https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-code-element
pub(super) fn language_of_class(classes: &str) -> Option<&str> {
    let words =
        || classes.split([' ', '\t', '\n', '\x0C', '\r', ';']).filter(|word| !word.is_empty());
    let prefixed = words().find_map(|class| {
        ["language-", "lang-", "brush:"].iter().find_map(|start| class.strip_prefix(start))
    });
    match prefixed {
        None => words().skip_while(|word| *word != "sourceCode").nth(1),
        Some("") => words().skip_while(|word| *word != "brush:").nth(1),
        named => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_words() {
        let cases = [
            ("alone", "language-rust", Some("rust")),
            ("short", "hljs lang-c", Some("c")),
            ("another word", "slang-c language", None),
            ("none", "", None),
            ("a brush", "brush: js; gutter: false", Some("js")),
            ("a brush without a gap", "brush:js", Some("js")),
            ("pandoc", "sourceCode haskell", Some("haskell")),
            ("pandoc, of none", "sourceCode", None),
        ];
        for (why, classes, expected) in cases {
            assert_eq!(language_of_class(classes), expected, "{why}");
        }
        assert!(is_spoiler_class("a spoiler"));
        assert!(!is_spoiler_class("spoiler-free"));
    }
}
