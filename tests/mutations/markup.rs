//! HTML and XML: each attribute removed, emptied, made nonsense; each run of text emptied, made
//! nonsense; each element that has one text alone removed. (Scripts are no markup.)

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::{Captures, Regex};

use super::change::{Change, Into, Spot, both, check_all, shown};

static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?xs-u)
        (?P<aside> <!--.*?--> | (?P<script> <(?:script|style)\b[^>]*>.*?</(?:script|style)> ) | <!\w[^>]*> | <\?.*?\?> )
      | <!\[CDATA\[ (?P<cdata>.*?) \]\]>
      | < (?P<name>[A-Za-z][\w:-]*) (?P<attributes>(?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*) \s* (?P<empty>/?) >
      | </ (?P<end>[A-Za-z][\w:-]*) \s* >
      | (?P<text>[^<]+)
    "#,
    )
    .unwrap()
});

static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s-u)\s+([\w:@.-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?"#).unwrap()
});

/// The changes of an element that is open: where it begins, how it is shown, how many texts are in it.
struct Open {
    name: Vec<u8>,
    start: usize,
    tag: String,
    texts: usize,
}

/// All changes of a page.
fn changes(page: &[u8]) -> Vec<Change> {
    let mut all = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for found in MARKUP.captures_iter(page) {
        let whole = found.get(0).unwrap().range();
        if found.name("script").is_some() {
            // Who takes this out takes all that it may say.
            for open in &mut open {
                open.texts += 2;
            }
        }
        if let Some(text) = found.name("text").or_else(|| found.name("cdata")) {
            if text.as_bytes().iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            for open in &mut open {
                open.texts += 1;
            }
            let inside = open.last().map_or("", |open| &open.tag);
            let what = format!("{:?} in {inside}", shown(text.as_bytes()));
            all.extend(both(Spot::Text, &what, text.range()));
        } else if let Some(name) = found.name("name") {
            let tag = shown(&page[whole.clone()]);
            let attributes = found.name("attributes").unwrap();
            for found in ATTRIBUTE.captures_iter(attributes.as_bytes()) {
                all.extend(of_attribute(&found, attributes.start(), &tag));
            }
            if found["empty"].is_empty() {
                let name = name.as_bytes().to_ascii_lowercase();
                open.push(Open { name, start: whole.start, tag, texts: 0 });
            }
        } else if let Some(end) = found.name("end") {
            let name = end.as_bytes().to_ascii_lowercase();
            let Some(at) = open.iter().rposition(|open| open.name == name) else { continue };
            let Open { start, tag, texts, .. } = open.swap_remove(at);
            open.truncate(at);
            // What holds more takes more with it.
            if texts <= 1 {
                all.push(Change::new(Spot::Element, &tag, start..whole.end, Into::Nothing));
            }
        }
    }
    all
}

/// Attributes that say what an element is.
const NAMES: [&str; 7] = ["class", "id", "itemprop", "rel", "property", "name", "data-testid"];

/// The changes of one attribute of `tag`, whose attributes begin at `shift`.
fn of_attribute(found: &Captures<'_>, shift: usize, tag: &str) -> Vec<Change> {
    let moved = |range: Range<usize>| range.start + shift..range.end + shift;
    let name = String::from_utf8_lossy(&found[1]);
    let spot = if NAMES.contains(&&*name) { Spot::Name } else { Spot::Attribute };
    let what = format!("@{name} of {tag}");
    let whole = moved(found.get(0).unwrap().range());
    let mut all = vec![Change::new(spot, &what, whole, Into::Nothing)];
    let quoted = found.get(2).or_else(|| found.get(3));
    if let Some(value) = quoted.filter(|value| !value.is_empty()) {
        all.extend(both(spot, &what, moved(value.range())));
    } else if let Some(value) = quoted.or_else(|| found.get(4)) {
        all.push(Change::new(spot, &what, moved(value.range()), Into::Nonsense));
    }
    all
}

#[test]
fn one_bad_spot_of_a_page_costs_that_fact_alone() {
    check_all(|loader, bytes| {
        let is_markup = bytes.trim_ascii_start().starts_with(b"<");
        (is_markup && loader != "plain").then(|| changes(bytes))
    });
}
