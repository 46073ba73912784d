//! Puts pseudonyms in the place of protected names, in everything that is shown.
//!
//! `Darya K.'s son wrote` becomes `Person 7's son wrote`. In: the names a document has for the people it leads us to
//! shield, and their numbers in the case. Out: words without them, in whatever form they stood: full name, a part of
//! it, capitals, possessive, a Cyrillic ending, a part of an address or a file name.

mod document;
mod ids;
mod layer;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use firsthand_schema::{
    annotation::{Annotations, Names},
    document::Document,
    ids::EntityId,
    span::Span,
};
pub(crate) use ids::{value_without_ids, without_ids};
use layer::{Form, Hit, Layer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use firsthand_store::{Case, Fault};

use crate::{derive, judged::Protection};

/// A document with what was found in it.
pub(crate) type Read<'d> = (&'d Document, &'d Annotations);

/// Whom a document names, as far as shielding asks: what is kept of it so that an incident can be shown without reading all
/// its documents again.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Cast {
    /// Those it leads us to shield.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    shielded: Vec<Shielded>,
    /// The names of several words of everybody else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    others: Vec<String>,
}

/// One person to shield.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Shielded {
    full: String,
    names: Vec<String>,
    description: Option<String>,
}

impl Cast {
    /// Whom a document names.
    pub(crate) fn of(read: Read<'_>) -> Self {
        let (document, found) = read;
        let shielded = found.protected.iter().filter_map(|it| {
            Some(Shielded {
                full: derive::fullest_name(it.entity, document, found)?,
                names: derive::names_of(it.entity, document, found),
                description: description(it.entity, found),
            })
        });
        let others: BTreeSet<String> = names_of_others(read).into_iter().collect();
        Self { shielded: shielded.collect(), others: others.into_iter().collect() }
    }
}

/// The people of a whole case: their numbers, and their names as they are looked for everywhere.
#[derive(Debug, Default)]
pub(crate) struct People {
    numbers: BTreeMap<String, u32>,
    /// Names of several words, hidden in every document, also where it does not lead us to shield anybody.
    wide: Arc<Layer>,
    /// Names in lower case that an analyst released: they are hidden nowhere.
    released: BTreeSet<String>,
    /// Names in lower case that an analyst had shielded: they are hidden everywhere, with every part of them.
    shielded: BTreeSet<String>,
}

impl People {
    /// The people of a case as they are to be hidden now, after what analysts decided over them.
    ///
    /// # Errors
    ///
    /// When the case cannot be read.
    pub(crate) fn of_case(case: &mut Case) -> Result<Self, Fault> {
        let numbers = match case.pseudonyms() {
            // Looking must not wait for writing: names without a number yet are shown without one, and never as names.
            Err(Fault::Busy | Fault::ReadOnly) => case.known_pseudonyms()?,
            numbers => numbers?,
        };
        let Protection { released, shielded } = Protection::of(case)?;
        let kept = numbers.into_iter().filter(|(name, _)| !released.contains(name)).collect();
        Ok(Self { released, shielded, ..Self::of(kept) })
    }

    /// From the case's pseudonyms: the name in lower case, and its number.
    pub(crate) fn of(numbers: BTreeMap<String, u32>) -> Self {
        let forms = numbers
            .iter()
            .map(|(name, &person)| Form::whole(name, person))
            .filter(Form::is_several_words)
            .collect();
        Self { wide: Arc::new(Layer::any_case(&forms)), numbers, ..Self::default() }
    }
}

impl People {
    fn releases(&self, person: &Shielded) -> bool {
        self.released.contains(&person.full.to_lowercase())
    }
}

/// What is to be taken out of words, and what goes in its place.
#[derive(Debug, Default)]
pub(crate) struct Redactor {
    own: Layer,
    locator: Layer,
    wide: Arc<Layer>,
    /// Names of others that hold a part of a shielded name: "Vladimir Giliarovsky" beside a shielded Vladimir.
    spared: Vec<String>,
    /// What the case says of each person, beside the name ("wife of a mobilized soldier").
    descriptions: BTreeMap<u32, String>,
}

