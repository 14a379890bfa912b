//! How alike are two texts' accounts of what happened, and what speaks for it?
//!
//! Names and numbers in common, weighed by how rare they are, days, places, tolls and days of publication are added up with
//! weights that were fitted by logistic regression on pairs of reports of shootings (training half of the corpus; ADR 20
//! and `training/alignment`). The sum is cut to a share of [`FULL`]; nobody is shown it. Shown is what the texts have in common.

use variorum_evidence::document::Language;

use super::clusters::FULL;
use super::settings::{Lying, Setting, are_apart, gap};
use super::terms::{Family, Terms};

/// What is compared of one text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) setting: Setting,
    /// The day of publication, counted from 1970.
    pub(crate) published: Option<i64>,
}

/// Weights of what texts have in common, in the order of [`words`].
const WORDS: [f64; 7] = [1.37, 1.42, 2.01, 1.6, 0.61, 2.2, 0.81];
/// What the sum begins with: two reports taken at random are of two incidents.
const BEGINNING: f64 = -3.59;

/// Likeness of two texts, out of [`FULL`].
pub(crate) fn likeness(terms: &Terms, a: (usize, &Told), b: (usize, &Told)) -> u64 {
    if excludes(&a.1.setting, &b.1.setting) {
        return 0;
    }
    let settings = days(&a.1.setting, &b.1.setting)
        + places(&a.1.setting, &b.1.setting)
        + tolls(&a.1.setting, &b.1.setting)
        + published(a.1, b.1);
    share(BEGINNING + words(terms, a.0, b.0) + settings)
}

/// Whether two settings cannot be one: another hour and another place as well.
fn excludes(a: &Setting, b: &Setting) -> bool {
    let elsewhere = a
        .place
        .as_ref()
        .zip(b.place.as_ref())
        .is_some_and(|(a, b)| a.is_known() && b.is_known() && matches!(a.lying(b), Lying::Near | Lying::Far));
    elsewhere && a.hours.zip(b.hours).is_some_and(|(a, b)| are_apart(a, b))
}

/// Likeness by words alone, as if nothing were known of when and where.
pub(crate) fn of_words(terms: &Terms, a: usize, b: usize) -> u64 {
    share(BEGINNING + words(terms, a, b))
}

/// From surely not (-4) to surely (4), as a share.
fn share(sum: f64) -> u64 {
    (((sum + 4.0) / 8.0).clamp(0.0, 1.0) * FULL as f64) as u64
}

fn words(terms: &Terms, a: usize, b: usize) -> f64 {
    let (names, numbers, pairs) = (terms.names.common(a, b), terms.numbers.common(a, b), terms.pairs.common(a, b));
    let telling =
        |family: &Family, common: &[u32]| common.iter().take(3).map(|term| family.worth(*term)).sum::<f64>() / 16.0;
    let features = [
        names.cosine,
        numbers.cosine,
        telling(&terms.names, &names.terms),
        names.terms.len().min(10) as f64 / 10.0,
        telling(&terms.pairs, &pairs.terms),
        names.cosine.sqrt(),
        numbers.cosine.sqrt(),
    ];
    features.iter().zip(WORDS).map(|(feature, weight)| feature * weight).sum()
}

fn days(a: &Setting, b: &Setting) -> f64 {
    let (Some(a), Some(b)) = (a.days, b.days) else { return 0.0 };
    match gap(a, b) {
        0 => 1.65,
        1 => -0.32,
        2..=6 => -0.71,
        _ => -1.13,
    }
}

fn places(a: &Setting, b: &Setting) -> f64 {
    let (Some(a), Some(b)) = (&a.place, &b.place) else { return 0.0 };
    match a.lying(b) {
        Lying::Same => 0.18,
        Lying::Inside => 0.81,
        Lying::Near => -0.68,
        Lying::Far => -1.94,
    }
}

fn tolls(a: &Setting, b: &Setting) -> f64 {
    let same = |a: Option<u64>, b: Option<u64>| a.is_some() && a == b;
    let killed = if same(a.killed, b.killed) { 1.01 } else { 0.0 };
    let injured = match (a.injured, b.injured) {
        (Some(one), Some(other)) if one == other => 0.23,
        (Some(_), Some(_)) => -0.93,
        _ => 0.0,
    };
    killed + injured
}

