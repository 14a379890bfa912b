//! Speakers across the documents of a case: does one holder stay one, and do two stay two?
//!
//! Each case of `eval/` is built as a real case and its apparatus is read. Counted are the claims that were marked
//! with a source and a speaker and were found, since what was not found has been counted already. The
//! ids of both sides are free names: they are mapped one to one within a case, greedily by the claims they share.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, ensure};
use serde::Serialize;

use super::found::Apparatus;
use super::marked::{Case, Report};
use super::matching::{Claim, pairs};
use super::program::Program;
use super::table::{Table, percent};
use super::words::Words;

/// Figures by language.
pub type Languages = BTreeMap<String, Figures>;

/// What is counted over the cases of a language.
#[derive(Default, Serialize)]
pub struct Figures {
    total: Counts,
    cases: BTreeMap<String, Counts>,
    /// Parties of matched claims: as marked, then the group that was found.
    parties: BTreeMap<String, BTreeMap<String, usize>>,
}

/// How the matched claims of a case fall to speakers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
struct Counts {
    /// Matched claims that were marked with a source and a speaker.
    claims: usize,
    /// Of them, those whose found speaker is mapped to the marked one.
    right: usize,
    /// Of them, those whose found speaker holds mostly claims of another marked speaker.
    wrongly_merged: usize,
    /// Of them, those whose marked speaker is mostly found as another speaker.
    split_off: usize,
    /// Of them, those that were found without a speaker.
    without_speaker: usize,
    marked_speakers: usize,
    found_speakers: usize,
    party_right: usize,
    party_unknown: usize,
}

/// A matched claim's speaker, as marked and as found.
struct Held {
    marked: String,
    found: Option<String>,
    /// Where it stands: report, source and words.
    shown: String,
}

/// Builds each case, counts, and lists the claims whose speaker is not the right one.
pub fn measure(program: &Program, cases: &[Case], errors: &mut Vec<String>) -> Result<Languages> {
    let mut languages = Languages::new();
    let mut lines = vec![
        "Speakers: claims of a merged (m), split (s), missing (o) or other (x) speaker: marked > found.".to_owned(),
    ];
    for case in cases {
        let apparatus = built(program, case).with_context(|| format!("case {}/{}", case.language, case.name))?;
        let held = held(case, &apparatus)?;
        lines.push(format!("\n== {}/{}", case.language, case.name));
        lines.extend(Shares::of(&held).errors(&held));
        languages.entry(case.language.clone()).or_default().add(case, &apparatus, &held);
    }
    errors.push(lines.join("\n"));
    Ok(languages)
}

/// A real case of the reports, with its apparatus.
fn built(program: &Program, case: &Case) -> Result<Apparatus> {
    let folder = program.folder(&format!("speakers/{}-{}", case.language, case.name))?;
    let place = folder.join("case");
    program.make_case(&place, &case.event)?;
    for report in &case.reports {
        let path = folder.join(file_name(report));
        fs::write(&path, &report.text)?;
        let told = ["--published", &report.published, "--zone", &report.zone, "--publisher", &report.outlet];
        program.output(program.verb("add").args([&place, &path]).args(told))?;
    }
    program.apparatus(&place)
}

fn file_name(report: &Report) -> String {
    format!("{}.txt", report.name)
}

/// The speakers of all claims that were marked with a source and a speaker and were found.
fn held(case: &Case, apparatus: &Apparatus) -> Result<Vec<Held>> {
    let mut held = Vec::new();
    for report in &case.reports {
        let found = found(report, apparatus)?;
        let marked: Vec<_> = report.claims.iter().filter(|claim| !claim.narrated()).collect();
        let found: Vec<_> = found.iter().filter(|claim| !claim.narrated()).collect();
        for pair in pairs(&marked, &found) {
            if let (Some(speaker), Some(_)) = (&pair.marked.speaker, &pair.marked.source) {
                let shown = format!("{}: {}", report.name, pair.marked.shown);
                held.push(Held { marked: speaker.clone(), found: pair.found.speaker.clone(), shown });
            }
        }
    }
    Ok(held)
}

