//! Trains the three steps of the attribution tagger, each on what the step before gives for texts it has not seen.
//!
//! In: the corpus. Out: tables for cues, arguments and trust.
//!
//! The documents are dealt into folds. For each fold a cue tagger and an argument tagger are trained on the others;
//! what they find in the fold is what the next step learns from.

use firsthand_engine::{
    LanguageData,
    attribution_tagger::{
        arguments::{self, ArgumentModel},
        candidates,
        cues::{self, CueModel},
        find_cues, trust,
        trust::TrustModel,
    },
};

use crate::{
    crf::{Crf, Plan, Sequence},
    polnear::{self, Coverage, Entry, Laid},
    score,
};

/// How each step is trained.
pub(crate) struct Plans {
    pub(crate) folds: usize,
    pub(crate) cues: Plan,
    pub(crate) arguments: Plan,
    pub(crate) trust: Plan,
    /// Log odds added to the start of a cue: the candidates are many.
    pub(crate) lift_cues: f32,
    /// Log odds added to the start of a source.
    pub(crate) lift_sources: f32,
}

/// The labels that begin a cue.
const CUE_STARTS: [usize; 2] = [cues::FIRST as usize, cues::LAST as usize];
/// The labels that begin a source.
const SOURCE_STARTS: [usize; 2] = [arguments::SOURCE_FIRST as usize, arguments::SOURCE_ONLY as usize];

type Range = (usize, usize);

fn train_cues<'s>(sequences: impl Iterator<Item = &'s Vec<Sequence>>, plans: &Plans) -> CueModel {
    let sequences: Vec<&Sequence> = sequences.flatten().collect();
    let mut model = Crf::<{ cues::LABELS }>::train(&sequences, &plans.cues, cues::legal);
    model.lift(&CUE_STARTS, plans.lift_cues);
    model.quantised()
}

fn train_arguments<'s>(sequences: impl Iterator<Item = &'s Vec<Sequence>>, plans: &Plans) -> ArgumentModel {
    let sequences: Vec<&Sequence> = sequences.flatten().collect();
    let mut model = Crf::<{ arguments::LABELS }>::train(&sequences, &plans.arguments, arguments::legal);
    model.lift(&SOURCE_STARTS, plans.lift_sources);
    model.quantised()
}

/// The three tables.
pub(crate) struct Tables {
    pub(crate) cues: CueModel,
    pub(crate) arguments: ArgumentModel,
    pub(crate) trust: TrustModel,
}

/// Trains all three.
pub(crate) fn train(entries: &[&Entry], data: &LanguageData, plans: &Plans) -> Tables {
    let laid: Vec<Laid> = entries.iter().map(|entry| polnear::lay(entry, data)).collect();
    let cue_sequences: Vec<Vec<Sequence>> = laid.iter().map(polnear::cue_sequences).collect();
    let others = |fold: usize| {
        move |(number, _): &(usize, &Vec<Sequence>)| plans.folds < 2 || number % plans.folds != fold
    };
    let mut found_cues: Vec<Vec<(Range, i32)>> = vec![vec![]; laid.len()];
    for fold in 0..plans.folds {
        let chosen = cue_sequences.iter().enumerate().filter(others(fold)).map(|(_, sequences)| sequences);
        let with = LanguageData { cue_model: train_cues(chosen, plans), ..data.clone() };
        for number in (fold..laid.len()).step_by(plans.folds) {
            found_cues[number] = find_cues(&laid[number].sight, &with);
        }
        println!("cues, fold {fold}");
    }
    let cues = train_cues(cue_sequences.iter(), plans);
    drop(cue_sequences);
    let mut coverage = Coverage::default();
    let argument_sequences: Vec<Vec<Sequence>> = laid
        .iter()
        .zip(&found_cues)
        .map(|(laid, found)| {
            let ranges: Vec<Range> = found.iter().map(|found| found.0).collect();
            polnear::argument_sequences(laid, &ranges, &mut coverage)
        })
        .collect();
    println!(
        "argument tokens {}; fragments inside the window {} of {}",
        coverage.tokens, coverage.inside, coverage.all
    );
    let mut trust_sequences: Vec<Sequence> = Vec::new();
    for fold in 0..plans.folds {
        let chosen =
            argument_sequences.iter().enumerate().filter(others(fold)).map(|(_, sequences)| sequences);
        let with = LanguageData { argument_model: train_arguments(chosen, plans), ..data.clone() };
        for number in (fold..laid.len()).step_by(plans.folds) {
            let candidates = candidates(&laid[number].sight, &found_cues[number], &with);
            trust_sequences.extend(polnear::trust_sequences(&laid[number], &candidates));
        }
        println!("arguments, fold {fold}");
    }
    let arguments = train_arguments(argument_sequences.iter(), plans);
    let right = trust_sequences.iter().filter(|sequence| sequence.gold == [1]).count();
    println!("candidates {}, right {right}", trust_sequences.len());
    let trust_sequences: Vec<&Sequence> = trust_sequences.iter().collect();
    let trust = Crf::<{ trust::LABELS }>::train(&trust_sequences, &plans.trust, |_, _| true).quantised();
    Tables { cues, arguments, trust }
}

/// Trains the cue tagger alone and scores it on a development part: for trying things out.
pub(crate) fn try_cues(entries: &[Entry], dev: &[Entry], data: &LanguageData, plan: &Plan) {
    let gather = |entries: &[Entry]| -> Vec<Sequence> {
        entries.iter().flat_map(|entry| polnear::cue_sequences(&polnear::lay(entry, data))).collect()
    };
    let sequences = gather(entries);
    let dev = gather(dev);
    let sequences: Vec<&Sequence> = sequences.iter().collect();
    let mut model = Crf::<{ cues::LABELS }>::train(&sequences, plan, cues::legal);
    for step in 0..6 {
        let score = score::runs(&dev, &model.quantised(), &[(cues::FIRST, cues::LAST, cues::LAST)]);
        println!("lift {:.1}: {}", 0.3 * f64::from(step), score[0]);
        model.lift(&CUE_STARTS, 0.3);
    }
}

/// Trains the argument tagger alone, with the marked cues, and scores it on a development part.
pub(crate) fn try_arguments(entries: &[Entry], dev: &[Entry], data: &LanguageData, plan: &Plan) {
    let mut coverage = Coverage::default();
    let mut gather = |entries: &[Entry]| -> Vec<Sequence> {
        entries
            .iter()
            .flat_map(|entry| {
                let laid = polnear::lay(entry, data);
                let ranges: Vec<Range> = laid.golds.iter().map(|gold| gold.cue).collect();
                polnear::argument_sequences(&laid, &ranges, &mut coverage)
            })
            .collect()
    };
    let sequences = gather(entries);
    let dev = gather(dev);
    let sequences: Vec<&Sequence> = sequences.iter().collect();
    let mut model = Crf::<{ arguments::LABELS }>::train(&sequences, plan, arguments::legal);
    let kinds = [
        (arguments::SOURCE_FIRST, arguments::SOURCE_LAST, arguments::SOURCE_ONLY),
        (arguments::CONTENT_FIRST, arguments::CONTENT_LAST, arguments::CONTENT_LAST),
    ];
    for step in 0..5 {
        let scores = score::runs(&dev, &model.quantised(), &kinds);
        println!("lift {:.1}: source {}   content {}", 0.3 * f64::from(step), scores[0], scores[1]);
        model.lift(&SOURCE_STARTS, 0.3);
    }
}
