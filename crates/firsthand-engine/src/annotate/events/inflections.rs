//! All forms an English word may take, by rule and by a table of the irregular ones.
//!
//! In: a word as a dictionary has it. Out: its forms as noun and as verb; a form that does not exist does no harm, since
//! no text holds it. `flee` → flee, flees, fled, fleeing

/// The forms of a word that no rule gives.
const IRREGULAR: [(&str, &[&str]); 78] = [
    ("flee", &["fled"]),
    ("hold", &["held"]),
    ("beat", &["beaten"]),
    ("shoot", &["shot"]),
    ("lay", &["laid"]),
    ("leave", &["left"]),
    ("send", &["sent"]),
    ("bring", &["brought"]),
    ("take", &["took", "taken"]),
    ("tell", &["told"]),
    ("say", &["said"]),
    ("die", &["dying"]),
    ("steal", &["stole", "stolen"]),
    ("give", &["gave", "given"]),
    ("throw", &["threw", "thrown"]),
    ("fight", &["fought"]),
    ("break", &["broke", "broken"]),
    ("sell", &["sold"]),
    ("withdraw", &["withdrew", "withdrawn"]),
    ("drive", &["drove", "driven"]),
    ("lose", &["lost"]),
    ("have", &["has", "had", "having"]),
    ("be", &["is", "are", "was", "were", "been", "being", "am", "'s", "'re"]),
    ("go", &["goes", "went", "gone", "going"]),
    ("run", &["ran"]),
    ("keep", &["kept"]),
    ("get", &["got", "gotten"]),
    ("catch", &["caught"]),
    ("strike", &["struck", "stricken"]),
    ("blow", &["blew", "blown"]),
    ("feel", &["felt"]),
    ("fall", &["fell", "fallen"]),
    ("sleep", &["slept"]),
    ("dig", &["dug"]),
    ("hide", &["hid", "hidden"]),
    ("man", &["men"]),
    ("woman", &["women"]),
    ("child", &["children"]),
    ("wife", &["wives"]),
    ("serviceman", &["servicemen"]),
    ("servicewoman", &["servicewomen"]),
    ("guardsman", &["guardsmen"]),
    ("infantryman", &["infantrymen"]),
    ("militiaman", &["militiamen"]),
    ("body", &["bodies"]),
    ("life", &["lives"]),
    ("write", &["wrote", "written"]),
    ("come", &["came"]),
    ("do", &["does", "did", "done", "doing"]),
    ("pay", &["paid"]),
    ("put", &["putting"]),
    ("cut", &["cutting"]),
    ("let", &["letting"]),
    ("set", &["setting"]),
    ("hit", &["hitting"]),
    ("quit", &["quitting"]),
    ("make", &["made"]),
    ("know", &["knew", "known"]),
    ("hear", &["heard"]),
    ("find", &["found"]),
    ("stand", &["stood"]),
    ("forbid", &["forbade", "forbidden"]),
    ("sink", &["sank", "sunk"]),
    ("fly", &["flew", "flown"]),
    ("bleed", &["bled"]),
    ("freeze", &["froze", "frozen"]),
    ("feed", &["fed"]),
    ("buy", &["bought"]),
    ("build", &["built"]),
    ("rise", &["rose", "risen"]),
    ("raise", &["raised"]),
    ("mislead", &["misled"]),
    ("forget", &["forgot", "forgotten"]),
    ("lie", &["lying"]),
    ("tie", &["tying"]),
    ("see", &["saw", "seen"]),
    ("troop", &["troops"]),
    ("crisis", &["crises"]),
];

/// Forms that a rule makes and that are another word.
const OTHER_WORDS: [&str; 8] =
    ["united", "privates", "companied", "casing", "staged", "lining", "fined", "missed"];

/// The word itself first, then its other forms.
pub(super) fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.len() < 3 && !matches!(word, "be" | "do" | "go")
        || !word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    {
        return forms;
    }
    let mut add = |form: String| {
        if !forms.contains(&form) && !OTHER_WORDS.contains(&form.as_str()) {
            forms.push(form);
        }
    };
    if let Some((_, irregular)) = IRREGULAR.iter().find(|(base, _)| *base == word) {
        irregular.iter().for_each(|form| add((*form).to_owned()));
    }
    let vowel = |byte: u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u');
    let bytes = word.as_bytes();
    let (last, before) = (bytes[bytes.len() - 1], bytes[bytes.len() - 2]);
    if last == b'y' && !vowel(before) {
        let stem = &word[..word.len() - 1];
        add(format!("{stem}ies"));
        add(format!("{stem}ied"));
        add(format!("{word}ing"));
    } else if last == b'e' {
        let stem = &word[..word.len() - 1];
        add(format!("{word}s"));
        add(format!("{word}d"));
        // "fleeing" keeps its e, "leaving" does not.
        add(if matches!(before, b'e' | b'o' | b'y') { format!("{word}ing") } else { format!("{stem}ing") });
    } else {
        let hisses = matches!(last, b's' | b'x' | b'z') || word.ends_with("ch") || word.ends_with("sh");
        add(if hisses { format!("{word}es") } else { format!("{word}s") });
        add(format!("{word}ed"));
        add(format!("{word}ing"));
        // "robbed", "rebelling": which words double their last letter is a matter of stress, so both are made.
        let doubles = !vowel(last) && !matches!(last, b'w' | b'x' | b'y');
        let long = bytes.len() > 2 && vowel(bytes[bytes.len() - 3]);
        if doubles && vowel(before) && !long {
            let double = char::from(last);
            add(format!("{word}{double}ed"));
            add(format!("{word}{double}ing"));
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, expected: &str) {
        assert_eq!(forms(word).join(" "), expected);
    }

    #[test]
    fn a_word_takes_its_forms() {
        check("refuse", "refuse refuses refused refusing");
        check("flee", "flee fled flees fleed fleeing");
        check("rob", "rob robs robed robing robbed robbing");
        check("deny", "deny denies denied denying");
        check(
            "serviceman",
            "serviceman servicemen servicemans servicemaned servicemaning servicemanned servicemanning",
        );
        check("n't", "n't");
    }
}
