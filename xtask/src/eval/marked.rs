//! The annotated reports under `eval/`, with each marked string found in its text.
//!
//! `eval/GUIDELINES.md` gives the files and the rules; whatever cannot be found stops the measurement, since a gold
//! claim without its place would be missed by every reader.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::Split;
use super::matching::Claim;
use super::readings::marks::{Mark, MarkFile};
use super::words::{Held, Words};

/// A case with its reports.
pub struct Case {
    pub language: String,
    pub name: String,
    pub event: String,
    pub speakers: Vec<Speaker>,
    pub reports: Vec<Report>,
}

/// A holder that the reports of a case have in common.
#[derive(Deserialize)]
pub struct Speaker {
    pub id: String,
    pub party: String,
}

/// A report with its claims.
pub struct Report {
    /// `1-wire`
    pub name: String,
    pub outlet: String,
    pub published: String,
    pub zone: String,
    pub text: String,
    pub claims: Vec<Claim>,
    /// The words of each string that no claim may rest on.
    pub not_claims: Vec<Held>,
    /// Facts that the report states, in the order of the text; none where only its claims are marked.
    pub readings: Option<Vec<Mark>>,
}

/// The cases of the wanted split, sorted by language and name.
pub fn cases(folder: &Path, split: Split) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for language in ["en", "es"] {
        for folder in listed(&folder.join(language))? {
            let file: CaseFile = parsed(&folder.join("case.toml"))?;
            if split.holds(&file.split) {
                cases.push(case(language, &folder, file)?);
            }
        }
    }
    Ok(cases)
}

#[derive(Deserialize)]
struct CaseFile {
    event: String,
    split: String,
    speakers: Vec<Speaker>,
}

#[derive(Deserialize)]
struct ReportFile {
    outlet: String,
    published: String,
    zone: String,
    text: String,
    #[serde(default)]
    not_claims: Vec<String>,
    claims: Vec<ClaimFile>,
    readings: Option<Vec<MarkFile>>,
}

#[derive(Deserialize)]
struct ClaimFile {
    speaker: Option<String>,
    source: Option<Phrase>,
    cue: Option<Phrase>,
    content: Vec<String>,
    manner: String,
    hedge: String,
    within: Option<usize>,
}

/// Words of a report, where needed with the words that follow or precede them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Phrase {
    Plain(String),
    Placed { text: String, before: Option<String>, after: Option<String> },
}

impl Phrase {
    fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Placed { text, .. } => text,
        }
    }

    /// Whether the neighbours of a place (bytes) are the wanted ones.
    fn stands_at(&self, text: &str, place: &Range<usize>) -> bool {
        let Self::Placed { before, after, .. } = self else { return true };
        stands_between(text, place, before.as_deref(), after.as_deref())
    }
}

/// Whether the words `before` follow a place (bytes), and the words `after` precede it.
pub fn stands_between(text: &str, place: &Range<usize>, before: Option<&str>, after: Option<&str>) -> bool {
    let (preceding, following) = (text[..place.start].trim_end_matches(' '), text[place.end..].trim_start_matches(' '));
    before.is_none_or(|words| following.starts_with(words)) && after.is_none_or(|words| preceding.ends_with(words))
}

/// What a folder holds, sorted.
pub fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// A TOML file of `eval/`.
pub fn parsed<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is not as eval/GUIDELINES.md wants it", path.display()))
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn case(language: &str, folder: &Path, file: CaseFile) -> Result<Case> {
    let reports = listed(folder)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "toml"));
    let reports = reports.filter(|path| stem(path) != "case").map(|path| {
        let file = parsed(&path)?;
        report(stem(&path), file).with_context(|| format!("in {}", path.display()))
    });
    let reports = reports.collect::<Result<Vec<_>>>()?;
    let (language, name) = (language.to_owned(), folder.file_name().unwrap_or_default().to_string_lossy().into_owned());
    Ok(Case { language, name, event: file.event, speakers: file.speakers, reports })
}

fn report(name: String, file: ReportFile) -> Result<Report> {
    let words = Words::of(&file.text);
    let located = |(number, claim): (usize, &ClaimFile)| {
        located(&file.text, &words, claim).with_context(|| format!("claim {}", number + 1))
    };
    let claims = file.claims.iter().enumerate().map(located).collect::<Result<Vec<_>>>()?;
    let not_claims = file.not_claims.iter().map(|string| {
        let places: Vec<_> = places(&file.text, string).into_iter().map(|place| points(&file.text, &place)).collect();
        ensure!(!places.is_empty(), "not_claims: `{string}` does not stand in the text");
        Ok(words.held_by(&places))
    });
    let not_claims = not_claims.collect::<Result<Vec<_>>>()?;
    let readings = file.readings.map(|marks| {
        let located = marks.into_iter().map(|mark| Mark::located(&file.text, &words, mark));
        located.collect::<Result<Vec<_>>>()
    });
    let readings = readings.transpose()?;
    let ReportFile { outlet, published, zone, text, .. } = file;
    Ok(Report { name, outlet, published, zone, text, claims, not_claims, readings })
}

