//! What a reply takes up of the words of an earlier comment.
//!
//! Two things are remembered of every comment: its runs of three words, so that a quotation shows
//! as many of them in a row, and its single words, of which the rare ones count. Both lie in tables
//! of fixed size where a later entry takes the place of an earlier one: memory stays bounded and
//! looking up is one step, whatever a page is made of. What is lost that way is a hint, not a fact.

use super::Remark;

/// How many words of a comment are looked at.
const WORDS: usize = 256;
/// How many bytes of a comment are looked at.
const BYTES: usize = 8 * 1024;
/// The most slots of a table, as a power of two.
const MAX_SLOTS: u32 = 20;
/// The shortest word that can be a rare one, in characters.
const RARE_LENGTH: usize = 4;
/// How many earlier comments a reply is held against.
const FOUND: usize = 32;
/// A quotation may skip this many words and go on.
const SKIP: usize = 3;
/// From this many long words on, a text shares some with any reply by chance.
const LONG_TEXT: f64 = 30.0;
/// What a shared rare word counts for, by how rare it is.
const RARE_WEIGHT: f64 = 0.3;
/// The most that shared rare words count for.
const RARE_LIMIT: f64 = 12.0;

/// One word of a text.
#[derive(Clone, Copy, Debug)]
struct Token {
    hash: u64,
    /// How much of a word it is: a sign of a script without spaces is half a one.
    weight: f64,
    long: bool,
    /// Whether it stands in quotation marks or on a line that `>` starts.
    quoted: bool,
}

/// The words of what was said so far.
pub(super) struct Evidence {
    runs: Table,
    words: Table,
    /// In how many comments of the page a word occurs, by its hash; other words may share a slot.
    counts: Vec<u16>,
    remarks: f64,
    /// How many long words each comment so far has.
    lengths: Vec<u32>,
    /// The first comment of the thread.
    start: u32,
    tokens: Vec<Token>,
}

/// How much more likely an earlier comment is the one answered, for the words they share.
pub(super) struct Hint {
    pub(super) comment: u32,
    pub(super) factor: f64,
    /// How many words in a row.
    pub(super) run: f64,
}

impl Evidence {
    /// Counts the words of the whole page.
    pub(super) fn new(remarks: &[Remark<'_>]) -> Evidence {
        let words: usize = remarks.iter().map(|remark| remark.text.len().min(BYTES) / 4 + 1).sum();
        let bits = usize::BITS - words.leading_zeros();
        let slots = 1_usize << (bits + 1).clamp(8, MAX_SLOTS);
        let named = remarks.iter().any(|remark| remark.reply_to.is_some());
        #[expect(clippy::cast_precision_loss, reason = "a count of comments")]
        let mut evidence = Evidence {
            runs: Table::new(slots),
            words: Table::new(slots),
            counts: vec![0; slots],
            remarks: remarks.len() as f64,
            lengths: Vec::with_capacity(remarks.len()),
            start: 0,
            tokens: Vec::new(),
        };
        for remark in remarks.iter().filter(|_| named) {
            evidence.read(remark.text);
            for hash in evidence.distinct() {
                let slot = slot(hash, evidence.counts.len());
                if let Some(count) = evidence.counts.get_mut(slot) {
                    *count = count.saturating_add(1);
                }
            }
        }
        evidence
    }

    /// Remembers the words of comment `at`, which may be the `first` of a thread.
    pub(super) fn learn(&mut self, at: usize, author: u32, text: &str, first: bool) {
        let Ok(at) = u32::try_from(at) else { return };
        if first {
            self.start = at;
        }
        self.read(text);
        let long = self.tokens.iter().filter(|token| token.long).count();
        self.lengths.push(u32::try_from(long).unwrap_or(u32::MAX));
        for run in self.tokens.windows(3) {
            // Who quotes says the words again: they belong to the comment that had them first.
            let key = run_key(run, author);
            if self.runs.get(key).is_none_or(|first| first < self.start) {
                self.runs.put(key, at);
            }
        }
        for token in self.tokens.iter().filter(|token| token.long) {
            self.words.put(mix(token.hash, u64::from(author)), at);
        }
    }

    /// Holds `text` against what `author` said; the last comment first.
    pub(super) fn weigh(&mut self, text: &str, author: Option<u32>) -> Vec<Hint> {
        let Some(author) = author else { return Vec::new() };
        self.read(text);
        let mut found: Vec<Found> = Vec::new();
        for (position, run) in self.tokens.windows(3).enumerate() {
            if let Some(comment) = self.runs.get(run_key(run, author)) {
                let quoted = run.iter().all(|token| token.quoted);
                let weight: f64 = run.iter().map(|token| token.weight).sum();
                if let Some(found) = Found::of(&mut found, comment) {
                    found.take_run(position, weight, quoted);
                }
            }
        }
        for hash in self.distinct() {
            let Some(comment) = self.words.get(mix(hash, u64::from(author))) else { continue };
            let count = self.counts.get(slot(hash, self.counts.len())).copied().unwrap_or(1);
            let rare = (self.remarks / f64::from(count.max(1))).ln();
            if let (true, Some(found)) = (rare > 1.3, Found::of(&mut found, comment)) {
                found.rare += rare;
            }
        }
        let hint = |found: &Found| {
            let length = self.lengths.get(found.comment as usize).copied().unwrap_or(0);
            Hint {
                comment: found.comment,
                factor: found.factor(f64::from(length)),
                run: found.longest,
            }
        };
        let mut hints: Vec<Hint> = found.iter().map(hint).collect();
        hints.sort_unstable_by_key(|hint| std::cmp::Reverse(hint.comment));
        hints
    }

    /// The long words of the text read last, each once.
    fn distinct(&self) -> Vec<u64> {
        let long = self.tokens.iter().filter(|token| token.long);
        let mut hashes: Vec<u64> = long.map(|token| token.hash).collect();
        hashes.sort_unstable();
        hashes.dedup();
        hashes
    }

    fn read(&mut self, text: &str) {
        self.tokens.clear();
        let text = text.get(..text.floor_char_boundary(BYTES)).unwrap_or(text);
        let mut reader = Reader::default();
        for c in text.chars() {
            reader.take(c, &mut self.tokens);
            if self.tokens.len() >= WORDS {
                return;
            }
        }
        reader.take(' ', &mut self.tokens);
    }
}

/// What was found of one earlier comment.
#[derive(Default)]
struct Found {
    comment: u32,
    last: usize,
    run: f64,
    longest: f64,
    longest_quoted: f64,
    rare: f64,
}

impl Found {
    fn of(list: &mut Vec<Found>, comment: u32) -> Option<&mut Found> {
        let at = list.iter().position(|found| found.comment == comment).unwrap_or(list.len());
        if at == list.len() {
            if at >= FOUND {
                return None;
            }
            list.push(Found { comment, last: usize::MAX, ..Found::default() });
        }
        list.get_mut(at)
    }

