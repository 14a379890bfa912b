//! Which forms has a Spanish verb?
//!
//! The lexicon names verbs by their infinitives; here they are conjugated, so that a verb of saying is known in every
//! tense that a report uses. Stressed stems, short preterites, futures and participles that no rule gives are data
//! (`[conjugation]` in `lexicon/es.toml`; a key with a hyphen stands for every verb that ends so). Left out: the second
//! person, since reports address nobody.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What a form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// "Dijo", "dicen", "diría".
    Finite,
    /// "Digo", "creemos": the speaker itself.
    First,
    /// "Diga", "dijeran".
    Subjunctive,
    /// "Diciendo".
    Gerund,
    /// "Dicho", "acusadas".
    Participle,
    /// "Decir".
    Infinitive,
}

/// What no rule gives, by infinitive or by ending.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Irregular {
    /// The stem under stress ("nieg").
    stressed: BTreeMap<String, String>,
    /// The stem of the first person in the present ("dig").
    first: BTreeMap<String, String>,
    /// The stem of a preterite in "-o" ("dij").
    preterite: BTreeMap<String, String>,
    /// The stem of the future ("dir").
    future: BTreeMap<String, String>,
    /// "Dicho".
    participle: BTreeMap<String, String>,
    /// All finite forms of the third person, where hardly one follows a rule.
    whole: BTreeMap<String, String>,
}

/// All forms of `infinitive`.
pub(crate) fn forms(infinitive: &str, irregular: &Irregular) -> Vec<(String, Form)> {
    let Some((stem, class)) = taken_apart(infinitive) else { return Vec::new() };
    let verb = Verb { infinitive, stem, class, irregular };
    let mut forms = vec![(infinitive.to_owned(), Form::Infinitive)];
    forms.extend(verb.present());
    forms.extend(verb.preterite());
    forms.extend(verb.imperfect());
    forms.extend(verb.future());
    forms.extend(verb.nominal());
    if let Some(whole) = given(&irregular.whole, infinitive) {
        forms.retain(|(_, form)| matches!(form, Form::Gerund | Form::Participle | Form::Infinitive));
        forms.extend(whole.split(' ').map(|word| (word.to_owned(), Form::Finite)));
    }
    forms
}

/// Stem and vowel of the ending ("ar", "er", "ir", "ír").
fn taken_apart(infinitive: &str) -> Option<(&str, char)> {
    let stem = infinitive.strip_suffix('r')?;
    let class = stem.chars().next_back()?;
    let stem = stem.strip_suffix(class)?;
    let class = if class == 'í' { 'i' } else { class };
    matches!(class, 'a' | 'e' | 'i').then_some((stem, class))
}

/// The entry of `infinitive`, or of the longest ending it has, with what stands before the ending.
fn given(table: &BTreeMap<String, String>, infinitive: &str) -> Option<String> {
    if let Some(own) = table.get(infinitive) {
        return Some(own.clone());
    }
    let endings = table.iter().filter_map(|(key, value)| {
        let before = infinitive.strip_suffix(key.strip_prefix('-')?)?;
        (!before.is_empty()).then(|| (key.len(), format!("{before}{value}")))
    });
    endings.max().map(|(_, stem)| stem)
}

struct Verb<'a> {
    infinitive: &'a str,
    stem: &'a str,
    class: char,
    irregular: &'a Irregular,
}

