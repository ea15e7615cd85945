//! Choices that an input makes for itself: numbers drawn from a hash of its bytes.
//!
//! `SplitMix64` (Steele, Lea and Flood, 2014), begun with FNV-1a of the input. Good enough to spread,
//! the same everywhere, and no dependency.

/// Where the numbers come from.
#[derive(Clone, Debug)]
pub struct Choices(u64);

impl Choices {
    /// Those of an input.
    #[must_use]
    pub fn of(data: &[u8]) -> Choices {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        Choices(data.iter().fold(0xCBF2_9CE4_8422_2325, step))
    }

    /// Those that begin with this number.
    #[must_use]
    pub fn seeded(seed: u64) -> Choices {
        Choices(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is above 0.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % end as u64).unwrap_or(0)
    }

    /// Yes or no.
    pub fn flip(&mut self) -> bool {
        self.number() & 1 == 1
    }

    /// One of these, of which there is one at least.
    pub fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}
