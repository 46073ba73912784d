//! Scores a ledger against a hand-made one: are the claims found, and do they stand on the right origin?
//!
//! In: gold reports and what the program says of the same texts. Out: micro figures over all documents.
//! Claims are paired one to one by the overlap of their content (intersection over union of characters, one half or
//! more, best first); chain, voice, events and values are judged on the pairs. Two names agree when one's words contain
//! the other's, or their last words are equal; two media objects agree, and two anonymous soldiers do.

use std::collections::{BTreeMap, BTreeSet};

use super::{Figure, Found, found, inked, pairs, right_of, shared, words_at};
use crate::{
    answer::{Answer, Link, Named, Range, Statement},
    gold::ledger::{Claim, Report},
};

/// Words that make a name a media object: two of those are taken to be the same one.
const MEDIA: [&str; 11] = [
    "video",
    "videos",
    "footage",
    "clip",
    "letter",
    "report",
    "reports",
    "statement",
    "photo",
    "post",
    "recording",
];
/// Words for soldiers without a name: two of those are taken to be the same ones.
const ANONYMOUS: [&str; 11] = [
    "soldier",
    "soldiers",
    "military",
    "man",
    "men",
    "troops",
    "one",
    "serviceman",
    "servicemen",
    "conscripts",
    "members",
];
/// Words that make no difference to a name.
const DROPPED: [&str; 18] = [
    "the", "a", "an", "mr", "mrs", "ms", "lt", "col", "gen", "capt", "maj", "his", "her", "their", "of",
    "from", "at", "in",
];

/// Scores answers against gold reports; an answer that is missing counts as empty.
#[must_use]
pub fn score(gold: &[Report], answers: &BTreeMap<String, Answer>) -> Vec<Figure> {
    let empty = Answer::default();
    let mut tally = Tally::default();
    for report in gold {
        tally.report(report, answers.get(&report.id).unwrap_or(&empty));
    }
    tally.figures()
}

#[derive(Default)]
struct Tally {
    claims: Found,
    attributed: Found,
    origin: (usize, usize),
    origin_of_all: (usize, usize),
    chain: (usize, usize),
    hops: Found,
    explicit: (usize, usize),
    inherited: (usize, usize),
    voice: (usize, usize),
    events: Found,
    places: Found,
    times: Found,
    quantities: Found,
    units: Found,
    remarks: Found,
    protected: (usize, usize),
    boilerplate: Found,
    captions: Found,
    published: (usize, usize),
}

fn count(tally: &mut (usize, usize), right: bool) {
    tally.0 += usize::from(right);
    tally.1 += 1;
}

impl Tally {
    fn report(&mut self, gold: &Report, answer: &Answer) {
        let text: Vec<char> = gold.text.chars().collect();
        self.claims_of(&text, gold, answer);
        self.remarks_of(gold, answer);
        let named = shielded(&text, answer);
        for person in gold.protected.iter().filter_map(|shield| shield.person.as_deref()) {
            count(&mut self.protected, named.iter().any(|name| same_name(person, name)));
        }
        for (kind, ranges, tally) in [
            ("boilerplate", &gold.boilerplate, &mut self.boilerplate),
            ("caption", &gold.caption, &mut self.captions),
        ] {
            let wanted = inked(&text, ranges);
            let marked: Vec<Range> = answer
                .blocks
                .iter()
                .filter(|block| block.kind == kind)
                .map(|block| (block.start, block.end))
                .collect();
            let marked = inked(&text, &marked);
            tally.add(shared(&wanted, &marked), marked.len(), wanted.len());
        }
        if let Some(wanted) = &gold.published {
            count(&mut self.published, published_agrees(wanted, answer).unwrap_or(false));
        }
    }

    fn claims_of(&mut self, text: &[char], gold: &Report, answer: &Answer) {
        let own = |voice: &str| voice == "own";
        let gold_content: Vec<_> = gold.claims.iter().map(|claim| inked(text, &claim.content)).collect();
        let content: Vec<_> = answer.claims.iter().map(|claim| inked(text, &claim.content)).collect();
        let pairs = pairs(&gold_content, &content, |_, _| false);
        self.claims.add(pairs.len(), answer.claims.len(), gold.claims.len());
        self.origin_of_all.1 += gold.claims.len();
        let attributed = pairs
            .iter()
            .filter(|&&(i, j)| !own(&gold.claims[i].voice) && !own(&answer.claims[j].voice))
            .count();
        self.attributed.add(
            attributed,
            answer.claims.iter().filter(|claim| !own(&claim.voice)).count(),
            gold.claims.iter().filter(|claim| !own(&claim.voice)).count(),
        );
        for (i, j) in pairs {
            self.pair(text, &gold.claims[i], &answer.claims[j], answer);
        }
    }

