//! Who stands behind a statement when its own sentence does not say: the account it goes on telling.
//!
//! In: drafts with explicit chains. Out: chains carried over, marked as inherited.
//!
//! A report opens an account ("Astra reported that its journalists were contacted by the wife …") and goes on telling it
//! without a cue, until it names another source, turns to another time or matter, or speaks for itself. What is carried:
//! the rest of a chain whose origin was named before; the outlet that speaks with people who gave no name; the whole
//! chain, for a hedge, a quotation or a sentence that goes on with the account's people.

use std::collections::BTreeSet;

use firsthand_schema::{
    annotation::{Names, Naming},
    claim::{Hop, SourceKind, Voice},
    document::BlockKind,
    ids::EntityId,
    span::Span,
};

use super::{
    draft::{Draft, Scene, Taken},
    sources, speakers, voice,
    words::List,
};
use crate::reading::tags::Tag;

/// Carries chains over. Drafts are in text order.
pub(crate) fn inherit(scene: &Scene<'_>, drafts: &mut [Draft]) {
    let credited = credited_source(scene);
    let mut accounts: Vec<Account> = Vec::new();
    let mut known: Vec<Vec<Hop>> = Vec::new();
    for draft in drafts.iter_mut() {
        let sentence = scene.sentence(draft.start());
        if draft.parent.is_some() && draft.chain.is_empty() {
            continue;
        }
        if draft.chain.is_empty() {
            if let Some(speaker) = introduced(scene, &accounts, draft, sentence) {
                draft.chain = vec![speaker];
                draft.inherited = true;
                draft.because(
                    "chain",
                    "the person whom the sentence before is about: nobody else was said to speak",
                    None,
                );
                open_account(scene, &mut accounts, draft, sentence);
                continue;
            }
            if let Some(which) = account_of(scene, &accounts, draft, sentence) {
                let mut open = accounts.remove(which);
                draft.chain.clone_from(&open.chain);
                draft.inherited = true;
                draft.because("chain", "carried over: the text goes on with what the same source told", None);
                open.people.extend(people(scene, draft));
                open.last = sentence;
                accounts.push(open);
            }
            continue;
        }
        complete(scene, draft, &known, accounts.last(), credited.as_ref());
        known.push(draft.chain.clone());
        if draft.parent.is_some() {
            // What a source quotes is an aside: the account stays the source's.
            continue;
        }
        open_account(scene, &mut accounts, draft, sentence);
    }
    claimed_by(scene, drafts);
    named_later(scene, drafts);
    reported_next(scene, drafts);
    lead(scene, drafts);
}

/// "Ivan Orlov wrote an angry letter. “Why did we sail?”": words in quotation marks are whose the sentence before is about,
/// where nobody was said to speak in it.
fn introduced(scene: &Scene<'_>, accounts: &[Account], draft: &Draft, sentence: usize) -> Option<Hop> {
    if draft.taken != Taken::Quotation || accounts.last().is_some_and(|open| open.last + 1 >= sentence) {
        return None;
    }
    let before = scene.reading.sentences.get(sentence.checked_sub(1)?)?;
    if !scene.is_body(before.span) {
        return None;
    }
    let subject = speakers::main_subject(scene, before.tokens.clone(), before.tokens.end)?;
    let person = scene
        .mentions_in(subject)
        .any(|mention| matches!(&mention.names, Names::Person(person) if person.name.is_some()));
    person.then(|| sources::hop(scene, &[subject], &sources::Memory::default())).flatten()
}

/// How many claims back a source is looked for. Reports seldom hold more; live pages do, and forget as readers do.
const MEMORY: usize = 200;

/// An account being told.
struct Account {
    chain: Vec<Hop>,
    people: BTreeSet<EntityId>,
    last: usize,
}

/// How many accounts a reader keeps in mind at once.
const ACCOUNTS_MAX: usize = 4;

