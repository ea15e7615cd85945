//! Formulas of a page as text: `MathML`, TeX in scripts, and pictures whose description is TeX.

use dom_query::{Attr, Element};

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
    // The TeX would be ours and not its author's: what it says is all that there is to keep.
    Formula::Words(tex(&written).unwrap_or_else(|| math.text().to_string()))
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

/// What a script says that is a formula in TeX, as `MathJax` keeps them.
pub(super) fn script(node: &NodeRef<'_>) -> Option<Formula> {
    is_tex(node).then(|| formula(&node.text()))
}

/// Whether a node is a script that is a formula in TeX.
fn is_tex(node: &NodeRef<'_>) -> bool {
    node.query_or(false, |node| node.as_element().is_some_and(is_tex_script))
}

/// The same of an element.
pub(super) fn is_tex_script(element: &Element) -> bool {
    let kind = |attribute: &Attr| {
        &*attribute.name.local == "type" && attribute.value.starts_with("math/tex")
    };
    &*element.name.local == "script" && element.attrs.iter().any(kind)
}

/// Whether a node only draws what a script behind it, or `MathML` in it, says.
pub(super) fn is_drawing(node: &NodeRef<'_>) -> bool {
    const DRAWN: [&str; 8] = [
        "MathJax",
        "MathJax_Preview",
        "MathJax_Display",
        "MathJax_SVG",
        "MathJax_SVG_Display",
        "MathJax_CHTML",
        "MJXc-display",
        "mjx-chtml",
    ];
    /// How many nodes may stand between it and the script.
    const BETWEEN: usize = 4;
    node.class().is_some_and(|class| class.split_ascii_whitespace().any(|c| DRAWN.contains(&c)))
        && std::iter::successors(node.next_sibling(), NodeRef::next_sibling)
            .take(BETWEEN)
            .any(|next| is_tex(&next))
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
    let is_factor = || node.text().trim_start().starts_with(char::is_alphanumeric);
    let mut parts = |pattern: &str| {
        if name == "mfrac" || is_factor() {
            part(out);
        }
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
        "mover" | "munder" if let Some(accent) = accent(&name, &children) => {
            parts(&format!("\\{accent}#"));
        }
        "msup" | "mover" => parts("#^#"),
        "msub" | "munder" => parts("#_#"),
        "msubsup" | "munderover" => parts("#_#^#"),
        "mroot" => {
            if let [radicand, degree] = children.as_slice() {
                part(out);
                out.push_str("\\sqrt[");
                write(degree, depth, out);
                out.push_str("]{");
                write(radicand, depth, out);
                out.push('}');
            }
        }
        "msqrt" => {
            part(out);
            out.push_str("\\sqrt{");
            for child in &children {
                write(child, depth, out);
            }
            out.push('}');
        }
        "mi" | "mn" | "mo" | "mtext" | "ms" => leaf(&name, &node.text(), out),
        "annotation" | "annotation-xml" => {}
        "mfenced" => {
            let sign = |name: &str, other: &str| {
                let sign = node.attr(name);
                sign.map_or(other.to_owned(), |sign| sign.trim().to_owned())
            };
            leaf("mo", &sign("open", "("), out);
            for (at, child) in children.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(child, depth, out);
            }
            leaf("mo", &sign("close", ")"), out);
        }
        "mtable" => table(&children, depth, out),
        _ => {
            for child in &children {
                write(child, depth, out);
            }
        }
    }
}

/// A matrix, or equations below each other, in one line: commas between the cells, semicolons
/// between the rows. What is in brackets has them around it anyway.
fn table(rows: &[NodeRef<'_>], depth: usize, out: &mut String) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            out.push_str(";\\ ");
        }
        let mut is_first = true;
        for cell in row.children_it(false).filter(NodeRef::is_element) {
            let words = cell.text();
            // Equations are lined up at their signs.
            let goes_on = words.trim().starts_with(|c: char| "=<>≤≥≠≈≡→∈".contains(c));
            if !is_first && !goes_on && !words.trim().is_empty() {
                out.push(',');
            }
            is_first = false;
            write(&cell, depth, out);
        }
    }
}

/// The accent that stands over or under a letter, as TeX calls it.
fn accent(name: &str, children: &[NodeRef<'_>]) -> Option<&'static str> {
    let [_, sign] = children else { return None };
    Some(match (name, sign.text().trim()) {
        ("mover", "¯" | "‾" | "\u{304}" | "\u{305}" | "―" | "−" | "_") => "overline",
        ("mover", "^" | "ˆ" | "\u{302}") => "hat",
        ("mover", "~" | "˜" | "\u{303}" | "∼") => "tilde",
        ("mover", "→" | "⃗" | "⇀") => "vec",
        ("mover", "˙" | "." | "\u{307}") => "dot",
        ("mover", "¨" | ".." | "\u{308}") => "ddot",
        ("munder", "_" | "‾" | "¯" | "\u{332}") => "underline",
        _ => return None,
    })
}

/// Parts factors, as `MathML` has them: `a b` is no name.
fn part(out: &mut String) {
    if out.ends_with(|c: char| c.is_alphanumeric() || c == '}') {
        out.push_str("\\,");
    }
}

fn leaf(name: &str, text: &str, out: &mut String) {
    // Other blanks are part of it.
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace());
    if text.starts_with(char::is_alphanumeric) {
        part(out);
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