impl Verb<'_> {
    fn stressed(&self) -> String {
        let rule = || match self.stem.strip_suffix('u') {
            // "Concluye", but "sigue".
            Some(before) if self.class == 'i' && !before.ends_with(['g', 'q']) => format!("{}y", self.stem),
            _ => self.stem.to_owned(),
        };
        given(&self.irregular.stressed, self.infinitive).unwrap_or_else(rule)
    }

    /// The stem with the vowel that "-ir" verbs raise: "pidió", "durmió".
    fn raised(&self) -> String {
        let changes = self.class == 'i' && given(&self.irregular.stressed, self.infinitive).is_some();
        let vowel = self.stem.rfind(['e', 'o']).filter(|_| changes);
        let raise = |at: usize| {
            let (before, after) = self.stem.split_at(at);
            format!("{before}{}{}", if after.starts_with('e') { 'i' } else { 'u' }, &after[1..])
        };
        vowel.map_or_else(|| self.stem.to_owned(), raise)
    }

    fn present(&self) -> Vec<(String, Form)> {
        let stressed = self.stressed();
        let (third, plural, we) = match self.class {
            'a' => ("a", "an", "amos"),
            'e' => ("e", "en", "emos"),
            _ => ("e", "en", "imos"),
        };
        let first = given(&self.irregular.first, self.infinitive).unwrap_or_else(|| hardened(&stressed, self.class));
        let mood = if self.class == 'a' { 'e' } else { 'a' };
        let wish = if self.class == 'a' { softened(&stressed) } else { first.clone() };
        vec![
            (format!("{stressed}{third}"), Form::Finite),
            (format!("{stressed}{plural}"), Form::Finite),
            (format!("{}{we}", self.stem), Form::First),
            (format!("{first}o"), Form::First),
            (format!("{wish}{mood}"), Form::Subjunctive),
            (format!("{wish}{mood}n"), Form::Subjunctive),
        ]
    }

    fn preterite(&self) -> Vec<(String, Form)> {
        if let Some(short) = given(&self.irregular.preterite, self.infinitive) {
            let they = if short.ends_with('j') { "eron" } else { "ieron" };
            let third = if short.ends_with("hic") { short.replace("hic", "hiz") } else { short.clone() };
            let past = format!("{short}{}", they.trim_end_matches("on"));
            return vec![
                (format!("{third}o"), Form::Finite),
                (format!("{short}{they}"), Form::Finite),
                (format!("{short}e"), Form::First),
                (format!("{short}imos"), Form::First),
                (format!("{past}a"), Form::Subjunctive),
                (format!("{past}an"), Form::Subjunctive),
            ];
        }
        let raised = self.raised();
        let vowel = self.stem.ends_with(['a', 'e', 'o', 'u']) && !self.stem.ends_with("gu") && self.class != 'a';
        let (third, they, i, we) = match (self.class, vowel) {
            ('a', _) => ("ó", "aron", "é", "amos"),
            (_, true) => ("yó", "yeron", "í", "imos"),
            _ => ("ió", "ieron", "í", "imos"),
        };
        let past = format!("{raised}{}", they.trim_end_matches("on"));
        let own = if self.class == 'a' { softened(self.stem) } else { self.stem.to_owned() };
        vec![
            (format!("{raised}{third}"), Form::Finite),
            (format!("{raised}{they}"), Form::Finite),
            (format!("{own}{i}"), Form::First),
            (format!("{}{we}", self.stem), Form::First),
            (format!("{past}a"), Form::Subjunctive),
            (format!("{past}an"), Form::Subjunctive),
        ]
    }

    fn imperfect(&self) -> Vec<(String, Form)> {
        let (third, they, we) = if self.class == 'a' { ("aba", "aban", "ábamos") } else { ("ía", "ían", "íamos") };
        vec![
            (format!("{}{third}", self.stem), Form::Finite),
            (format!("{}{they}", self.stem), Form::Finite),
            (format!("{}{we}", self.stem), Form::First),
        ]
    }

    /// Future and conditional.
    fn future(&self) -> Vec<(String, Form)> {
        let plain = format!("{}{}r", self.stem, self.class);
        let stem = given(&self.irregular.future, self.infinitive).unwrap_or(plain);
        let third = ["á", "án", "ía", "ían"].into_iter().map(|end| (format!("{stem}{end}"), Form::Finite));
        let first = ["é", "emos", "íamos"].into_iter().map(|end| (format!("{stem}{end}"), Form::First));
        third.chain(first).collect()
    }

    fn nominal(&self) -> Vec<(String, Form)> {
        let vowel = self.stem.ends_with(['a', 'e', 'o', 'u']) && !self.stem.ends_with("gu");
        let gerund = match (self.class, vowel) {
            ('a', _) => format!("{}ando", self.stem),
            (_, true) => format!("{}yendo", self.stem),
            _ => format!("{}iendo", self.raised()),
        };
        let rule = || match (self.class, self.stem.chars().next_back()) {
            ('a', _) => format!("{}ado", self.stem),
            (_, Some('a' | 'e' | 'o')) => format!("{}ído", self.stem),
            _ => format!("{}ido", self.stem),
        };
        let participle = given(&self.irregular.participle, self.infinitive).unwrap_or_else(rule);
        let bare = participle.trim_end_matches('o').to_owned();
        let mut forms = vec![(gerund, Form::Gerund)];
        forms.extend(["o", "a", "os", "as"].iter().map(|end| (format!("{bare}{end}"), Form::Participle)));
        forms
    }
}