/// A claim with a chain opens an account, or goes on with the one that has the same chain. One heard through the same
/// outlet is about the same people.
fn open_account(scene: &Scene<'_>, accounts: &mut Vec<Account>, draft: &Draft, sentence: usize) {
    let mut people = people(scene, draft);
    people.extend(draft.chain.iter().filter_map(|hop| hop.entity));
    if let Some(before) = accounts.last()
        && before.chain.first().zip(draft.chain.first()).is_some_and(|(a, b)| sources::same(a, b))
        && sentence.saturating_sub(before.last) <= 1
    {
        people.extend(&before.people);
    }
    let again = accounts.iter().position(|account| {
        account.chain.len() == draft.chain.len()
            && account.chain.iter().zip(&draft.chain).all(|(a, b)| sources::same(a, b))
    });
    if let Some(which) = again {
        people.extend(accounts.remove(which).people);
    }
    accounts.push(Account { chain: draft.chain.clone(), people, last: sentence });
    if accounts.len() > ACCOUNTS_MAX {
        accounts.remove(0);
    }
}

/// The account that a claim without a source goes on with: one that tells of the same named people, else the latest.
fn account_of(scene: &Scene<'_>, accounts: &[Account], draft: &Draft, sentence: usize) -> Option<usize> {
    let latest =
        || accounts.len().checked_sub(1).filter(|&last| goes_on(scene, &accounts[last], draft, sentence));
    if draft.taken == Taken::Quotation {
        // Words in quotation marks go on whoever spoke last.
        return latest();
    }
    let people = people(scene, draft);
    let shares = |account: &Account| account.people.iter().any(|person| people.contains(person));
    // Of several that share them the one with the longer chain knows more; of equals the latest.
    let told = (0..accounts.len())
        .filter(|&which| shares(&accounts[which]) && goes_on(scene, &accounts[which], draft, sentence))
        .max_by_key(|&which| (accounts[which].chain.len(), which));
    told.or_else(latest)
}

/// "The claim by the General Staff comes as …": who the claim before was by, told afterwards. Claims beside it that are put
/// in the mouth of the same state in general words ("Ukraine", "its military") are taken as theirs.
fn claimed_by(scene: &Scene<'_>, drafts: &mut [Draft]) {
    for (number, sentence) in scene.reading.sentences.iter().enumerate() {
        let at = sentence.tokens.start;
        let named = matches!(scene.reading.lower(at), "the" | "this" | "these")
            && matches!(
                scene.reading.lower(at + 1),
                "claim"
                    | "claims"
                    | "statement"
                    | "allegation"
                    | "allegations"
                    | "announcement"
                    | "remarks"
                    | "comments"
                    | "figure"
                    | "figures"
            )
            && scene.reading.lower(at + 2) == "by";
        if !named {
            continue;
        }
        let rest = scene.reading.span_of(at + 3..sentence.tokens.end);
        let Some(mention) = scene
            .mentions_in(rest)
            .find(|mention| matches!(mention.names, Names::Organisation(_) | Names::Person(_)))
        else {
            continue;
        };
        let Some(hop) = sources::hop(scene, &[mention.span], &sources::Memory::default()) else { continue };
        for draft in drafts.iter_mut() {
            let near = scene.sentence(draft.start()).abs_diff(number) <= CLAIMED_REACH;
            let [only] = draft.chain.as_mut_slice() else { continue };
            let general = only.kind == SourceKind::Official
                && only.naming != Naming::Anonymous
                && only.name.split_whitespace().count() <= 2;
            if near
                && general
                && only
                    .span
                    .and_then(|span| side(scene, span))
                    .is_some_and(|party| speaks_of(scene.words(mention.span), party))
            {
                *only = hop.clone();
                draft.inherited = true;
                draft.because("chain", "the claim is said afterwards to be theirs", None);
            }
        }
    }
}

/// A claim told of by a noun stands at most this many sentences away.
const CLAIMED_REACH: usize = 6;

