//! Every form of a verb, from one entry of a list.
//!
//! English verbs follow four rules of spelling, Spanish ones those of [`crate::conjugation`]; what no rule gives stands in
//! the entry itself. Left out: doubled consonants, which no rule tells from others ("kidnapped", "visited").

use variorum_evidence::document::Language;

use super::VerbForm;
use crate::conjugation::{Form, Irregular, forms};

/// The forms of a verb, and the words that go on behind it.
pub(crate) type Forms = (Vec<(String, VerbForm)>, Vec<String>);

/// What `entry` stands for in `language`.
pub(crate) fn verb(language: Language, entry: &str, irregular: &Irregular) -> Forms {
    if language == Language::En { english(entry) } else { spanish(entry, irregular) }
}

/// The forms of an English entry: infinitive, then past, participle and gerund where no rule gives them, then words
/// that go on behind the verb. Forms share their first letter with the infinitive; other words go on.
fn english(entry: &str) -> Forms {
    let words: Vec<&str> = entry.split(' ').collect();
    let verb = words[0];
    let given = words.len() >= 4 && words[3].ends_with("ing") || words.len() == 2 && words[1].ends_with("ing");
    let regular = regular(verb);
    let (past, participle, gerund, rest) = match (given, words.len()) {
        (true, 2) => (regular.0.clone(), regular.0, words[1].to_owned(), &words[2..]),
        (true, _) => (words[1].to_owned(), words[2].to_owned(), words[3].to_owned(), &words[4..]),
        _ => (regular.0.clone(), regular.0, regular.1, &words[1..]),
    };
    let mut forms = vec![(verb.to_owned(), VerbForm::Bare), (third(verb), VerbForm::Finite)];
    if past == participle {
        forms.push((past, VerbForm::Past));
    } else {
        forms.push((past, VerbForm::Finite));
        forms.push((participle, VerbForm::Participle));
    }
    forms.push((gerund, VerbForm::Gerund));
    (forms, rest.iter().map(|word| (*word).to_owned()).collect())
}

/// Past and gerund by rule.
fn regular(verb: &str) -> (String, String) {
    if let Some(stem) = verb.strip_suffix('e') {
        return (format!("{verb}d"), format!("{stem}ing"));
    }
    match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => (format!("{stem}ied"), format!("{verb}ing")),
        _ => (format!("{verb}ed"), format!("{verb}ing")),
    }
}

/// The third person by rule.
fn third(verb: &str) -> String {
    if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| verb.ends_with(end)) {
        return format!("{verb}es");
    }
    match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{verb}s"),
    }
}

fn spanish(entry: &str, irregular: &Irregular) -> Forms {
    let mut words = entry.split(' ');
    let first = words.next().unwrap_or_default();
    let infinitive = first.strip_suffix("se").filter(|bare| bare.ends_with('r')).unwrap_or(first);
    let kind = |form| match form {
        Form::Infinitive => VerbForm::Bare,
        Form::Finite | Form::First | Form::Subjunctive => VerbForm::Finite,
        Form::Participle => VerbForm::Participle,
        Form::Gerund => VerbForm::Gerund,
    };
    // "Secuestro" and "rescate" are nouns before they are what somebody says of himself or wishes.
    let told = |(word, form): &(String, Form)| match form {
        Form::First => !word.ends_with('o'),
        Form::Subjunctive => ["ra", "ran", "se", "sen"].iter().any(|end| word.ends_with(end)),
        _ => true,
    };
    let mut forms: Vec<(String, VerbForm)> =
        forms(infinitive, irregular).into_iter().filter(told).map(|(word, form)| (word, kind(form))).collect();
    let enclitic: Vec<_> = forms.iter().filter_map(|(word, form)| enclitics(word, *form)).flatten().collect();
    forms.extend(enclitic);
    (forms, words.map(str::to_owned).collect())
}

/// "Matarlo", "matándolos".
fn enclitics(word: &str, form: VerbForm) -> Option<Vec<(String, VerbForm)>> {
    let stressed = match form {
        VerbForm::Bare => word.to_owned(),
        VerbForm::Gerund => match word.strip_suffix("ando") {
            Some(stem) => format!("{stem}ándo"),
            None => format!("{}éndo", word.strip_suffix("endo")?),
        },
        _ => return None,
    };
    let clitics = ["lo", "la", "los", "las", "me", "nos", "se", "selo", "sela", "selos", "selas"];
    Some(clitics.iter().map(|clitic| (format!("{stressed}{clitic}"), form)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_verbs_by_rule_and_by_data() {
        let check = |entry: &str, expected: &[&str], rest: &[&str]| {
            let (forms, behind) = english(entry);
            assert_eq!(forms.iter().map(|(form, _)| form.as_str()).collect::<Vec<_>>(), expected, "{entry}");
            assert_eq!(behind, rest, "{entry}");
        };
        check("kill", &["kill", "kills", "killed", "killing"], &[]);
        check("bury", &["bury", "buries", "buried", "burying"], &[]);
        check("slay slew slain slaying", &["slay", "slays", "slew", "slain", "slaying"], &[]);
        check("lose lost lost losing life", &["lose", "loses", "lost", "losing"], &["life"]);
        check("suffer injuries", &["suffer", "suffers", "suffered", "suffering"], &["injuries"]);
        check("displace", &["displace", "displaces", "displaced", "displacing"], &[]);
    }
}
