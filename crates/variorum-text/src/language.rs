//! Which language is it?
//!
//! `whatlang` judges the head of the text (a language does not change after 20,000 letters, and a 16 MiB line must not be
//! counted twice). Short texts confuse trigrams: function words decide there where one language leads clearly, and what
//! is still unsure is no language at all. A text may hold sentences in a script that its language is not written in; they
//! are told apart here, so that nothing reads them. Left out: two languages of one script in one text, and languages that
//! `whatlang` does not know (Galician and Basque among them).

use variorum_evidence::document::Language;
use whatlang::{Lang, Script};

use crate::locale::function_words;

const HEAD: usize = 20_000;
/// Letters from which on trigrams are trusted.
const LONG: usize = 200;

const ENGLISH: &[&str] = &[
    "the", "and", "of", "that", "was", "were", "said", "with", "for", "by", "at", "in", "on", "he", "they", "has",
    "had", "is", "are", "an", "been", "their", "from", "killed",
];
const SPANISH: &[&str] = &[
    "el", "la", "los", "las", "que", "de", "del", "y", "en", "según", "dijo", "por", "con", "una", "un", "fue", "se",
    "su", "al", "fueron", "para", "había", "murieron", "no", "ha", "han", "es", "lo", "sus", "sin", "tras", "entre",
    "hay", "hubo", "más", "ya", "uno", "nos", "unas", "unos", "ellos",
];
/// Words of the news that stand in no other language of the list: a line of four words may hold no function word that
/// Portuguese has not.
const SPANISH_ALONE: &[&str] = &[
    "siete",
    "ocho",
    "nueve",
    "quince",
    "veinte",
    "personas",
    "muertos",
    "heridos",
    "heridas",
    "detenidos",
    "policías",
    "víctimas",
    "hombres",
    "mujeres",
    "niños",
    "jóvenes",
    "murió",
    "mueren",
    "muere",
    "fallecen",
    "agentes",
    "soldados",
    "manifestantes",
    "ningún",
    "nadie",
    "hijo",
    "hija",
    "estudiantes",
    "guerrilla",
    "ejército",
];
/// The same for endings.
const SPANISH_ENDINGS: &[&str] = &[
    "aron", "ieron", "ción", "ciones", "aban", "ñía", "ñero", "ñeros", "ató", "etó", "itó", "utó", "ntó", "stó", "rtó",
    "izó", "aró", "eró", "iró", "uró", "ndó", "dió", "rió", "lló", "enó", "inó", "onó", "arse", "erse", "irse",
];
/// As many function words as one of those weighs.
const ALONE: usize = 4;
/// Letters of the shortest word that is known by its ending.
const ENDING: usize = 6;

/// The language of `text`, where it can be told.
pub(crate) fn detect(text: &str) -> Option<Language> {
    let head = head(text);
    let letters = head.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters == 0 {
        return None;
    }
    let judged = whatlang::detect(head)?;
    let language = of(judged.lang());
    if judged.is_reliable() && letters > LONG {
        return Some(language);
    }
    // Unsure trigrams are believed for the two languages alone that most texts are in, as they were before.
    let stated = judged.is_reliable() || matches!(language, Language::En | Language::Es);
    by_function_words(head, language).or(stated.then_some(language))
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(HEAD)]
}

/// The script of most letters, the three of Japanese as one.
pub(crate) fn script(text: &str) -> Option<Script> {
    whatlang::detect_script(head(text)).map(|script| match script {
        Script::Hiragana | Script::Katakana => Script::Mandarin,
        other => other,
    })
}

/// The language whose function words make up a sixth of the words and lead clearly; a narrow lead will do where the
/// trigrams found the same language.
fn by_function_words(head: &str, judged: Language) -> Option<Language> {
    let lower = head.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let count = |list: &dyn Fn(&str) -> bool| words.iter().filter(|word| list(word)).count();
    let mut counts = vec![
        (Language::En, count(&|word| ENGLISH.contains(&word))),
        (Language::Es, count(&|word| SPANISH.contains(&word)) + ALONE * count(&is_spanish_alone)),
    ];
    counts.extend(
        function_words().iter().map(|(language, list)| (*language, count(&|word| list.iter().any(|own| own == word)))),
    );
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let [(language, most), (_, second), ..] = counts[..] else { return None };
    let leads = 2 * most > 3 * second || language == judged && most > second;
    (most > 0 && most * 6 >= words.len() && leads).then_some(language)
}

fn is_spanish_alone(word: &str) -> bool {
    let ends = || SPANISH_ENDINGS.iter().any(|end| word.ends_with(end));
    SPANISH_ALONE.contains(&word) || word.chars().count() >= ENDING && ends()
}