/// Whether a name has a word of the party's own: "the Ukrainian Armed Forces", "Ukraine".
fn speaks_of(name: &str, party: &str) -> bool {
    let root: String = party.chars().take(ROOT_LETTERS).collect();
    root.chars().count() == ROOT_LETTERS && name.split_whitespace().any(|word| word.starts_with(&root))
}

/// A state and its adjective share at least this many letters where they share a root ("Ukraine", "Ukrainian").
const ROOT_LETTERS: usize = 5;

/// The party that the words of a span belong to or name ("Ukraine's military", "Ukraine").
fn side<'s>(scene: &Scene<'s>, span: Span) -> Option<&'s str> {
    scene.mentions_in(span).find_map(|mention| match &mention.names {
        Names::Organisation(organisation) => organisation.party.as_deref(),
        Names::Place(_) => Some(scene.words(mention.span)),
        _ => None,
    })
}

/// "It was reported that guards had refused. The Herald said the group was sent home.": the outlet named next, in a
/// sentence that points back, is the one that reported it.
fn reported_next(scene: &Scene<'_>, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let sentence = scene.sentence(drafts[at].start());
        let Some(outlet) = drafts[at]
            .chain
            .first()
            .filter(|hop| hop.kind == SourceKind::Outlet && drafts[at].chain.len() == 1)
            .cloned()
        else {
            continue;
        };
        let is_reported = |before: &Draft| {
            before.voice == Voice::Hedged
                && before.chain.is_empty()
                && before
                    .cue
                    .iter()
                    .flat_map(|cue| scene.reading.tokens_in(*cue))
                    .any(|at| scene.reading.lower(at) == "reported")
        };
        // What is said inside the report may stand between the two.
        let Some(which) = (0..at).rev().take(3).find(|&which| is_reported(&drafts[which])) else { continue };
        let before = &drafts[which];
        let points_back = drafts[at].content.first().is_some_and(|span| {
            matches!(
                scene.reading.lower(scene.reading.tokens_in(*span).start),
                "the" | "they" | "he" | "she" | "it" | "these" | "those"
            )
        });
        if points_back && sentence.saturating_sub(scene.sentence(before.start())) <= 1 {
            drafts[which].chain = vec![outlet];
            drafts[which].inherited = true;
            drafts[which].because("chain", "the outlet that the next sentence names", None);
        }
    }
}

/// "Another soldier claimed … The soldier, Ivan Orlov, said …": who is described first and named in the next claim.
fn named_later(scene: &Scene<'_>, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let Some(named) = drafts[at]
            .chain
            .last()
            .filter(|hop| hop.naming == Naming::Named && hop.kind == SourceKind::Person)
            .cloned()
        else {
            continue;
        };
        let role = named.role.as_deref().unwrap_or("").to_lowercase();
        let Some(noun) = role.strip_prefix("the ") else { continue };
        let before = &drafts[at - 1];
        let described = before.chain.last().is_some_and(|hop| {
            hop.naming == Naming::Anonymous
                && hop.kind == SourceKind::Person
                && hop.span.is_some_and(|span| sources::head_noun(scene, span) == noun)
        });
        if described && let Some(origin) = drafts[at - 1].chain.last_mut() {
            *origin = named;
        }
    }
}

