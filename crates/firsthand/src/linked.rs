//! Keeps the links of a case up to date, and reads them.
//!
//! In: documents that were added, decisions that were made. Out, kept in the case: keys, ties, copies, voices, incidents.
//! Adding one document touches the documents that share a key with it and the groups that it reaches, and nothing else;
//! what comes of it is byte for byte what linking everything at once gives.
//!
//! Whoever looks across documents asks here. Everything is under its true name, to be shielded by whoever shows it.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    rc::Rc,
};

use firsthand_engine::{Heard, LanguageData, Report, report::days};
use firsthand_schema::{
    finding::{Source, SourceMerge},
    ids::{ClaimId, ClaimNumber, DocumentId, IncidentId, SourceId},
    incident::Incident,
    link::{Bond, Copied, Decision, Judgement, Tie, Withdrawn},
};
use firsthand_store::{Assessed, Case, Decided, Fault, Group, Linker, Linking, Stored, TellingRow};
use serde_json::json;

use crate::{
    derive,
    judged::{self, Judged},
    own,
    redact::Cast,
};

/// What the links were made by: another program, or another form of them, makes them anew.
fn form() -> String {
    format!("{} 3", derive::ENGINE)
}

/// Documents that are linked in one transaction: a killed program loses at most these links, and no document.
const TOGETHER: usize = 256;

/// Words of the reports that are kept at hand, some twenty bytes each with as much again around them: a third of a gigabyte.
const WORDS_AT_HAND: usize = 8_000_000;

/// Whether nothing is left to link.
fn is_current(case: &Case) -> Result<bool, Fault> {
    Ok(case.link_note("form")?.is_some_and(|it| it == form())
        && case.unlinked()?.is_empty()
        && !case.links_open()?
        && new_decisions(case)?.is_empty())
}

/// Links what is not linked, follows what was decided, and groups and assesses what they touch.
///
/// # Errors
///
/// When the case cannot be written, or the language data that ships is not in its form.
pub(crate) fn bring_up_to_date(case: &mut Case) -> Result<(), Fault> {
    if is_current(case)? {
        return Ok(());
    }
    let data = own::shipped().map_err(Fault::Other)?;
    if case.link_note("form")?.is_none_or(|it| it != form()) {
        case.unlink()?;
        case.linking(|linker| linker.note("form", &form()))?;
    }
    let mut shelf = Shelf { data, reports: BTreeMap::new(), order: VecDeque::new(), words: 0 };
    let pending = case.unlinked()?;
    for together in pending.chunks(TOGETHER) {
        case.linking(|linker| together.iter().try_for_each(|&document| shelf.link(linker, document)))?;
    }
    follow(case, data)?;
    settle(case, &mut shelf)
}

/// A report at hand, with the numbers of its tellings.
struct Known {
    report: Report,
    tellings: BTreeMap<ClaimNumber, i64>,
}

/// Reports at hand; those taken longest ago go first when there is no room.
struct Shelf<'d> {
    data: &'d LanguageData,
    reports: BTreeMap<i64, Rc<Known>>,
    order: VecDeque<i64>,
    words: usize,
}

