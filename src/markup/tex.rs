//! Formulas in TeX as a line of text, where Unicode can say them.
//!
//! Fractions become `a/b`, roots `√x`, powers and indices raised and lowered letters, or `^(…)` and
//! `_(…)` where there are none. What cannot be said in a line (matrices, cases, commands that nobody
//! here knows) is not said at all, and its source is shown in its place.

use std::ops::Range;

use super::tex_signs::{fraction, is_operator, is_relation, letter, lowered, raised, sign, word};
use crate::model::{MarkKind, RichText};
use crate::text::graphemes;

/// The longest formula that is read, in bytes. Longer ones do not fit a line of text either.
const MAX_TEX: usize = 2_000;
/// How deep groups may be nested.
const MAX_DEPTH: usize = 12;

/// The formula `tex`, without its delimiters, as text; `None` if it cannot be said in a line.
#[must_use]
pub fn tex(tex: &str) -> Option<String> {
    if tex.len() > MAX_TEX {
        return None;
    }
    let mut reader = Tex { rest: tex, depth: 0 };
    let text = reader.group(false)?;
    // Whoever reads the text again must not take it for a formula.
    (reader.rest.is_empty() && !text.is_empty() && !text.contains(['$', '\\'])).then_some(text)
}

/// The formulas in a text that can be said, and what they say: between `\(` and `\)`, `\[` and
/// `\]`, `$$` and `$$`, and those between single dollars that can be nothing else.
#[must_use]
pub fn formulas(text: &str) -> Vec<(Range<usize>, String)> {
    const MARKS: [(&str, &str); 4] = [("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(['\\', '$'])) {
        at += next;
        let behind = text.get(at..).unwrap_or_default();
        let said = MARKS.iter().find_map(|(open, close)| {
            let inside = behind.strip_prefix(open)?;
            let near = inside.get(..inside.floor_char_boundary(MAX_TEX)).unwrap_or(inside);
            let (formula, _) = near.split_once(close)?;
            let length = formula.len() + close.len();
            let sure = *open != "$" || is_formula(formula, inside.get(length..)?);
            Some((tex(formula).filter(|_| sure)?, open.len() + length))
        });
        match said {
            Some((said, length)) => {
                found.push((at..at + length, said));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The same of a text with marks: what is code is no formula.
#[must_use]
pub fn formulas_in(rich: &RichText) -> Vec<(Range<usize>, String)> {
    let code: Vec<&Range<usize>> = rich
        .marks()
        .iter()
        .filter(|mark| mark.kind == MarkKind::Code)
        .map(|mark| &mark.range)
        .collect();
    let mut found = formulas(rich.text());
    found.retain(|(range, _)| {
        let next = code.partition_point(|code| code.end <= range.start);
        code.get(next).is_none_or(|code| range.end <= code.start)
    });
    found
}

/// Whether what stands between two dollars is a formula, and not what things cost.
fn is_formula(formula: &str, after: &str) -> bool {
    let tight = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
    tight(formula.chars().next())
        && tight(formula.chars().next_back())
        && !after.starts_with(|c: char| c.is_ascii_digit())
        && !formula.contains('\n')
        && (formula.contains(['\\', '^', '_', '=', '{'])
            || formula.chars().count() == 1 && formula.chars().all(char::is_alphabetic))
}

struct Tex<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Tex<'a> {
    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// The name behind a backslash: letters, or one sign.
    fn name(&mut self) -> &'a str {
        let letters = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        let sign = self.rest.chars().next().map_or(0, char::len_utf8);
        let (name, rest) = self.rest.split_at(if letters > 0 { letters } else { sign });
        self.rest = rest;
        name
    }

    /// Everything up to the end of the group or of the formula. Signs stand apart from what they
    /// join, except where `tight`.
    fn group(&mut self, tight: bool) -> Option<String> {
        if self.depth > MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let mut out = String::new();
        loop {
            self.skip_blanks();
            if self.rest.is_empty() || self.rest.starts_with('}') {
                break;
            }
            let raise = self.rest.starts_with('^');
            if raise || self.rest.starts_with('_') {
                self.next();
                let script = self.argument(true)?;
                push_script(&mut out, &script, raise);
                continue;
            }
            let atom = self.atom(tight)?;
            push(&mut out, &atom, tight);
        }
        self.depth -= 1;
        Some(out.trim().to_owned())
    }

    /// A group in braces, or one sign.
    fn argument(&mut self, tight: bool) -> Option<String> {
        self.skip_blanks();
        if self.rest.starts_with('{') { self.braced(tight) } else { self.atom(tight) }
    }

    fn braced(&mut self, tight: bool) -> Option<String> {
        self.next();
        let inside = self.group(tight)?;
        (self.next()? == '}').then_some(inside)
    }

    fn atom(&mut self, tight: bool) -> Option<String> {
        if self.rest.starts_with('{') {
            return self.braced(tight);
        }
        match self.next()? {
            '\\' => {
                let name = self.name();
                self.command(name, tight)
            }
            '-' => Some("−".to_owned()),
            '\'' => Some("′".to_owned()),
            '~' => Some(" ".to_owned()),
            '&' | '%' | '#' | '$' | '}' | '^' | '_' => None,
            c => Some(c.to_string()),
        }
    }

    fn command(&mut self, name: &'a str, tight: bool) -> Option<String> {
        if let Some(sign) = sign(name) {
            return Some(sign.to_owned());
        }
        if let Some(word) = word(name) {
            return Some(format!("{word} "));
        }
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" => {
                let (above, below) = (self.argument(true)?, self.argument(true)?);
                Some(
                    fraction(&above, &below).unwrap_or_else(|| {
                        format!("{}/{}", in_brackets(above), in_brackets(below))
                    }),
                )
            }
            "binom" => Some(format!("C({}, {})", self.argument(true)?, self.argument(true)?)),
            "sqrt" => self.root(),
            "text" | "textrm" | "textit" | "textbf" | "mbox" | "hbox" => self.verbatim(),
            "mathrm" | "mathbf" | "mathit" | "mathsf" | "mathtt" | "boldsymbol" | "bm"
            | "mathcal" | "mathscr" | "mathfrak" | "operatorname" | "mathop" | "mathbin"
            | "mathrel" | "underline" | "boxed" => self.argument(tight),
            "mathbb" | "Bbb" => {
                let letters = self.argument(true)?;
                Some(letters.chars().map(|c| letter(c).unwrap_or(c)).collect())
            }
            "bar" | "overline" | "hat" | "widehat" | "tilde" | "widetilde" | "vec" | "dot"
            | "ddot" => self.accented(name),
            "left" | "right" => {
                self.skip_blanks();
                if self.rest.starts_with('.') {
                    self.next().map(|_| String::new())
                } else {
                    self.atom(tight)
                }
            }
            "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl" | "Bigr"
            | "displaystyle" | "textstyle" | "scriptstyle" | "limits" | "nolimits" | "!" | "rm"
            | "bf" | "it" => Some(String::new()),
            "," | ";" | ":" | " " | "quad" | "qquad" | "thinspace" => Some(" ".to_owned()),
            _ => None,
        }
    }

    fn root(&mut self) -> Option<String> {
        self.skip_blanks();
        let mut degree = String::new();
        if let Some(behind) = self.rest.strip_prefix('[') {
            let (inside, rest) = behind.split_once(']')?;
            degree = match inside.trim() {
                "3" => "∛".to_owned(),
                "4" => "∜".to_owned(),
                other => raised(other)? + "√",
            };
            self.rest = rest;
        }
        let sign = if degree.is_empty() { "√" } else { &degree };
        Some(format!("{sign}{}", in_brackets(self.argument(true)?)))
    }

    /// Words in a formula, with their spaces.
    fn verbatim(&mut self) -> Option<String> {
        self.skip_blanks();
        let (words, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        self.rest = rest;
        (!words.contains(['\\', '{', '$'])).then(|| words.to_owned())
    }

    fn accented(&mut self, name: &str) -> Option<String> {
        let mark = match name {
            "bar" | "overline" => '\u{304}',
            "hat" | "widehat" => '\u{302}',
            "tilde" | "widetilde" => '\u{303}',
            "vec" => '\u{20D7}',
            "dot" => '\u{307}',
            _ => '\u{308}',
        };
        let mut letter = self.argument(true)?;
        let is_word = letter.chars().all(|c| c.is_alphanumeric() || c == ' ');
        if name == "overline" && is_word {
            // A line goes on from letter to letter; over more than one no other mark reaches.
            let letters = letter.chars().filter(|c| *c != ' ');
            return Some(letters.flat_map(|c| [c, '\u{305}']).collect());
        }
        (graphemes(&letter).count() == 1).then(|| {
            letter.push(mark);
            letter
        })
    }
}

/// Appends what comes next in a formula.
fn push(out: &mut String, atom: &str, tight: bool) {
    let joins = is_relation(atom)
        || is_operator(atom)
            && out.chars().next_back().is_some_and(|c| !"([{,−+".contains(c) && c != ' ');
    if joins && !tight {
        if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push_str(atom);
        out.push(' ');
    } else if atom == "," && !tight {
        out.push_str(", ");
    } else if !(atom == " " && (out.is_empty() || out.ends_with(' '))) {
        // A bracket stands close to the name of its function.
        let follows = atom.starts_with(['(', '^', '_'])
            && out.ends_with(' ')
            && out.trim_end().ends_with(char::is_alphabetic);
        if follows {
            out.truncate(out.trim_end().len());
        }
        out.push_str(atom.strip_prefix(' ').filter(|_| out.ends_with(' ')).unwrap_or(atom));
    }
}

/// Appends a power or an index to what it belongs to.
fn push_script(out: &mut String, script: &str, raise: bool) {
    let gap = out.ends_with(' ') && out.trim_end().ends_with(char::is_alphabetic);
    if gap {
        out.truncate(out.trim_end().len());
    }
    let close = script.replace(' ', "");
    let written = if raise { raised(&close) } else { lowered(&close) };
    match written {
        Some(written) => out.push_str(&written),
        None if raise && script == "∘" => out.push('°'),
        None if matches!(script, "′" | "°" | "*" | "†") => out.push_str(script),
        None => {
            out.push(if raise { '^' } else { '_' });
            if script.chars().count() == 1 {
                out.push_str(script);
            } else {
                out.push('(');
                out.push_str(script);
                out.push(')');
            }
        }
    }
    if gap {
        out.push(' ');
    }
}

/// In brackets, unless it is one number or name, or in brackets already.
fn in_brackets(text: String) -> String {
    let inside = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    if inside.is_some_and(|inside| !inside.contains(['(', ')'])) {
        return text;
    }
    let is_one =
        text.chars().all(|c| c.is_alphanumeric() || ".′∂".contains(c) || "²³¹".contains(c));
    if is_one && !text.is_empty() { text } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::clean;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_said_in_a_line() {
        #[rustfmt::skip]
        let cases = [
            (r"x^2 + y_1 = z^{n+1}",            Some("x² + y₁ = zⁿ⁺¹")),
            (r"\frac{a^2}{b_1} \leq \sqrt{x}",  Some("a²/b₁ ≤ √x")),
            (r"\frac12",                        Some("½")),
            (r"\frac{1}{(1-q)}",                Some("1/(1−q)")),
            (r"\frac{(a)(b)}{c}",               Some("((a)(b))/c")),
            (r"\frac{\partial x}{2a}",          Some("∂x/2a")),
            (r"x^{5 j}",                        Some("x⁵ʲ")),
            (r"\dfrac{a+b}{2}",                 Some("(a+b)/2")),
            (r"\sqrt[3]{x+1}",                  Some("∛(x+1)")),
            (r"e^{i\pi} = -1",                  Some("e^(iπ) = −1")),
            (r"\sum_{i=1}^{n} i",               Some("∑ᵢ₌₁ⁿi")),
            (r"\alpha \in \mathbb{R}",          Some("α ∈ ℝ")),
            (r"\lim_{x \to 0} f(x)",            Some("lim_(x→0) f(x)")),
            (r"\sin x + \cos(y)",               Some("sin x + cos(y)")),
            (r"{\displaystyle H_2O}",           Some("H₂O")),
            (r"f'(x), \hat{y}",                 Some("f′(x), y\u{302}")),
            (r"\overline{AB}",                  Some("A\u{305}B\u{305}")),
            (r"\overline{a+b}",                 None),
            (r"90^\circ",                       Some("90°")),
            (r"\left( a \cdot b \right)",       Some("(a · b)")),
            (r"\text{oil per hour} \approx 3",  Some("oil per hour ≈ 3")),
            (r"\begin{matrix}a\end{matrix}",    None),
            (r"\unheard{x}",                    None),
            (r"a & b",                          None),
            (r"{a",                             None),
            (r"a}",                             None),
            ("",                                None),
        ];
        for (source, expected) in cases {
            assert_eq!(tex(source).as_deref(), expected, "{source}");
        }
        let deep = "{".repeat(900) + "x" + &"}".repeat(900);
        assert_eq!(tex(&deep), None);
    }

    /// The text with its formulas said, if there are any.
    fn said_formulas(text: &str) -> Option<String> {
        let mut said = text.to_owned();
        let found = formulas(text);
        for (range, formula) in found.iter().rev() {
            said.replace_range(range.clone(), formula);
        }
        (!found.is_empty()).then_some(said)
    }

    #[test]
    fn money_is_no_formula() {
        #[rustfmt::skip]
        let cases = [
            (r"Let \(x^2\) be",              Some("Let x² be")),
            (r"Let $x_1$ and $n$ be",        Some("Let x₁ and n be")),
            (r"So $$\frac{a}{b}$$ it is",    Some("So a/b it is")),
            (r"\[\alpha\]",                  Some("α")),
            ("from $5 to $10",               None),
            ("$5/month or $50/year",         None),
            ("US$5 and A$7",                 None),
            (r"C:\(new)\",                   None),
            (r"\(\begin{x}\)",               None),
            ("a $ b",                        None),
        ];
        for (text, expected) in cases {
            assert_eq!(said_formulas(text).as_deref(), expected, "{text}");
        }
        let hostile = "$".repeat(50_000) + &"\\(".repeat(50_000);
        assert_eq!(said_formulas(&hostile), None);
    }

    proptest! {
        #[test]
        fn what_is_said_is_clean_and_no_formula(source in "([a-z0-9 +=(){}^_'-]|\\\\(frac|sqrt|alpha|sum|left|text|bar)|\\PC){0,40}") {
            if let Some(said) = tex(&clean(&source)) {
                prop_assert_eq!(said_formulas(&said), None);
            }
        }
    }
}