/// Adds to an explicit chain what was said before: how the same origin came to be heard.
fn complete(
    scene: &Scene<'_>,
    draft: &mut Draft,
    known: &[Vec<Hop>],
    account: Option<&Account>,
    credited: Option<&Hop>,
) {
    let Some(first) = draft.chain.first().cloned() else { return };
    if matches!(first.kind, SourceKind::Outlet) {
        return;
    }
    // The same source was heard through somebody before.
    let before = known.iter().rev().take(MEMORY).find_map(|chain| {
        let at = chain.iter().position(|hop| sources::same(hop, &first))?;
        // An office is heard through the press, and speaks to others besides whoever quoted it once.
        let office = matches!(first.kind, SourceKind::Official | SourceKind::Organisation);
        let press = chain[..at].iter().all(|hop| hop.kind == SourceKind::Outlet);
        (at > 0 && (press || !office)).then(|| chain[..at].to_vec())
    });
    // "They wrote a letter, which said": the letter is known through whoever tells of it.
    if let (SourceKind::MediaObject, Some(open)) = (first.kind, account)
        && draft.chain.len() == 1
        && scene.sentence(draft.start()).saturating_sub(open.last) <= 1
        && refers_back(scene, scene.sentence(draft.start()))
        && !open.chain.iter().any(|hop| hop.kind == SourceKind::MediaObject)
    {
        draft.chain.splice(0..0, open.chain.iter().cloned());
        draft.inherited = true;
        draft.because("chain", "carried over: the letter or recording belongs to the account before", None);
        return;
    }
    let shy = matches!(first.naming, Naming::Anonymous | Naming::Partial | Naming::Pseudonym)
        && first.kind == SourceKind::Person;
    let prefix = before.or_else(|| {
        // People without a full name do not speak to the public: the outlet that they spoke to is the one of the
        // account being told, or the one the report is credited to.
        if !shy || frame_breaks(scene, scene.sentence(draft.start())) {
            return None;
        }
        account
            .and_then(|open| open.chain.first())
            .filter(|hop| hop.kind == SourceKind::Outlet)
            .map(|hop| vec![hop.clone()])
    });
    let person =
        matches!(first.kind, SourceKind::Person | SourceKind::MediaObject) && first.naming != Naming::Named;
    let prefix = prefix.or_else(|| credited.filter(|_| person).map(|hop| vec![hop.clone()]));
    if let Some(prefix) = prefix {
        draft.chain.splice(0..0, prefix);
        draft.inherited = true;
        draft.because(
            "chain",
            "carried over: the same source was heard through it before, or the report is credited to it",
            None,
        );
    }
}

/// "Source: Harbour Times" near the head of a report: the outlet that it was taken from.
fn credited_source(scene: &Scene<'_>) -> Option<Hop> {
    let sentences = &scene.reading.sentences;
    sentences.iter().take(CREDIT_REACH).find_map(|sentence| {
        let tokens = sentence.tokens.clone();
        let label = scene.reading.lower(tokens.start);
        if !matches!(label, "source" | "via") || tokens.len() > 8 {
            return None;
        }
        let name = scene
            .mentions_in(sentence.span)
            .find(|mention| matches!(mention.names, Names::Outlet(_) | Names::Organisation(_)));
        if let Some(mention) = name {
            return Some(sources::named_hop(scene, mention, SourceKind::Outlet));
        }
        // An outlet no table knows is still named behind the colon.
        let rest = tokens.start + 2..tokens.end;
        (scene.reading.lower(tokens.start + 1) == ":" && !rest.is_empty()).then(|| {
            let span = scene.reading.span_of(rest);
            Hop {
                name: scene.words(span).to_owned(),
                kind: SourceKind::Outlet,
                naming: Naming::Named,
                role: None,
                span: Some(span),
                entity: None,
            }
        })
    })
}

/// A credit line stands near the head.
const CREDIT_REACH: usize = 12;

fn people(scene: &Scene<'_>, draft: &Draft) -> BTreeSet<EntityId> {
    draft
        .content
        .iter()
        .flat_map(|span| scene.mentions_in(*span))
        .filter(|mention| matches!(mention.names, Names::Person(_) | Names::Unit(_)))
        .filter_map(|mention| mention.entity)
        .collect()
}

