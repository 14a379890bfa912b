//! Small scenes of who speaks where, as real reports name their sources, and who of them is one speaker.
//!
//! Each scene lists the sources of its reports; the letter behind the equals sign is the speaker meant. The scenes were
//! written from how reports are worded, each kind before the rule that it tests, so that a rule is not fitted to the
//! cases on which it is measured. Hard ones are those in which two speakers share most of their words.

use std::collections::BTreeMap;

use crate::case::*;
use variorum_evidence::document::Language;

type Scene = (&'static str, &'static [&'static [&'static str]]);

/// The scenes in English reports.
const ENGLISH: &[Scene] = &[
    ("a title and a surname", &[&["Governor Aminu Tafida=a", "Tafida=a", "the governor=a"], &["Gov. Tafida=a"]]),
    ("two colonels", &[&["Colonel Musa Idris=a", "Colonel Bala Yakubu=b", "the colonel=c"], &["Col. Yakubu=b"]]),
    (
        "father and son",
        &[&["Leonard Price|father of the dead man=a", "Price=c", "Kelvin Price Jr=b"], &["Leonard Price=a"]],
    ),
    ("husband and wife", &[&["Mr. Halabi=a", "Mrs. Halabi=b"], &["Mr. Halabi=a"]]),
    ("a wife is not meant by the surname of her husband", &[&["Oleh Bondar=a", "Mrs. Bondar=b", "Bondar=a"]]),
    ("two ranks of one surname", &[&["Sergeant Ann Cole=a", "Lieutenant Cole=b"]]),
    (
        "two ministries",
        &[&["the Health Ministry=a", "the Defense Ministry=b"], &["Ministry of Health=a", "Ministry of Defence=b"]],
    ),
    (
        "two ministers",
        &[
            &["Health Minister Lwin Oo|Health Minister=a"],
            &["Defence Minister Thant Zin|Defence Minister=b", "the health minister=a"],
        ],
    ),
    (
        "mayors of two towns",
        &[&["the mayor of Ostrava Bay=a"], &["the mayor of Kettle Falls=b"], &["the mayor of Ostrava Bay=a"]],
    ),
    ("the only mayor of the case", &[&["Ivan Lutsenko|mayor=a"], &["the mayor=a"]]),
    (
        "a mayor where two are known",
        &[&["Ivan Lutsenko|mayor of Irpen=a", "Olha Marchuk|mayor of Lozova=b"], &["the mayor=c"]],
    ),
    ("some minister of another report", &[&["Dana Roth|Interior Minister=a"], &["the minister=b"]]),
    ("two spokeswomen", &[&["a spokeswoman for the hospital=a", "a spokeswoman for the police=b"]]),
    ("a spokesman is not his body", &[&["the police=a", "Tom Reyes|police spokesman=b"], &["the police spokesman=b"]]),
    ("some spokesman of each report", &[&["a police spokesman=a"], &["a police spokesman=b"]]),
    ("a family and its lawyer", &[&["the family=a", "the family's lawyer=b", "Ben Crowe|lawyer for the family=b"]]),
    ("police of two states", &[&["Kaduna State police=a", "Plateau State police=b", "the police=c"]]),
    ("one police", &[&["the police=a"], &["police=a"]]),
    ("a constabulary is the police", &[&["the police=a"], &["the Constabulary=a", "the Coastguard=b"]]),
    ("a union is not the police", &[&["the police=a", "the police union=b"]]),
    (
        "two commissions",
        &[&["the National Human Rights Commission=a", "the Electoral Commission=b", "the commission=c"]],
    ),
    ("the newspaper of another report", &[&["Diario Costa=a"], &["the newspaper=b"]]),
    ("a group is no outlet", &[&["Diario Costa=a", "the group=b"]]),
    ("one commission", &[&["the National Human Rights Commission=a", "the commission=a"], &["the Commission=a"]]),
    ("an acronym that is told", &[&["Sahel Rights Office (SRO)=a", "SRO=a"], &["SRO=a", "the Lake Rights Office=b"]]),
    (
        "a statement and its issuer",
        &[&["the Interior Ministry=a", "a statement by the Interior Ministry=a"], &["a police statement=b"]],
    ),
    (
        "a report of a body",
        &[&["Coastal Watch=a", "a report by Coastal Watch=a"], &["the list kept by the hospital=b", "the hospital=b"]],
    ),
    ("a report about a body is not its own", &[&["Coastal Watch=a", "a report on Coastal Watch=b"]]),
    ("numbers of people", &[&["two neighbours=a", "three neighbours=b"], &["neighbours=c"]]),
    ("others are others", &[&["a resident=a", "another resident=b"]]),
    ("singular and plural", &[&["a witness=a", "witnesses=b", "the witness=a"]]),
    ("a group goes on", &[&["several villagers=a", "the villagers=a"], &["villagers=b"]]),
    ("families of the dead", &[&["relatives of the victims=a"], &["relatives=a"], &["the families=a"]]),
    (
        "families of two sides",
        &[&["relatives of the soldiers=a"], &["relatives of the protesters=b"], &["relatives=c"]],
    ),
    ("two doctors at two places", &[&["a doctor at Nasser hospital=a"], &["a doctor at Shifa hospital=b"]]),
    ("a doctor who goes on", &[&["a doctor at Nasser hospital=a", "the doctor=a"], &["the doctor=b"]]),
    ("nouns of no list", &[&["Kiran Shah|beekeeper=a", "the beekeeper=a"], &["the beekeeper=a"]]),
    ("transliterations", &[&["Mohammed al-Masri=a"], &["Muhammad Al Masri=a"], &["Mahmoud al-Masri=b"]]),
    (
        "Ukrainian and Russian spellings",
        &[&["Volodymyr Zelenskyy=a"], &["Volodymyr Zelensky=a"], &["Vladimir Putin=b"]],
    ),
    ("more spellings", &[&["Serhiy Haidai=a"], &["Sergiy Gaidai=b", "Serhii Haidai=a"]]),
    ("brothers of one surname", &[&["Nasrin Karimi=a", "Nasim Karimi=b"]]),
    ("Burmese names with titles", &[&["U Kyaw Win=a"], &["Kyaw Win=a", "Daw Khin Win=b"]]),
    ("Nigerian titles", &[&["Alhaji Sani Bello=a"], &["Sani Bello=a"], &["Malam Sani Garba=b"]]),
    ("a country is its government", &[&["Russia=a"], &["the Russian government=a", "Ukraine=b"], &["the Kremlin=a"]]),
    ("a country is not its ministry", &[&["Israel=a", "the Israeli army=b"], &["Israel's Foreign Ministry=c"]]),
    ("pronouns are nobody's name", &[&["he=a", "they=b"], &["he=c"]]),
    ("a change of office", &[&["Rita Moss|deputy chief=a"], &["Rita Moss|former deputy chief=a"]]),
    ("a former minister is not the minister", &[&["Dana Roth|Interior Minister=a", "a former interior minister=b"]]),
    ("two prosecutors", &[&["the prosecutor in Leeds=a"], &["the prosecutor in York=b"]]),
    ("a mother by her child", &[&["the mother of Tyre Banks=a"], &["Rose Banks|mother of Tyre Banks=a"]]),
    ("mothers of two", &[&["the mother of Tyre Banks=a"], &["the mother of Omar Diaz=b"]]),
    ("outlets", &[&["the Daily Star=a", "The Morning Star=b"], &["Daily Star=a"]]),
    ("a paper's clock is no name", &[&["14:20 Governor Aminu Tafida=a"], &["Aminu Tafida=a"]]),
    ("a body told with its country", &[&["Myanmar's military=a"], &["the military=a"]]),
    ("a body of two countries", &[&["Myanmar's military=a"], &["the military=c"], &["Bangladesh's military=b"]]),
    ("a regiment is not the army", &[&["the army=a", "the Third Regiment=b"]]),
    (
        "a body by longer and shorter names",
        &[
            &["the Lake Observatory for Human Rights=a"],
            &["the Geneva-based Lake Observatory for Human Rights=a", "the observatory=a"],
            &["the Observatory=a"],
        ],
    ),
    (
        "health ministries of two places",
        &[&["the Gaza Health Ministry=a"], &["the Israeli Health Ministry=b"], &["the Health Ministry=c"]],
    ),
    ("a regime is not whom it is named after", &[&["the Barre regime=a", "Barre=b"]]),
    ("a hospital is not whom it is named after", &[&["the Amadi hospital=a", "Amadi=b"]]),
    ("seats of government", &[&["the White House=a"], &["Washington=a", "Damascus=b"]]),
    ("the police force", &[&["the police force=a"], &["the force=a", "the air force=b"], &["the police=a"]]),
    ("a surname with a title and without", &[&["Mr Obi=a"], &["Obi=a"]]),
    ("the group that spoke", &[&["Sahel Rights Network=a", "the army=b", "the group=a"]]),
    ("a group is not the groups", &[&["human-rights groups=a", "the group=b"]]),
    ("what a newspaper reads", &[&["the newspaper=a", "the newspaper's reading=b"]]),
    ("one of two groups that spoke", &[&["Sahel Rights Network=a", "Lake Foundation=b", "the group=c"]]),
    ("the rebels by their name", &[&["Free Coast Movement|a rebel movement=a"], &["the rebels=a"]]),
    (
        "the rebels where two are known",
        &[&["Free Coast Movement|a rebel movement=a", "Dry River Front|a rebel group=b"], &["the rebels=c"]],
    ),
    ("an acronym of words that no one else has", &[&["National Union of Dockers (NUD)=a", "the union=a"], &["NUD=a"]]),
    ("two first names", &[&["James Odhiambo=a", "Janet Odhiambo=b"], &["Odhiambo=c"]]),
    ("soldiers are not the army's chief", &[&["soldiers=a", "the army chief=b", "the army=c"]]),
];

