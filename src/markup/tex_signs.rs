//! The signs of formulas: names of TeX, raised and lowered letters.
//!
//! Names from [the Comprehensive LaTeX Symbol List](https://ctan.org/pkg/comprehensive); letters
//! from the Unicode blocks for superscripts, subscripts and phonetic extensions.

pub(super) use crate::text::{lowered, raised};

/// A name, and its sign.
#[rustfmt::skip]
const SIGNS: &[(&str, &str)] = &[
    ("alpha", "α"), ("beta", "β"), ("gamma", "γ"), ("delta", "δ"), ("epsilon", "ϵ"),
    ("varepsilon", "ε"), ("zeta", "ζ"), ("eta", "η"), ("theta", "θ"), ("vartheta", "ϑ"),
    ("iota", "ι"), ("kappa", "κ"), ("lambda", "λ"), ("mu", "μ"), ("nu", "ν"), ("xi", "ξ"),
    ("pi", "π"), ("rho", "ρ"), ("varrho", "ϱ"), ("sigma", "σ"), ("varsigma", "ς"), ("tau", "τ"),
    ("upsilon", "υ"), ("phi", "ϕ"), ("varphi", "φ"), ("chi", "χ"), ("psi", "ψ"), ("omega", "ω"),
    ("Gamma", "Γ"), ("Delta", "Δ"), ("Theta", "Θ"), ("Lambda", "Λ"), ("Xi", "Ξ"), ("Pi", "Π"),
    ("Sigma", "Σ"), ("Upsilon", "Υ"), ("Phi", "Φ"), ("Psi", "Ψ"), ("Omega", "Ω"),
    ("leq", "≤"), ("le", "≤"), ("geq", "≥"), ("ge", "≥"), ("neq", "≠"), ("ne", "≠"),
    ("approx", "≈"), ("sim", "∼"), ("simeq", "≃"), ("cong", "≅"), ("equiv", "≡"), ("propto", "∝"),
    ("ll", "≪"), ("gg", "≫"), ("in", "∈"), ("notin", "∉"), ("ni", "∋"), ("subset", "⊂"),
    ("subseteq", "⊆"), ("supset", "⊃"), ("supseteq", "⊇"), ("mid", "∣"), ("parallel", "∥"),
    ("perp", "⊥"), ("vdash", "⊢"), ("models", "⊨"), ("to", "→"), ("rightarrow", "→"),
    ("longrightarrow", "⟶"), ("leftarrow", "←"), ("gets", "←"), ("leftrightarrow", "↔"),
    ("Rightarrow", "⇒"), ("implies", "⇒"), ("Leftarrow", "⇐"), ("Leftrightarrow", "⇔"),
    ("iff", "⇔"), ("mapsto", "↦"), ("uparrow", "↑"), ("downarrow", "↓"),
    ("times", "×"), ("cdot", "·"), ("div", "÷"), ("pm", "±"), ("mp", "∓"), ("ast", "∗"),
    ("star", "⋆"), ("circ", "∘"), ("bullet", "•"), ("oplus", "⊕"), ("otimes", "⊗"), ("cup", "∪"),
    ("cap", "∩"), ("setminus", "∖"), ("wedge", "∧"), ("land", "∧"), ("vee", "∨"), ("lor", "∨"),
    ("neg", "¬"), ("lnot", "¬"), ("forall", "∀"), ("exists", "∃"), ("nexists", "∄"),
    ("emptyset", "∅"), ("varnothing", "∅"), ("infty", "∞"), ("partial", "∂"), ("nabla", "∇"),
    ("sum", "∑"), ("prod", "∏"), ("int", "∫"), ("iint", "∬"), ("oint", "∮"), ("hbar", "ℏ"),
    ("ell", "ℓ"), ("Re", "ℜ"), ("Im", "ℑ"), ("aleph", "ℵ"), ("angle", "∠"), ("triangle", "△"),
    ("prime", "′"), ("dagger", "†"), ("ldots", "…"), ("dots", "…"), ("cdots", "⋯"), ("vdots", "⋮"),
    ("langle", "⟨"), ("rangle", "⟩"), ("lfloor", "⌊"), ("rfloor", "⌋"), ("lceil", "⌈"),
    ("rceil", "⌉"), ("vert", "|"), ("lvert", "|"), ("rvert", "|"), ("Vert", "‖"), ("|", "‖"),
    ("colon", ":"), ("degree", "°"), ("therefore", "∴"), ("because", "∵"), ("{", "{"), ("}", "}"),
    ("%", "%"), ("#", "#"), ("&", "&"), ("_", "_"), ("lbrace", "{"), ("rbrace", "}"),
];

/// Functions that have a name instead of a sign.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh",
    "log", "ln", "lg", "exp", "lim", "limsup", "liminf", "max", "min", "sup", "inf", "arg", "det",
    "dim", "ker", "gcd", "deg", "hom", "Pr", "mod", "bmod",
];

/// Letters with a double stroke that stand outside of the block of the others.
const DOUBLE: &[(char, char)] =
    &[('C', 'ℂ'), ('H', 'ℍ'), ('N', 'ℕ'), ('P', 'ℙ'), ('Q', 'ℚ'), ('R', 'ℝ'), ('Z', 'ℤ')];

#[rustfmt::skip]
const FRACTIONS: &[(&str, &str, &str)] = &[
    ("1", "2", "½"), ("1", "3", "⅓"), ("2", "3", "⅔"), ("1", "4", "¼"), ("3", "4", "¾"),
    ("1", "5", "⅕"), ("1", "6", "⅙"), ("1", "8", "⅛"), ("3", "8", "⅜"), ("5", "8", "⅝"),
    ("7", "8", "⅞"),
];

/// The sign that TeX calls so.
pub(super) fn sign(name: &str) -> Option<&'static str> {
    SIGNS.iter().find(|(known, _)| *known == name).map(|(_, sign)| *sign)
}

/// The function that TeX calls so.
pub(super) fn word(name: &str) -> Option<&'static str> {
    WORDS.iter().find(|known| **known == name).copied()
}

/// The letter with a double stroke.
pub(super) fn letter(letter: char) -> Option<char> {
    DOUBLE.iter().find(|(known, _)| *known == letter).map(|(_, double)| *double)
}

/// A fraction that is one letter.
pub(super) fn fraction(above: &str, below: &str) -> Option<String> {
    let known = FRACTIONS.iter().find(|(a, b, _)| *a == above && *b == below);
    known.map(|(_, _, letter)| (*letter).to_owned())
}

/// Whether a sign says how two sides compare.
pub(super) fn is_relation(sign: &str) -> bool {
    const RELATIONS: &str = "=<>≤≥≠≈∼≃≅≡∝≪≫∈∉∋⊂⊆⊃⊇⊥⊢⊨→⟶←↔⇒⇐⇔↦";
    let mut chars = sign.chars();
    chars.next().is_some_and(|c| RELATIONS.contains(c)) && chars.next().is_none()
}

/// Whether a sign joins two sides to one.
pub(super) fn is_operator(sign: &str) -> bool {
    matches!(
        sign,
        "+" | "−"
            | "×"
            | "·"
            | "÷"
            | "±"
            | "∓"
            | "⊕"
            | "⊗"
            | "∪"
            | "∩"
            | "∖"
            | "∧"
            | "∨"
            | "∘"
    )
}
