//! The reports of a case in the order of the journal, the texts they carry, and one clock for all of them.
//!
//! One text can come in by several reports; it is read once and counts for each of them. Whoever hands the
//! reports over in another order gets the same result, because they are sorted by their numbers here.

use std::collections::BTreeMap;

use jiff::civil::{DateTime, date};
use variorum_evidence::account::Report;
use variorum_evidence::ids::{DocumentId, ReportCode};
use variorum_evidence::moment::{SaidAt, When};

use crate::digests::ByDigest;

/// The reports in order, found by text.
#[derive(Debug)]
pub(crate) struct Reports<'a> {
    list: Vec<&'a Report>,
    by_document: ByDigest<DocumentId, Vec<usize>>,
    documents: Vec<DocumentId>,
    clock: Clock,
}

impl<'a> Reports<'a> {
    pub(crate) fn new(reports: &'a [Report]) -> Self {
        let mut list: Vec<_> = reports.iter().collect();
        list.sort_by_key(|report| (number(&report.code), &report.code, report.document));
        let mut by_document: ByDigest<_, Vec<_>> = ByDigest::default();
        let mut documents = Vec::new();
        for (place, report) in list.iter().enumerate() {
            let carriers = by_document.entry(report.document).or_default();
            if carriers.is_empty() {
                documents.push(report.document);
            }
            carriers.push(place);
        }
        let clock = Clock::of(&list);
        Self { list, by_document, documents, clock }
    }

    /// Every report, in the order of the journal.
    pub(crate) fn all(&self) -> &[&'a Report] {
        &self.list
    }

    /// Every text, by its first report.
    pub(crate) fn documents(&self) -> &[DocumentId] {
        &self.documents
    }

    /// Some of the texts in their order, each once.
    pub(crate) fn in_order<'d>(&self, documents: impl Iterator<Item = &'d DocumentId>) -> Vec<DocumentId> {
        let first = |document: &DocumentId| Some((*self.by_document.get(document)?.first()?, *document));
        let ordered: BTreeMap<_, _> = documents.filter_map(first).collect();
        ordered.into_values().collect()
    }

    /// The reports that carry one of some texts, in the order of the journal.
    pub(crate) fn carrying_any(&self, documents: impl Iterator<Item = DocumentId>) -> Vec<&'a Report> {
        let mut places: Vec<_> = documents.filter_map(|document| self.by_document.get(&document)).flatten().collect();
        places.sort_unstable();
        places.into_iter().map(|place| self.list[*place]).collect()
    }

    /// Whether a report carries this text.
    pub(crate) fn has(&self, document: DocumentId) -> bool {
        self.by_document.contains_key(&document)
    }

    /// The reports that carry a text.
    pub(crate) fn carrying(&self, document: DocumentId) -> impl Iterator<Item = &'a Report> + '_ {
        self.by_document.get(&document).into_iter().flatten().map(|place| self.list[*place])
    }

    /// Their codes.
    pub(crate) fn codes(&self, document: DocumentId) -> Vec<ReportCode> {
        // Each claim of a case keeps its own, so that they take no more room than they need.
        let carriers = self.by_document.get(&document).map_or(&[][..], Vec::as_slice);
        carriers.iter().map(|place| self.list[*place].code.clone()).collect()
    }

    /// The code of the first report that carries a text, for reasons and findings.
    pub(crate) fn first_code(&self, document: DocumentId) -> String {
        self.carrying(document).next().map_or_else(|| "?".to_owned(), |report| report.code.to_string())
    }

    /// When a text was first published, as far as its reports tell.
    pub(crate) fn published(&self, document: DocumentId) -> Option<&'a SaidAt> {
        let known = self.carrying(document).filter_map(|report| report.published.as_ref());
        known.filter(|when| when.from.is_some()).min_by_key(|when| self.clock.stretch(when))
    }

    /// When a text was first captured, as far as its reports tell.
    pub(crate) fn captured(&self, document: DocumentId) -> Option<&'a SaidAt> {
        let known = self.carrying(document).filter_map(|report| report.captured.as_ref());
        known.filter(|when| when.from.is_some()).min_by_key(|when| self.clock.stretch(when))
    }

    /// The clock on which times of this case are compared.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }
}

/// The number in `R12`; codes without one come last.
fn number(code: &ReportCode) -> u64 {
    code.0.trim_start_matches(|letter: char| !letter.is_ascii_digit()).parse().unwrap_or(u64::MAX)
}

/// Seconds on one clock, `[from, to)`; an unknown end is the smallest or largest number there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

impl Stretch {
    /// Nothing is known.
    pub(crate) const UNKNOWN: Self = Self { from: i64::MIN, to: i64::MAX };

    /// Whether it ends before the other begins.
    pub(crate) fn is_before(self, other: Self) -> bool {
        self.to != i64::MAX && other.from != i64::MIN && self.to <= other.from
    }

    /// Whether the other lies inside.
    pub(crate) fn contains(self, other: Self) -> bool {
        self.from <= other.from && other.to <= self.to
    }
}

/// Times of different offsets on one line. A time without an offset is read on the clock of the case: the
/// offset that most of its reports state (the smaller one of two), or UTC where none states any.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    offset: i16,
}

impl Clock {
    fn of(reports: &[&Report]) -> Self {
        let mut votes: BTreeMap<i16, usize> = BTreeMap::new();
        for offset in reports.iter().filter_map(|report| report.published.as_ref()?.offset) {
            *votes.entry(offset).or_default() += 1;
        }
        let most = votes.into_iter().max_by_key(|(offset, votes)| (*votes, std::cmp::Reverse(*offset)));
        Self { offset: most.map_or(0, |(offset, _)| offset) }
    }

    /// The stretch of a time, in seconds since 1970 UTC.
    pub(crate) fn stretch<K>(self, when: &When<K>) -> Stretch {
        let shift = i64::from(when.offset.unwrap_or(self.offset)) * 60;
        let seconds = |time: DateTime| time.duration_since(date(1970, 1, 1).at(0, 0, 0, 0)).as_secs() - shift;
        Stretch { from: when.from.map_or(i64::MIN, seconds), to: when.to.map_or(i64::MAX, seconds) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use variorum_evidence::moment::Precision;

    use super::*;

    #[test]
    fn codes_in_number_order() {
        let codes = ["R10", "R2", "X"].map(ReportCode::from);
        assert_eq!(codes.each_ref().map(number), [10, 2, u64::MAX]);
    }

    #[test]
    fn one_clock() {
        let clock = Clock { offset: -240 };
        let at = |hour, offset| {
            let from = datetime(2018, 1, 15, hour, 0, 0, 0);
            SaidAt::between(from, datetime(2018, 1, 15, hour + 1, 0, 0, 0), offset, Precision::Hour, "")
        };
        assert_eq!(clock.stretch(&at(4, None)), clock.stretch(&at(8, Some(0))));
        assert!(clock.stretch(&at(4, None)).is_before(clock.stretch(&at(9, Some(0)))));
        assert!(!clock.stretch(&SaidAt::unknown("")).is_before(clock.stretch(&at(9, None))));
    }
}
