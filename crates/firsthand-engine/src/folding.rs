//! Folds a name to the form under which its spellings meet.
//!
//! In: a name as written. Out: a key. Two strengths:
//!
//! - [`fold`] undoes case, diacritics, apostrophes and hyphens: `Ķyiv’s-Podil` → `kyivs podil`.
//! - [`skeleton`] also undoes what Russian, Ukrainian, Belarusian and their romanisations do differently, so that
//!   `Andreevka`, `Andriivka`, `Андреевка` and `Андріївка` have one key, and `Kamianka` and `Kamianske` have two.
//!
//! A skeleton is a key to look under, not a proof: who finds several places under it ranks them by other evidence.

/// The plain key of a name: lower case, no diacritics, no apostrophes, one space between words.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut gap = false;
    for letter in name.chars() {
        if is_silent(letter) {
            continue;
        }
        if !letter.is_alphanumeric() {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            letter.to_lowercase().for_each(|lower| push_plain(&mut folded, lower));
        }
    }
    folded
}

/// Apostrophes, soft signs written as primes, and combining marks: a name is the same without them.
fn is_silent(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '’' | '‘' | 'ʼ' | 'ʹ' | '′' | '`' | '´' | '"' | '“' | '”' | '.' | '\u{300}'..='\u{36f}'
    )
}

/// A lower-case letter without its diacritics.
fn push_plain(folded: &mut String, letter: char) {
    let plain = match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' | 'ḍ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ'..='ệ' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' | 'ḩ' | 'ḥ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' | 'ḵ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṣ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'ṭ' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ'..='ự' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => "y",
        'ź' | 'ż' | 'ž' | 'ẕ' => "z",
        'ё' => "е",
        'ґ' => "г",
        other => return folded.push(other),
    };
    folded.push_str(plain);
}

/// The key under which Slavic spellings of one name meet.
#[must_use]
pub fn skeleton(name: &str) -> String {
    let folded = fold(name);
    let mut key = String::with_capacity(folded.len());
    for (word, leads) in words(&folded) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&vowels_as(&word_sounds(word, leads), false));
    }
    key
}

/// The words of a folded name, each with whether another follows.
fn words(folded: &str) -> impl Iterator<Item = (&str, bool)> {
    let last = folded.split(' ').count() - 1;
    folded.split(' ').enumerate().map(move |(at, word)| (word, at < last))
}

/// Whether two spellings may be of one name: one skeleton, and no "e" where the other has a plain "y".
///
/// "i" stands for both in one language or the other (Bel- and Bil-, Vinnitsa and Vinnytsia), so the skeleton lets all
/// three fall together; "e" and the Ukrainian "y" never stand for one another.
#[must_use]
pub fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (weak_vowels(a), weak_vowels(b));
    skeleton_of(&a) == skeleton_of(&b)
        && (a.chars().count() != b.chars().count()
            || a.chars().zip(b.chars()).all(|pair| !matches!(pair, ('e', 'и') | ('и', 'e'))))
}

fn skeleton_of(weak: &str) -> String {
    weak.replace(['и', 'ı'], "e")
}

/// The skeleton with its weak vowels told apart: "e", "ı" for any i, "и" for a plain y.
fn weak_vowels(name: &str) -> String {
    let folded = fold(name);
    let words: Vec<String> =
        words(&folded).map(|(word, leads)| vowels_as(&word_sounds(word, leads), true)).collect();
    words.join(" ")
}

fn word_sounds(word: &str, leads: bool) -> String {
    // A Cyrillic word is first written as its Ukrainian or Russian reader would romanise it.
    let latin = if word.chars().any(is_cyrillic) { romanised(word) } else { word.to_owned() };
    let mut sounds = sounds(&latin);
    if !(leads && plural(&mut sounds)) {
        ending(&mut sounds);
    }
    head(&mut sounds);
    middle(&mut sounds);
    sounds
}

