//! Everything found in one document, as spans into its text: the stage between the text and the ledger.

use serde::{Deserialize, Serialize};

use crate::{
    amount::Amount,
    attribution::Attribution,
    claim::{Claim, Protected, Remark},
    document::Published,
    ids::{EntityId, MentionId},
    place::Place,
    span::Span,
    unit::Unit,
    when::When,
};

/// What was found in one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// When it was published, as known after reading it.
    pub published: Option<Published>,
    /// Sentences in text order, without overlap, without white space at the edges.
    pub sentences: Vec<Span>,
    /// Mentions in text order (by start, then longer first); `MentionId` is the place in this list.
    pub mentions: Vec<Mention>,
    /// Attributions in text order of their first span.
    pub attributions: Vec<Attribution>,
    /// Event triggers in text order.
    pub events: Vec<Event>,
    /// The ledger of this document, in text order.
    pub claims: Vec<Claim>,
    /// What the report says of its own checking.
    pub remarks: Vec<Remark>,
    /// Whom the program shields, and why.
    pub protected: Vec<Protected>,
}

/// A span that names something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Its place in the list.
    pub id: MentionId,
    /// Where.
    pub span: Span,
    /// Which entity of this document it names, for those kinds that have entities.
    pub entity: Option<EntityId>,
    /// What it names.
    pub names: Names,
}

/// What a mention names. The tag is not `kind`: times and units have a field of that name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "names", rename_all = "kebab-case")]
pub enum Names {
    /// A person, named or described ("the wife of a mobilized soldier").
    Person(Person),
    /// An organisation that is neither press nor military unit.
    Organisation(Organisation),
    /// Press, broadcaster, channel.
    Outlet(Outlet),
    /// A military unit.
    Unit(Unit),
    /// A place.
    Place(Place),
    /// What belongs to a place, by its people or its adjective ("Russian soldiers", "the Americans"): the place that the word
    /// is made from. It says whose somebody is, never where something happened.
    Demonym(Place),
    /// A time.
    Time(When),
    /// A count or measure.
    Quantity(Amount),
}

impl Names {
    /// The word of the public format.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Organisation(_) => "organisation",
            Self::Outlet(_) => "outlet",
            Self::Unit(_) => "unit",
            Self::Place(_) | Self::Demonym(_) => "place",
            Self::Time(_) => "time",
            Self::Quantity(_) => "quantity",
        }
    }
}

/// What the text says of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The fullest form of the name in this document; none for a person only described.
    pub name: Option<String>,
    /// What they are ("spokesman for the Tavria Grouping of Troops").
    pub role: Option<String>,
    /// Whose relative they are ("wife of Evgeny P").
    pub relation: Option<String>,
    /// How the text names them.
    pub naming: Option<Naming>,
}

/// How a text names someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Naming {
    /// By a full name.
    Named,
    /// By a first name or an initial.
    Partial,
    /// By a name that the text says is not theirs.
    Pseudonym,
    /// Not at all ("a soldier").
    Anonymous,
    /// As a group ("soldiers", "the ministry").
    Collective,
}

impl Naming {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Partial => "partial",
            Self::Pseudonym => "pseudonym",
            Self::Anonymous => "anonymous",
            Self::Collective => "collective",
        }
    }
}

/// What is known of an organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The fullest form of the name in this document.
    pub name: Option<String>,
    /// Whether it speaks for a state, an army, a ministry.
    pub official: bool,
    /// The party to the conflict it belongs to, where the words or the tables say so ("Russia").
    pub party: Option<String>,
}

/// What is known of an outlet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    /// The name the tables prefer, else the fullest form in this document.
    pub name: Option<String>,
    /// The publishing family it belongs to, where the tables know one.
    pub family: Option<String>,
    /// Country, ISO 3166-1 alpha-2, where known.
    pub country: Option<String>,
}

/// Words that tell of an event of the taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Event type, as the taxonomy file names it ("detention").
    pub kind: String,
    /// The trigger ("detained").
    pub span: Span,
    /// Whether it is told as having happened.
    pub modality: Modality,
}

impl Event {
    /// The type of events that the taxonomy has no name for. Two of them have nothing in common.
    pub const OTHER: &str = "other";
}

/// Whether an event is told as having happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// Happened, or goes on.
    Actual,
    /// Did not happen ("was never carried out").
    Negated,
    /// May happen, is threatened, planned or conditional.
    Possible,
}

impl Modality {
    /// The word of the public format.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Negated => "negated",
            Self::Possible => "possible",
        }
    }
}
