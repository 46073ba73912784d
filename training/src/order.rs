//! A fixed order that looks like chance: the same seed shuffles the same way on every machine.

/// A small generator (xorshift64*), good enough to mix the order of training.
pub(crate) struct Shuffle(u64);

impl Shuffle {
    /// Starts from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Whether something that happens with this likelihood happens now.
    pub(crate) fn happens(&mut self, likelihood: f32) -> bool {
        ((self.next() >> 40) as f32) < likelihood * (1u32 << 24) as f32
    }

    /// Fisher and Yates.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for at in (1..things.len()).rev() {
            things.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }
}