fn of(lang: Lang) -> Language {
    match lang {
        Lang::Epo => Language::Eo,
        Lang::Eng => Language::En,
        Lang::Rus => Language::Ru,
        Lang::Cmn => Language::Zh,
        Lang::Spa => Language::Es,
        Lang::Por => Language::Pt,
        Lang::Ita => Language::It,
        Lang::Ben => Language::Bn,
        Lang::Fra => Language::Fr,
        Lang::Deu => Language::De,
        Lang::Ukr => Language::Uk,
        Lang::Kat => Language::Ka,
        Lang::Ara => Language::Ar,
        Lang::Hin => Language::Hi,
        Lang::Jpn => Language::Ja,
        Lang::Heb => Language::He,
        Lang::Yid => Language::Yi,
        Lang::Pol => Language::Pl,
        Lang::Amh => Language::Am,
        Lang::Jav => Language::Jv,
        Lang::Kor => Language::Ko,
        Lang::Nob => Language::Nb,
        Lang::Dan => Language::Da,
        Lang::Swe => Language::Sv,
        Lang::Fin => Language::Fi,
        Lang::Tur => Language::Tr,
        Lang::Nld => Language::Nl,
        Lang::Hun => Language::Hu,
        Lang::Ces => Language::Cs,
        Lang::Ell => Language::El,
        Lang::Bul => Language::Bg,
        Lang::Bel => Language::Be,
        Lang::Mar => Language::Mr,
        Lang::Kan => Language::Kn,
        Lang::Ron => Language::Ro,
        Lang::Slv => Language::Sl,
        Lang::Hrv => Language::Hr,
        Lang::Srp => Language::Sr,
        Lang::Mkd => Language::Mk,
        Lang::Lit => Language::Lt,
        Lang::Lav => Language::Lv,
        Lang::Est => Language::Et,
        Lang::Tam => Language::Ta,
        Lang::Vie => Language::Vi,
        Lang::Urd => Language::Ur,
        Lang::Tha => Language::Th,
        Lang::Guj => Language::Gu,
        Lang::Uzb => Language::Uz,
        Lang::Pan => Language::Pa,
        Lang::Aze => Language::Az,
        Lang::Ind => Language::Id,
        Lang::Tel => Language::Te,
        Lang::Pes => Language::Fa,
        Lang::Mal => Language::Ml,
        Lang::Ori => Language::Or,
        Lang::Mya => Language::My,
        Lang::Nep => Language::Ne,
        Lang::Sin => Language::Si,
        Lang::Khm => Language::Km,
        Lang::Tuk => Language::Tk,
        Lang::Aka => Language::Ak,
        Lang::Zul => Language::Zu,
        Lang::Sna => Language::Sn,
        Lang::Afr => Language::Af,
        Lang::Lat => Language::La,
        Lang::Slk => Language::Sk,
        Lang::Cat => Language::Ca,
        Lang::Tgl => Language::Tl,
        Lang::Hye => Language::Hy,
        Lang::Cym => Language::Cy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_texts() {
        let check = |text: &str, expected| assert_eq!(detect(text), expected, "{text}");
        check("Two officers were killed, the ministry said.", Some(Language::En));
        check("Dos funcionarios murieron, según el ministerio.", Some(Language::Es));
        check(
            "Die Polizei hat am Montag mitgeteilt, dass bei dem Einsatz zwei Beamte getötet und fünf verletzt wurden.",
            Some(Language::De),
        );
        check("Der Minister sprach von zwei Toten und fünf Verletzten.", Some(Language::De));
        check("O ministro disse que dois agentes foram mortos na operação.", Some(Language::Pt));
        check("Dos agents van morir, segons el ministeri de l'Interior.", Some(Language::Ca));
        check("警察は3人が死亡したと発表した。", Some(Language::Ja));
        check("경찰은 세 명이 숨졌다고 밝혔다.", Some(Language::Ko));
        check("Δύο αστυνομικοί σκοτώθηκαν.", Some(Language::El));
        for line in [
            "Quince personas resultaron lesionadas.",
            "Siete muertos, dos de ellos policías.",
            "Asesinaron a tres ingenieros.",
            "No hubo víctimas fatales.",
            "El hospital atendió a 53 heridos.",
            "Ambos agentes fallecieron.",
        ] {
            check(line, Some(Language::Es));
        }
        check("Duas pessoas morreram e três ficaram feridas.", Some(Language::Pt));
        check("Sete mortos, dois deles policiais, segundo a polícia.", Some(Language::Pt));
        check("Due persone sono morte e tre sono rimaste ferite.", Some(Language::It));
        check("", None);
        check("12 — 34 —", None);
    }

    #[test]
    fn scripts() {
        assert_eq!(script("警察は"), script("ヘリコプター"));
        assert_ne!(script("The mayor"), script("Мэр города"));
        assert_eq!(script("12."), None);
    }
}
