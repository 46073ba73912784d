//! Named values as a browser sends them: of an address, a form, a path.
//!
//! `q=fire&event=attack&event=losses` → `get("q")` is `fire`, `all("event")` are two.

use form_urlencoded::Serializer;

/// Names and values, in the order they came; a name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// From an address's query or a form's body.
    pub(crate) fn of(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// From the members of a JSON object: words as they are, numbers and truths as written, lists one by one.
    pub(crate) fn of_json(value: &serde_json::Value) -> Self {
        let mut fields = Self::default();
        for (name, value) in value.as_object().into_iter().flatten() {
            match value {
                serde_json::Value::Array(items) => {
                    items.iter().for_each(|item| fields.push(name, &plain(item)))
                }
                serde_json::Value::Null => {}
                value => fields.push(name, &plain(value)),
            }
        }
        fields
    }

    pub(crate) fn push(&mut self, name: &str, value: &str) {
        self.0.push((name.to_owned(), value.to_owned()));
    }

    /// The first value of a name, unless it is blank.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The first value of a name, or nothing at all.
    pub(crate) fn or_empty(&self, name: &str) -> &str {
        self.get(name).unwrap_or("")
    }

    /// Every value of a name that is not blank.
    pub(crate) fn all<'f>(&'f self, name: &str) -> impl Iterator<Item = &'f str> {
        self.0
            .iter()
            .filter(move |(of, value)| of == name && !value.trim().is_empty())
            .map(|(_, value)| value.trim())
    }

    /// A number, or what stands for it where there is none.
    pub(crate) fn number(&self, name: &str, otherwise: usize) -> usize {
        self.get(name).and_then(|value| value.parse().ok()).unwrap_or(otherwise)
    }

    /// As the query of an address, with its question mark; blank where there is nothing.
    pub(crate) fn query(&self) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.0.iter().filter(|(_, value)| !value.trim().is_empty()));
        let query = query.finish();
        if query.is_empty() { query } else { format!("?{query}") }
    }

    /// The same with a value more.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut fields = self.clone();
        fields.push(name, value);
        fields
    }

    /// The same without any value of a name.
    pub(crate) fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(of, _)| of != name).cloned().collect())
    }

    /// The same without one value of a name.
    pub(crate) fn without_value(&self, name: &str, value: &str) -> Self {
        Self(self.0.iter().filter(|(of, it)| of != name || it != value).cloned().collect())
    }

    /// Names and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_says_comes_back_as_an_address() {
        let fields = Fields::of(b"q=%D0%BD%D0%B5%D1%82&event=a&event=b&blank=");
        assert_eq!((fields.get("q"), fields.get("blank")), (Some("нет"), None));
        assert_eq!(fields.all("event").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(fields.without_value("event", "a").query(), "?q=%D0%BD%D0%B5%D1%82&event=b");
        assert_eq!(fields.without("event").without("q").query(), "");
    }

    #[test]
    fn a_record_is_read_as_a_form_is() {
        let fields = Fields::of_json(
            &serde_json::json!({"why": "x", "version": 3, "claims": ["c1", "c2"], "none": null}),
        );
        assert_eq!((fields.number("version", 0), fields.get("none")), (3, None));
        assert_eq!(fields.all("claims").count(), 2);
    }
}