fn found(report: &Report, apparatus: &Apparatus) -> Result<Vec<Claim>> {
    let document = apparatus.documents.iter().find(|document| document.name == file_name(report));
    let document = document.with_context(|| format!("report {} is not in the apparatus", report.name))?;
    ensure!(document.text == report.text, "report {} was read as another text", report.name);
    let words = Words::of(&report.text);
    let claims = apparatus.claims.iter().filter(|claim| claim.document == document.id);
    Ok(claims.map(|claim| Claim::found(&words, &claim.claim, claim.speaker.clone())).collect())
}

impl Figures {
    fn add(&mut self, case: &Case, apparatus: &Apparatus, held: &[Held]) {
        let mut counts = Shares::of(held).count(held);
        for one in held {
            let party = case.speakers.iter().find(|speaker| speaker.id == one.marked);
            let party = party.map_or("unlisted", |speaker| speaker.party.as_str());
            let group = apparatus.speakers.iter().find(|speaker| Some(&speaker.id) == one.found.as_ref());
            let group = group.and_then(|speaker| speaker.group.as_deref());
            counts.party_right += usize::from(group == Some(party));
            counts.party_unknown += usize::from(group.is_none());
            let row = self.parties.entry(party.to_owned()).or_default();
            *row.entry(group.unwrap_or("none").to_owned()).or_default() += 1;
        }
        self.total.add(counts);
        self.cases.insert(case.name.clone(), counts);
    }
}

/// Who shares claims with whom in one case.
struct Shares<'a> {
    /// Claims of each marked and found speaker.
    shared: BTreeMap<(&'a str, &'a str), usize>,
    /// The marked speaker that each found one is mapped to.
    right: BTreeMap<&'a str, &'a str>,
    main_marked: BTreeMap<&'a str, &'a str>,
    main_found: BTreeMap<&'a str, &'a str>,
}

impl<'a> Shares<'a> {
    fn of(held: &'a [Held]) -> Self {
        let mut shared: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for one in held {
            if let Some(found) = &one.found {
                *shared.entry((&one.marked, found)).or_default() += 1;
            }
        }
        let right = mapped(&shared);
        let main_marked = mostly(shared.iter().map(|(&(marked, found), &claims)| (found, marked, claims)));
        let main_found = mostly(shared.iter().map(|(&(marked, found), &claims)| (marked, found, claims)));
        Self { shared, right, main_marked, main_found }
    }

    fn is_right(&self, marked: &str, found: &str) -> bool {
        self.right.get(found) == Some(&marked)
    }

    fn is_merged(&self, marked: &str, found: &str) -> bool {
        self.main_marked[found] != marked
    }

    fn is_split(&self, marked: &str, found: &str) -> bool {
        self.main_found[marked] != found
    }

    fn count(&self, held: &[Held]) -> Counts {
        let sum = |wanted: &dyn Fn(&str, &str) -> bool| {
            let wanted = self.shared.iter().filter(|&(&(marked, found), _)| wanted(marked, found));
            wanted.map(|(_, claims)| claims).sum()
        };
        let marked: BTreeSet<_> = held.iter().map(|one| one.marked.as_str()).collect();
        Counts {
            claims: held.len(),
            right: sum(&|marked, found| self.is_right(marked, found)),
            wrongly_merged: sum(&|marked, found| self.is_merged(marked, found)),
            split_off: sum(&|marked, found| self.is_split(marked, found)),
            without_speaker: held.iter().filter(|one| one.found.is_none()).count(),
            marked_speakers: marked.len(),
            found_speakers: self.main_marked.len(),
            ..Counts::default()
        }
    }

    /// A line for each claim that does not stand with the right speaker.
    fn errors(&self, held: &[Held]) -> Vec<String> {
        let line = |one: &Held| {
            let Held { marked, found, shown } = one;
            let Some(found) = found else { return Some(format!("o {marked} > - | {shown}")) };
            let sign = match () {
                () if self.is_right(marked, found) => return None,
                () if self.is_merged(marked, found) => 'm',
                () if self.is_split(marked, found) => 's',
                () => 'x',
            };
            Some(format!("{sign} {marked} > {found} | {shown}"))
        };
        held.iter().filter_map(line).collect()
    }
}