impl Redactor {
    /// Takes nothing out: what `--reveal` asks for.
    pub(crate) fn open() -> Self {
        Self::default()
    }

    /// Takes out the names of everybody whom these documents lead us to shield.
    pub(crate) fn of<'d>(documents: impl IntoIterator<Item = Read<'d>>, people: &People) -> Self {
        Self::of_casts(documents.into_iter().map(Cast::of), people)
    }

    /// The same from what is kept of the documents.
    pub(crate) fn of_casts(casts: impl IntoIterator<Item = Cast>, people: &People) -> Self {
        let (mut forms, mut descriptions, mut others) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
        for cast in casts {
            others.extend(cast.others);
            for shielded in cast.shielded.into_iter().filter(|it| !people.releases(it)) {
                // A name without a number can only be one that the store was not asked for; it is hidden all the same.
                let person = people.numbers.get(&shielded.full.to_lowercase()).copied().unwrap_or(0);
                let full = Form::whole(&shielded.full, person);
                for name in shielded.names {
                    forms.extend(Form::all(&name, person).into_iter().map(|form| form.of_name(&full)));
                }
                if let Some(description) = shielded.description {
                    descriptions.entry(person).or_insert(description);
                }
            }
        }
        for name in &people.shielded {
            let person = people.numbers.get(name).copied().unwrap_or(0);
            forms.extend(Form::all(&capitalised(name), person));
        }
        let mut redactor = Self {
            own: Layer::prose(&forms),
            locator: Layer::locator(&forms),
            wide: Arc::clone(&people.wide),
            ..Self::default()
        };
        redactor.spare(others);
        // A description may hold a name itself: "wife of Evgeny P".
        redactor.descriptions =
            descriptions.into_iter().map(|(person, words)| (person, redactor.words(&words))).collect();
        redactor
    }

    /// Takes out the names of everybody whom a whole case leads us to shield, for lists over all of it: a part of a name that is
    /// in this case mostly a part of other people's is left to them.
    pub(crate) fn of_case(casts: Vec<Cast>, people: &People) -> Self {
        let common = common_words(&casts);
        let mut redactor = Self::of_casts(casts, people);
        redactor.leave(&common);
        redactor
    }

    /// Leaves the names of others whole that hold a part of a shielded name.
    fn spare(&mut self, others: BTreeSet<String>) {
        let holds_part =
            |name: &String| self.own.find(name).iter().any(|(at, _)| is_longer_name(name, &name[at.clone()]));
        self.spared = others.into_iter().filter(holds_part).collect();
    }

    /// Looks no more for single words of these where they are no more than a part of a name.
    fn leave(&mut self, common: &BTreeSet<String>) {
        self.own.leave_parts(common);
        self.locator.leave_parts(common);
    }

    /// Takes out every name of the case, and every part of one that is not mostly of others: for file names, the log, what is
    /// of no one document.
    pub(crate) fn of_everybody(people: &People, casts: &[Cast]) -> Self {
        let forms = people
            .numbers
            .iter()
            .flat_map(|(name, &person)| {
                let mut forms = Form::all(&capitalised(name), person);
                forms.push(Form::whole(name, person));
                forms
            })
            .collect();
        let mut redactor = Self {
            own: Layer::prose(&forms),
            locator: Layer::locator(&forms),
            wide: Arc::clone(&people.wide),
            ..Self::default()
        };
        redactor.leave(&common_words(casts));
        redactor.spare(casts.iter().flat_map(|cast| cast.others.iter().cloned()).collect());
        redactor
    }

    /// The words without the names.
    pub(crate) fn words(&self, words: &str) -> String {
        labelled(words, &self.hits(words), "Person ")
    }

    /// A source's name without the names in it: a person's with what the case says of them, "Person 7, wife of …".
    pub(crate) fn name(&self, name: &str) -> String {
        let shown = self.words(name);
        let person = shown.strip_prefix("Person ").map(|rest| rest.trim_end_matches('.'));
        let description = person
            .filter(|_| shown != name)
            .and_then(|number| number.parse().ok())
            .and_then(|person: u32| self.descriptions.get(&person));
        match (person, description) {
            (Some(number), Some(description)) if !description.is_empty() => {
                format!("Person {number}, {description}")
            }
            _ => shown,
        }
    }

    /// An address, a file name, an id without the names in it.
    pub(crate) fn locator(&self, locator: &str) -> String {
        labelled(locator, &self.locator.find(locator), "person-")
    }

    /// Whose name this is, of those that must not be shown.
    pub(crate) fn person_in(&self, name: &str) -> Option<u32> {
        self.hits(name).first().map(|hit| hit.1)
    }

    /// Every string of a JSON value without the names; what the fields in `locators` hold, as addresses.
    pub(crate) fn value(&self, value: &mut Value, locators: &[&str]) {
        match value {
            Value::String(words) => *words = self.words(words),
            Value::Array(items) => items.iter_mut().for_each(|item| self.value(item, locators)),
            Value::Object(fields) => {
                for (key, field) in fields.iter_mut() {
                    match field {
                        Value::String(words) if locators.contains(&key.as_str()) => {
                            *words = self.locator(words)
                        }
                        field => self.value(field, locators),
                    }
                }
            }
            _ => {}
        }
    }

    fn is_open(&self) -> bool {
        self.own.is_empty() && self.wide.is_empty()
    }

    /// Where names stand: those of these documents, and what the whole case adds to them.
    fn hits(&self, words: &str) -> Vec<Hit> {
        let mut hits = self.own.find(words);
        if !hits.is_empty() {
            let spared = self.spared.iter().flat_map(|name| words.match_indices(name.as_str()));
            let spared: Vec<Range<usize>> = spared.map(|(at, name)| at..at + name.len()).collect();
            hits.retain(|(at, _)| !spared.iter().any(|other| other.start <= at.start && at.end <= other.end));
        }
        for (at, person) in self.wide.find(words) {
            let meets = |hit: &Hit| hit.0.start < at.end && at.start < hit.0.end;
            hits.retain(|hit| !(meets(hit) && at.start <= hit.0.start && hit.0.end <= at.end && hit.0 != at));
            if !hits.iter().any(meets) {
                hits.push((at, person));
            }
        }
        hits.sort_by_key(|hit| hit.0.start);
        hits
    }

    /// Where names stand in a document's text.
    ///
    /// A part of a name that stands inside a longer name of somebody else ("Vladimir" in "Vladimir Giliarovsky") is
    /// that other name.
    fn hits_in(&self, (document, found): Read<'_>) -> Vec<Hit> {
        let shielded: BTreeSet<EntityId> = found.protected.iter().map(|it| it.entity).collect();
        let others: Vec<Span> = found
            .mentions
            .iter()
            .filter(|mention| {
                !matches!(mention.names, Names::Demonym(_) | Names::Time(_) | Names::Quantity(_))
            })
            .filter(|mention| mention.entity.is_none_or(|entity| !shielded.contains(&entity)))
            .map(|mention| mention.span)
            .collect();
        let of_another = |at: &Range<usize>| {
            let part = Span::new(at.start, at.end);
            others.iter().any(|other| {
                other.contains(&part) && is_longer_name(other.of(&document.text), part.of(&document.text))
            })
        };
        let mut hits = self.hits(&document.text);
        hits.retain(|(at, _)| !of_another(at));
        hits
    }
}