impl Shelf<'_> {
    /// Links one document to those that are linked already.
    fn link(&mut self, linker: &Linker<'_>, document: i64) -> Result<(), Fault> {
        if linker.is_linked(document)? {
            return Ok(());
        }
        let Some(stored) = linker.read(document)? else {
            return Ok(());
        };
        let report = firsthand_engine::report(&stored.document, &stored.annotations, self.data);
        let keys = firsthand_engine::keys(&report);
        let mut linking = Linking {
            people: json!(Cast::of((&stored.document, &stored.annotations))).to_string(),
            tellings: report.tellings.iter().map(|telling| (telling.first, Vec::new())).collect(),
            ..Linking::default()
        };
        let places: BTreeMap<ClaimNumber, usize> =
            report.tellings.iter().enumerate().map(|(place, telling)| (telling.first, place)).collect();
        for tie in firsthand_engine::compare(&report, &report).1 {
            if let (Some(&a), Some(&b)) = (places.get(&tie.a.claim), places.get(&tie.b.claim)) {
                linking.within.push((a, b, tie.likeness.total));
            }
        }
        for candidate in linker.candidates(&keys.probe)? {
            let Some(other) = self.report(linker, candidate)? else { continue };
            let (copied, ties) = firsthand_engine::compare(&report, &other.report);
            linking.copies.extend(copied.map(|copied| (candidate, copied)));
            for Tie { a, b, likeness } in ties {
                let (ours, theirs) = if a.document == report.document { (a, b) } else { (b, a) };
                if let (Some(&place), Some(&number)) =
                    (places.get(&ours.claim), other.tellings.get(&theirs.claim))
                {
                    linking.tellings[place].1.push((number, likeness.total));
                }
            }
        }
        linking.keys = keys.own;
        for voice in firsthand_engine::voices(&report) {
            linking.voices.push((voice.speaker.id.to_string(), serde_json::to_string(&voice)?));
        }
        linker.put(document, &linking, firsthand_engine::holds)?;
        let tellings = linker.tellings_of(document)?;
        self.keep(document, Rc::new(Known { report, tellings }));
        Ok(())
    }

    /// A report that is linked.
    fn report(&mut self, linker: &Linker<'_>, document: i64) -> Result<Option<Rc<Known>>, Fault> {
        if let Some(known) = self.reports.get(&document) {
            return Ok(Some(Rc::clone(known)));
        }
        let Some(stored) = linker.read(document)? else { return Ok(None) };
        let known = Rc::new(Known {
            report: firsthand_engine::report(&stored.document, &stored.annotations, self.data),
            tellings: linker.tellings_of(document)?,
        });
        self.keep(document, Rc::clone(&known));
        Ok(Some(known))
    }

    fn keep(&mut self, document: i64, known: Rc<Known>) {
        self.words += known.report.print.length();
        self.order.push_back(document);
        self.reports.insert(document, known);
        while self.words > WORDS_AT_HAND && self.order.len() > 1 {
            let Some(oldest) = self.order.pop_front() else { break };
            if let Some(gone) = self.reports.remove(&oldest) {
                self.words -= gone.report.print.length().min(self.words);
            }
        }
    }
}

/// Decisions that the links do not know of yet.
fn new_decisions(case: &Case) -> Result<Vec<Decided>, Fault> {
    let last = case.link_note("decided")?.and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut new = case.decisions(last, u32::MAX)?;
    new.retain(|it| it.kind == judged::LINK || it.kind == judged::WITHDRAWN);
    Ok(new)
}

/// Opens what new decisions touch.
fn follow(case: &mut Case, data: &LanguageData) -> Result<(), Fault> {
    let (new, judged) = (new_decisions(case)?, Judged::of(case)?);
    let sides_before: BTreeMap<SourceId, Vec<SourceId>> = match case.link_note("sides")? {
        Some(sides) => serde_json::from_str(&sides)?,
        None => BTreeMap::new(),
    };
    let asked = judged.sources();
    if new.is_empty() && judged.decisions.is_empty() && asked.is_empty() && sides_before.is_empty() {
        return Ok(());
    }
    case.linking(|linker| {
        let touched = Touched::by(&new);
        for (one, other, joined) in &touched.claims {
            let number = |it: Option<(ClaimId, i64)>| it.map(|(_, number)| number);
            let (one, other) = (number(telling(linker, one)?), number(telling(linker, other)?));
            match (one, other) {
                (Some(one), Some(other)) if *joined => linker.unite(one, &[other])?,
                _ => one.into_iter().chain(other).try_for_each(|it| linker.unite(it, &[]))?,
            }
        }
        // A claim may have arrived after what was decided over it.
        for decision in judged.decisions.iter().filter(|it| it.judgement == Judgement::Same) {
            if let Bond::Claims { a, b } = &decision.bond
                && let (Some((_, one)), Some((_, other))) = (telling(linker, a)?, telling(linker, b)?)
                && !linker.in_one_cluster(one, other)?
            {
                linker.unite(one, &[other])?;
            }
        }
        // An analyst's word over a source holds for all its names, and a new document may have brought another.
        let names = if asked.is_empty() && touched.sources.is_empty() {
            BTreeMap::new()
        } else {
            names(&firsthand_engine::sources(&linker.voices::<Heard>()?, &[], data))
        };
        let of = |id: &SourceId| names.get(id).cloned().unwrap_or_else(|| vec![id.clone()]);
        let sides: BTreeMap<SourceId, Vec<SourceId>> = asked.iter().map(|id| (id.clone(), of(id))).collect();
        let mut sources: BTreeSet<SourceId> = touched.sources.iter().flat_map(of).collect();
        for (id, before) in &sides_before {
            if sides.get(id) != Some(before) {
                sources.extend(before.iter().cloned().chain(of(id)));
            }
        }
        sources.extend(
            sides.iter().filter(|(id, now)| sides_before.get(id) != Some(now)).flat_map(|it| it.1.clone()),
        );
        let sources: Vec<String> = sources.into_iter().map(|id| id.0).collect();
        let mut documents = linker.documents_naming(&sources)?;
        for id in &touched.documents {
            documents.extend(linker.number_of(id)?);
        }
        linker.reopen(&documents)?;
        linker.note("sides", &serde_json::to_string(&sides)?)?;
        let last = new.last().map(|it| it.decision);
        last.map_or(Ok(()), |last| linker.note("decided", &last.to_string()))
    })
}

