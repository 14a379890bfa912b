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
    /// Somebody of a calling that many have, but often one in a case.
    Calling,
    /// A body that can speak.
    Body,
    /// What an office or a body is for.
    Field,
}

/// Words of offices: the sort, the plain word, and how it is found (folded).
const WORDS: &[(Sort, &str, &[&str])] = &[
    (Sort::Holder, "minister", &["minister", "ministro", "ministra", "titular"]),
    (Sort::Holder, "president", &["president", "presidente", "presidenta"]),
    (Sort::Holder, "governor", &["governor", "gobernador", "gobernadora"]),
    (Sort::Holder, "mayor", &["mayor", "alcalde", "alcaldesa"]),
    (Sort::Rank, "general", &["general", "gen"]),
    (Sort::Rank, "colonel", &["colonel", "col", "coronel"]),
    (Sort::Rank, "captain", &["captain", "capt", "capitan"]),
    (Sort::Rank, "lieutenant", &["lieutenant", "lt", "teniente"]),
    (Sort::Rank, "sergeant", &["sergeant", "sgt", "sargento"]),
    (Sort::Rank, "major", &["major"]),
    (Sort::Rank, "corporal", &["corporal", "cabo"]),
    (Sort::Rank, "brigadier", &["brigadier"]),
    (Sort::Rank, "admiral", &["admiral", "almirante"]),
    (Sort::Rank, "inspector", &["inspector", "inspectora"]),
    (Sort::Rank, "superintendent", &["superintendent", "intendente"]),
    (Sort::Rank, "constable", &["constable"]),
    (Sort::Rank, "comisario", &["comisario", "comisaria"]),
    (Sort::Rank, "senator", &["senator", "senador", "senadora"]),
    (Sort::Rank, "deputy", &["deputy", "diputado", "diputada"]),
    (Sort::Rank, "officer", &["officer", "agente", "oficial"]),
    (Sort::Holder, "commissioner", &["commissioner"]),
    (Sort::Holder, "ombudsman", &["ombudsman", "ombudswoman"]),
    (Sort::Holder, "personero", &["personero", "personera"]),
    (Sort::Holder, "coroner", &["coroner"]),
    (Sort::Holder, "pathologist", &["pathologist"]),
    (Sort::Calling, "doctor", &["doctor", "doctora"]),
    (Sort::Calling, "nurse", &["nurse", "enfermero", "enfermera"]),
    (Sort::Calling, "teacher", &["teacher", "schoolteacher", "profesor", "profesora", "maestro", "maestra"]),
    (Sort::Calling, "pastor", &["pastor", "priest", "imam", "parroco", "sacerdote"]),
    (Sort::Calling, "lawyer", &["lawyer", "abogado", "abogada"]),
    (Sort::Calling, "analyst", &["analyst", "analista"]),
    (Sort::Calling, "coordinator", &["coordinator", "coordinador", "coordinadora"]),
    (Sort::Calling, "baker", &["baker", "panadero", "panadera"]),
    (Sort::Calling, "fisherman", &["fisherman", "pescador"]),
    (Sort::Calling, "shopkeeper", &["shopkeeper", "comerciante"]),
    (Sort::Calling, "master", &["master", "skipper", "helmsman"]),
    (Sort::Calling, "cellmate", &["cellmate"]),
    (Sort::Calling, "classmate", &["classmate"]),
    (Sort::Calling, "elder", &["elder"]),
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
    (Sort::Body, "police", &["police", "policia", "force"]),
    (Sort::Body, "army", &["army", "ejercito", "military", "forces", "fuerzas"]),
    (Sort::Body, "navy", &["navy", "marina"]),
    (Sort::Body, "coastguard", &["coastguard"]),
    (Sort::Body, "presidency", &["presidency", "presidencia"]),
    (Sort::Body, "parliament", &["parliament", "parlamento", "congreso"]),
    (Sort::Body, "prosecution", &["fiscalia", "prosecution"]),
    (Sort::Body, "defensoria", &["defensoria"]),
    (Sort::Body, "office", &["office", "oficina"]),
    (Sort::Body, "institute", &["institute", "instituto"]),
    (Sort::Body, "service", &["service", "servicio"]),
    (Sort::Body, "agency", &["agency", "agencia"]),
    (Sort::Body, "council", &["council", "consejo"]),
    (Sort::Body, "commission", &["commission", "comision"]),
    (Sort::Body, "committee", &["committee", "comite"]),
    (Sort::Body, "union", &["union", "sindicato"]),
    (Sort::Body, "federation", &["federation", "federacion", "confederacion"]),
    (Sort::Body, "movement", &["movement", "movimiento"]),
    (Sort::Body, "front", &["front", "frente"]),
    (Sort::Body, "party", &["party", "partido"]),
    (Sort::Body, "company", &["company", "empresa"]),
    (Sort::Body, "hospital", &["hospital"]),
    (Sort::Body, "monitor", &["monitor", "observatory", "observatorio"]),
    (Sort::Body, "corporation", &["corporacion"]),
    (Sort::Body, "foundation", &["foundation", "fundacion"]),
    (Sort::Body, "association", &["association", "asociacion"]),
    (Sort::Body, "court", &["court", "tribunal"]),
    (Sort::Field, "interior", &["interior"]),
    (Sort::Field, "justice", &["justice", "justicia"]),
    (Sort::Field, "peace", &["peace", "paz"]),
    (Sort::Field, "defence", &["defence", "defense", "defensa"]),
    (Sort::Field, "health", &["health", "salud"]),
    (Sort::Field, "foreign", &["foreign", "exterior", "exteriores"]),
    (Sort::Field, "relations", &["relations", "affairs", "relaciones"]),
    (Sort::Field, "armed", &["armed", "armadas"]),
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
    &["a", "an", "and", "de", "del", "el", "for", "la", "las", "los", "of", "s", "the", "un", "una", "y"];

/// Forms of address before a name.
const ADDRESS: &[&str] =
    &["mr", "mrs", "ms", "dr", "sr", "sra", "senor", "senora", "don", "dona", "sir", "lawyer", "abogado", "abogada"];

/// Words of sources that belong to a side of their own, for speakers whom no party lists. The first side counts: the
/// family's doctor speaks for the family.
const SIDES: &[(PartyGroup, &[&str])] = &[
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
            "families",
            "familias",
            "parientes",
            "mothers",
            "madres",
            "padres",
            "parents",
            "cousin",
            "primo",
            "prima",
            "tio",
            "tia",
            "uncle",
            "aunt",
            "nephew",
            "niece",
            "grandmother",
            "abuela",
            "esposa",
            "esposo",
            "viudo",
            "marido",
            "prisoner",
            "preso",
            "presos",
            "recluso",
            "interno",
            "passengers",
            "villagers",
            "comunidad",
            "community",
            "union",
            "federation",
            "federacion",
            "sindicato",
            "herders",
            "farmers",
            "campesinos",
            "campesina",
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
            "fisherman",
            "pescador",
            "shopkeeper",
            "comerciante",
            "waiter",
            "trader",
            "traders",
            "driver",
            "pastor",
            "classmate",
            "cellmate",
            "teacher",
            "schoolteacher",
            "profesor",
            "profesora",
            "opposite",
        ],
    ),
    (
        PartyGroup::Media,
        &[
            "media",
            "newspaper",
            "newspapers",
            "press",
            "reporter",
            "reporters",
            "journalist",
            "journalists",
            "broadcaster",
            "medios",
            "periodico",
            "diario",
            "prensa",
            "reportero",
            "periodista",
            "periodistas",
            "channel",
            "canal",
            "radio",
            "television",
        ],
    ),
    (
        PartyGroup::Other,
        &[
            "hospital",
            "doctor",
            "doctora",
            "medico",
            "medica",
            "nurse",
            "enfermera",
            "enfermero",
            "paramedic",
            "clinic",
            "clinica",
            "morgue",
            "expert",
            "experto",
            "experta",
            "analyst",
            "analista",
            "researcher",
            "professor",
            "ngo",
            "ong",
            "observatory",
            "observatorio",
            "monitor",
            "watch",
            "charity",
            "company",
            "empresa",
            "rebel",
            "rebels",
            "rebelde",
            "rebeldes",
            "movement",
            "movimiento",
            "militia",
            "guerrilla",
            "disidencia",
            "dissidents",
            "insurgents",
            "insurgentes",
            "fundacion",
            "foundation",
            "corporacion",
            "suspect",
            "sospechoso",
            "volunteer",
            "coordinator",
            "satellite",
            "video",
            "videos",
            "autopsies",
            "autopsy",
            "university",
            "universidad",
            "activist",
            "activista",
        ],
    ),
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
            "policial",
            "policiales",
            "coastguard",
            "comisario",
            "prosecutors",
            "fiscales",
            "headquarters",
            "corporals",
            "soldiers",
            "soldado",
            "soldados",
            "policeman",
            "policemen",
            "prisons",
            "prisiones",
            "peritaje",
            "investigadores",
            "investigators",
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

