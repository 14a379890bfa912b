//! Offices and bodies by their words, in English and Spanish.
//!
//! "Ministro de Interior y Justicia" and "interior and justice minister" name one office; "ministro" names
//! some minister. Each known word has one plain word that stands for it in both languages, and an office or a
//! body is the set of these. A name with a word that is not known here is no office: "former minister" is not
//! the minister. Left out: offices of other languages, and who held which office when.

use std::collections::BTreeSet;

use variorum_evidence::question::PartyGroup;

/// What a word of an office is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Somebody who holds an office that one person at a time holds.
    Holder,
    /// Somebody of a rank or task that many hold: a title before a name, but no name of one person.
    Rank,
    /// A body that can speak.
    Body,
    /// What an office or a body is for.
    Field,
}

/// Words of offices: the sort, the plain word, and how it is found (folded).
const WORDS: &[(Sort, &str, &[&str])] = &[
    (Sort::Holder, "minister", &["minister", "ministro", "ministra"]),
    (Sort::Holder, "president", &["president", "presidente", "presidenta"]),
    (Sort::Holder, "governor", &["governor", "gobernador", "gobernadora"]),
    (Sort::Holder, "mayor", &["mayor", "alcalde", "alcaldesa"]),
    (Sort::Rank, "general", &["general", "gen"]),
    (Sort::Rank, "colonel", &["colonel", "col", "coronel"]),
    (Sort::Rank, "captain", &["captain", "capt", "capitan"]),
    (Sort::Rank, "lieutenant", &["lieutenant", "lt", "teniente"]),
    (Sort::Rank, "sergeant", &["sergeant", "sgt", "sargento"]),
    (Sort::Rank, "officer", &["officer", "agente", "oficial"]),
    (Sort::Holder, "commander", &["commander", "comandante"]),
    (Sort::Holder, "director", &["director", "directora"]),
    (Sort::Holder, "chief", &["chief", "jefe", "jefa"]),
    (Sort::Holder, "prosecutor", &["prosecutor", "fiscal"]),
    (Sort::Rank, "judge", &["judge", "juez", "jueza"]),
    (Sort::Holder, "secretary", &["secretary", "secretario", "secretaria"]),
    (Sort::Holder, "ambassador", &["ambassador", "embajador", "embajadora"]),
    (Sort::Rank, "spokesperson", &["spokesperson", "spokesman", "spokeswoman", "vocero", "vocera", "portavoz"]),
    (Sort::Body, "ministry", &["ministry", "ministerio"]),
    (Sort::Body, "government", &["government", "gobierno"]),
    (Sort::Body, "police", &["police", "policia"]),
    (Sort::Body, "army", &["army", "ejercito"]),
    (Sort::Body, "court", &["court", "tribunal"]),
    (Sort::Field, "interior", &["interior"]),
    (Sort::Field, "justice", &["justice", "justicia"]),
    (Sort::Field, "peace", &["peace", "paz"]),
    (Sort::Field, "defence", &["defence", "defense", "defensa"]),
    (Sort::Field, "health", &["health", "salud"]),
    (Sort::Field, "foreign", &["foreign", "exterior", "exteriores"]),
    (Sort::Field, "relations", &["relations", "affairs", "relaciones"]),
    (Sort::Field, "national", &["national", "nacional"]),
    (Sort::Field, "supreme", &["supreme", "supremo"]),
    (Sort::Field, "prime", &["prime", "primer", "primera"]),
    (Sort::Field, "vice", &["vice"]),
    (Sort::Field, "attorney", &["attorney"]),
    (Sort::Field, "state", &["state", "estado"]),
    (Sort::Field, "city", &["city", "municipal"]),
];

/// Words that join the others and say nothing.
const JOINING: &[&str] =
    &["a", "an", "and", "de", "del", "el", "for", "la", "las", "los", "of", "the", "un", "una", "y"];

/// Forms of address before a name.
const ADDRESS: &[&str] =
    &["mr", "mrs", "ms", "dr", "sr", "sra", "senor", "senora", "don", "dona", "sir", "lawyer", "abogado", "abogada"];