    fn pair(&mut self, text: &[char], gold: &Claim, claim: &Statement, answer: &Answer) {
        let wanted = gold.full_chain();
        let same = |a: &Link, b: &Link| same_name(&a.name, &b.name);
        let origin = match (wanted.last(), claim.chain.last()) {
            (None, None) => true,
            (Some(a), Some(b)) => same(a, b),
            _ => false,
        };
        let whole =
            wanted.len() == claim.chain.len() && wanted.iter().zip(&claim.chain).all(|(a, b)| same(a, b));
        count(&mut self.origin, origin);
        self.origin_of_all.0 += usize::from(origin);
        count(&mut self.chain, whole);
        let mut left: Vec<&Link> = claim.chain.iter().collect();
        let mut right = 0;
        for hop in wanted {
            if let Some(at) = left.iter().position(|other| same(hop, other)) {
                left.remove(at);
                right += 1;
            }
        }
        self.hops.add(right, claim.chain.len(), wanted.len());
        if !gold.implied_chain.is_empty() {
            count(&mut self.inherited, origin);
        } else if !gold.chain.is_empty() {
            count(&mut self.explicit, origin);
        }
        count(&mut self.voice, gold.voice == claim.voice);

        let events: BTreeSet<&str> = claim.events.iter().map(|event| event.kind.as_str()).collect();
        overlap(&mut self.events, &gold.events.iter().map(String::as_str).collect(), &events);

        let by_id: BTreeMap<&str, &Named> =
            answer.mentions.iter().map(|mention| (mention.id.as_str(), mention)).collect();
        let mentions = |ids: &[String]| -> Vec<&Named> {
            ids.iter().filter_map(|id| by_id.get(id.as_str()).copied()).collect()
        };
        let heads = |ids: &[String]| -> BTreeSet<Option<String>> {
            mentions(ids)
                .iter()
                .map(|named| words(&words_at(text, (named.start, named.end))).into_iter().next())
                .collect()
        };
        let first = |name: &String| words(name).into_iter().next();
        let places: BTreeSet<_> = gold.place.iter().map(first).filter(Option::is_some).collect();
        overlap(&mut self.places, &places, &heads(&claim.places));
        overlap(&mut self.units, &gold.unit.iter().map(first).collect(), &heads(&claim.units));

        let day = |day: &Option<String>| day.clone().filter(|day| !day.is_empty());
        let wanted_times: BTreeSet<_> = gold
            .time
            .iter()
            .filter(|time| day(&time.from).is_some())
            .map(|time| (&time.from, &time.to))
            .collect();
        let times = mentions(&claim.times);
        let times: BTreeSet<_> = times
            .iter()
            .filter(|time| day(&time.from).is_some())
            .map(|time| (&time.from, &time.to))
            .collect();
        overlap(&mut self.times, &wanted_times, &times);

        // Numbers are compared as they are, as the reference scorer does; their bits order them.
        let wanted: BTreeSet<_> = gold
            .quantity
            .iter()
            .filter_map(|amount| Some((amount.value?.to_bits(), amount.bound.clone())))
            .collect();
        let amounts: BTreeSet<_> = mentions(&claim.quantities)
            .iter()
            .filter_map(|amount| Some((amount.value.as_ref()?.as_f64()?.to_bits(), amount.bound.clone())))
            .collect();
        overlap(&mut self.quantities, &wanted, &amounts);
    }

    fn remarks_of(&mut self, gold: &Report, answer: &Answer) {
        let mut left: Vec<_> = answer.remarks.iter().collect();
        let mut right = 0;
        for remark in &gold.verification {
            let kind = match remark.kind.as_str() {
                "pattern-documented" => "documented",
                kind => kind,
            };
            let (start, end) = remark.span;
            let met =
                left.iter().position(|found| found.start < end && start < found.end && found.kind == kind);
            if let Some(at) = met {
                left.remove(at);
                right += 1;
            }
        }
        self.remarks.add(right, answer.remarks.len(), gold.verification.len());
    }

    fn figures(self) -> Vec<Figure> {
        vec![
            found("claims", self.claims),
            found("claims attributed", self.attributed),
            right_of("origin", self.origin),
            right_of("chain", self.chain),
            found("hops", self.hops),
            right_of("origin explicit", self.explicit),
            right_of("origin inherited", self.inherited),
            right_of("voice", self.voice),
            right_of("origin of all gold claims", self.origin_of_all),
            found("events", self.events),
            found("places", self.places),
            found("times", self.times),
            found("quantities", self.quantities),
            found("units", self.units),
            found("remarks", self.remarks),
            right_of("protected", self.protected),
            found("boilerplate", self.boilerplate),
            found("captions", self.captions),
            right_of("published", self.published),
        ]
    }
}

