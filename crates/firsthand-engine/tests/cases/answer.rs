//! What the program finds in a text, as marks to lay beside what is drawn.
//!
//! In: a text and what is given with it. Out: a mark for everything found, in text order, by these heads:
//!
//! | head | drawn under | label |
//! | --- | --- | --- |
//! | `title`, `byline`, `body`, `caption`, `boilerplate` | the block | |
//! | `sentence` | the sentence | |
//! | `source`, `cue`, `content` | each fragment | numbered where a text has several attributions: `source 2` |
//! | `claim`, `voice`, `polarity`, `chain` | a claim's words | `voice hedged`, `polarity denied`, `chain A ← B (inherited)` |
//! | `hop` | a source in a chain | `hop person anonymous` |
//! | `hedge` | the hedging words | |
//! | `event` | the trigger | `event detention (negated)` |
//! | `remark` | the remark | `remark could-not-verify by Newsweek` |
//! | `when` | the words | `when 1905-06-27`, `when 1905-07-03..1905-07-09`, else the TIMEX3 value |
//! | `quantity` | the words | `quantity ≥40 people`, `~40`, `30..40`, `80%`, `50 of 300`, `order 100` |
//! | `place` | the name | `place Odesa settlement UA`, `place ?` where no gazetteer entry was chosen |
//! | `demonym` | the word | `demonym of Russia` |
//! | `unit` | the name | `unit 27th, Separate Guards Motor Rifle, brigade` |
//! | `person`, `organisation`, `outlet` | the name | `person partial Darya K.` |
//! | `protected` | each mention of the person | `protected partial-name` |

use firsthand_engine::LanguageData;
use firsthand_schema::{
    amount::{Amount, Bound},
    annotation::{Annotations, Modality, Names},
    capture::{Capture, Given, Media},
    claim::Polarity,
    document::Document,
    ids::DocumentId,
    place::Place,
    span::Span,
    when::When,
};

use crate::drawing::{Case, Mark};

/// Reads the case's text as the program would and marks what it finds.
pub(crate) fn answer(case: &Case, data: &LanguageData) -> Vec<Mark> {
    let capture = Capture {
        id: DocumentId("case".to_owned()),
        media: Media::Text,
        content: case.today.text.clone(),
        given: Given { published: case.published.clone(), outlet: case.outlet.clone(), ..Given::default() },
    };
    let (document, _) = firsthand_engine::clean(&capture, data);
    let (found, _) = firsthand_engine::annotate(&document, data);
    let mut marks = Marks { text: &document.text, found: Vec::new() };
    layout(&mut marks, &document, &found);
    attributions(&mut marks, &found);
    ledger(&mut marks, &found);
    mentions(&mut marks, &found);
    marks.found.sort();
    marks.found.dedup();
    marks.found
}

struct Marks<'t> {
    text: &'t str,
    found: Vec<Mark>,
}

impl Marks<'_> {
    /// Adds a mark, in pieces where it runs over the end of a line.
    fn add(&mut self, span: Span, label: impl Into<String>) {
        let label = label.into();
        let mut start = span.start as usize;
        for piece in span.of(self.text).split('\n') {
            let piece_span = Span::new(start, start + piece.len()).trimmed(self.text);
            start += piece.len() + 1;
            if !piece_span.is_empty() {
                self.found.push(Mark { span: piece_span, label: label.clone() });
            }
        }
    }
}

fn layout(marks: &mut Marks<'_>, document: &Document, found: &Annotations) {
    for block in &document.blocks {
        marks.add(block.span, block.kind.as_str());
    }
    for sentence in &found.sentences {
        marks.add(*sentence, "sentence");
    }
}

fn attributions(marks: &mut Marks<'_>, found: &Annotations) {
    for (number, attribution) in (1..).zip(&found.attributions) {
        let number = if found.attributions.len() == 1 { String::new() } else { format!(" {number}") };
        for (role, spans) in
            [("source", &attribution.source), ("cue", &attribution.cue), ("content", &attribution.content)]
        {
            for span in spans {
                marks.add(*span, format!("{role}{number}"));
            }
        }
    }
}