/// Whether a statement without a source of its own goes on with the account.
fn goes_on(scene: &Scene<'_>, account: &Account, draft: &Draft, sentence: usize) -> bool {
    if sentence < account.last || sentence - account.last > SILENCE_MAX {
        return false;
    }
    if draft.taken == Taken::Quotation {
        return true;
    }
    if frame_breaks(scene, sentence) || turns_to_another(scene, account, sentence) {
        return false;
    }
    // "Such attacks are likely to …": the report's own judgement.
    let weighs = scene.reading.sentences[sentence].tokens.clone().any(|at| {
        scene.data.ledger.is(List::Weighs, scene.reading.lower(at))
            && !scene.reading.tokens[at].is_capital()
            && voice::quotation_at(scene, at).is_none()
    });
    if weighs && draft.taken == Taken::Own {
        return false;
    }
    // What an office said of somebody is no account of theirs: the report may know the same from elsewhere.
    let told = account.chain.last().is_some_and(|hop| {
        matches!(hop.kind, SourceKind::Person | SourceKind::Outlet | SourceKind::MediaObject)
    });
    let origin = account.chain.last().filter(|hop| hop.naming == Naming::Named).and_then(|hop| hop.entity);
    let shared = told
        && people(scene, draft)
            .iter()
            .any(|person| account.people.contains(person) && origin != Some(*person));
    let same_paragraph = scene.paragraph(sentence) == scene.paragraph(account.last);
    // After an office's words "The bridge …" may be the report's own knowledge; "It …" goes on with theirs.
    let office = account
        .chain
        .last()
        .is_some_and(|hop| matches!(hop.kind, SourceKind::Official | SourceKind::Organisation));
    let first = scene.reading.sentences[sentence].tokens.start;
    let refers = refers_back(scene, sentence) && !(office && scene.reading.lower(first) == "the");
    // What people without a name tell, a report goes on telling for them.
    let shy = account.chain.last().is_some_and(|hop| {
        hop.kind == SourceKind::Person
            && hop.naming != Naming::Named
            && !hop
                .name
                .split_whitespace()
                .any(|word| scene.data.ledger.is(List::Commentators, &word.to_lowercase()))
    });
    match draft.taken {
        Taken::Own if shy && sentence - account.last <= 1 => true,
        Taken::Hedge => shared || (same_paragraph && (refers || sentence - account.last <= 1)),
        Taken::Own => shared || (refers && same_paragraph),
        _ => false,
    }
}

/// "The mayor, Ivan Orlov, visited …": a sentence about somebody with a name whom the account does not know.
fn turns_to_another(scene: &Scene<'_>, account: &Account, sentence: usize) -> bool {
    let tokens = scene.reading.sentences[sentence].tokens.clone();
    let Some(subject) = speakers::main_subject(scene, tokens.clone(), tokens.end) else { return false };
    scene.mentions_in(subject).any(|mention| {
        matches!(&mention.names, Names::Person(person) if person.name.is_some())
            && mention.entity.is_some_and(|entity| !account.people.contains(&entity))
    })
}

/// How many sentences an account may be silent before it is over.
const SILENCE_MAX: usize = 4;

