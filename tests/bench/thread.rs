//! Discussions of any size, the same each time: a story with nested comments, as an answer of the
//! Hacker News API has it.

use std::fmt::Write as _;

/// The deepest reply.
const DEEPEST: usize = 40;

/// Numbers that look random and are the same each time (xorshift, Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}

/// One chain of so many replies; `zyzzyva` stands in the last.
pub(crate) fn chain(comments: usize) -> String {
    let mut json = String::with_capacity(comments * 120 + 500);
    json.push_str(r#"{"id":1,"type":"story","author":"inesv","title":"Who owns the harbour light?","children":["#);
    for at in 0..comments {
        let word = if at + 1 == comments { "zyzzyva" } else { "oil" };
        write!(
            json,
            r#"{{"id":{},"type":"comment","author":"reader{}","text":"<p>{word}","children":["#,
            at + 2,
            at % 97
        )
        .unwrap();
    }
    json.push_str(&"]}".repeat(comments + 1));
    json
}

/// A discussion of so many comments, about 400 bytes each. A third start threads; `quokka` stands in
/// every hundredth comment, `zyzzyva` in the last but one.
pub(crate) fn hacker_news(comments: usize) -> String {
    const WORDS: [&str; 12] = [
        "harbour", "lamp", "the", "oil", "of", "town", "deed", "who", "pays", "and", "light",
        "mole",
    ];
    let mut numbers = Numbers(0x5EED_1911);
    let mut json = String::with_capacity(comments * 420 + 500);
    json.push_str(r#"{"id":1,"created_at_i":1777795200,"type":"story","author":"inesv","title":"Who owns the harbour light?","url":null,"text":"<p>The lamp is out.","points":12,"children":["#);
    let mut depth: usize = 0;
    for at in 0..comments {
        // Replies go one deeper, or stay, or come back some levels.
        let wanted = match numbers.below(3) {
            0 => 0,
            1 => (depth + 1).min(DEEPEST),
            _ => numbers.below(depth + 1),
        };
        if at > 0 {
            for _ in wanted..=depth {
                json.push_str("]}");
            }
            if wanted <= depth {
                json.push(',');
            }
        }
        depth = if at == 0 { 0 } else { wanted.min(depth + 1) };
        let time = 1_777_795_200 + numbers.below(5_000_000);
        let (author, points) = (numbers.below(comments / 20 + 3), numbers.below(200));
        write!(
            json,
            r#"{{"id":{},"created_at":"2026-05-03T08:00:00Z","created_at_i":{time},"type":"comment","author":"reader{author}","title":null,"url":null,"text":"<p>"#,
            at + 2
        )
        .unwrap();
        for _ in 0..10 + numbers.below(60) {
            json.push_str(WORDS[numbers.below(WORDS.len())]);
            json.push(' ');
        }
        if at % 100 == 99 {
            json.push_str("quokka ");
        }
        if at + 2 == comments {
            json.push_str("zyzzyva ");
        }
        write!(
            json,
            r#"&amp; <i>so</i> on.","points":{points},"parent_id":1,"story_id":1,"children":["#
        )
        .unwrap();
    }
    for _ in 0..=depth {
        json.push_str("]}");
    }
    json.push_str("]}");
    json
}
