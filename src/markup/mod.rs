//! Notations of running text: HTML, Markdown and plain fragments, to blocks and back.
//!
//! Readers feed a builder, and what comes out is in one normal form (`normal`, `run`): clean,
//! bounded in nesting, without empty leaves and unsafe addresses. Writers bring what they are given
//! into that form first. So `from_html(&to_html(blocks))` is `blocks`, for all that a reader made:
//! the law that makes our JSON lossless.
//!
//! Never here: recursion over content, work that is more than in proportion to it, a site's name.

mod bound;
mod build;
mod elements;
#[cfg(test)]
mod generate;
mod html;
mod html_blocks;
mod html_table;
mod links;
mod markdown;
mod markdown_source;
mod markdown_spoilers;
mod markdown_text;
mod marks;
mod normal;
mod notes;
mod paired;
mod patch;
mod plain;
mod run;
mod squeeze;
mod tex;
mod tex_signs;
mod text_file;
mod told;
mod write_html;
mod write_markdown;

use crate::model::{Block, Body, BodyKind};

pub use html::from_html;
pub use links::{is_safe_link, openable, picture_name};
pub use markdown::from_markdown;
pub use patch::patch_lines;
pub use plain::from_plain;
pub use tex::{formulas, formulas_in, tex};
pub use text_file::from_text;
pub use told::{says_address, told_within};
pub use write_html::{to_html, to_page};
pub use write_markdown::{escape_markdown, to_markdown};

/// The blocks of a comment's body, from its own notation.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "whoever asks has made it for this")]
pub fn from_body(body: Body<impl AsRef<str>>) -> Vec<Block> {
    let text = body.text.as_ref();
    match body.kind {
        BodyKind::Plain => from_plain(text),
        BodyKind::Html => from_html(text),
        BodyKind::Markdown => from_markdown(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Content, Mark, MarkKind, RichText};
    use crate::text::clean;
    use proptest::prelude::*;

    /// Every string of a block, and every text with marks.
    fn parts(block: &Block) -> (Vec<String>, Vec<RichText>) {
        let mut strings = vec![block.plain().into_owned(), format!("{:?}", block.within)];
        let texts = match &block.content {
            Content::Heading { text, .. } | Content::Paragraph(text) => vec![text.clone()],
            Content::Table(table) => table.all_rows().flatten().cloned().collect(),
            Content::Figure { image, alt, caption } => {
                strings.extend([image.clone(), alt.clone()]);
                vec![caption.clone()]
            }
            Content::Code { language, .. } => {
                strings.extend(language.clone());
                vec![]
            }
            Content::Rule => vec![],
        };
        for Mark { kind, .. } in texts.iter().flat_map(RichText::marks) {
            if let MarkKind::Link(to) | MarkKind::Image(to) | MarkKind::FootnoteRef(to) = kind {
                strings.push(to.clone());
            }
        }
        (strings, texts)
    }

    proptest! {
        /// Whatever the notation and whatever is in it, what comes out is clean and sound.
        #[test]
        fn nothing_that_comes_out_can_do_harm(
            pieces in proptest::collection::vec(prop_oneof![
                "[a-c \n\t]{1,4}",
                "[\u{0}\u{7}\u{1B}\u{9B}\u{202E}\u{2028}\u{FEFF}\u{301}\u{E0041}]",
                "&#(27|x9b|8238|0|13|x110000);|\u{1B}\\[31m",
                "<(p|b|li|td|table|h1|pre|a href='(java\u{1B}script:|/\u{202E})x'|img src=/\u{7} alt=\u{1B}|aside role=doc-footnote id=fn-\u{1B})>",
                "\\[a\\]\\((/\u{1B}|javascript:x) \"\u{202E}\"\\)|`\u{1B}`|\\|a\\|\n\\|-\\|\n|> |```x\u{1B}\n|\\[\\^\u{301}\\]:?",
                "\\PC{1,3}",
            ], 0..16),
            kind in prop_oneof![Just(BodyKind::Plain), Just(BodyKind::Html), Just(BodyKind::Markdown)],
        ) {
            let text = pieces.concat();
            let blocks = from_body(Body { kind, text: text.as_str() });
            for block in &blocks {
                let (strings, texts) = parts(block);
                for string in strings {
                    prop_assert_eq!(clean(&string), string.as_str());
                }
                for rich in texts {
                    for Mark { range, kind } in rich.marks() {
                        let marked = rich.text().get(range.clone());
                        prop_assert!(marked.is_some_and(|marked| !marked.is_empty()));
                        if let MarkKind::Link(to) | MarkKind::Image(to) = kind {
                            prop_assert!(is_safe_link(to), "{to}");
                        }
                    }
                }
            }
            for written in [to_html(&blocks), to_markdown(&blocks)] {
                prop_assert_eq!(clean(&written), written.as_str());
            }
            prop_assert_eq!(from_html(&to_html(&blocks)), blocks);
        }
    }
}
