//! Puts pseudonyms in the place of the ids of shielded sources: an id is a hash of a name, which a list of names betrays.
//!
//! `s5f2ab01cd34 s77e0…`, of which the first is a shielded person's → `p7 s77e0…`.

use serde_json::Value;

/// Words, parted by blanks, without such ids. `pseudonym` has one for a word that is the id of a shielded source.
pub(crate) fn without_ids(words: &str, pseudonym: &impl Fn(&str) -> Option<String>) -> String {
    let shown: Vec<String> =
        words.split(' ').map(|word| pseudonym(word).unwrap_or_else(|| word.to_owned())).collect();
    shown.join(" ")
}

/// The same for every string of a JSON value.
pub(crate) fn value_without_ids(value: &mut Value, pseudonym: &impl Fn(&str) -> Option<String>) {
    match value {
        Value::String(words) => *words = without_ids(words, pseudonym),
        Value::Array(items) => items.iter_mut().for_each(|item| value_without_ids(item, pseudonym)),
        Value::Object(fields) => {
            fields.iter_mut().for_each(|(_, field)| value_without_ids(field, pseudonym));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_id_is_replaced_wherever_it_stands_and_nothing_else() {
        let pseudonym = |word: &str| (word == "s1a").then(|| "p7".to_owned());
        let mut told =
            json!({"subject": "s1a s2b", "after": {"a": "s1a", "b": ["s2b", 3]}, "why": "one s1ab"});
        value_without_ids(&mut told, &pseudonym);
        let shown = json!({"subject": "p7 s2b", "after": {"a": "p7", "b": ["s2b", 3]}, "why": "one s1ab"});
        assert_eq!(told, shown);
    }
}