fn is_cyrillic(letter: char) -> bool {
    ('\u{400}'..='\u{4ff}').contains(&letter)
}

/// A romanisation that keeps just enough: "и", "і", "ы" and "ї" fall together later, so each gets a plain letter here.
fn romanised(word: &str) -> String {
    let mut latin = String::with_capacity(word.len());
    for letter in word.chars() {
        let sound = match letter {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' => "h",
            'д' => "d",
            'е' | 'э' => "e",
            'є' => "ie",
            'ж' => "zh",
            'з' => "z",
            // The Russian "и" is an i, the Ukrainian one a y: either may be meant.
            'и' | 'і' => "i",
            'ы' => "y",
            'ї' => "yi",
            'й' => "i",
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
            'ў' => "v",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ю' => "iu",
            'я' => "ia",
            // The soft sign sounds only before a vowel ("Привольe" → "Pryvolye"); the vowels class swallows it there.
            'ь' | 'ъ' => "j",
            other => {
                latin.push(other);
                continue;
            }
        };
        latin.push_str(sound);
    }
    // "Запорожье" → "zaporozhje": the soft sign and "е" are the "ye" of the English form.
    if let Some(stem) = latin.strip_suffix("je") {
        return format!("{stem}ye");
    }
    latin.replace('j', "")
}

/// Digraphs as single capitals, so that the rules below see one letter for one sound. "G" and "h" fall together (г).
fn sounds(latin: &str) -> String {
    const DIGRAPHS: [(&str, char); 10] = [
        ("shch", 'Q'),
        // "Peschanoye" is "Pishchane".
        ("sch", 'Q'),
        ("zh", 'Z'),
        ("kh", 'X'),
        ("ch", 'C'),
        ("sh", 'S'),
        ("ts", 'c'),
        ("tz", 'c'),
        ("ck", 'k'),
        ("yo", 'e'),
    ];
    let mut sounds = String::with_capacity(latin.len());
    let mut rest = latin;
    while let Some(letter) = rest.chars().next() {
        // "Novosyolka": ё, written "yo" after a consonant.
        let digraph = DIGRAPHS
            .iter()
            .find(|(digraph, sound)| rest.starts_with(digraph) && (*sound != 'e' || !sounds.is_empty()));
        let (length, sound) = match digraph {
            Some(&(digraph, sound)) => (digraph.len(), sound),
            None => (
                letter.len_utf8(),
                match letter {
                    'g' => 'h',
                    'w' => 'v',
                    'j' => 'i',
                    other => other,
                },
            ),
        };
        // Doubled consonants are written once: "Vinnytsia", "Zaporizhzhia".
        if !sounds.ends_with(sound) || is_vowel(sound) {
            sounds.push(sound);
        }
        rest = &rest[length..];
    }
    sounds
}

