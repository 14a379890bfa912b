//! Does a sentence say that the report that it stands in was changed? By the words of `lexicon/revisions.toml`.
//!
//! Only words about the report itself count: a ministry that corrects its figure is a claim like any other. A single
//! word is believed only as a heading ("Correction:", "Updated 14:30"), so that "corrections officers" and an "updated
//! list" announce nothing. Left out: dates of change in a page's metadata, which readers of the page never see.

use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::revision::AnnouncementKind;

use crate::fold::fold;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    heads: Vec<String>,
    begins: Vec<String>,
    holds: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    correction: Words,
    update: Words,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let file: Lexicon = toml::from_str(include_str!("../lexicon/revisions.toml")).expect("embedded: a test reads it");
    Lexicon { correction: folded(&file.correction), update: folded(&file.update) }
});

/// Each with a space at either end, so that only whole words are found.
fn folded(words: &Words) -> Words {
    let padded = |list: &[String]| list.iter().map(|words| format!(" {} ", fold(words))).collect();
    Words { heads: padded(&words.heads), begins: padded(&words.begins), holds: padded(&words.holds) }
}

/// What a sentence announces, if anything. One that tells of an error and of an update is a correction.
pub(crate) fn announces(sentence: &str) -> Option<AnnouncementKind> {
    let words = format!(" {} ", fold(sentence));
    let head = format!(" {} ", fold(heading(sentence)));
    let told = |known: &Words| {
        known.heads.contains(&head)
            || known.begins.iter().any(|start| words.starts_with(start.as_str()))
            || known.holds.iter().any(|held| words.contains(held.as_str()))
    };
    let kinds = [(&LEXICON.correction, AnnouncementKind::Correction), (&LEXICON.update, AnnouncementKind::Update)];
    kinds.into_iter().find(|(known, _)| told(known)).map(|(_, kind)| kind)
}

/// A sentence up to the first sign that is no letter: what stands before a colon, a dash or a number.
fn heading(sentence: &str) -> &str {
    let sign = |letter: char| !letter.is_alphabetic() && !letter.is_whitespace() && !matches!(letter, '\'' | '’');
    let sentence = sentence.trim_start_matches(sign);
    sentence.find(sign).map_or(sentence, |end| &sentence[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sentence_announces() {
        let check = |sentence: &str, expected| assert_eq!(announces(sentence), expected, "{sentence}");
        let (correction, update) = (Some(AnnouncementKind::Correction), Some(AnnouncementKind::Update));
        check("CORRECTION: the number of arrests was five.", correction);
        check("An earlier version of this article gave six.", correction);
        check("Updated at 14:30 with the ministry's answer.", update);
        check("Updated: An earlier version of this story gave six.", correction);
        check("Fe de errores: fueron cinco los detenidos.", correction);
        check("Esta nota fue actualizada el martes.", update);
        check("Una versión anterior de esta noticia decía seis.", correction);
        check("The ministry corrected its figure to five.", None);
        check("Relatives hold an updated list.", None);
        check("El ministro corrigió la cifra.", None);
        check("Corrections officers were among the dead.", None);
        check("Updated 14:30", update);
        check("[Update] Two more were found.", update);
        check("Editor’s note: names were added.", update);
        check("", None);
    }
}
