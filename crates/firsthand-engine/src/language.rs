//! The installed language data: word lists, tables and weights, parsed once from the files under `/data`.
//!
//! The files are built into the program, so that nothing is looked up on a disk; a user's own files are parsed by the
//! same functions and added. Each room parses its own file into its own type; this is only the place they meet.

use crate::annotate::attributions::{
    arguments::ArgumentModel, cues::CueModel, trust::TrustModel, words::CueWords,
};
use crate::annotate::events::EventData;
use crate::annotate::names::{lexicon::Lexicon, recognition::NameTagger};
use crate::annotate::numbers::NumberWords;
use crate::annotate::quantities::QuantityWords;
use crate::annotate::times::words::TimeWords;
use crate::annotate::units::UnitWords;
use crate::claims::words::LedgerWords;
use crate::clean::furniture::Furniture;
use crate::corroborate::FindingWords;
use crate::gazetteer::Gazetteer;
use crate::reading::abbreviations::Abbreviations;
use crate::reading::tags::Tagger;
use crate::report::Tables;
use crate::words::Words;

/// Everything the engine knows beforehand. Make one, and hand it to every call.
#[derive(Clone, Debug)]
pub struct LanguageData {
    /// Words whose full stop does not end a sentence.
    pub abbreviations: Abbreviations,
    /// Event types, and the words that tell of them.
    pub events: EventData,
    /// The words of page furniture.
    pub furniture: Furniture,
    /// Weights of the part-of-speech tagger.
    pub tagger: Tagger,
    /// Words that can be cues.
    pub cue_words: CueWords,
    /// Weights that find cues.
    pub cue_model: CueModel,
    /// Weights that find sources and contents.
    pub argument_model: ArgumentModel,
    /// Weights that decide which candidates are attributions.
    pub trust_model: TrustModel,
    /// Number words.
    pub numbers: NumberWords,
    /// Words around numbers that count.
    pub quantities: QuantityWords,
    /// The words of time, and the wars that texts count from.
    pub time: TimeWords,
    /// The words military units are named with.
    pub units: UnitWords,
    /// What comparing documents takes: how rare words are, by which words sources are known.
    pub tables: Tables,
    /// By which words findings are told.
    pub findings: FindingWords,
    /// What the ledger knows of hedges, remarks, anonymity and kinds of source.
    pub ledger: LedgerWords,
    /// Places by name.
    pub gazetteer: Gazetteer,
    /// Titles, given names, roles, organisations, outlets.
    pub names: Lexicon,
    /// What frequent words are like.
    pub words: Words,
    /// Weights of the tagger of names.
    pub name_tagger: NameTagger,
}

impl LanguageData {
    /// The data that ships with the program.
    ///
    /// # Errors
    ///
    /// Never for the data as shipped (a test reads all of it); a message naming the file and the entry otherwise.
    pub fn shipped() -> Result<Self, String> {
        static WORDS: &[u8] = include_bytes!("../../../data/weights/words.bin");
        let abbreviations = Abbreviations::parse(include_str!("../../../data/lexicon/abbreviations.toml"))?;
        Ok(Self {
            gazetteer: Gazetteer::shipped()?,
            names: Lexicon::shipped(&abbreviations)?,
            words: Words::open(WORDS)?,
            name_tagger: NameTagger::parse(include_bytes!("../../../data/weights/names.bin"))
                .map_err(|error| format!("names.bin: {error}"))?,
            tables: Tables::shipped()?,
            findings: FindingWords::shipped()?,
            abbreviations,
            events: EventData::shipped()?,
            furniture: Furniture::parse(include_str!("../../../data/lexicon/furniture.toml"))?,
            tagger: Tagger::parse(include_bytes!("../../../data/weights/tags.bin"))
                .map_err(|error| format!("tags.bin: {error}"))?,
            cue_words: CueWords::parse(include_str!("../../../data/lexicon/cues.toml"))?,
            cue_model: CueModel::parse(include_bytes!("../../../data/weights/cues.bin"))
                .map_err(|error| format!("cues.bin: {error}"))?,
            argument_model: ArgumentModel::parse(include_bytes!("../../../data/weights/arguments.bin"))
                .map_err(|error| format!("arguments.bin: {error}"))?,
            trust_model: TrustModel::parse(include_bytes!("../../../data/weights/trust.bin"))
                .map_err(|error| format!("trust.bin: {error}"))?,
            numbers: NumberWords::parse(include_str!("../../../data/lexicon/numbers.toml"))?,
            quantities: QuantityWords::parse(include_str!("../../../data/lexicon/quantities.toml"))?,
            units: UnitWords::parse(include_str!("../../../data/lexicon/units.toml"))?,
            time: TimeWords::parse(
                include_str!("../../../data/lexicon/time.toml"),
                include_str!("../../../data/lexicon/conflicts.toml"),
            )?,
            ledger: LedgerWords::parse(
                include_str!("../../../data/lexicon/hedges.toml"),
                include_str!("../../../data/lexicon/remarks.toml"),
                include_str!("../../../data/lexicon/anonymity.toml"),
                include_str!("../../../data/lexicon/source_heads.toml"),
                include_str!("../../../data/lexicon/ledger.toml"),
                include_str!("../../../data/lexicon/happenings.toml"),
                include_str!("../../../data/weights/claims.toml"),
            )?,
        })
    }
}