/// The stem of an "-ar" verb before "e": "expliqué", "niegue", "alcance".
fn softened(stem: &str) -> String {
    match stem.chars().next_back() {
        Some('c') => format!("{}qu", &stem[..stem.len() - 1]),
        Some('g') => format!("{stem}u"),
        Some('z') => format!("{}c", &stem[..stem.len() - 1]),
        _ => stem.to_owned(),
    }
}

/// The stem of an "-er" or "-ir" verb before "o" and "a": "exijo", "reconozco", "sigo".
fn hardened(stem: &str, class: char) -> String {
    if class == 'a' {
        return stem.to_owned();
    }
    let before = |length: usize| &stem[..stem.len() - length];
    match stem {
        _ if stem.ends_with("gu") => before(1).to_owned(),
        _ if stem.ends_with('g') => format!("{}j", before(1)),
        _ if stem.ends_with("nc") => format!("{}z", before(1)),
        _ if stem.ends_with('c') => format!("{}zc", before(1)),
        _ => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;
    use variorum_evidence::document::Language;

    fn check(infinitive: &str, expected: &[&str]) {
        let irregular = &Lexicon::of(Language::Es).conjugation;
        let found: Vec<String> = forms(infinitive, irregular).into_iter().map(|(form, _)| form).collect();
        for form in expected {
            assert!(found.iter().any(|one| one == form), "{form} is not among {found:?}");
        }
    }

    #[test]
    fn regular_verbs() {
        check("afirmar", &["afirma", "afirmaron", "afirmaba", "afirmaría", "afirmando", "afirmado", "afirmamos"]);
        check("explicar", &["explicó", "expliqué", "explique"]);
        check("admitir", &["admite", "admitió", "admitieron", "admitía", "admitirá"]);
        check("exigir", &["exige", "exijo", "exigieron"]);
    }

    #[test]
    fn stems_that_change() {
        check("negar", &["niega", "niegan", "negó", "negamos", "niegue"]);
        check("advertir", &["advierte", "advirtió", "advirtieron", "advertía", "advirtiendo"]);
        check("pedir", &["pide", "pidió", "pedía", "pidiendo", "pidieran"]);
        check("concluir", &["concluye", "concluyó", "concluyeron", "concluyendo", "concluido"]);
        check("reconocer", &["reconoce", "reconozco", "reconoció"]);
        check("creer", &["cree", "creyó", "creía", "creyendo", "creído"]);
    }

    #[test]
    fn irregular_verbs() {
        check("decir", &["dice", "dijo", "dijeron", "decía", "dicho", "diciendo", "dirá", "digo"]);
        check("desmentir", &["desmiente", "desmintió"]);
        check("sostener", &["sostiene", "sostuvo", "sostuvieron", "sostendrá", "sostengo"]);
        check("prever", &["prevé", "prevén", "preveía", "previó", "previsto"]);
        check("oír", &["oye", "oyó", "oía", "oyendo", "oído"]);
    }
}
