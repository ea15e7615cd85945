//! The elements that are told apart.

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Tag {
    /// Words.
    Text,
    /// Loose text and inline elements between blocks, which make up a paragraph.
    Run,
    /// Nothing that is shown.
    Silent,
    A,
    Address,
    Article,
    Aside,
    Blockquote,
    Body,
    Br,
    Button,
    Caption,
    Code,
    /// Parts that only tables of data have.
    DataPart,
    Dd,
    Div,
    Dl,
    Dt,
    /// `del`, `ins`
    Edit,
    Embed,
    Fieldset,
    Figcaption,
    Figure,
    Footer,
    Form,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    Header,
    Hr,
    Img,
    Input,
    Label,
    Li,
    Main,
    /// What is shown of it is for those who cannot play it.
    Media,
    Nav,
    /// What is shown where no scripts run.
    Noscript,
    Ol,
    P,
    Pre,
    Section,
    Select,
    Span,
    /// Other inline elements.
    Phrase,
    Table,
    Td,
    Textarea,
    Th,
    Tr,
    Ul,
    /// A drawing.
    Svg,
    /// Any other.
    Other,
}

impl Tag {
    pub(super) fn of(name: &str) -> Tag {
        match name {
            "a" => Tag::A,
            "address" => Tag::Address,
            "article" => Tag::Article,
            "aside" => Tag::Aside,
            "blockquote" => Tag::Blockquote,
            "body" => Tag::Body,
            "br" => Tag::Br,
            "button" => Tag::Button,
            "caption" => Tag::Caption,
            "code" => Tag::Code,
            "col" | "colgroup" | "tfoot" | "thead" => Tag::DataPart,
            "dd" => Tag::Dd,
            "div" => Tag::Div,
            "dl" => Tag::Dl,
            "dt" => Tag::Dt,
            "del" | "ins" => Tag::Edit,
            "iframe" | "object" | "embed" => Tag::Embed,
            "fieldset" => Tag::Fieldset,
            "figcaption" => Tag::Figcaption,
            "figure" => Tag::Figure,
            "footer" => Tag::Footer,
            "form" => Tag::Form,
            "h1" => Tag::H1,
            "h2" => Tag::H2,
            "h3" => Tag::H3,
            "h4" => Tag::H4,
            "h5" => Tag::H5,
            "h6" => Tag::H6,
            "header" => Tag::Header,
            "hr" => Tag::Hr,
            "img" => Tag::Img,
            "input" => Tag::Input,
            "label" => Tag::Label,
            "li" => Tag::Li,
            "main" => Tag::Main,
            "audio" | "canvas" | "video" => Tag::Media,
            "nav" => Tag::Nav,
            "noscript" => Tag::Noscript,
            "ol" => Tag::Ol,
            "p" => Tag::P,
            "pre" => Tag::Pre,
            "section" => Tag::Section,
            "select" | "datalist" | "option" => Tag::Select,
            "span" | "font" => Tag::Span,
            "abbr" | "b" | "bdo" | "bdi" | "cite" | "data" | "dfn" | "em" | "i" | "kbd"
            | "mark" | "math" | "meter" | "output" | "progress" | "q" | "ruby" | "rt" | "rp"
            | "rb" | "samp" | "small" | "strong" | "sub" | "sup" | "time" | "var" | "wbr"
            | "big" | "s" | "strike" | "tt" | "u" | "nobr" | "mjx-container"
            | "mjx-assistive-mml" => Tag::Phrase,
            "table" => Tag::Table,
            "td" => Tag::Td,
            "textarea" => Tag::Textarea,
            "th" => Tag::Th,
            "tr" => Tag::Tr,
            "ul" => Tag::Ul,
            "svg" => Tag::Svg,
            "script" | "style" | "template" | "link" | "meta" | "head" | "title" => Tag::Silent,
            _ => Tag::Other,
        }
    }

    pub(super) fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// Parts no words.
    pub(super) fn is_inline(self) -> bool {
        matches!(self, Tag::Text | Tag::A | Tag::Code | Tag::Edit | Tag::Span | Tag::Phrase)
    }

    /// Running text whatever is in it.
    pub(super) fn is_phrasing(self) -> bool {
        matches!(
            self,
            Tag::Text
                | Tag::Br
                | Tag::Button
                | Tag::Code
                | Tag::Img
                | Tag::Input
                | Tag::Label
                | Tag::Select
                | Tag::Span
                | Tag::Phrase
                | Tag::Textarea
                | Tag::Noscript
                | Tag::Svg
                | Tag::Silent
        )
    }

    /// Shows that a block is not only a wrap.
    pub(super) fn is_textish(self) -> bool {
        matches!(
            self,
            Tag::Blockquote
                | Tag::Dl
                | Tag::Div
                | Tag::Ol
                | Tag::P
                | Tag::Run
                | Tag::Pre
                | Tag::Table
                | Tag::Ul
                | Tag::Span
                | Tag::Li
                | Tag::Td
        )
    }

    /// A paragraph, in the page or as it is shown.
    pub(super) fn is_paragraph(self) -> bool {
        matches!(self, Tag::P | Tag::Run)
    }

    /// Whether empty lines in it make paragraphs.
    pub(super) fn may_hold_blocks(self) -> bool {
        matches!(
            self,
            Tag::Article
                | Tag::Section
                | Tag::Td
                | Tag::Body
                | Tag::Main
                | Tag::Blockquote
                | Tag::P
                | Tag::Li
                | Tag::Dd
                | Tag::Span
                | Tag::Other
        )
    }
}