/// Words of sources that belong to a side of their own, for speakers whom no party lists.
const SIDES: &[(PartyGroup, &[&str])] = &[
    (
        PartyGroup::Officials,
        &[
            "official",
            "officials",
            "authorities",
            "officers",
            "troops",
            "military",
            "autoridades",
            "funcionario",
            "funcionarios",
            "agentes",
            "militares",
            "fiscalia",
        ],
    ),
    (
        PartyGroup::Affected,
        &[
            "mother",
            "father",
            "widow",
            "brother",
            "sister",
            "son",
            "daughter",
            "wife",
            "husband",
            "family",
            "relative",
            "relatives",
            "victim",
            "victims",
            "survivor",
            "survivors",
            "madre",
            "padre",
            "viuda",
            "hermano",
            "hermana",
            "hijo",
            "hija",
            "familia",
            "familiar",
            "familiares",
            "victima",
            "victimas",
            "sobreviviente",
            "sobrevivientes",
        ],
    ),
    (
        PartyGroup::Witnesses,
        &[
            "witness",
            "witnesses",
            "resident",
            "residents",
            "neighbour",
            "neighbours",
            "neighbor",
            "neighbors",
            "bystander",
            "bystanders",
            "testigo",
            "testigos",
            "residente",
            "residentes",
            "vecino",
            "vecina",
            "vecinos",
            "vecinas",
        ],
    ),
    (
        PartyGroup::Media,
        &[
            "media",
            "newspaper",
            "newspapers",
            "agency",
            "press",
            "reporter",
            "reporters",
            "journalist",
            "journalists",
            "broadcaster",
            "medios",
            "periodico",
            "diario",
            "agencia",
            "prensa",
            "reportero",
            "periodista",
            "periodistas",
        ],
    ),
];

/// Nouns that name no one in particular even when a sentence begins with them.
const NOBODY: &[&str] = &[
    "critics",
    "criticos",
    "groups",
    "grupos",
    "lawmakers",
    "diputados",
    "people",
    "personas",
    "person",
    "persona",
    "woman",
    "mujer",
    "man",
    "hombre",
    "source",
    "sources",
    "fuente",
    "fuentes",
    "he",
    "she",
    "they",
    "it",
    "el",
    "ella",
    "ellos",
    "ellas",
    "who",
    "quien",
    "someone",
    "others",
    "otros",
    "some",
    "algunos",
    "recording",
    "grabacion",
    "video",
    "report",
    "informe",
    "experts",
    "expertos",
    "analysts",
    "analistas",
    "activists",
    "activistas",
    "protesters",
    "manifestantes",
    "i",
    "we",
    "yo",
    "nosotros",
    "this",
    "that",
    "esto",
];

/// The plain word for a folded word of an office.
pub(crate) fn office_word(word: &str) -> Option<(Sort, &'static str)> {
    let row = WORDS.iter().find(|(_, _, found)| found.contains(&word))?;
    Some((row.0, row.1))
}

/// Whether a folded word only joins others.
pub(crate) fn joins(word: &str) -> bool {
    JOINING.contains(&word)
}

/// Whether a folded word may stand before a name as part of a title.
pub(crate) fn is_title(word: &str) -> bool {
    office_word(word).is_some() || ADDRESS.contains(&word)
}

/// Whether a folded word names a sort of people and nobody in particular.
pub(crate) fn is_common(word: &str) -> bool {
    NOBODY.contains(&word) || SIDES.iter().any(|(_, words)| words.contains(&word))
}

/// An office or a body as its plain words; none if a word of it is not known, or if it is only a rank or a
/// field.
pub(crate) fn office(words: &[String]) -> Option<(Sort, BTreeSet<&'static str>)> {
    let telling: Vec<_> = words.iter().filter(|word| !joins(word)).collect();
    let known: Vec<_> = telling.iter().filter_map(|word| office_word(word)).collect();
    if known.len() < telling.len() {
        return None;
    }
    let has = |sort| known.iter().any(|(found, _)| *found == sort);
    if has(Sort::Rank) {
        return None;
    }
    let sort = if has(Sort::Holder) {
        Sort::Holder
    } else if has(Sort::Body) {
        Sort::Body
    } else {
        return None;
    };
    Some((sort, known.into_iter().map(|(_, plain)| plain).collect()))
}

/// The side that the words of a role or a common noun speak for.
pub(crate) fn side_of(words: &[String]) -> Option<PartyGroup> {
    let named = SIDES.iter().find(|(_, side)| words.iter().any(|word| side.contains(&word.as_str())));
    let office =
        || words.iter().any(|word| matches!(office_word(word), Some((Sort::Holder | Sort::Rank | Sort::Body, _))));
    named.map(|(group, _)| *group).or_else(|| office().then_some(PartyGroup::Officials))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::words;

    #[test]
    fn one_office_in_two_languages() {
        for (text, expected) in [
            ("interior and justice minister", Some("interior justice minister")),
            ("ministro de Interior y Justicia", Some("interior justice minister")),
            ("the minister", Some("minister")),
            ("Ministerio del Interior", Some("interior ministry")),
            ("former minister", None),
            ("police officer", None),
            ("interior", None),
            ("residents", None),
        ] {
            let found = office(&words(text)).map(|(_, plain)| plain.into_iter().collect::<Vec<_>>().join(" "));
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn sides() {
        for (text, expected) in [
            ("a police officer", Some(PartyGroup::Officials)),
            ("una vecina", Some(PartyGroup::Witnesses)),
            ("the victim's mother", Some(PartyGroup::Affected)),
            ("local media", Some(PartyGroup::Media)),
            ("Karl", None),
        ] {
            assert_eq!(side_of(&words(text)), expected, "{text}");
        }
    }
}