/// What new decisions are about.
#[derive(Default)]
struct Touched {
    /// Two claims, and whether they are joined.
    claims: Vec<(ClaimId, ClaimId, bool)>,
    sources: Vec<SourceId>,
    documents: Vec<DocumentId>,
}

impl Touched {
    fn by(new: &[Decided]) -> Self {
        let mut touched = Self::default();
        for (decided, value) in new.iter().flat_map(|it| [(it, &it.before), (it, &it.after)]) {
            if decided.kind == judged::WITHDRAWN {
                match serde_json::from_value(value.clone()) {
                    Ok(Withdrawn::Document { id }) => touched.documents.push(id),
                    Ok(Withdrawn::Source { id }) => touched.sources.push(id),
                    Err(_) => {}
                }
                continue;
            }
            let same = value["judgement"] == json!(Judgement::Same);
            match serde_json::from_value(value.clone()) {
                Ok(Bond::Sources { a, b }) => touched.sources.extend([a, b]),
                Ok(Bond::Claims { a, b }) => touched.claims.push((a, b, same)),
                Err(_) => {}
            }
        }
        touched
    }
}

/// The telling that a claim is part of: its name and its number.
fn telling(linker: &Linker<'_>, claim: &ClaimId) -> Result<Option<(ClaimId, i64)>, Fault> {
    let Some(document) = linker.number_of(&claim.document)? else { return Ok(None) };
    let tellings = linker.tellings_of(document)?;
    let first = firsthand_engine::telling_of(tellings.keys().copied(), claim.claim);
    Ok(first.and_then(|first| Some((ClaimId { claim: first, ..claim.clone() }, *tellings.get(&first)?))))
}

/// Decisions over claims as decisions over the tellings they are of; the others, and those over what is not there, are not.
fn over_tellings(linker: &Linker<'_>, decisions: &[Decision]) -> Result<Vec<Decision>, Fault> {
    let mut over = Vec::new();
    for decision in decisions {
        if let Bond::Claims { a, b } = &decision.bond
            && let (Some((a, _)), Some((b, _))) = (telling(linker, a)?, telling(linker, b)?)
        {
            over.push(Decision { bond: Bond::Claims { a, b }, ..decision.clone() });
        }
    }
    Ok(over)
}

/// Groups and assesses anew whatever is open.
fn settle(case: &mut Case, shelf: &mut Shelf<'_>) -> Result<(), Fault> {
    if !case.links_open()? {
        return Ok(());
    }
    let judged = Judged::of(case)?;
    case.linking(|linker| {
        let over = Over::of(linker, &judged)?;
        let over_tellings = over_tellings(linker, &judged.decisions)?;
        for cluster in linker.open_clusters()? {
            let (members, ties) = linker.cluster(cluster)?;
            let names: Vec<&ClaimId> = members.iter().map(|member| &member.id).collect();
            let roots = firsthand_engine::grouped(&names, &ties, &over_tellings);
            let mut groups: BTreeMap<usize, Vec<&TellingRow>> = BTreeMap::new();
            for (member, root) in members.iter().zip(roots) {
                groups.entry(root).or_default().push(member);
            }
            let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
            for member in &members {
                *sizes.entry(member.incident).or_default() += 1;
            }
            let as_it_was = |group: &Vec<&TellingRow>| {
                let incident = group[0].incident;
                incident > 0
                    && group.iter().all(|member| member.incident == incident)
                    && sizes.get(&incident) == Some(&group.len())
            };
            let changed: Vec<&Vec<&TellingRow>> = groups.values().filter(|group| !as_it_was(group)).collect();
            linker.drop_groups(
                &changed.iter().flat_map(|group| group.iter().map(|it| it.incident)).collect(),
            )?;
            for group in changed {
                linker.put_group(&assessed(linker, shelf, group, &over)?)?;
            }
        }
        for group in linker.open_groups()? {
            let members = linker.group(group)?;
            linker.drop_groups(&BTreeSet::from([group]))?;
            linker.put_group(&assessed(linker, shelf, &members.iter().collect::<Vec<_>>(), &over)?)?;
        }
        linker.close()
    })
}

