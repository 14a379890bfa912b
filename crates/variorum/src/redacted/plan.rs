//! What a redacted edition would show and hide, told before anything is written: publishing cannot be undone.

use std::collections::{BTreeMap, BTreeSet};

use variorum_journal::entry::Entry;
use variorum_redaction::search::Search;
use variorum_redaction::words::Lexicon;

use crate::build::Built;

use super::UNFINISHED;
use super::originals::{Fate, Fates};
use super::table::Texts;

/// What the lines are made from.
pub(super) struct Facts<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) texts: &'a Texts,
    pub(super) fates: &'a Fates,
    pub(super) built: &'a Built,
    pub(super) entries: &'a [Entry],
    pub(super) disclosed: &'a BTreeSet<u64>,
    pub(super) left_out: usize,
    pub(super) merged: usize,
    pub(super) withheld: usize,
    pub(super) unnamed: usize,
    pub(super) found: &'a Search,
    pub(super) unsearched: &'a [String],
    pub(super) shows_config: bool,
}

impl Facts<'_> {
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = self.aliases();
        let altered: BTreeSet<_> = self.texts.altered().collect();
        lines.push(format!("altered: {} texts, each marked as not proven", altered.len()));
        lines.push(format!("withheld: {} originals by decision, with all that was read in them", self.withheld));
        lines.extend(self.originals());
        let kinds: BTreeSet<&str> = self.withheld_kinds();
        let count = self.entries.len() - self.disclosed.len();
        lines.push(format!("entries: {count} withheld ({})", kinds.into_iter().collect::<Vec<_>>().join(", ")));
        if self.unnamed > 0 {
            lines.push(format!("reports: {} without the digest of their original", self.unnamed));
        }
        if !self.shows_config {
            lines.push("case.toml: withheld, since it holds protected words".to_owned());
        }
        if self.left_out > 0 {
            lines.push(format!("left out: {} fields (addresses, titles) that told in another form", self.left_out));
        }
        if self.merged > 0 {
            lines.push(format!("joined: {} claims that only hidden words told apart", self.merged));
        }
        lines.extend(self.parts());
        lines.extend(self.found.hits.iter().map(|(alias, form)| {
            format!("STOPS THE PUBLISHING: a spelling of {alias} stands in a text {form}: withhold the report")
        }));
        let unsearched = |what| format!("STOPS THE PUBLISHING: {what} {UNFINISHED}: withhold the report");
        lines.extend(self.unsearched.iter().map(unsearched));
        lines.extend(self.found.near.iter().map(|(word, (alias, times))| {
            format!(
                "STOPS THE PUBLISHING: “{word}” {times}×, almost a spelling of {alias}: protect it, or say that it is \
                 another word (--unlike)"
            )
        }));
        lines.push(
            "not looked at: pixels, sound, and what tells by context; read the edition before you hand it on"
                .to_owned(),
        );
        lines
    }

    /// For each alias, how many spellings it stands for, and how often in how many reports.
    fn aliases(&self) -> Vec<String> {
        let lines = self.lexicon.protected().iter().map(|one| {
            let times = |replaced: &variorum_redaction::replace::Replaced| {
                replaced.times.get(&one.alias).copied().unwrap_or_default()
            };
            let texts: BTreeMap<_, _> = self.texts.replaced().map(|(id, replaced)| (id, times(replaced))).collect();
            let reports = self.built.documents.values();
            let held = reports.filter(|document| texts.get(&document.id).is_some_and(|times| *times > 0)).count();
            let sum: usize = texts.values().sum();
            format!("{}: stands for {} spellings, {sum}× in {held} reports", one.alias, one.spellings.len())
        });
        lines.collect()
    }

    fn originals(&self) -> Vec<String> {
        let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
        for fate in self.fates.of.values() {
            let line = match fate {
                Fate::Goes => "go along, if the entries that name them do".to_owned(),
                Fate::Copied { .. } => "go as copies without what they say of place, time and camera".to_owned(),
                Fate::Stays(why) => format!("stay behind: {why}"),
                Fate::Hidden(why) => format!("are withheld with their digests: {why}"),
            };
            *reasons.entry(line).or_default() += 1;
        }
        reasons.into_iter().map(|(line, count)| format!("originals: {count} {line}")).collect()
    }

    fn withheld_kinds(&self) -> BTreeSet<&str> {
        let withheld = self.entries.iter().filter(|entry| !self.disclosed.contains(&entry.seq));
        withheld.map(|entry| entry.kind.as_str()).collect()
    }

    /// Parts of protected names that stand alone: perhaps the same person, perhaps another.
    fn parts(&self) -> Vec<String> {
        let mut found: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for (_, text) in self.texts.shown() {
            for (word, (alias, times)) in self.lexicon.parts(text) {
                found.entry(word).or_insert((alias, 0)).1 += times;
            }
        }
        let line = |(word, (alias, times))| format!("also found: “{word}” {times}×, not protected (a part of {alias})");
        found.into_iter().map(line).collect()
    }
}
