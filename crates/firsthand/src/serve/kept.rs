//! What was made lately and may be asked for again: documents as they may be shown, drawn figures.
//!
//! In: a key and what was made. Out: the same while there is room. `kept.get(&7)` → none; `kept.put(7, made, 900)`;
//! `kept.get(&7)` → made
//!
//! There are two halves. When the young one is full it becomes the old one, and what nobody asked for since the last time is
//! gone: nearly as good as dropping the longest unused, without keeping an order.

use std::{
    collections::BTreeMap,
    mem,
    sync::{Arc, Mutex, PoisonError},
};

/// Things by their keys, up to a weight.
pub(crate) struct Kept<K, V: ?Sized> {
    halves: Mutex<Halves<K, V>>,
    weight_max: usize,
}

struct Halves<K, V: ?Sized> {
    young: BTreeMap<K, (Arc<V>, usize)>,
    old: BTreeMap<K, (Arc<V>, usize)>,
    /// Of the young half.
    weight: usize,
}

impl<K: Ord + Clone, V: ?Sized> Kept<K, V> {
    /// Room for so many bytes.
    pub(crate) fn new(bytes: usize) -> Self {
        let halves = Halves { young: BTreeMap::new(), old: BTreeMap::new(), weight: 0 };
        Self { halves: Mutex::new(halves), weight_max: bytes / 2 }
    }

    /// What is kept under a key.
    pub(crate) fn get(&self, key: &K) -> Option<Arc<V>> {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, _)) = halves.young.get(key) {
            return Some(Arc::clone(known));
        }
        let (known, weight) = halves.old.remove(key)?;
        halves.put(key.clone(), &known, weight, self.weight_max);
        Some(known)
    }

    /// Keeps something that weighs about so many bytes.
    pub(crate) fn put(&self, key: K, made: &Arc<V>, weight: usize) {
        let mut halves = self.halves.lock().unwrap_or_else(PoisonError::into_inner);
        halves.put(key, made, weight, self.weight_max);
    }
}

impl<K: Ord, V: ?Sized> Halves<K, V> {
    fn put(&mut self, key: K, made: &Arc<V>, weight: usize, weight_max: usize) {
        if self.weight + weight > weight_max {
            self.old = mem::take(&mut self.young);
            self.weight = 0;
        }
        if let Some((_, before)) = self.young.insert(key, (Arc::clone(made), weight)) {
            self.weight -= before;
        }
        self.weight += weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_stays_and_the_rest_makes_room() {
        let kept = Kept::new(8);
        for key in 0..40 {
            kept.put(key, &Arc::new(key), 1);
            assert_eq!(kept.get(&0).as_deref(), Some(&0), "after {key}");
        }
        assert_eq!((kept.get(&39).as_deref(), kept.get(&20)), (Some(&39), None));
        let halves = kept.halves.lock().expect("whole");
        assert!(halves.young.len() + halves.old.len() <= 8);
    }

    #[test]
    fn the_same_key_twice_weighs_once() {
        let kept = Kept::new(8);
        for _ in 0..40 {
            kept.put("a", &Arc::new(1), 2);
        }
        assert_eq!(kept.halves.lock().expect("whole").weight, 2);
    }
}