/// What analysts decided, over every name of a source.
struct Over {
    decisions: Vec<Decision>,
    withdrawn: Vec<Withdrawn>,
}

impl Over {
    fn of(linker: &Linker<'_>, judged: &Judged) -> Result<Self, Fault> {
        let sides = linker.noted("sides")?;
        let sides: BTreeMap<SourceId, Vec<SourceId>> =
            sides.map_or_else(|| Ok(BTreeMap::new()), |sides| serde_json::from_str(&sides))?;
        // By the program's own view: by the analyst's the two would be one already.
        let of = |id: &SourceId| sides.get(id).cloned().unwrap_or_else(|| vec![id.clone()]);
        let mut decisions = Vec::new();
        for decision in &judged.decisions {
            match &decision.bond {
                Bond::Sources { a, b } if !of(a).contains(b) => {
                    for a in of(a) {
                        let bonds = of(b).into_iter().map(|b| Bond::Sources { a: a.clone(), b });
                        decisions.extend(bonds.map(|bond| Decision { bond, ..decision.clone() }));
                    }
                }
                _ => decisions.push(decision.clone()),
            }
        }
        let withdrawn = judged
            .withdrawn
            .iter()
            .flat_map(|what| match what {
                Withdrawn::Document { .. } => vec![what.clone()],
                Withdrawn::Source { id } => of(id).into_iter().map(|id| Withdrawn::Source { id }).collect(),
            })
            .collect();
        Ok(Self { decisions, withdrawn })
    }
}

/// Assesses one group.
fn assessed(
    linker: &Linker<'_>,
    shelf: &mut Shelf<'_>,
    group: &[&TellingRow],
    over: &Over,
) -> Result<Group, Fault> {
    let documents: BTreeSet<i64> = group.iter().map(|member| member.document).collect();
    let mut known: Vec<Rc<Known>> = Vec::with_capacity(documents.len());
    for &document in &documents {
        known.extend(shelf.report(linker, document)?);
    }
    let reports: Vec<&Report> = known.iter().map(|known| &known.report).collect();
    let copies = linker.copies_among(&documents)?;
    let ids: Vec<ClaimId> = group.iter().map(|member| member.id.clone()).collect();
    let found = firsthand_engine::assess(
        &ids,
        &reports,
        &copies.iter().collect::<Vec<_>>(),
        &over.decisions,
        &over.withdrawn,
        shelf.data,
    );
    let incident = found.map(|incident| {
        let published: Vec<days::Days> = reports.iter().filter_map(|report| report.published).collect();
        let first = published.iter().map(|days| days.from).min().and_then(days::day);
        let last = published.iter().map(|days| days.to).max().and_then(days::day);
        Assessed {
            published: first.zip(last).map(|(first, last)| (first.to_string(), last.to_string())),
            keys: found_by(&incident, &reports),
            documents: documents.iter().copied().collect(),
            incident,
        }
    });
    Ok(Group { tellings: group.iter().map(|member| member.number).collect(), incident })
}