/// In so many documents, and in so many times more than those that lead us to shield somebody by it, a word is a part of
/// other people's names: then alone it says nothing of whom to shield.
const OF_OTHERS: (usize, usize) = (10, 5);

/// The words that are in a case mostly parts of other people's names, in lower case: "Biden", where somebody's son is shielded.
fn common_words(casts: &[Cast]) -> BTreeSet<String> {
    let words = |name: &str| -> Vec<String> { Form::whole(&name.to_lowercase(), 0).into_words() };
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for cast in casts {
        let theirs: BTreeSet<String> =
            cast.shielded.iter().flat_map(|it| &it.names).flat_map(|name| words(name)).collect();
        for word in &theirs {
            counts.entry(word.clone()).or_default().0 += 1;
        }
        let others: BTreeSet<String> = cast.others.iter().flat_map(|name| words(name)).collect();
        for word in others.difference(&theirs) {
            counts.entry(word.clone()).or_default().1 += 1;
        }
    }
    let (least, times) = OF_OTHERS;
    let is_common = |&(_, &(theirs, others)): &(&String, &(usize, usize))| {
        theirs > 0 && others >= least.max(times * theirs)
    };
    counts.iter().filter(is_common).map(|(word, _)| word.clone()).collect()
}

/// The names of several words by which a document calls those it does not lead us to shield.
fn names_of_others((_, found): Read<'_>) -> Vec<String> {
    let shielded: BTreeSet<EntityId> = found.protected.iter().map(|it| it.entity).collect();
    let others =
        found.mentions.iter().filter(|it| it.entity.is_none_or(|entity| !shielded.contains(&entity)));
    let name = |names: &Names| match names {
        Names::Person(person) => person.name.clone(),
        Names::Organisation(it) => it.name.clone(),
        Names::Outlet(it) => it.name.clone(),
        _ => None,
    };
    others.filter_map(|mention| name(&mention.names)).filter(|name| name.contains(' ')).collect()
}