/// The marked speaker of each found one, one to one: who shares most claims first, equals in the order of their ids.
fn mapped<'a>(shared: &BTreeMap<(&'a str, &'a str), usize>) -> BTreeMap<&'a str, &'a str> {
    let mut candidates: Vec<_> = shared.iter().collect();
    candidates.sort_by_key(|(_, claims)| std::cmp::Reverse(**claims));
    let mut right = BTreeMap::new();
    for (&(marked, found), _) in candidates {
        if !right.contains_key(found) && right.values().all(|taken| *taken != marked) {
            right.insert(found, marked);
        }
    }
    right
}

/// For each key the value with most claims, the first of equals.
fn mostly<'a>(rows: impl Iterator<Item = (&'a str, &'a str, usize)>) -> BTreeMap<&'a str, &'a str> {
    let mut best: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    for (key, value, claims) in rows {
        let entry = best.entry(key).or_insert((value, claims));
        if claims > entry.1 {
            *entry = (value, claims);
        }
    }
    best.into_iter().map(|(key, (value, _))| (key, value)).collect()
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.claims += other.claims;
        self.right += other.right;
        self.wrongly_merged += other.wrongly_merged;
        self.split_off += other.split_off;
        self.without_speaker += other.without_speaker;
        self.marked_speakers += other.marked_speakers;
        self.found_speakers += other.found_speakers;
        self.party_right += other.party_right;
        self.party_unknown += other.party_unknown;
    }

    fn cells(self) -> [String; 9] {
        let share = |part| percent(part, self.claims);
        [
            self.claims.to_string(),
            share(self.right),
            share(self.wrongly_merged),
            share(self.split_off),
            share(self.without_speaker),
            self.marked_speakers.to_string(),
            self.found_speakers.to_string(),
            share(self.party_right),
            share(self.party_unknown),
        ]
    }
}

/// Prints a table a language: shares are percent of the matched claims.
pub fn print(languages: &Languages) {
    for (language, figures) in languages {
        println!("\nSpeakers across documents, {language}: percent of matched claims that have a source and a speaker");
        let heading =
            ["case", "claims", "right", "merged", "split", "none", "marked", "found", "party right", "party none"];
        let mut table = Table::with(&heading);
        for (case, counts) in &figures.cases {
            table.row(case, counts.cells());
        }
        table.row("all", figures.total.cells());
        table.print();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(claims: &[&str]) -> Vec<Held> {
        let found = |claim: &str| Some(claim[1..].to_owned()).filter(|id| id != "-");
        let one = |claim: &&str| Held { marked: claim[..1].to_owned(), found: found(claim), shown: String::new() };
        claims.iter().map(one).collect()
    }

    /// Counts claims given as a letter for the marked and one for the found speaker; a dash is none.
    fn counts(claims: &[&'static str]) -> Counts {
        let held = held(claims);
        Shares::of(&held).count(&held)
    }

    #[test]
    fn names_do_not_matter() {
        let expected = Counts { claims: 3, right: 3, marked_speakers: 2, found_speakers: 2, ..Counts::default() };
        assert_eq!(counts(&["ax", "ax", "by"]), expected);
    }

    #[test]
    fn two_in_one_is_a_wrong_merge() {
        let merged = counts(&["ax", "ax", "bx"]);
        assert_eq!((merged.right, merged.wrongly_merged, merged.split_off), (2, 1, 0));
    }

    #[test]
    fn one_in_two_is_a_split() {
        let split = counts(&["ax", "ax", "ay"]);
        assert_eq!((split.right, split.wrongly_merged, split.split_off), (2, 0, 1));
    }

    #[test]
    fn the_largest_share_is_mapped_first() {
        // x is mapped to a by three claims, so b keeps nothing of x and is left with y.
        let counts = counts(&["ax", "ax", "ax", "bx", "bx", "by", "c-"]);
        assert_eq!((counts.right, counts.wrongly_merged, counts.split_off, counts.without_speaker), (4, 2, 1, 1));
    }

    #[test]
    fn what_is_not_right_is_listed_with_its_kind() {
        let held = held(&["ax", "ax", "bx", "ay", "b-", "cz"]);
        assert_eq!(Shares::of(&held).errors(&held), ["m b > x | ", "s a > y | ", "o b > - | "]);
    }
}