/// What an incident can be found by.
fn found_by(incident: &Incident, reports: &[&Report]) -> Vec<(&'static str, String)> {
    let mut keys: BTreeSet<(&'static str, String)> =
        incident.events.iter().map(|event| ("event", event.clone())).collect();
    for report in reports {
        keys.insert(("outlet", report.outlet.clone()));
        let ours = report.statements.iter().filter(|statement| {
            incident.claims.iter().any(|it| it.document == report.document && it.claim == statement.claim)
        });
        for statement in ours {
            keys.extend(statement.places.iter().map(|spot| ("place", spot.name.clone())));
            let named = statement.speakers.iter().filter(|speaker| !speaker.unattributed);
            keys.extend(named.map(|speaker| ("source", speaker.label.clone())));
        }
    }
    keys.into_iter().collect()
}

/// Everything that joins a case's documents, for whoever looks at all of it.
pub(crate) struct Linked {
    /// Incidents and themes, in order of id.
    pub(crate) incidents: Vec<Incident>,
    /// Sources, in order of id.
    pub(crate) sources: Vec<Source>,
    /// What the program takes for the stake of sources that people gave another.
    pub(crate) stakes_found: BTreeMap<SourceId, String>,
    /// Pairs of documents that share wording, in order of their ids.
    pub(crate) copies: Vec<Copied>,
}

impl Linked {
    /// Reads the links of a case, and brings them up to date first.
    pub(crate) fn read(case: &mut Case) -> Result<Self, Fault> {
        bring_up_to_date(case)?;
        let mut incidents = Vec::new();
        case.each_incident(|incident| incidents.push(incident))?;
        let (sources, stakes_found) = sources_with_stakes(case)?;
        Ok(Self { incidents, sources, stakes_found, copies: case.copies(None)? })
    }
}

/// Every source, in order of id, with the stake that people gave it.
pub(crate) fn sources(case: &Case) -> Result<Vec<Source>, Fault> {
    Ok(sources_with_stakes(case)?.0)
}

/// The same, and what the program takes for the stake of those that people gave another.
fn sources_with_stakes(case: &Case) -> Result<(Vec<Source>, BTreeMap<SourceId, String>), Fault> {
    let data = own::shipped().map_err(Fault::Other)?;
    let mut sources = firsthand_engine::sources(&case.voices::<Heard>()?, &Judged::of(case)?.decisions, data);
    let found = judged::set_stakes(case, &mut sources)?;
    Ok((sources, found))
}

/// Pairs of sources that may be one and that nobody has decided over, the likeliest first.
pub(crate) fn merge_candidates(case: &Case) -> Result<Vec<(SourceId, SourceId, SourceMerge)>, Fault> {
    let data = own::shipped().map_err(Fault::Other)?;
    Ok(firsthand_engine::merge_candidates(&case.voices::<Heard>()?, &Judged::of(case)?.decisions, data))
}

/// The ties between the claims of an incident, the strongest first.
pub(crate) fn ties_within(incident: &Incident, documents: &[Stored]) -> Result<Vec<Tie>, Fault> {
    let data = own::shipped().map_err(Fault::Other)?;
    let reports: Vec<Report> = documents
        .iter()
        .map(|stored| firsthand_engine::report(&stored.document, &stored.annotations, data))
        .collect();
    let members: BTreeSet<ClaimId> = claims_of(incident).collect();
    let mut ties = firsthand_engine::link(&reports, &[]).ties;
    ties.retain(|tie| members.contains(&tie.a) && members.contains(&tie.b));
    ties.sort_by(|one, other| other.likeness.total.total_cmp(&one.likeness.total));
    Ok(ties)
}

/// The names that are one source, by each of them.
fn names(sources: &[Source]) -> BTreeMap<SourceId, Vec<SourceId>> {
    let mut names = BTreeMap::new();
    for source in sources {
        let all: Vec<SourceId> = source.members.iter().map(|member| member.id.clone()).collect();
        names.extend(all.iter().map(|id| (id.clone(), all.clone())));
    }
    names
}

/// The claims of an incident; a document whose claims nobody has drawn up counts as its claim 0.
pub(crate) fn claims_of(incident: &Incident) -> impl Iterator<Item = ClaimId> {
    let named = |document: &DocumentId, claim| ClaimId { document: document.clone(), claim };
    let claims = incident.claims.iter().chain(&incident.withdrawn);
    let claims = claims.map(move |it| named(&it.document, it.claim));
    claims.chain(incident.documents.iter().map(move |document| named(document, ClaimNumber(0))))
}

/// The claim an incident is called after.
pub(crate) fn first_claim(incident: &Incident) -> Option<ClaimId> {
    claims_of(incident).find(|claim| IncidentId::of(claim) == incident.id)
}

#[cfg(test)]
mod tests {
    use firsthand_schema::link::Judgement;
    use firsthand_store::{Acquired, Deed, Derived};

    use super::*;
    use crate::cli::try_sample::sample;

    fn case() -> Case {
        let details = json!({});
        let deed = Deed { time: "t", who: "w", deed: "created", subject: "case", details: &details };
        Case::in_memory(&deed).expect("a case")
    }

    /// What a case holds that took these in, linking after every so many.
    fn after(reports: &[&(Acquired, Derived)], every: usize) -> (Case, Linked) {
        let mut case = case();
        for together in reports.chunks(every) {
            for (acquired, derived) in together {
                case.add(acquired, Some(derived), "t", "w").expect("added");
            }
            bring_up_to_date(&mut case).expect("linked");
        }
        let linked = Linked::read(&mut case).expect("read");
        (case, linked)
    }

    /// The same by the engine at once, without a case.
    fn at_once(reports: &[(Acquired, Derived)], decisions: &[Decision], gone: &[Withdrawn]) -> Vec<Incident> {
        let data = LanguageData::shipped().expect("the shipped data");
        let reports: Vec<Report> = reports
            .iter()
            .map(|(_, derived)| firsthand_engine::report(&derived.document, &derived.annotations, &data))
            .collect();
        let links = firsthand_engine::link(&reports, decisions);
        firsthand_engine::corroborate(&reports, &links, decisions, gone, &data)
    }

    #[track_caller]
    fn same(found: &Linked, expected: &[Incident]) {
        let short = |all: &[Incident]| -> Vec<String> {
            all.iter()
                .map(|it| format!("{} {} {:?}", it.id, json!(it).to_string().len(), it.documents))
                .collect()
        };
        assert_eq!(short(&found.incidents).join("\n"), short(expected).join("\n"));
        assert!(json!(found.incidents) == json!(expected), "the records differ");
    }

    #[test]
    fn one_by_one_in_any_order_is_all_at_once() {
        let reports = sample().expect("the sample");
        let expected = at_once(&reports, &[], &[]);
        assert!(expected.iter().any(|it| it.documents.len() > 2));
        let mut orders: Vec<Vec<&(Acquired, Derived)>> = vec![reports.iter().collect()];
        orders.push(reports.iter().rev().collect());
        let middle = reports.len() / 2;
        orders.push(reports[middle..].iter().chain(&reports[..middle]).collect());
        let (_, first) = after(&orders[0], reports.len());
        same(&first, &expected);
        for (order, every) in orders.iter().zip([1, 1, 3]) {
            let (case, found) = after(order, every);
            same(&found, &expected);
            assert_eq!(json!(found.sources), json!(first.sources));
            assert_eq!(found.copies, first.copies);
            assert_eq!(case.verify().breaches, Vec::new());
        }
    }

    #[test]
    fn a_decision_between_two_arrivals_is_a_decision_before_both() {
        let reports = sample().expect("the sample");
        let all: Vec<&(Acquired, Derived)> = reports.iter().collect();
        let (_, plain) = after(&all, all.len());
        let [one, other] = [0, 1].map(|at| first_claim(&plain.incidents[at]).expect("a claim"));
        let bond = Bond::Claims { a: one, b: other };
        let decision = Decision {
            bond: bond.clone(),
            judgement: Judgement::Same,
            by: "w".to_owned(),
            reason: String::new(),
        };
        let gone = Withdrawn::Document { id: plain.incidents[0].documents[0].clone() };
        let gone_ids = [plain.incidents[0].documents[0].0.clone()];
        let expected = at_once(&reports, std::slice::from_ref(&decision), std::slice::from_ref(&gone));
        for early in [1, reports.len() / 2, reports.len()] {
            let (mut case, _) = after(&all[..early], 4);
            judged::decide(&mut case, &bond, Judgement::Same, ("t", "w", "")).expect("decided");
            judged::withdraw(&mut case, &gone, &gone_ids, true, ("t", "w", "")).expect("withdrawn");
            bring_up_to_date(&mut case).expect("linked");
            for (acquired, derived) in &all[early..] {
                case.add(acquired, Some(derived), "t", "w").expect("added");
                bring_up_to_date(&mut case).expect("linked");
            }
            same(&Linked::read(&mut case).expect("read"), &expected);
            judged::decide(&mut case, &bond, Judgement::NotSame, ("t", "w", "")).expect("taken back");
            judged::withdraw(&mut case, &gone, &gone_ids, false, ("t", "w", "")).expect("taken back");
            same(&Linked::read(&mut case).expect("read"), &plain.incidents);
        }
    }
}