    fn take_run(&mut self, position: usize, weight: f64, quoted: bool) {
        let goes_on = self.last != usize::MAX && position <= self.last + SKIP;
        self.run = if goes_on { self.run + weight / 3.0 } else { weight };
        self.last = position;
        self.longest = self.longest.max(self.run);
        if quoted {
            self.longest_quoted = self.longest_quoted.max(self.run);
        }
    }

    /// Words said to be quoted count from three on, others from five.
    fn factor(&self, length: f64) -> f64 {
        let plain = (self.longest - 4.0).max(0.0);
        let quoted = (self.longest_quoted - 2.0).max(0.0) * 1.5;
        let quotation = 4_f64.powf(plain.max(quoted).min(5.0));
        let chance = (length / LONG_TEXT).max(1.0).sqrt();
        let rare = (self.rare / chance * RARE_WEIGHT).exp().min(RARE_LIMIT);
        quotation * rare
    }
}

/// Splits a text into words, and knows what stands in quotation marks.
#[derive(Default)]
struct Reader {
    hash: Option<u64>,
    length: usize,
    marks: bool,
    line_quoted: bool,
    in_line: bool,
}

impl Reader {
    fn take(&mut self, c: char, out: &mut Vec<Token>) {
        if c.is_alphanumeric() && !is_unspaced(c) {
            self.in_line = true;
            self.length += 1;
            let before = self.hash.unwrap_or(0);
            self.hash = Some(if c.is_ascii() {
                mix(before, u64::from(c.to_ascii_lowercase()))
            } else {
                c.to_lowercase().fold(before, |hash, c| mix(hash, u64::from(c)))
            });
            return;
        }
        if matches!(c, '\'' | '’') && self.hash.is_some() {
            return;
        }
        if let Some(hash) = self.hash.take() {
            let long = self.length >= RARE_LENGTH;
            out.push(Token { hash, weight: 1.0, long, quoted: self.quoted() });
        }
        self.length = 0;
        match c {
            '“' | '„' | '«' | '「' | '『' if self.marks && c == '“' => self.marks = false,
            '“' | '„' | '«' | '「' | '『' => self.marks = true,
            '”' | '»' | '」' | '』' => self.marks = false,
            '"' => self.marks = !self.marks,
            '>' if !self.in_line => self.line_quoted = true,
            '\n' => (self.line_quoted, self.in_line) = (false, false),
            _ if is_unspaced(c) => {
                self.in_line = true;
                let hash = mix(0, u64::from(c));
                out.push(Token { hash, weight: 0.5, long: false, quoted: self.quoted() });
            }
            _ => {}
        }
    }

    fn quoted(&self) -> bool {
        self.marks || self.line_quoted
    }
}

/// Whether words of this character's script stand without spaces between them.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{E7F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Where a key was seen last.
struct Table {
    slots: Vec<(u32, u32)>,
}

impl Table {
    fn new(slots: usize) -> Table {
        Table { slots: vec![(0, u32::MAX); slots] }
    }

    fn put(&mut self, key: u64, at: u32) {
        let index = slot(key, self.slots.len());
        if let Some(entry) = self.slots.get_mut(index) {
            *entry = (tag(key), at);
        }
    }

    fn get(&self, key: u64) -> Option<u32> {
        let &(found, at) = self.slots.get(slot(key, self.slots.len()))?;
        (found == tag(key) && at != u32::MAX).then_some(at)
    }
}

/// The slot of a key in a table whose length is a power of two.
fn slot(key: u64, slots: usize) -> usize {
    usize::try_from(key).unwrap_or(0) & (slots - 1)
}

fn tag(key: u64) -> u32 {
    u32::try_from(key >> 32).unwrap_or(0)
}

fn run_key(run: &[Token], author: u32) -> u64 {
    run.iter().fold(u64::from(author) + 1, |key, token| mix(key, token.hash))
}

/// Mixes two numbers into one that looks random (the finaliser of `SplitMix64`, Steele et al. 2014).
fn mix(a: u64, b: u64) -> u64 {
    let mut z = a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
