//! Formulas of a page as text: `MathML`, and pictures whose description is TeX.

use crate::load::page::NodeRef;
use crate::markup::tex;

/// How deep a formula may be nested; what is deeper is its words.
const MAX_DEPTH: usize = 16;

/// A formula as it stands in the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Formula {
    /// In TeX that is said in a line of text where it is shown.
    Tex(String),
    /// As its author wrote it: no line of text says it.
    Source(String),
    /// Its words, where there is no more to be had.
    Words(String),
}

/// What an element of `MathML` says. The TeX that it was made of is surer than what it draws.
pub(super) fn mathml(math: &NodeRef<'_>) -> Formula {
    let annotated = math
        .descendants_it()
        .find(|node| node.attr("encoding").is_some_and(|kind| kind.contains("tex")))
        .map(|node| node.text().to_string());
    let source = annotated.or_else(|| math.attr("alttext").map(|text| text.to_string()));
    if let Some(source) = source {
        return formula(&source);
    }
    let mut written = String::new();
    write(math, MAX_DEPTH, &mut written);
    match tex(&written) {
        Some(_) => Formula::Tex(written),
        None => Formula::Words(math.text().to_string()),
    }
}

/// What a picture of a formula says, if it is one: those of `MediaWiki`, and those of `LaTeX` services.
pub(super) fn picture(image: &NodeRef<'_>) -> Option<Formula> {
    let alt = image.attr("alt").filter(|alt| !alt.trim().is_empty())?;
    let class = image.attr("class").unwrap_or_default();
    let address = image.attr("src").unwrap_or_default();
    let named = class.split_ascii_whitespace().any(|class| {
        matches!(class, "latex" | "tex" | "math" | "mathtex") || class.starts_with("mwe-math")
    });
    let served = ["/media/math/render/", "latex.codecogs.com/", "s0.wp.com/latex.php"];
    (named || served.iter().any(|part| address.contains(part))).then(|| formula(&alt))
}

fn formula(source: &str) -> Formula {
    let source = source.trim().to_owned();
    if tex(&source).is_some() { Formula::Tex(source) } else { Formula::Source(source) }
}

/// Writes an element of `MathML` as TeX: the elements of [`MathML` Core] that a line of text can say.
///
/// [`MathML` Core]: https://www.w3.org/TR/mathml-core/
fn write(node: &NodeRef<'_>, depth: usize, out: &mut String) {
    let Some(depth) = depth.checked_sub(1) else {
        return out.push_str(&node.text());
    };
    let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
    let children: Vec<NodeRef<'_>> = node.children_it(false).filter(NodeRef::is_element).collect();
    let mut parts = |pattern: &str| {
        let mut next = children.iter();
        for c in pattern.chars() {
            if c == '#' {
                out.push('{');
                if let Some(child) = next.next() {
                    write(child, depth, out);
                }
                out.push('}');
            } else {
                out.push(c);
            }
        }
    };
    match name.as_str() {
        "mfrac" => parts("\\frac##"),
        "msup" | "mover" => parts("#^#"),
        "msub" | "munder" => parts("#_#"),
        "msubsup" | "munderover" => parts("#_#^#"),
        "mroot" => {
            if let [radicand, degree] = children.as_slice() {
                out.push_str("\\sqrt[");
                write(degree, depth, out);
                out.push_str("]{");
                write(radicand, depth, out);
                out.push('}');
            }
        }
        "msqrt" => {
            out.push_str("\\sqrt{");
            for child in &children {
                write(child, depth, out);
            }
            out.push('}');
        }
        "mi" | "mn" | "mo" | "mtext" | "ms" => leaf(&name, &node.text(), out),
        "annotation" | "annotation-xml" => {}
        // A matrix is not said in a line.
        "mtable" => out.push_str("\\begin"),
        _ => {
            for child in &children {
                write(child, depth, out);
            }
        }
    }
}

fn leaf(name: &str, text: &str, out: &mut String) {
    let text = text.trim();
    if out.ends_with(char::is_alphanumeric) {
        out.push(' ');
    }
    if name == "mtext" || name == "mi" && text.chars().count() > 1 {
        out.push_str("\\text{");
        out.push_str(text);
        out.push('}');
        return;
    }
    for c in text.chars() {
        match c {
            '{' | '}' | '%' | '#' | '&' | '_' => out.extend(['\\', c]),
            // Signs that join without being seen.
            '\u{2061}'..='\u{2064}' => {}
            c => out.push(c),
        }
    }
}
