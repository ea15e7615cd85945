//! Elements by CSS selector. Each selector is parsed once in a process: that costs more than to look
//! through a comment for what it names.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use dom_query::{Document, Matcher, Selection};
use hashbrown::HashMap;

use super::{NodeRef, says};

/// The selectors that were asked for. They stand in the code, so that there are only so many.
static KNOWN: LazyLock<Mutex<HashMap<String, Option<Arc<Matcher>>>>> =
    LazyLock::new(Mutex::default);

fn matcher(selector: &str) -> Option<Arc<Matcher>> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let parse = || {
        let parsed = Matcher::new(selector).ok().map(Arc::new);
        debug_assert!(parsed.is_some(), "{selector} is no selector");
        parsed
    };
    known.entry_ref(selector).or_insert_with(parse).clone()
}

/// The first element in `node` that this CSS selector names.
pub(in crate::load) fn first<'a>(node: &NodeRef<'a>, selector: &str) -> Option<NodeRef<'a>> {
    let matcher = matcher(selector)?;
    Selection::from(*node).select_single_matcher(&matcher).nodes().first().copied()
}

/// All of them, in the order of the page.
pub(in crate::load) fn all<'a>(node: &NodeRef<'a>, selector: &str) -> Vec<NodeRef<'a>> {
    let found = matcher(selector).map(|it| Selection::from(*node).select_matcher(&it));
    found.map(|found| found.nodes().to_vec()).unwrap_or_default()
}

/// All `meta` elements with content.
///
/// All of a page is looked through, and a bare name is found fastest.
pub(in crate::load) fn metas(tree: &Document) -> Vec<NodeRef<'_>> {
    let mut metas = all(&tree.root(), "meta");
    metas.retain(|meta| meta.has_attr("content"));
    metas
}

/// What stands around the data of a script, so that old programs do not read it as text: as a page and
/// as XML, both behind marks of comments.
const AROUND: [&str; 9] = ["<!--", "-->", "<![CDATA[", "<!]]>", "]]>", "//>", "//", "/*", "*/"];

/// The texts of all scripts that are data in [JSON-LD](https://json-ld.org/).
pub(in crate::load) fn json_ld(tree: &Document) -> impl Iterator<Item = String> {
    let is_one = |kind: &str| kind.eq_ignore_ascii_case("application/ld+json");
    let mut scripts = all(&tree.root(), "script");
    scripts.retain(|script| says(script, "type", is_one));
    scripts.into_iter().map(|script| bare(&script.text()).to_owned())
}

/// The text of a script without what stands around it.
fn bare(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(rest) = AROUND.iter().find_map(|mark| text.strip_prefix(mark)) {
        text = rest.trim_start();
    }
    while let Some(rest) = AROUND.iter().find_map(|mark| text.strip_suffix(mark)) {
        text = rest.trim_end();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_had_without_what_hides_them() {
        #[rustfmt::skip]
        let cases = [
            ("{\"a\": [[1]]}",                                        "{\"a\": [[1]]}"),
            ("\n<![CDATA[\n[[1]]]]>\n",                               "[[1]]"),
            ("//<![CDATA[\n{}\n//]]>",                                "{}"),
            ("/* <![CDATA[ */ {} /* ]]> */",                          "{}"),
            ("<!-- {} -->",                                           "{}"),
            ("<!--//--><![CDATA[//><!--\n{}\n//--><!]]>",             "{}"),
            ("{\"a\": \"// <!-- ]]>\"}",                              "{\"a\": \"// <!-- ]]>\"}"),
            (" <!-- ",                                                ""),
        ];
        for (text, wanted) in cases {
            assert_eq!(bare(text), wanted, "{text}");
        }
    }
}