fn published(a: &Told, b: &Told) -> f64 {
    let (Some(a), Some(b)) = (a.published, b.published) else { return 0.0 };
    let steps = [(0..=0, 0.85), (0..=2, 0.52), (8..=i64::MAX, -1.36), (31..=i64::MAX, -1.15)];
    let later = [(121..=i64::MAX, -0.91), (366..=i64::MAX, -0.81)];
    let apart = (a - b).abs();
    steps.iter().chain(&later).filter(|(days, _)| days.contains(&apart)).map(|(_, weight)| weight).sum()
}

/// What two texts have in common, in one line.
pub(crate) fn evidence(terms: &Terms, a: (usize, &Told), b: (usize, &Told), language: Language) -> String {
    let is_spanish = language == Language::Es;
    let said = |english: &str, spanish: &str| if is_spanish { spanish } else { english }.to_owned();
    let mut parts = Vec::new();
    let pairs = shown(&terms.pairs, a.0, b.0);
    let single = shown(&terms.names, a.0, b.0);
    // A name inside a pair that is shown is not shown again.
    let single = single.into_iter().filter(|name| !pairs.iter().any(|pair| pair.split(' ').any(|word| word == name)));
    let names: Vec<_> = pairs.iter().cloned().chain(single).take(4).collect();
    if !names.is_empty() {
        parts.push(format!("{}: {}", said("names in common", "nombres en común"), names.join(", ")));
    }
    let numbers = shown(&terms.numbers, a.0, b.0);
    if !numbers.is_empty() {
        parts.push(format!("{}: {}", said("numbers", "números"), numbers.join(", ")));
    }
    let (one, other) = (&a.1.setting, &b.1.setting);
    if let (Some(one), Some(other)) = (one.days, other.days) {
        match gap(one, other) {
            0 => parts.push(said("same day", "mismo día")),
            days => parts.push(said(&format!("{days} days apart"), &format!("a {days} días"))),
        }
    }
    if let (Some(one), Some(other)) = (&one.place, &other.place) {
        parts.push(match one.lying(other) {
            Lying::Same => said(&format!("same place, {}", one.name), &format!("mismo lugar, {}", one.name)),
            Lying::Inside => said(
                &format!("one place holds the other, {} and {}", one.name, other.name),
                &format!("un lugar contiene al otro, {} y {}", one.name, other.name),
            ),
            Lying::Near | Lying::Far => said(
                &format!("different places, {} and {}", one.name, other.name),
                &format!("lugares distintos, {} y {}", one.name, other.name),
            ),
        });
    }
    if one.killed.is_some() && one.killed == other.killed {
        parts.push(said("same number killed", "mismo número de muertos"));
    }
    parts.join("; ")
}

fn shown(family: &Family, a: usize, b: usize) -> Vec<String> {
    let common = family.common(a, b);
    common.terms.iter().take(3).map(|term| family.words(*term).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 3] = [
        "Mara Quill, 41, died at Stone Ferry on Tuesday, police said.",
        "The police found Mara Quill, 41, dead at Stone Ferry.",
        "The police opened a new station. Rain fell.",
    ];

    fn told(days: (i64, i64), killed: Option<u64>) -> Told {
        Told { setting: Setting { days: Some(days), killed, ..Setting::default() }, published: Some(days.1) }
    }

    #[test]
    fn what_speaks_for_one_incident() {
        let terms = Terms::of(&TEXTS);
        let (same, later) = (told((10, 10), Some(1)), told((40, 40), None));
        let near = likeness(&terms, (0, &same), (1, &same));
        assert!(near > likeness(&terms, (0, &same), (1, &later)), "days");
        assert!(near > likeness(&terms, (0, &same), (2, &same)), "words");
        let why = evidence(&terms, (0, &same), (1, &same), Language::En);
        assert_eq!(why, "names in common: mara quill, stone ferry; numbers: 41; same day; same number killed");
        let why = evidence(&terms, (0, &same), (1, &later), Language::Es);
        assert_eq!(why, "nombres en común: mara quill, stone ferry; números: 41; a 30 días");
    }
}