/// Words that open another matter: a new time frame, a comparison, the outlet stepping back.
fn frame_breaks(scene: &Scene<'_>, sentence: usize) -> bool {
    let tokens = scene.reading.sentences[sentence].tokens.clone();
    let mut at = tokens.start;
    if matches!(scene.reading.lower(at), "and" | "but") {
        at += 1;
    }
    let (first, second) = (scene.reading.lower(at), scene.reading.lower(at + 1));
    matches!(
        first,
        "meanwhile"
            | "separately"
            | "however"
            | "elsewhere"
            | "since"
            | "earlier"
            | "previously"
            | "historically"
            | "overall"
    ) || (first == "it"
        && matches!(second, "is" | "was")
        && (scene.reading.lower(at + 2) == "not"
            || matches!(scene.reading.tag(at + 2), Tag::Determiner | Tag::Adjective)))
        || (first == "last" && matches!(second, "month" | "year" | "week"))
        || (first == "in"
            && (scene
                .reading
                .tokens
                .get(at + 1)
                .is_some_and(|token| token.kind == crate::reading::tokens::TokenKind::Number)
                || is_month(second)))
        || (first == "this" && matches!(second, "has" | "is" | "was" | "comes"))
        || (first == "the" && matches!(second, "news" | "incident" | "report" | "reports" | "exact"))
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

/// Whether a sentence opens with a word that points back: "He", "They", "The men", "Then", "After that".
fn refers_back(scene: &Scene<'_>, sentence: usize) -> bool {
    let at = scene.reading.sentences[sentence].tokens.start;
    matches!(
        scene.reading.lower(at),
        "he" | "she"
            | "they"
            | "it"
            | "his"
            | "her"
            | "their"
            | "its"
            | "then"
            | "these"
            | "those"
            | "some"
            | "all"
            | "both"
            | "one"
            | "another"
            | "most"
            | "many"
            | "instead"
            | "afterwards"
            | "there"
    ) || (scene.reading.lower(at) == "the"
        && scene.reading.tokens.get(at + 1).is_some_and(|next| !next.is_capital()))
        || (matches!(scene.reading.lower(at), "after" | "when" | "in" | "for" | "at")
            && matches!(scene.reading.lower(at + 1), "that" | "this" | "addition" | "it" | "example"))
}

/// A headline or lead hands on in general words what the body tells by name: "an official has claimed" is the spokesman
/// of the next sentence. The lead takes the chain of the first later claim that tells of the same events.
fn lead(scene: &Scene<'_>, drafts: &mut [Draft]) {
    let Some(first_body) = scene.reading.sentences.iter().position(|sentence| {
        scene.reading.document.block_at(sentence.span) == BlockKind::Body
            && scene.word_count(sentence.span) > 5
    }) else {
        return;
    };
    for at in 0..drafts.len() {
        if scene.sentence(drafts[at].start()) > first_body {
            break;
        }
        let open = match drafts[at].chain.as_slice() {
            [] => drafts[at].voice == Voice::Hedged,
            [only] => {
                only.kind == SourceKind::Official
                    && (only.naming == Naming::Anonymous || is_place_name(scene, only))
            }
            _ => false,
        };
        if !open {
            continue;
        }
        let here = scene.sentence(drafts[at].start());
        let events: BTreeSet<&str> = events(scene, &drafts[at]);
        let people = people(scene, &drafts[at]);
        let likeness = |later: &Draft| {
            self::events(scene, later).intersection(&events).count()
                + self::people(scene, later).intersection(&people).count()
        };
        let later = drafts[at + 1..]
            .iter()
            .take(LEAD_REACH)
            .filter(|later| {
                let Some(origin) = later.chain.last() else { return false };
                if scene.sentence(later.start()) == here {
                    return false;
                }
                let fits = drafts[at].chain.last().is_none_or(|hop| hop.kind == origin.kind);
                fits && origin.naming != Naming::Anonymous
                    && (likeness(later) > 0 || drafts[at].chain.is_empty())
            })
            // Of equals the longer chain tells more, and of those the first.
            .rev()
            .max_by_key(|later| (likeness(later), later.chain.len()));
        if let Some(chain) = later.map(|later| later.chain.clone()) {
            drafts[at].chain = chain;
            drafts[at].inherited = true;
            drafts[at].because("chain", "a lead in general words: the body names who said so", None);
        }
    }
}

/// A lead's own body comes within the first few claims.
const LEAD_REACH: usize = 4;

fn events<'s>(scene: &Scene<'s>, draft: &Draft) -> BTreeSet<&'s str> {
    draft.content.iter().flat_map(|span| scene.events_in(*span)).map(|event| event.kind.as_str()).collect()
}

fn is_place_name(scene: &Scene<'_>, hop: &Hop) -> bool {
    hop.span.is_some_and(|span| {
        scene
            .mentions_in(span)
            .any(|mention| matches!(mention.names, Names::Place(_)) && mention.span == span)
    })
}