fn overlap<T: Ord>(tally: &mut Found, gold: &BTreeSet<T>, out: &BTreeSet<T>) {
    tally.add(gold.intersection(out).count(), out.len(), gold.len());
}

/// The names of those whom the program shields, as the text has them (an entity is known by its last mention).
fn shielded(text: &[char], answer: &Answer) -> Vec<String> {
    let named: BTreeMap<&str, Range> = answer
        .mentions
        .iter()
        .filter_map(|mention| Some((mention.entity.as_deref()?, (mention.start, mention.end))))
        .collect();
    answer
        .protected
        .iter()
        .filter_map(|shield| {
            let mention = shield.entity.as_deref().and_then(|entity| named.get(entity));
            mention.map(|&range| words_at(text, range)).or_else(|| shield.name.clone())
        })
        .collect()
}

/// Whether the intervals meet and the predicted one spans no more than two calendar years.
fn published_agrees(wanted: &crate::answer::Interval, answer: &Answer) -> Option<bool> {
    let published = answer.published.as_ref()?;
    let (from, to) = (published.from.as_deref()?, published.to.as_deref()?);
    let year = |day: &str| day.get(..4).and_then(|year| year.parse::<i32>().ok());
    let meets = from <= wanted.to.as_deref()? && to >= wanted.from.as_deref()?;
    Some(meets && year(to)? - year(from)? <= 1)
}

/// The words of a name, lower case, without possessives, articles and titles.
fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase().replace("’s", "").replace("'s", "");
    lower
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty() && !DROPPED.contains(word))
        .map(str::to_owned)
        .collect()
}

/// Whether two names may be one source, as generously as the reference scorer takes it.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return false };
    let within = |inner: &[String], outer: &[String]| inner.iter().all(|word| outer.contains(word));
    let any = |name: &[String], list: &[&str]| name.iter().any(|word| list.contains(&word.as_str()));
    within(&a, &b)
        || within(&b, &a)
        || (any(&a, &MEDIA) && any(&b, &MEDIA))
        || (any(&a, &ANONYMOUS) && any(&b, &ANONYMOUS))
        || last_a == last_b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_agree_when_one_holds_the_other() {
        assert!(same_name("the Ministry of War", "ministry"));
        assert!(same_name("Capt. Negru", "Nicolae Negru"));
        assert!(same_name("a video", "footage from the quay"));
        assert!(same_name("one of the soldiers", "a serviceman"));
        assert!(!same_name("the mayor", "a harbour clerk"));
        assert!(!same_name("the", "the"), "nothing is left to compare");
    }

    #[test]
    fn a_ledger_scored_against_itself_is_right_and_an_empty_one_is_not() {
        let line = r#"{"id":"d","text":"The mayor said six died in the port. Nobody asked why.",
            "published":{"from":"1905-07-08","to":"1905-07-08"},"protected":[],"boilerplate":[[37,54]],"caption":[],
            "verification":[],"claims":[{"content":[[15,35]],"cue":[[10,14]],"chain":[{"name":"The mayor"}],
            "voice":"indirect","events":["killing"],"place":["the port"],"quantity":[{"value":6,"mod":"exact"}]}]}"#;
        let gold: Report = serde_json::from_str(line).expect("a report");
        let answer = r#"{"id":"d","published":{"from":"1905-07-08","to":"1905-07-08"},
            "blocks":[{"start":37,"end":54,"kind":"boilerplate"}],
            "mentions":[{"id":"m0","start":27,"end":35,"kind":"place"},{"id":"m1","start":15,"end":18,"kind":"quantity","value":6.0,"bound":"exact"}],
            "claims":[{"content":[[15,35]],"chain":[{"name":"mayor"}],"voice":"indirect","events":[{"type":"killing"}],"places":["m0"],"quantities":["m1"]}]}"#;
        let answer = Answer::from_line(answer).expect("an answer");
        let of = |figures: &[Figure], name: &str| {
            figures.iter().find(|figure| figure.name == name).map(|figure| figure.value.headline())
        };
        let figures = score(std::slice::from_ref(&gold), &BTreeMap::from([("d".to_owned(), answer)]));
        for name in [
            "claims",
            "origin",
            "chain",
            "voice",
            "events",
            "places",
            "quantities",
            "boilerplate",
            "published",
        ] {
            assert_eq!(of(&figures, name), Some(100.0), "{name}");
        }
        let figures = score(&[gold], &BTreeMap::new());
        assert_eq!(of(&figures, "claims"), Some(0.0));
        assert_eq!(of(&figures, "origin of all gold claims"), Some(0.0));
        assert_eq!(of(&figures, "published"), Some(0.0));
    }
}