fn is_vowel(sound: char) -> bool {
    matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// A Russian adjective in the plural before another word: "Novyye", "Novye", "Velikie". Ukrainian has a plain i there.
/// Whether the word is one: after the few stems that are soft ("Verkhnie"), the ending is the Ukrainian neuter.
fn plural(sounds: &mut String) -> bool {
    const SOFT: [&str; 5] = ["verXn", "nyZn", "niZn", "seredn", "sredn"];
    let stem = ["yye", "iye", "yie", "ye", "ie"].iter().find_map(|ending| sounds.strip_suffix(ending));
    let Some(stem) =
        stem.filter(|stem| stem.chars().count() > 2 && !stem.ends_with(is_vowel) && !SOFT.contains(stem))
    else {
        return false;
    };
    *sounds = format!("{stem}Y");
    true
}

/// What Russian and Ukrainian put at the end of a word, one for the other.
fn ending(sounds: &mut String) {
    // Longest first. "Y" is the masculine or plural ending, which must not meet the neuter one: Khrustalnyi and
    // Khrustalne are two places.
    const ENDINGS: [(&str, &str); 29] = [
        ("skohe", "ske"),
        ("oie", "e"),
        ("oye", "e"),
        ("eie", "e"),
        ("eye", "e"),
        ("aia", "a"),
        ("aya", "a"),
        ("yaia", "a"),
        ("yaya", "a"),
        ("oe", "e"),
        ("iya", "a"),
        ("iia", "a"),
        ("yia", "a"),
        ("yya", "a"),
        ("ia", "a"),
        ("ya", "a"),
        ("yi", "Y"),
        ("yy", "Y"),
        ("iy", "Y"),
        ("ii", "Y"),
        ("oy", "Y"),
        ("oi", "Y"),
        ("ei", "Y"),
        ("ye", "A"),
        ("ie", "e"),
        ("o", "e"),
        ("y", "Y"),
        ("i", "Y"),
        ("aa", "a"),
    ];
    if sounds.chars().count() < 4 {
        return;
    }
    for (ending, plain) in ENDINGS {
        if let Some(stem) = sounds.strip_suffix(ending) {
            let stem_ends_in_vowel = stem.ends_with(is_vowel);
            // "-ye" after a consonant is the Russian neuter ("Privolye"), the Ukrainian "-ia" ("Pryvillia").
            let plain = match plain {
                "A" if stem_ends_in_vowel => "e",
                "A" => "a",
                other => other,
            };
            *sounds = format!("{stem}{plain}");
            return;
        }
    }
}

/// First names and prefixes that begin differently.
fn head(sounds: &mut String) {
    const HEADS: [(&str, &str); 23] = [
        ("oleks", "aleks"),
        ("oleS", "aleS"),
        ("olen", "elen"),
        ("yelen", "elen"),
        ("mykol", "nikol"),
        ("mikol", "nikol"),
        ("ekater", "kater"),
        ("yekater", "kater"),
        ("kostiant", "konstant"),
        ("kostyant", "konstant"),
        ("vuh", "uh"),
        ("mykyt", "nikit"),
        ("mikit", "nikit"),
        ("haniv", "anov"),
        ("vilX", "olX"),
        ("sredn", "seredn"),
        ("krest", "Xrest"),
        ("kreQ", "XreQ"),
        ("kamyS", "komyS"),
        ("dibrov", "dubrov"),
        ("dubrav", "dubrov"),
        ("pid", "pod"),
        ("raz", "roz"),
    ];
    // "Bolshaya" is either language's "great", where it is a word of its own.
    const WORDS: [(&str, &str); 5] =
        [("bolSa", "velyka"), ("bolSe", "velyke"), ("bolSY", "velykY"), ("bir", "bor"), ("mist", "most")];
    if let Some((_, to)) = WORDS.iter().find(|(from, _)| sounds == from) {
        (*to).clone_into(sounds);
        return;
    }
    for (from, to) in HEADS {
        if let Some(rest) = sounds.strip_prefix(from).filter(|rest| !rest.is_empty()) {
            *sounds = format!("{to}{rest}");
            return;
        }
    }
}

/// Sounds that alternate inside a word: the old "о" and "ѣ" in closed syllables, the old "ъл" ("volk", "vovk").
fn middle(sounds: &mut String) {
    const INNER: [(&str, &str); 26] = [
        ("hirsk", "horsk"),
        ("hirk", "hork"),
        ("uvat", "ovat"),
        ("kamian", "kamen"),
        ("kamyan", "kamen"),
        ("dvorich", "dvurech"),
        ("dvoriC", "dvureC"),
        ("slovian", "slavian"),
        ("slovyan", "slavyan"),
        ("dnypr", "dnipr"),
        ("hirn", "horn"),
        ("hirc", "horc"),
        ("konsk", "kinsk"),
        ("uvaX", "ovaX"),
        ("vladimir", "volodymyr"),
        ("volodimir", "volodymyr"),
        ("solen", "solon"),
        ("kolodiaz", "kolodez"),
        ("volk", "vovk"),
        ("volC", "vovC"),
        ("dolh", "dovh"),
        ("tolst", "tovst"),
        ("stolp", "stovp"),
        ("Zelt", "Zovt"),
        ("Zolt", "Zovt"),
        ("olXovc", "olXivc"),
    ];
    for (from, to) in INNER {
        if sounds.contains(from) {
            *sounds = sounds.replace(from, to);
        }
    }
    const LAST: [(&str, &str); 8] = [
        ("pil", "pol"),
        ("ih", "oh"),
        ("dil", "dol"),
        ("brid", "brod"),
        // "Vysokopolye", "Razdolye", "Zagorye", "Zaborye": the soft sign doubles the consonant and closes the syllable.
        ("pila", "pola"),
        ("dila", "dola"),
        ("hira", "hora"),
        ("bira", "bora"),
    ];
    for (from, to) in LAST {
        if let Some(stem) = sounds.strip_suffix(from)
            && (!stem.is_empty() || from == "brid")
        {
            *sounds = format!("{stem}{to}");
        }
    }
    // "Chernaya" and "Chorna": after a hissing sound Ukrainian has o for the Russian e and ё.
    for hissing in ['C', 'S', 'Z', 'Q'] {
        *sounds = sounds.replace(&format!("{hissing}o"), &format!("{hissing}e"));
    }
    // "-ov", "-ev", "-iv" before a consonant or the end: Kharkov and Kharkiv, Petrovka and Petrivka.
    let letters: Vec<char> = sounds.chars().collect();
    let mut changed = String::with_capacity(sounds.len());
    for (at, &letter) in letters.iter().enumerate() {
        let closed = letters.get(at + 1) == Some(&'v')
            && letters.get(at + 2).is_none_or(|&after| !is_vowel(after) && after != 'Y');
        changed.push(if letter == 'o' && closed && at > 0 { 'i' } else { letter });
    }
    *sounds = changed;
}

/// Lets "e", "i" and "y" fall together, and drops them beside another vowel ("Mariupol", "Kupiansk").
fn vowels_as(sounds: &str, apart: bool) -> String {
    let letters: Vec<char> = sounds.chars().collect();
    let mut key = String::with_capacity(letters.len());
    let mut at = 0;
    while at < letters.len() {
        let weak = |letter: char| matches!(letter, 'e' | 'i' | 'y');
        if weak(letters[at]) {
            let run = letters[at..].iter().take_while(|&&letter| weak(letter)).count();
            let next = letters.get(at + run).copied();
            // A glide before "a", "o", "u" leaves no trace; a run stands as one "e".
            let glide = matches!(next, Some('a' | 'o' | 'u'));
            let last = at + run == letters.len();
            let run_of = &letters[at..at + run];
            let weak = match run_of {
                _ if !apart || last || run_of.contains(&'e') => 'e',
                ['y'] => 'и',
                _ => 'ı',
            };
            if !glide {
                key.push(weak);
            }
            at += run;
        } else {
            key.push(match letters[at] {
                'Y' => 'y',
                other => other,
            });
            at += 1;
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn one(names: &[&str]) {
        let keys: Vec<String> = names.iter().map(|name| skeleton(name)).collect();
        assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{names:?} have the keys {keys:?}");
    }

    #[track_caller]
    fn apart(a: &str, b: &str) {
        assert_ne!(skeleton(a), skeleton(b), "{a} and {b}");
    }

    #[test]
    fn marks_and_case_do_not_make_another_name() {
        assert_eq!(fold("Łódź"), "lodz");
        assert_eq!(fold("Khar’kov"), "kharkov");
        assert_eq!(fold("  Stratford-upon-Avon "), "stratford upon avon");
        assert_eq!(fold("U.S."), "us");
    }

    #[test]
    fn russian_and_ukrainian_forms_meet_in_either_script() {
        one(&["Andreevka", "Andreyevka", "Andriivka", "Andriyivka", "Андреевка", "Андріївка"]);
        one(&["Zaitsevo", "Zaytsevo", "Zaitseve", "Зайцево", "Зайцеве"]);
        one(&["Petrovskoye", "Petrovskoe", "Petrivske", "Петровское", "Петрівське"]);
        one(&["Kharkov", "Khar'kov", "Kharkiv", "Харьков", "Харків"]);
        one(&["Belogorovka", "Bilohorivka", "Белогоровка", "Білогорівка"]);
        one(&["Alekseevka", "Oleksiivka", "Алексеевка", "Олексіївка"]);
        one(&["Aleksandrovka", "Oleksandrivka", "Александровка", "Олександрівка"]);
        one(&["Staraya Nikolaevka", "Stara Mykolaivka", "Старая Николаевка", "Стара Миколаївка"]);
    }

    #[test]
    fn an_adjective_before_a_name_bends_as_one_alone() {
        one(&["Novyy Bug", "Novyi Buh", "Novy Bug", "Novyj Bug", "Новый Буг", "Новий Буг"]);
        assert!(alike("Novyy Bug", "Novyi Buh"), "{} {}", weak_vowels("Novyy Bug"), weak_vowels("Novyi Buh"));
        one(&["Novyye Sanzhary", "Novye Sanzhary", "Novi Sanzhary", "Новые Санжары", "Нові Санжари"]);
        one(&["Velikiye Sorochintsy", "Velikie Sorochintsy", "Velyki Sorochyntsi", "Великие Сорочинцы"]);
        one(&["Verkhneye Selo", "Verkhnee Selo", "Verkhnie Selo"]);
        one(&["Bolshaya Polyana", "Velyka Poliana", "Velikaya Polyana", "Большая Поляна"]);
    }

    #[test]
    fn sounds_that_the_languages_shifted_meet() {
        one(&["Volkovka", "Vovkivka", "Волковка", "Вовківка"]);
        one(&["Zheltoye", "Zhyoltoye", "Zhovte", "Жёлтое", "Жовте"]);
        one(&["Chernaya", "Chorna", "Чёрная", "Чорна"]);
        one(&["Podgornoye", "Pidhirne", "Подгорное", "Підгірне"]);
        one(&["Razdolnoye", "Rozdolne", "Раздольное", "Роздольне"]);
        one(&["Vladimirovka", "Volodymyrivka", "Владимировка", "Володимирівка"]);
        one(&["Nikitovka", "Mykytivka", "Никитовка", "Микитівка"]);
        one(&["Peschanoye", "Peshchanoye", "Pishchane", "Песчаное", "Піщане"]);
        one(&["Sosnovyy Bor", "Sosnovyi Bir", "Сосновый Бор", "Сосновий Бір"]);
        one(&["Zelyonyy Brod", "Zelenyi Brid", "Зелёный Брод", "Зелений Брід"]);
        one(&["Kamyshevakha", "Komyshuvakha", "Камышеваха", "Комишуваха"]);
        one(&["Vysokopolye", "Vysokopillia", "Высокополье", "Високопілля"]);
        one(&["Olkhovka", "Vilkhivka", "Ольховка", "Вільхівка"]);
        one(&["Krestishche", "Khrestyshche", "Крестище", "Хрестище"]);
    }

    #[test]
    fn different_places_stay_apart() {
        apart("Kamianka", "Kamianske");
        apart("Pokrovsk", "Pokrovske");
        apart("Khrustalne", "Khrustalnyi");
        apart("Novoselivka", "Novosilka");
        apart("Petrivka", "Petropavlivka");
        apart("Makariv", "Makarivka");
        assert!(!alike("Synkivka", "Senkivka"));
        assert!(alike("Vinnitsa", "Vinnytsia") && alike("Belogorovka", "Bilohorivka"));
    }

    #[test]
    fn a_lost_vowel_is_not_found_again() {
        // Wrong: Slavyansk and Sloviansk meet by a rule of their own; "o" for "a" elsewhere does not.
        apart("Akhtyrka", "Okhtyrka");
    }
}