/// Whether a folded word says that a title is somebody's, not a body's.
pub(crate) fn is_of_person(word: &str) -> bool {
    ADDRESS.contains(&word)
        || matches!(office_word(word), Some((Sort::Holder | Sort::Rank | Sort::Calling, _)))
        || word.strip_prefix("ex").is_some_and(|held| !held.is_empty() && is_of_person(held))
}

/// Whether a folded word may stand before a name as part of a title.
pub(crate) fn is_title(word: &str) -> bool {
    office_word(word).is_some() || ADDRESS.contains(&word) || FORMER.contains(&word) || is_of_person(word)
}

/// Whether a folded word names a sort of people and nobody in particular.
pub(crate) fn is_common(word: &str) -> bool {
    let side = |(group, words): &(PartyGroup, &[&str])| *group != PartyGroup::Other && words.contains(&word);
    NOBODY.contains(&word) || SIDES.iter().any(side)
}

/// An office or a body as its plain words; none if a word of it is not known, or if it is only a rank or a
/// field.
pub(crate) fn office(words: &[String]) -> Option<(Sort, BTreeSet<&'static str>)> {
    let telling: Vec<_> = words.iter().filter(|word| !joins(word)).collect();
    let known: Vec<_> = telling.iter().filter_map(|word| office_word(word)).collect();
    if known.len() < telling.len() || known.iter().any(|(sort, _)| *sort == Sort::Calling) {
        return None;
    }
    let has = |sort| known.iter().any(|(found, _)| *found == sort);
    // "Army and police" are two.
    let joined = words.iter().any(|word| matches!(word.as_str(), "and" | "y" | "e"));
    if joined && known.iter().filter(|(sort, _)| *sort == Sort::Body).count() > 1 {
        return None;
    }
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

/// Words that say when an office was held.
const FORMER: &[&str] = &["former", "ex", "then", "entonces", "late", "retired", "retirado"];

/// The words of a role or a body in one language, without those that only join or date it: "exministro" and
/// "the former minister" are words for who was minister.
pub(crate) fn plain_words(words: &[String]) -> BTreeSet<String> {
    let telling = words.iter().filter(|word| !joins(word) && !FORMER.contains(&word.as_str()));
    let plain = |word: &String| {
        let held = word.strip_prefix("ex").filter(|held| office_word(held).is_some()).unwrap_or(word);
        office_word(held).map_or(held, |(_, plain)| plain).to_owned()
    };
    telling.map(plain).collect()
}

/// Whether a plain word can call one person or body of a case.
pub(crate) fn calls_one(plain: &str) -> bool {
    WORDS.iter().any(|(sort, word, _)| *word == plain && matches!(sort, Sort::Holder | Sort::Calling | Sort::Body))
}

/// Whether a plain word is one for somebody who holds an office.
pub(crate) fn is_holder(plain: &str) -> bool {
    WORDS.iter().any(|(sort, word, _)| *word == plain && *sort == Sort::Holder)
}

/// The plain word that a description is built on: the last before a preposition that can call one person or body.
pub(crate) fn built_on(words: &[String]) -> Option<String> {
    const BEHIND: &[&str] =
        &["of", "for", "de", "del", "at", "to", "in", "en", "who", "que", "from", "a", "al", "which"];
    let front = words.iter().skip_while(|word| BEHIND.contains(&word.as_str()));
    let front: Vec<String> = front.take_while(|word| !BEHIND.contains(&word.as_str())).cloned().collect();
    front.iter().rev().flat_map(|word| plain_words(std::slice::from_ref(word))).find(|plain| calls_one(plain))
}

/// Whether a plain word is one for bodies.
pub(crate) fn is_body(plain: &str) -> bool {
    WORDS.iter().any(|(sort, word, _)| *word == plain && *sort == Sort::Body)
}

/// The side that the words of a role or a common noun speak for.
pub(crate) fn side_of(words: &[String]) -> Option<PartyGroup> {
    let has = |word: &str| words.iter().any(|other| other == word);
    let named = SIDES.iter().find(|(_, side)| side.iter().any(|word| has(word)));
    let of_state = |word: &String| {
        const STATE: &[&str] = &["police", "army", "ministry", "government", "court", "minister", "navy", "coastguard"];
        matches!(office_word(word), Some((_, plain)) if STATE.contains(&plain))
    };
    let office = || words.iter().any(|word| matches!(office_word(word), Some((Sort::Holder | Sort::Rank, _))));
    match named {
        // The union of the police and the doctor of the army are on the side of the state.
        Some((PartyGroup::Affected, side))
            if words.iter().any(of_state) && side.iter().any(|word| has(word) && is_body_word(word)) =>
        {
            Some(PartyGroup::Officials)
        }
        Some((group, _)) => Some(*group),
        None => {
            let public =
                words.iter().any(|word| matches!(office_word(word), Some((Sort::Body, plain)) if is_public(plain)));
            (office() || public).then_some(PartyGroup::Officials)
        }
    }
}

fn is_body_word(word: &str) -> bool {
    matches!(office_word(word), Some((Sort::Body, _)))
}

/// Bodies that may be anybody's are on no side by their noun alone.
fn is_public(plain: &str) -> bool {
    const ANYBODYS: &[&str] = &[
        "office",
        "institute",
        "company",
        "committee",
        "front",
        "party",
        "monitor",
        "corporation",
        "foundation",
        "association",
    ];
    !ANYBODYS.contains(&plain)
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