/// What a document says of somebody, beside the name.
fn description(entity: EntityId, found: &Annotations) -> Option<String> {
    let of_mention =
        found.mentions.iter().filter(|mention| mention.entity == Some(entity)).find_map(|mention| {
            match &mention.names {
                Names::Person(person) => person.relation.clone().or_else(|| person.role.clone()),
                _ => None,
            }
        });
    let hops = || found.claims.iter().flat_map(|claim| &claim.chain).filter(|hop| hop.entity == Some(entity));
    of_mention.or_else(|| hops().find_map(|hop| hop.role.clone()))
}

/// Whether `words` is a name of more words than the `part` found in it.
fn is_longer_name(words: &str, part: &str) -> bool {
    let names = |words: &str| {
        words.split_whitespace().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count()
    };
    names(words) > names(part)
}

/// A name kept in lower case, written as names are.
fn capitalised(name: &str) -> String {
    let words: Vec<String> = name
        .split_whitespace()
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
        })
        .collect();
    words.join(" ")
}

/// What stands in a name's place.
fn label(prefix: &str, person: u32) -> String {
    if person == 0 { format!("{prefix}unnumbered") } else { format!("{prefix}{person}") }
}

/// The words with every hit replaced.
fn labelled(words: &str, hits: &[Hit], prefix: &str) -> String {
    let (mut shown, mut done) = (String::with_capacity(words.len()), 0);
    for (at, person) in hits {
        shown.push_str(&words[done..at.start]);
        shown.push_str(&label(prefix, *person));
        done = at.end;
    }
    shown.push_str(&words[done..]);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor(names: &[(&str, u32)]) -> Redactor {
        let numbers = names.iter().map(|(name, person)| (name.to_lowercase(), *person)).collect();
        Redactor::of_everybody(&People::of(numbers), &[])
    }

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let redactor = redactor(&[("Darya K", 7), ("Ivan Zellwick", 2), ("Евгения", 3)]);
        assert_eq!(redactor.words(words), expected);
    }

    #[test]
    fn a_name_goes_in_every_form_it_stands_in() {
        check("Darya K. said", "Person 7 said");
        check("It was Darya K. She left.", "It was Person 7. She left.");
        check("“Darya’s son”, DARYA's son", "“Person 7’s son”, Person 7's son");
        check("Zellwick and Ivan\u{a0}Zellwick", "Person 2 and Person 2");
        check("сказала Евгения, о Евгении, с Евгенией", "сказала Person 3, о Person 3, с Person 3");
    }

    #[test]
    fn a_name_inside_another_word_is_another_word() {
        check("Ivanov of Ivanovka", "Ivanov of Ivanovka");
        check("Ivan of Ivanovka, Ivan", "Person 2 of Ivanovka, Person 2");
    }

    #[test]
    fn a_word_that_only_looks_like_a_name_stays_in_prose_and_goes_in_an_address() {
        let redactor = redactor(&[("Hope Darby", 1)]);
        assert_eq!(redactor.words("they hope"), "they hope");
        let shown = redactor.locator("https://x.example/2022/hope-darby-said.html");
        assert_eq!(shown, "https://x.example/2022/person-1-said.html");
        assert_eq!(redactor.locator("HopeDarby.txt"), "person-1.txt");
    }

    #[test]
    fn who_was_released_is_named_and_who_was_shielded_is_not() {
        let cast = |full: &str| Cast {
            shielded: vec![Shielded {
                full: full.to_owned(),
                names: vec![full.to_owned()],
                description: None,
            }],
            others: Vec::new(),
        };
        let numbers = [("ivan zellwick".to_owned(), 4)].into_iter().collect();
        let people = People {
            released: ["darya k".to_owned()].into(),
            shielded: ["ivan zellwick".to_owned()].into(),
            ..People::of(numbers)
        };
        let redactor = Redactor::of_casts([cast("Darya K")], &people);
        assert_eq!(redactor.words("Darya K. and Zellwick"), "Darya K. and Person 4");
    }

    #[test]
    fn a_word_that_is_mostly_of_other_names_is_left_to_them_over_a_whole_case() {
        let shields =
            |full: &str| Shielded { full: full.to_owned(), names: vec![full.to_owned()], description: None };
        let son = || Cast { shielded: vec![shields("Osric Vance")], others: Vec::new() };
        let first_name = || Cast { shielded: vec![shields("Joan")], others: Vec::new() };
        let of_another = || Cast { shielded: Vec::new(), others: vec!["Joan Vance".to_owned()] };
        let many = |count: usize| -> Vec<Cast> {
            let mut casts: Vec<Cast> = (0..count).map(|_| of_another()).collect();
            casts.extend([son(), first_name()]);
            casts
        };
        let people =
            || People::of([("osric vance".to_owned(), 1), ("joan".to_owned(), 2)].into_iter().collect());
        let few = Redactor::of_case(many(9), &people());
        assert_eq!(few.words("President Vance and Osric Vance"), "President Person 1 and Person 1");
        for redactor in [Redactor::of_case(many(10), &people()), Redactor::of_everybody(&people(), &many(10))]
        {
            let shown = redactor.words("President Vance, Joan Vance, Osric Vance, and Joan");
            assert_eq!(shown, "President Vance, Joan Vance, Person 1, and Person 2");
        }
        // In what the case has from the document itself, every part of the name is hidden.
        let own = Redactor::of_casts([son()], &people());
        assert_eq!(own.words("Vance said"), "Person 1 said");
    }

    #[test]
    fn nobody_to_shield_changes_nothing() {
        assert_eq!(Redactor::open().words("Darya K. said"), "Darya K. said");
    }

    #[test]
    fn every_string_of_a_record_is_gone_through() {
        let mut value = serde_json::json!({"name": "Darya", "n": 1, "in": [{"url": "http://x/darya"}]});
        redactor(&[("Darya K", 7)]).value(&mut value, &["url"]);
        assert_eq!(
            value,
            serde_json::json!({"name": "Person 7", "n": 1, "in": [{"url": "http://x/person-7"}]})
        );
    }
}