fn ledger(marks: &mut Marks<'_>, found: &Annotations) {
    for claim in &found.claims {
        let Some(words) = claim.content.iter().copied().reduce(|all, next| all.cover(&next)) else {
            continue;
        };
        marks.add(words, "claim");
        marks.add(words, format!("voice {}", claim.voice.as_str()));
        if claim.polarity != Polarity::Asserted {
            marks.add(words, format!("polarity {}", claim.polarity.as_str()));
        }
        if !claim.chain.is_empty() {
            let names: Vec<&str> = claim.chain.iter().map(|hop| hop.name.as_str()).collect();
            let inherited = if claim.inherited { " (inherited)" } else { "" };
            marks.add(words, format!("chain {}{inherited}", names.join(" ← ")));
        }
        for hop in &claim.chain {
            if let Some(span) = hop.span {
                marks.add(span, format!("hop {} {}", hop.kind.as_str(), hop.naming.as_str()));
            }
        }
        for hedge in &claim.hedges {
            marks.add(*hedge, "hedge");
        }
    }
    for event in &found.events {
        let modality = match event.modality {
            Modality::Actual => "",
            Modality::Negated => " (negated)",
            Modality::Possible => " (possible)",
        };
        marks.add(event.span, format!("event {}{modality}", event.kind));
    }
    for remark in &found.remarks {
        let by = remark.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        marks.add(remark.span, format!("remark {}{by}", remark.kind.as_str()));
    }
}

fn mentions(marks: &mut Marks<'_>, found: &Annotations) {
    for mention in &found.mentions {
        let label = match &mention.names {
            Names::Person(person) => {
                let naming = person.naming.map_or("?", |naming| naming.as_str());
                format!(
                    "person {naming} {}",
                    person.name.as_deref().or(person.role.as_deref()).unwrap_or("?")
                )
            }
            Names::Organisation(organisation) => {
                format!("organisation {}", organisation.name.as_deref().unwrap_or("?"))
            }
            Names::Outlet(outlet) => format!("outlet {}", outlet.name.as_deref().unwrap_or("?")),
            Names::Unit(unit) => {
                let parts = [&unit.designator, &unit.kind, &unit.echelon];
                let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
                format!("unit {}", parts.join(", "))
            }
            Names::Place(place) => where_it_leads(place),
            Names::Demonym(place) => format!("demonym of {}", place.name.as_deref().unwrap_or("?")),
            Names::Time(when) => when_it_was(when),
            Names::Quantity(amount) => how_many(amount),
        };
        marks.add(mention.span, label);
        for protected in found.protected.iter().filter(|protected| Some(protected.entity) == mention.entity) {
            marks.add(mention.span, format!("protected {}", protected.why.as_str()));
        }
    }
}

fn where_it_leads(place: &Place) -> String {
    let Some(name) = &place.name else { return "place ?".to_owned() };
    let precision = place.precision.map_or("?", |precision| precision.as_str());
    format!("place {name} {precision} {}", place.country.as_deref().unwrap_or("?"))
}

fn when_it_was(when: &When) -> String {
    match (when.from, when.to) {
        (Some(from), Some(to)) if from == to => format!("when {from}"),
        (None, None) => format!("when {}", if when.value.is_empty() { "?" } else { &when.value }),
        (from, to) => {
            let end = |day: Option<_>| {
                day.map(|day: firsthand_schema::when::Day| day.to_string()).unwrap_or_default()
            };
            format!("when {}..{}", end(from), end(to))
        }
    }
}

fn how_many(amount: &Amount) -> String {
    // A share is shown as such: "~80%", not as 0.8 of something.
    let value = match (amount.share, amount.value) {
        (Some(share), _) => format!("{}%", (share * 1000.0).round() / 10.0),
        (None, value) => value.map(|value| value.to_string()).unwrap_or_default(),
    };
    let mut label = match (amount.bound, amount.value_to) {
        (Bound::Exact, None) => value,
        (Bound::About, None) => format!("~{value}"),
        (Bound::Nearly, None) => format!("nearly {value}"),
        (Bound::AtLeast, _) => format!("≥{value}"),
        (Bound::AtMost, _) => format!("≤{value}"),
        (Bound::Hundreds, _) => format!("order {value}"),
        (Bound::Range | Bound::Exact | Bound::About | Bound::Nearly, to) => {
            format!("{value}..{}", to.map(|to| to.to_string()).unwrap_or_default())
        }
    };
    if let Some(out_of) = amount.out_of {
        label += &format!(" of {out_of}");
    }
    if let Some(of) = &amount.of {
        label += &format!(" {of}");
    }
    format!("quantity {label}")
}