/// The scenes in Spanish reports.
const SPANISH: &[Scene] = &[
    (
        "the office of the prosecutors",
        &[&["la Fiscalía=a", "el Ministerio Público=a", "el Ministerio de Salud Pública=b"]],
    ),
    ("título y apellido", &[&["la fiscal Marta Oviedo=a", "Oviedo=a", "la fiscal=a"], &["Marta Oviedo=a"]]),
    (
        "dos ministros",
        &[
            &["Iván Duarte|ministro de Defensa=a", "Luisa Parra|ministra de Salud=b"],
            &["el ministro de Defensa=a", "la ministra de Salud=b"],
        ],
    ),
    (
        "un ministerio no es su ministro",
        &[&["Iván Duarte|ministro de Defensa=a", "el Ministerio de Defensa=b"], &["Ministerio de la Defensa=b"]],
    ),
    (
        "una secretaría no es su secretaria",
        &[
            &["Elsa Ríos|secretaria de Seguridad=a"],
            &["la Secretaría de Seguridad=b"],
            &["la secretaria de Seguridad=a"],
        ],
    ),
    ("dos alcaldes", &[&["el alcalde de Uribia=a"], &["el alcalde de Maicao=b"], &["el alcalde de Uribia=a"]]),
    ("padre e hijo", &[&["Ramón Ayala=a", "Ramón Ayala hijo=b"]]),
    ("señor y señora", &[&["el señor Quiroz=a", "la señora Quiroz=b"]]),
    ("dos apellidos", &[&["Andrés Gil Mora=a", "Gil=a"], &["Andrés Gil=a"], &["Andrea Gil=b"]]),
    ("familiares del caso", &[&["los familiares de las víctimas=a"], &["los parientes=a"], &["familiares=a"]]),
    ("vecinos de dos barrios", &[&["vecinos de Petare=a"], &["vecinos de Catia=b"], &["vecinos=c"]]),
    ("un vecino y otro", &[&["un vecino=a", "otro vecino=b"]]),
    ("comunicado de su autor", &[&["la Fiscalía General=a", "un comunicado de la Fiscalía General=a"]]),
    ("informe de una misión", &[&["la Misión de la ONU=a", "el informe de la Misión de la ONU=a"]]),
    ("dos voceras", &[&["una vocera de la Alcaldía=a", "una vocera de la Policía=b"]]),
    ("policía de dos países", &[&["la policía colombiana=a", "la policía ecuatoriana=b"]]),
    ("siglas", &[&["Observatorio Venezolano de Prisiones (OVP)=a", "OVP=a"], &["el OVP=a"]]),
    ("la disidencia", &[&["la disidencia=a"], &["los disidentes=a"]]),
    ("dos frentes", &[&["el Frente Oriental=a", "el Frente Sur=b"], &["el frente=c"]]),
    (
        "el hospital y su directora",
        &[&["el hospital Pérez Carreño=a", "la directora del hospital=b"], &["hospital Pérez Carreño=a"]],
    ),
    ("la madre de alguien", &[&["Rosa Paz|madre de Luis Paz=a"], &["la madre de Luis Paz=a"]]),
    ("país por gobierno", &[&["México=a"], &["el Gobierno mexicano=a"], &["el Gobierno de Colombia=b"]]),
    ("un policía y la policía", &[&["la Policía=a", "un policía=b"], &["los policías=c"]]),
    ("fuente policial", &[&["una fuente policial=a", "la Policía=b"], &["una fuente policial=c"]]),
    ("titular de una cartera", &[&["Iván Duarte|ministro de Defensa=a", "el titular de Defensa=a"]]),
    ("pronombres", &[&["ella=a", "ellos=b"]]),
    ("exministro y ministro", &[&["el exministro Hugo Lara=a"], &["Hugo Lara=a"], &["Pablo Lara|ministro=b"]]),
    ("gremio y empresa", &[&["el sindicato de trabajadores=a", "la empresa=b"], &["el sindicato=a"]]),
];

