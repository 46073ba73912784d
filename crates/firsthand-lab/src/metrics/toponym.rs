//! Scores places: are they found, and do their coordinates lead to the right spot?
//!
//! In: gold names with coordinates and the program's mentions of kind place. Out: recognition (spans overlap, one to
//! one), also of those with coordinates alone (some gold marks common nouns too, "the street"), and over the recognised names with coordinates the share within 161 km (100 miles, the customary bound of the
//! geoparsing literature), the mean and median error, and the area under the curve of the log error (0 is perfect).

use std::collections::BTreeMap;

use super::{Figure, Found, Value, found, number, right_of};
use crate::{
    answer::{Answer, Named},
    gold::toponym::Text,
};

/// 100 miles.
const NEAR_KM: f64 = 161.0;
/// Half way round the Earth: the error of a name that was given no coordinates.
const FARTHEST_KM: f64 = 20_039.0;

/// Scores answers against gold texts; an answer that is missing counts as empty.
#[must_use]
pub fn score(gold: &[Text], answers: &BTreeMap<String, Answer>) -> Vec<Figure> {
    let empty = Answer::default();
    let mut recognised = Found::default();
    let mut placed = Found::default();
    let mut resolvable = 0;
    let mut errors: Vec<f64> = Vec::new();
    for text in gold {
        let answer = answers.get(&text.id).unwrap_or(&empty);
        let mut left: Vec<&Named> =
            answer.mentions.iter().filter(|mention| mention.kind == "place").collect();
        recognised.add(0, left.len(), text.toponyms.len());
        placed.add(0, left.len(), 0);
        for name in &text.toponyms {
            let spot = name.lat.zip(name.lon);
            resolvable += usize::from(spot.is_some());
            placed.gold += usize::from(spot.is_some());
            let met = left.iter().position(|mention| mention.start < name.end && name.start < mention.end);
            let Some(at) = met else { continue };
            let mention = left.remove(at);
            recognised.right += 1;
            if spot.is_none() {
                // Neither right nor wrong: the gold marks it and does not say where it is.
                placed.out -= 1;
            }
            if let Some(spot) = spot {
                placed.right += 1;
                errors.push(mention.lat.zip(mention.lon).map_or(FARTHEST_KM, |found| km(spot, found)));
            }
        }
    }
    errors.sort_by(f64::total_cmp);
    let near = errors.iter().filter(|&&error| error <= NEAR_KM).count();
    let mean = |sum: f64| sum / number(errors.len());
    let mut figures = vec![
        found("recognition", recognised),
        found("recognition, of gold with coordinates", placed),
        right_of("within 161 km", (near, errors.len())),
        right_of("within 161 km, of all gold", (near, resolvable)),
    ];
    if let Some(&median) = errors.get(errors.len() / 2) {
        let log: f64 = errors.iter().map(|error| error.ln_1p()).sum();
        let figure =
            |name: &str, value, unit| Figure { name: name.to_owned(), value: Value::Number(value, unit) };
        figures.push(figure("mean error", mean(errors.iter().sum()), "km"));
        figures.push(figure("median error", median, "km"));
        figures.push(figure(
            "area under log error",
            100.0 * mean(log) / FARTHEST_KM.ln_1p(),
            "% (0 is perfect)",
        ));
    }
    figures
}

/// Great-circle distance (haversine, a sphere of 6,371 km).
fn km((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> f64 {
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    let x =
        half(other_lat - lat) + lat.to_radians().cos() * other_lat.to_radians().cos() * half(other_lon - lon);
    12_742.0 * x.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odessa_is_near_itself_and_far_from_its_namesake() {
        let odessa = (46.4775, 30.7326);
        assert!(km(odessa, odessa) < 0.001);
        let texas = km(odessa, (31.8457, -102.3676));
        assert!((9_900.0..10_300.0).contains(&texas), "{texas}");
    }

    #[test]
    fn a_name_without_coordinates_is_as_wrong_as_can_be() {
        let gold: Text = serde_json::from_str(
            r#"{"id":"d","text":"Odessa and Ovidiopol","toponyms":[{"start":0,"end":6,"lat":46.4775,"lon":30.7326},
                {"start":11,"end":20,"lat":46.25,"lon":30.44}]}"#,
        )
        .expect("a text");
        let answer = Answer::from_line(
            r#"{"id":"d","mentions":[{"id":"m0","kind":"place","start":0,"end":6,"lat":46.4,"lon":30.7},
                {"id":"m1","kind":"place","start":11,"end":20}]}"#,
        )
        .expect("an answer");
        let figures = score(&[gold], &BTreeMap::from([("d".to_owned(), answer)]));
        assert_eq!(figures[0].value.headline(), 100.0);
        assert_eq!(figures[1].value.headline(), 100.0);
        assert_eq!(figures[2].value.headline(), 50.0);
    }

    #[test]
    fn gold_without_coordinates_counts_for_nobody_where_only_the_rest_is_asked_for() {
        let gold: Text = serde_json::from_str(
            r#"{"id":"d","text":"Odessa street Reni","toponyms":[{"start":0,"end":6,"lat":46.4775,"lon":30.7326},
                {"start":7,"end":13},{"start":14,"end":18,"lat":45.45,"lon":28.28}]}"#,
        )
        .expect("a text");
        let answer = Answer::from_line(
            r#"{"id":"d","mentions":[{"id":"m0","kind":"place","start":0,"end":6,"lat":46.4,"lon":30.7},
                {"id":"m1","kind":"place","start":7,"end":13}]}"#,
        )
        .expect("an answer");
        let figures = score(&[gold], &BTreeMap::from([("d".to_owned(), answer)]));
        let Value::Found(all) = figures[0].value else { panic!("{:?}", figures[0]) };
        let Value::Found(placed) = figures[1].value else { panic!("{:?}", figures[1]) };
        assert_eq!((all.right, all.out, all.gold), (2, 2, 3));
        assert_eq!((placed.right, placed.out, placed.gold), (1, 1, 2));
    }
}
