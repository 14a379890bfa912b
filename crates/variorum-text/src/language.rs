//! Which language is it?
//!
//! `whatlang` judges the head of the text (a language does not change after 20,000 letters, and a 16 MiB line
//! must not be counted twice). Only English and Spanish can be read; for anything else nothing is claimed.
//! Short texts confuse trigrams, so that function words of the two languages decide where they are clear.

use variorum_evidence::document::Language;
use whatlang::Lang;

const HEAD: usize = 20_000;

const ENGLISH: &[&str] = &[
    "the", "and", "of", "that", "was", "were", "said", "with", "for", "by", "at", "in", "on", "he", "they", "has",
    "had", "is", "are", "an", "been", "their", "from", "killed",
];
const SPANISH: &[&str] = &[
    "el", "la", "los", "las", "que", "de", "del", "y", "en", "según", "dijo", "por", "con", "una", "un", "fue", "se",
    "su", "al", "fueron", "para", "había", "murieron",
];

/// The language of `text`, if it is one that can be read.
pub(crate) fn detect(text: &str) -> Option<Language> {
    let head = &text[..text.floor_char_boundary(HEAD)];
    let letters = head.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters == 0 {
        return None;
    }
    let judged = whatlang::detect(head);
    let stated = judged.as_ref().and_then(|info| match info.lang() {
        Lang::Eng => Some(Language::En),
        Lang::Spa => Some(Language::Es),
        _ => None,
    });
    let by_words = by_function_words(head);
    match judged {
        Some(info) if info.is_reliable() && letters > 200 => stated,
        _ => by_words.or(stated),
    }
}

/// The language whose function words make up a fifth of the words and lead clearly.
fn by_function_words(head: &str) -> Option<Language> {
    let lower = head.to_lowercase();
    let (mut english, mut spanish, mut all) = (0usize, 0usize, 0usize);
    for word in lower.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()) {
        all += 1;
        english += usize::from(ENGLISH.contains(&word));
        spanish += usize::from(SPANISH.contains(&word));
    }
    let clear = |mine: usize, other: usize| mine * 6 >= all && mine > 2 * other;
    if clear(english, spanish) {
        Some(Language::En)
    } else if clear(spanish, english) {
        Some(Language::Es)
    } else {
        None
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
            None,
        );
        check("Der Minister sprach von zwei Toten und fünf Verletzten.", None);
        check("", None);
        check("12 — 34 —", None);
    }
}
