//! `firsthand explain ID`: why the program says what it says.
//!
//! In: the id of an incident. Out: which claims, why they are one incident, whose words they are and who was taken as
//! one, what the range means, what would raise it, what stands beside it. A claim (`DOCUMENT/c3`) is explained by
//! `explain_claim`.

use clap::Args;
use firsthand_schema::{
    finding::{Contradiction, Verdict},
    incident::{Incident, Range},
    link::{Bond, Judgement, Resemblance, Tie},
};
use serde_json::{Value, json};

use super::{
    Outcome,
    add::counted,
    case::{CaseOptions, View, json_line, short},
    incidents::{range, shown},
    meant,
    print::{Page, Style, one_line},
};
use crate::{judged::Judged, linked};

/// Options of `explain`.
#[derive(Args)]
pub(crate) struct Options {
    /// An incident, by its id or the beginning of it, as `incidents` lists it; or a claim, as DOCUMENT/c3
    id: String,
}

/// How many ties are shown in words; `--json` has all.
const TIES_SHOWN: usize = 8;

/// Runs the command.
pub(crate) fn run(options: &Options, on: &CaseOptions) -> Result<Outcome, String> {
    let mut view = on.view("explain")?;
    if options.id.contains("/c") {
        return super::explain_claim::run(&options.id, &view, on);
    }
    view.linked()?;
    incident(&options.id, &view, on)
}

/// Explains an incident.
fn incident(typed: &str, view: &View, on: &CaseOptions) -> Result<Outcome, String> {
    let incident = meant::incident(typed, view)?;
    let told_of = |fault| view.told(&fault);
    let ties = linked::ties_within(&incident, &view.documents_of(&incident)?).map_err(told_of)?;
    let decided = decided(&incident, &Judged::of(&view.case).map_err(told_of)?);
    let incident = shown(incident, view)?;
    let mut page = Page::open();
    if on.json {
        let ties: Vec<Value> = ties
            .iter()
            .map(|tie| {
                json!({
                    "a": {"document": view.shown_id(&tie.a.document), "claim": tie.a.claim.to_string()},
                    "b": {"document": view.shown_id(&tie.b.document), "claim": tie.b.claim.to_string()},
                    "likeness": tie.likeness,
                })
            })
            .collect();
        page.put(&json_line(&json!({"schema": 1, "incident": incident, "ties": ties, "decided": decided})))?;
    } else {
        told(&mut page, &incident, &ties, &decided, view)?;
    }
    page.close()?;
    Ok(Outcome::Done)
}

fn told(
    page: &mut Page,
    incident: &Incident,
    ties: &[Tie],
    decided: &[String],
    view: &View,
) -> Result<(), String> {
    let title = page.styled(Style::Strong, &one_line(&incident.title));
    page.line(&format!("{title}  {}", incident.id))?;
    section(page, "why these claims are one incident", &incident.in_words.one_incident)?;
    let name = |claim: &firsthand_schema::ids::ClaimId| {
        format!("{}/{}", short(&view.shown_id(&claim.document)), claim.claim)
    };
    for tie in ties.iter().take(TIES_SHOWN) {
        page.line(&format!("  {} and {}: {}", name(&tie.a), name(&tie.b), alike(&tie.likeness)))?;
    }
    if ties.len() > TIES_SHOWN {
        page.line(&format!("  and {} more pairs; --json has all", ties.len() - TIES_SHOWN))?;
    }
    section(page, "what analysts decided", decided)?;
    let origins = Range { low: incident.origins.low, high: incident.origins.high };
    section(page, &format!("origins {}", range(origins)), &incident.in_words.range)?;
    for name in &incident.origins.names {
        page.line(&format!("  first to say so: {}", one_line(name)))?;
    }
    let merges: Vec<String> = incident
        .merges
        .iter()
        .filter(|merge| merge.verdict != Verdict::Apart)
        .map(|merge| {
            let how = if merge.verdict == Verdict::Same { "are one" } else { "may be one" };
            format!("{} and {} {how}: {} ({:.2})", merge.a, merge.b, merge.because, merge.score)
        })
        .collect();
    section(page, "sources taken together", &merges)?;
    section(page, &format!("channels {}", range(incident.channels)), &[])?;
    let stakes: Vec<String> =
        incident.stakes.iter().map(|it| format!("{}: {}", it.stake, it.sources.join(", "))).collect();
    section(page, "who has what to win or lose", &stakes)?;
    let disputed: Vec<String> = incident.contradictions.iter().map(against).collect();
    section(page, "what cannot both be true", &disputed)?;
    section(page, "what stands beside it", &incident.in_words.beside)?;
    section(page, "what would raise it", &incident.in_words.raise)?;
    let grade =
        format!("suggested credibility {}, for a person to confirm", incident.grade.credibility.as_str());
    section(page, &grade, &incident.grade.because)?;
    page.line(&format!(
        "{}; its way to you: firsthand trace {}",
        counted(incident.documents.len() as u64, "document"),
        incident.id
    ))
}

/// A head, and lines under it; nothing where there is nothing to say.
fn section(page: &mut Page, head: &str, lines: &[String]) -> Result<(), String> {
    if lines.is_empty() && !head.starts_with("channels") {
        return Ok(());
    }
    let head = page.styled(Style::Strong, head);
    page.line(&head)?;
    lines.iter().try_for_each(|line| page.line(&format!("  {}", one_line(line))))
}

fn against(contradiction: &Contradiction) -> String {
    let values: Vec<String> = contradiction
        .values
        .iter()
        .map(|value| format!("{} ({})", value.value, value.sources.join(", ")))
        .collect();
    format!("{} of {}: {}", contradiction.slot.as_str(), contradiction.of, values.join(" against "))
}

/// A likeness part by part: only what both sides tell of.
fn alike(likeness: &Resemblance) -> String {
    let mut parts = vec![format!("wording {:.2}", likeness.wording)];
    let mut part = |name: &str, value: Option<f32>| {
        if let Some(value) = value {
            parts.push(match value {
                1.0 => format!("same {name}"),
                0.0 => format!("other {name}"),
                share => format!("{name} {share:.2}"),
            });
        }
    };
    part("events", likeness.events);
    part("place", likeness.place);
    part("time", likeness.time);
    part("participants", likeness.who);
    part("count", likeness.count);
    format!("{:.2} alike ({})", likeness.total, parts.join(", "))
}

/// Analysts' words that bear on an incident: those over its claims.
fn decided(incident: &Incident, judged: &Judged) -> Vec<String> {
    let holds = |claim: &firsthand_schema::ids::ClaimId| {
        incident.claims.iter().any(|it| it.document == claim.document && it.claim == claim.claim)
    };
    judged
        .decisions
        .iter()
        .filter_map(|decision| {
            let Bond::Claims { a, b } = &decision.bond else { return None };
            let judgement = if decision.judgement == Judgement::Same { "one" } else { "not one" };
            let why =
                if decision.reason.is_empty() { String::new() } else { format!(": {}", decision.reason) };
            let name = |claim: &firsthand_schema::ids::ClaimId| {
                format!("{}/{}", short(&claim.document), claim.claim)
            };
            (holds(a) || holds(b))
                .then(|| format!("{} and {} are {judgement}, says {}{why}", name(a), name(b), decision.by))
        })
        .collect()
}