/// Finds a claim's strings: the cue nearest to the content, the source nearest to the cue.
fn located(text: &str, words: &Words, claim: &ClaimFile) -> Result<Claim> {
    let content = claim.content.iter().map(|string| once(text, string)).collect::<Result<Vec<_>>>()?;
    let first = content.first().context("it has no content")?;
    let cue = claim.cue.as_ref().map(|cue| nearest(text, cue, first, &content)).transpose()?;
    let anchor = cue.as_ref().unwrap_or(first);
    let source = claim.source.as_ref().map(|source| nearest(text, source, anchor, &content)).transpose()?;
    let content: Vec<_> = content.iter().map(|place| points(text, place)).collect();
    Ok(Claim {
        content: words.held_by(&content),
        source: source.map(|place| words.held(&points(text, &place))),
        manner: claim.manner.clone(),
        hedge: claim.hedge.clone(),
        nested: claim.within.is_some(),
        speaker: claim.speaker.clone(),
        shown: shown(claim),
    })
}

fn shown(claim: &ClaimFile) -> String {
    let part = |phrase: &Option<Phrase>| phrase.as_ref().map_or("-", Phrase::text).to_owned();
    format!("{} | {} | {}", part(&claim.source), part(&claim.cue), claim.content.join(" // "))
}

pub fn places(text: &str, string: &str) -> Vec<Range<usize>> {
    text.match_indices(string).map(|(start, found)| start..start + found.len()).collect()
}

fn once(text: &str, string: &str) -> Result<Range<usize>> {
    let mut places = places(text, string);
    ensure!(places.len() == 1, "`{string}` stands {} times in the text", places.len());
    Ok(places.remove(0))
}

/// The place of a phrase that lies nearest to another; whole words and places outside the content come first.
fn nearest(text: &str, phrase: &Phrase, anchor: &Range<usize>, content: &[Range<usize>]) -> Result<Range<usize>> {
    let wanted = places(text, phrase.text()).into_iter().filter(|place| phrase.stands_at(text, place));
    let inside = |place: &Range<usize>| content.iter().any(|part| part.start < place.end && place.start < part.end);
    let best = wanted.min_by_key(|place| (!whole(text, place), inside(place), gap(place, anchor), place.start));
    best.with_context(|| format!("`{}` does not stand in the text as it is marked", phrase.text()))
}

/// Whether no word is cut: "say" does not stand in "saying".
pub fn whole(text: &str, place: &Range<usize>) -> bool {
    let letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let words = &text[place.clone()];
    let cut_before = letter(text[..place.start].chars().next_back()) && letter(words.chars().next());
    let cut_after = letter(words.chars().next_back()) && letter(text[place.end..].chars().next());
    !cut_before && !cut_after
}

/// Bytes between two places.
fn gap(one: &Range<usize>, other: &Range<usize>) -> usize {
    one.start.saturating_sub(other.end).max(other.start.saturating_sub(one.end))
}

/// Bytes to code points.
pub fn points(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let start = text[..bytes.start].chars().count();
    start..start + text[bytes.clone()].chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str, phrase: &str, content: &str) -> usize {
        let phrase: toml::Table = toml::from_str(&format!("phrase = {phrase}")).unwrap();
        let phrase: Phrase = phrase["phrase"].clone().try_into().unwrap();
        let content = once(text, content).unwrap();
        nearest(text, &phrase, &content, std::slice::from_ref(&content)).unwrap().start
    }

    #[test]
    fn the_nearest_whole_word_outside_the_content() {
        let text = "She said no. I say Ana says she said it, said Bo.";
        assert_eq!(find(text, "'said'", "she said it"), 41);
        assert_eq!(find(text, "'say'", "she said it"), 15);
        assert_eq!(find(text, "{text = 'said', before = 'no'}", "she said it"), 4);
        assert_eq!(find(text, "{text = 'said', after = 'She'}", "she said it"), 4);
    }

    #[test]
    fn every_marked_string_is_found() {
        let cases = cases(&crate::run::root().join("eval"), Split::All).unwrap();
        let mut reports = cases.iter().flat_map(|case| &case.reports);
        assert!(
            reports
                .all(|report| !report.claims.is_empty()
                    && report.readings.as_ref().is_none_or(|marks| !marks.is_empty()))
        );
    }
}