/// Other languages, which are read by what does not depend on a language.
const OTHERS: &[Scene] = &[
    (
        "französisch",
        &[&["le ministère de l'Intérieur=a"], &["ministère de l'Intérieur=a"], &["le ministère de la Santé=b"]],
    ),
    ("português", &[&["o governador Tarso Lima=a"], &["Tarso Lima=a"], &["o Ministério da Saúde=b"]]),
    ("deutsch", &[&["Innenministerin Eva Kranz=a"], &["Eva Kranz=a"], &["die Polizei=b"], &["Polizei=b"]]),
    ("кириллица", &[&["Олег Бондар=a"], &["Олег Бондар=a"], &["Ольга Бондар=b"]]),
];

/// What a source is by its words, and who is meant by it.
fn part(source: &str) -> (&str, Option<&str>, &str) {
    let (words, letter) = source.rsplit_once('=').expect("a scene names the speaker behind an equals sign");
    match words.split_once('|') {
        Some((name, role)) => (name, Some(role), letter),
        None => (words, None, letter),
    }
}

fn told(reports: &[&[&str]], language: Language) -> Vec<(String, String)> {
    let mut case = Case::new(&[]);
    case.language = language;
    for (place, sources) in reports.iter().enumerate() {
        let number = place + 1;
        let sentences: Vec<_> =
            sources.iter().enumerate().map(|(at, source)| format!("{}: words {at}.", part(source).0)).collect();
        case.report((15, 12), &format!("Report {number}. {}", sentences.join(" ")));
        for (at, source) in sources.iter().enumerate() {
            let (name, role, _) = part(source);
            let said = case.said(number, &format!("words {at}")).by(&case, name);
            case.add(role.map_or_else(|| said.clone(), |role| said.clone().role(role)));
        }
    }
    let found = case.reconcile();
    let meant = reports.iter().flat_map(|sources| sources.iter().map(|source| part(source).2.to_owned()));
    meant
        .zip(found.claims.iter().map(|claim| claim.speaker.as_ref().map_or_else(String::new, ToString::to_string)))
        .collect()
}

/// Whether both sides part the sources alike.
fn is_parted_alike(told: &[(String, String)]) -> bool {
    let mut there: BTreeMap<&str, &str> = BTreeMap::new();
    let mut back: BTreeMap<&str, &str> = BTreeMap::new();
    told.iter().all(|(meant, found)| {
        there.entry(meant).or_insert(found) == found && back.entry(found).or_insert(meant) == meant
    })
}

#[track_caller]
fn check(scenes: &[Scene], language: Language) {
    let mut failed = Vec::new();
    for (title, reports) in scenes {
        let told = told(reports, language);
        if !is_parted_alike(&told) {
            failed.push(format!("{title}: {told:?}"));
        }
    }
    assert!(failed.is_empty(), "{} of {} scenes:\n{}", failed.len(), scenes.len(), failed.join("\n"));
}

#[test]
fn scenes_in_english() {
    check(ENGLISH, Language::En);
}

#[test]
fn scenes_in_spanish() {
    check(SPANISH, Language::Es);
}

#[test]
fn scenes_in_other_languages() {
    check(OTHERS, Language::En);
}
