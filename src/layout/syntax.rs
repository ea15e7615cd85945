//! What the words of code are, by the grammar of its language.
//!
//! The grammars lie packed in the program and are unpacked when the first code of their language is
//! shown. They know hundreds of scopes ([naming]); a reader can tell a handful of colours apart.
//!
//! [naming]: https://www.sublimetext.com/docs/scope_naming.html

use std::ops::Range;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::row::Role;

/// How much of a block is given colours, in bytes: some ten screens. The grammars read a megabyte
/// or so a second, and the block is read again for each width.
const MAX_CODE: usize = 32 * 1024;
/// Behind a longer line, in bytes, nothing has colours: it was written by a program, and what some
/// expressions cost grows faster than it.
const MAX_LINE: usize = 400;
/// What is nested deeper ends the colours, in scopes: each line costs its depth, and code that people
/// write stays far below.
const MAX_DEPTH: usize = 100;

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Scopes, the more exact before those that hold them, and what they are to a reader.
static ROLES: LazyLock<Vec<(Scope, Role)>> = LazyLock::new(|| {
    let known = [
        ("comment", Role::Comment),
        ("string", Role::Literal),
        ("constant.character", Role::Literal),
        ("constant", Role::Number),
        ("keyword.operator", OPERATOR),
        ("keyword", Role::Keyword),
        ("storage", Role::Keyword),
        ("variable.language", Role::Keyword),
        ("entity.name.tag", Role::Keyword),
        ("entity.name.function", Role::Function),
        ("support.function", Role::Function),
        ("variable.function", Role::Function),
        ("entity.other.attribute-name", Role::Type),
        ("entity.other.inherited-class", Role::Type),
        ("entity.name", Role::Type),
        ("support.type", Role::Type),
        ("support.class", Role::Type),
        // Code in a text is code again.
        ("meta.interpolation", Role::Code),
        ("source", Role::Code),
    ];
    let scope = |(name, role)| Scope::new(name).ok().map(|scope| (scope, role));
    known.into_iter().filter_map(scope).collect()
});

/// Signs are no words of a language; `and` and `not` are.
const OPERATOR: Role = Role::Marker;

/// Other names that people write for a language.
const ALIASES: &[(&str, &str)] = &[
    ("c#", "cs"),
    ("common-lisp", "lisp"),
    ("console", "sh"),
    ("csharp", "cs"),
    ("docker", "Dockerfile"),
    ("elisp", "el"),
    ("emacs-lisp", "el"),
    ("golang", "go"),
    ("objc", "m"),
    ("plaintext", "txt"),
    ("shell", "sh"),
    ("text", "txt"),
    ("viml", "vim"),
    ("vimscript", "vim"),
];

/// A part of code, and what it is.
pub(super) type Colour = (Range<usize>, Role);

/// The parts of `code` that are something in this language, in order; none where nobody knows the
/// language. Beyond the limits, none either.
pub(super) fn colours(language: &str, code: &str) -> Vec<Colour> {
    let Some(grammar) = grammar(language) else { return Vec::new() };
    let mut state = ParseState::new(grammar);
    let mut stack = ScopeStack::new();
    let mut colours = Vec::new();
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        if start + line.len() > MAX_CODE || line.len() > MAX_LINE {
            break;
        }
        let Ok(changes) = state.parse_line(line, &GRAMMARS) else { break };
        let mut at = 0;
        for (behind, change) in changes {
            push(&mut colours, line, start, at..behind, &stack);
            at = behind;
            if stack.apply(&change).is_err() {
                return colours;
            }
        }
        push(&mut colours, line, start, at..line.len(), &stack);
        start += line.len();
        if stack.len() > MAX_DEPTH {
            break;
        }
    }
    colours
}

fn grammar(language: &str) -> Option<&'static SyntaxReference> {
    let alias = ALIASES.iter().find(|(alias, _)| alias.eq_ignore_ascii_case(language));
    GRAMMARS.find_syntax_by_token(alias.map_or(language, |(_, name)| name))
}

/// Adds `part` of `line`, which begins at byte `start` of the code.
fn push(
    colours: &mut Vec<Colour>,
    line: &str,
    start: usize,
    part: Range<usize>,
    stack: &ScopeStack,
) {
    let Some(text) = line.get(part.clone()).filter(|text| !text.trim().is_empty()) else { return };
    let known =
        |scope: &Scope| ROLES.iter().find(|(known, _)| known.is_prefix_of(*scope)).map(|r| r.1);
    let role = match stack.scopes.iter().rev().find_map(known) {
        Some(OPERATOR) if text.starts_with(char::is_alphabetic) => Role::Keyword,
        Some(OPERATOR | Role::Code) | None => return,
        Some(role) => role,
    };
    let range = start + part.start..start + part.end;
    match colours.last_mut() {
        Some((last, before)) if *before == role && last.end == range.start => last.end = range.end,
        _ => colours.push((range, role)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_other_name_is_one_of_a_grammar() {
        for (alias, _) in ALIASES {
            assert!(grammar(alias).is_some(), "{alias}");
        }
        for name in
            ["rust", "js", "JavaScript", "typescript", "tsx", "c++", "toml", "yaml", "bash", "nix"]
        {
            assert!(grammar(name).is_some(), "{name}");
        }
    }

    #[test]
    fn colours_have_limits() {
        let line = "let x = 1;\n";
        let all = colours("rust", &line.repeat(10_000));
        assert!(
            all.last()
                .is_some_and(|(range, _)| range.end > MAX_CODE - 100 && range.end <= MAX_CODE)
        );
        let long = format!("{line}let y = \"{}\";\n{line}", "x".repeat(MAX_LINE));
        assert_eq!(colours("rust", &long), colours("rust", line));
    }

    #[test]
    fn what_is_nested_without_end_ends_the_colours() {
        for (language, part) in [("md", "["), ("js", "("), ("cpp", "a<"), ("php", "{")] {
            let line = part.repeat(MAX_LINE / part.len() - 1) + "\n";
            let deep = colours(language, &line.repeat(50));
            let end = deep.last().map_or(0, |(range, _)| range.end);
            assert!(end <= line.len() * 2, "{language}: {end}");
        }
    }
}
