//! Which words name one kind of weapon, in two languages?
//!
//! "Tear gas", "teargas" and "gases lacrimógenos" are one answer to which weapons were used. The names are data
//! (`lexicon/things.toml`); a name that stands in no line is a kind of its own. Left out: which weapon is a kind of which.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::document::Language;

use crate::fold::fold;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    thing: Vec<Thing>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Thing {
    en: Vec<String>,
    es: Vec<String>,
}

static THINGS: LazyLock<BTreeMap<String, [String; 2]>> = LazyLock::new(|| {
    let file: File = toml::from_str(include_str!("../lexicon/things.toml")).expect("embedded: a test reads it");
    let mut names = BTreeMap::new();
    for Thing { en, es } in file.thing {
        let (Some(first), Some(primero)) = (en.first(), es.first()) else { continue };
        let shown = [first.clone(), primero.clone()];
        names.extend(en.iter().chain(&es).map(|name| (fold(name), shown.clone())));
    }
    names
});

/// The name that is shown for all names of one kind.
pub(crate) fn common_name(name: &str, language: Language) -> Option<&'static str> {
    let [en, es] = THINGS.get(&fold(name))?;
    Some(if language == Language::Es { es } else { en })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind() {
        let check = |name: &str, language, expected| assert_eq!(common_name(name, language), expected, "{name}");
        check("gases lacrimógenos", Language::En, Some("tear gas"));
        check("Teargas", Language::Es, Some("gas lacrimógeno"));
        check("bastones", Language::En, Some("baton"));
        check("trebuchet", Language::En, None);
    }
}
