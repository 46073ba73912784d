//! Scores what lies between documents: copies, and incidents with their origin counts.
//!
//! In: gold pairs or cases, and what the engine made of all the texts together. Out: copies as pairs of documents;
//! incidents as pairs of documents that stand in one incident together, and as the share of cases whose true number of
//! origins lies within the range that the program gives for the incident holding most of the case's reports.

use std::collections::{BTreeMap, BTreeSet};

use firsthand_schema::{
    incident::Incident,
    link::{Copied, CopyKind},
};

use super::{Figure, Found, Value, found, number, right_of};
use crate::gold::cases::{Case, Pair};

type Together<'t> = BTreeSet<(&'t str, &'t str)>;

fn ordered<'t>(a: &'t str, b: &'t str) -> (&'t str, &'t str) {
    if a < b { (a, b) } else { (b, a) }
}

/// Scores copies. Words shared only between quotation marks are one speech, not a copy.
#[must_use]
pub fn copies(gold: &[Pair], out: &[Copied]) -> Vec<Figure> {
    let gold: Together<'_> = gold.iter().map(|pair| ordered(&pair.a, &pair.b)).collect();
    let of = |kinds: &[CopyKind]| -> Together<'_> {
        out.iter()
            .filter(|copied| kinds.contains(&copied.kind))
            .map(|copied| ordered(&copied.a.0, &copied.b.0))
            .collect()
    };
    let figure = |name: &str, out: &Together<'_>| {
        found(name, Found { right: gold.intersection(out).count(), out: out.len(), gold: gold.len() })
    };
    vec![
        figure("copies and passages", &of(&[CopyKind::Copy, CopyKind::Passage])),
        figure("copies alone", &of(&[CopyKind::Copy])),
    ]
}

/// Scores incidents over all texts of the set.
#[must_use]
pub fn incidents(gold: &[Case], out: &[Incident]) -> Vec<Figure> {
    let wanted =
        together(gold.iter().map(|case| case.members.iter().map(|member| member.id.as_str()).collect()));
    let scored: BTreeSet<&str> =
        gold.iter().flat_map(|case| &case.members).map(|member| member.id.as_str()).collect();
    let members: Vec<BTreeSet<&str>> = out
        .iter()
        .map(|incident| {
            incident.documents.iter().map(|id| id.0.as_str()).filter(|id| scored.contains(id)).collect()
        })
        .collect();
    let joined = together(members.iter().cloned());
    let pairs = Found { right: wanted.intersection(&joined).count(), out: joined.len(), gold: wanted.len() };

    let mut within = (0, 0);
    let mut width = 0;
    for case in gold {
        let of_case: BTreeSet<&str> = case.members.iter().map(|member| member.id.as_str()).collect();
        // The incident that holds most of the case's reports; among equals the one with fewest others, then the first.
        let best = (0..out.len())
            .map(|at| {
                (
                    members[at].intersection(&of_case).count(),
                    std::cmp::Reverse(members[at].len()),
                    std::cmp::Reverse(at),
                )
            })
            .max()
            .filter(|(shared, ..)| *shared > 0);
        within.1 += 1;
        if let Some((_, _, std::cmp::Reverse(at))) = best {
            let origins = &out[at].origins;
            let right =
                origins.low <= case.n_independent_origins && case.n_independent_origins <= origins.high;
            within.0 += usize::from(right);
            width += (origins.high - origins.low) as usize;
        }
    }
    vec![
        found("reports of one incident, by pairs", pairs),
        right_of("true origin count within range", within),
        Figure {
            name: "mean width of the range".to_owned(),
            value: Value::Number(number(width) / number(within.1.max(1)), "origins"),
        },
    ]
}

/// All pairs that stand in one group together.
fn together<'t>(groups: impl Iterator<Item = BTreeSet<&'t str>>) -> Together<'t> {
    let mut pairs = BTreeSet::new();
    for group in groups {
        for a in &group {
            pairs.extend(group.range(*a..).skip(1).map(|b| (*a, *b)));
        }
    }
    pairs
}

/// How often each value occurs in both lists, summed.
pub(crate) fn in_common<T: Ord>(a: impl Iterator<Item = T>, b: impl Iterator<Item = T>) -> usize {
    let mut left: BTreeMap<T, usize> = BTreeMap::new();
    for value in a {
        *left.entry(value).or_default() += 1;
    }
    b.filter(|value| match left.get_mut(value) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    })
    .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_counted_once_whichever_way_round() {
        let pairs = together([BTreeSet::from(["a", "b", "c"]), BTreeSet::from(["b", "a"])].into_iter());
        assert_eq!(pairs, BTreeSet::from([("a", "b"), ("a", "c"), ("b", "c")]));
        assert_eq!(ordered("b", "a"), ("a", "b"));
    }

    #[test]
    fn values_in_common_count_as_often_as_both_have_them() {
        assert_eq!(in_common([1, 1, 2].into_iter(), [1, 1, 1, 3].into_iter()), 2);
    }
}
