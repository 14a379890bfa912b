//! Arithmetic over accounts: totals against their parts.
//!
//! "Seven killed, including two officers" and "seven of the group and two officers" are of different scope, so
//! no conflict between two positions; but their sums do not agree, and a reader should see that. Totals are set
//! against the parts by side inside each report, for each speaker over all reports, and across the accounts of
//! a question. Parts need not be all parts: a sum above the total fails, an equal one holds, a smaller one
//! cannot tell. Left out: vague counts, kinds ("gravely"), and which of the numbers is right.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{Check, CheckKind};
use variorum_evidence::claim::{Part, Value};
use variorum_evidence::document::Language;
use variorum_evidence::ids::{DocumentId, ReadingId, SpeakerId};

use crate::claims::HeldClaim;
use crate::positions::Stand;
use crate::reports::Reports;
use crate::speakers::Speakers;
use crate::values::{is_unstated, scope_words, side_words};

/// Values of one side that are added up: the most reported ones. More make more sums than a line can hold.
const MOST_VALUES: usize = 3;
/// Sides that are added up.
const MOST_SIDES: usize = 4;

/// What the checks may look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk<'a> {
    pub(crate) held: &'a [HeldClaim],
    pub(crate) reports: &'a Reports<'a>,
    pub(crate) speakers: &'a Speakers,
    pub(crate) language: Language,
}

impl Desk<'_> {
    pub(crate) fn say(&self, en: String, es: String) -> String {
        match self.language {
            Language::En => en,
            Language::Es => es,
        }
    }
}

/// An exact count with the reading that gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Given {
    count: u64,
    reading: ReadingId,
}

/// The exact counts of some accounts, the most reported ones first.
#[derive(Debug, Default)]
struct Counts {
    /// Over all, with the sides said to be included.
    totals: Vec<(Given, Vec<String>)>,
    sides: BTreeMap<String, Vec<Given>>,
    unstated: Vec<Given>,
}

/// The arithmetic of one question.
pub(crate) fn arithmetic(stands: &[Stand], desk: Desk<'_>) -> Vec<Check> {
    let parts_of = parts_of(desk.held);
    let mut lines = Lines::default();
    for (document, counts) in by_document(stands) {
        let code = desk.reports.first_code(document);
        lines.add_sums(&code, &counts, desk);
        lines.add_unstated(&code, &counts, &parts_of, desk);
    }
    for (speaker, counts) in by_speaker(stands, desk.speakers) {
        let name = desk.speakers.list.iter().find(|known| known.id == speaker);
        lines.add_sums(name.map_or("?", |speaker| speaker.name.as_str()), &counts, desk);
    }
    let all = across(stands);
    lines.add_sums(&desk.say("across the accounts".into(), "entre los relatos".into()), &all, desk);
    lines.add_included(stands, &all, desk);
    lines.checks()
}

/// The reading that each reading is said to be a part of.
fn parts_of(held: &[HeldClaim]) -> BTreeMap<ReadingId, ReadingId> {
    let readings = held.iter().flat_map(|held| &held.account.claim.readings);
    readings.filter_map(|reading| Some((reading.id, reading.scope.part_of?))).collect()
}

/// The exact count of a position that can be added up.
fn exact(stand: &Stand) -> Option<u64> {
    let plain = !stand.position.denied && !stand.planned && stand.position.scope.kind.is_none();
    match stand.position.value {
        Value::Count { min, max } if max == Some(min) && plain && stand.position.scope.excluding.is_empty() => {
            Some(min)
        }
        _ => None,
    }
}

impl Counts {
    fn add(&mut self, stand: &Stand, reading: ReadingId) {
        let (Some(count), scope) = (exact(stand), &stand.position.scope) else { return };
        let given = Given { count, reading };
        let values = match &scope.side {
            Some(side) => self.sides.entry(side.clone()).or_default(),
            None if is_unstated(scope) => &mut self.unstated,
            None if scope.part == Part::Total => {
                if self.totals.iter().all(|(known, _)| known.count != count) {
                    self.totals.push((given, scope.including.clone()));
                }
                return;
            }
            None => return,
        };
        if values.len() < MOST_VALUES && values.iter().all(|known| known.count != count) {
            values.push(given);
        }
    }
}

/// Positions come most reported first, so the counts do too.
fn by_document(stands: &[Stand]) -> BTreeMap<DocumentId, Counts> {
    let mut counts: BTreeMap<DocumentId, Counts> = BTreeMap::new();
    for stand in stands.iter().filter(|stand| exact(stand).is_some()) {
        for holder in &stand.position.holders {
            counts.entry(holder.document).or_default().add(stand, holder.reading);
        }
    }
    counts
}

fn by_speaker(stands: &[Stand], speakers: &Speakers) -> BTreeMap<SpeakerId, Counts> {
    let mut counts: BTreeMap<SpeakerId, Counts> = BTreeMap::new();
    for stand in stands.iter().filter(|stand| exact(stand).is_some()) {
        for holder in &stand.position.holders {
            if let Some(speaker) = holder.speaker.as_ref().filter(|speaker| speakers.particular.contains(*speaker)) {
                counts.entry(speaker.clone()).or_default().add(stand, holder.reading);
            }
        }
    }
    counts
}

fn across(stands: &[Stand]) -> Counts {
    let mut counts = Counts::default();
    for stand in stands {
        if let Some(holder) = stand.position.holders.first() {
            counts.add(stand, holder.reading);
        }
    }
    counts
}

/// What one line of arithmetic is about: who says so does not make it another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sum {
    total: u64,
    sides: Vec<(String, Vec<u64>)>,
}

/// The lines of one question, each with those whose numbers they are.
#[derive(Debug, Default)]
struct Lines {
    order: Vec<Sum>,
    found: BTreeMap<Sum, Line>,
}

#[derive(Debug)]
struct Line {
    whose: Vec<String>,
    readings: BTreeSet<ReadingId>,
    holds: Option<bool>,
    why: String,
}

impl Lines {
    fn add(&mut self, sum: Sum, whose: &str, readings: BTreeSet<ReadingId>, holds: Option<bool>, why: String) {
        if let Some(line) = self.found.get_mut(&sum) {
            line.readings.extend(readings);
            line.whose.push(whose.to_owned());
            return;
        }
        self.order.push(sum.clone());
        self.found.insert(sum, Line { whose: vec![whose.to_owned()], readings, holds, why });
    }

    /// Each total against the sum of its sides.
    fn add_sums(&mut self, whose: &str, counts: &Counts, desk: Desk<'_>) {
        if counts.sides.len() < 2 {
            return;
        }
        let sides: Vec<_> = counts.sides.iter().take(MOST_SIDES).collect();
        let sums = sums(&sides);
        let readings: BTreeSet<_> = sides.iter().flat_map(|(_, values)| *values).map(|given| given.reading).collect();
        let parts: Vec<_> =
            sides.iter().map(|(side, values)| ((*side).clone(), values.iter().map(|v| v.count).collect())).collect();
        for (total, including) in &counts.totals {
            let sum = Sum { total: total.count, sides: parts.clone() };
            // Across the accounts, what one report says already is not said again.
            let known = self.found.contains_key(&sum);
            if known && !whose.starts_with('R') {
                continue;
            }
            let mut readings = readings.clone();
            readings.insert(total.reading);
            let why = sum_words(total.count, including, &sides, &sums, desk);
            self.add(sum, whose, readings, verdict(total.count, &sums), why);
        }
    }

    /// A count over nobody stated, beside a count of one side, in one report: is the side among them?
    fn add_unstated(
        &mut self,
        whose: &str,
        counts: &Counts,
        parts_of: &BTreeMap<ReadingId, ReadingId>,
        desk: Desk<'_>,
    ) {
        if !counts.totals.is_empty() || counts.sides.len() != 1 {
            return;
        }
        let (Some((side, parts)), [whole]) = (counts.sides.first_key_value(), counts.unstated.as_slice()) else {
            return;
        };
        let [part] = parts.as_slice() else { return };
        if part.count >= whole.count || parts_of.get(&part.reading) == Some(&whole.reading) {
            return;
        }
        let (sum, why) = either(whole.count, part.count, side, desk);
        self.add(sum, whose, BTreeSet::from([whole.reading, part.reading]), None, why);
    }

    /// A total that includes a side, beside the same side counted in other reports, where nobody counts the rest.
    fn add_included(&mut self, stands: &[Stand], all: &Counts, desk: Desk<'_>) {
        for (total, including) in all.totals.iter().take(MOST_VALUES) {
            let [side] = including.as_slice() else { continue };
            let Some(parts) = all.sides.get(side).filter(|_| all.sides.len() == 1) else { continue };
            let holding = |count: u64, of_side: bool| {
                let found = stands
                    .iter()
                    .filter(move |stand| exact(stand) == Some(count) && stand.position.scope.side.is_some() == of_side);
                found.flat_map(|stand| &stand.documents).collect::<BTreeSet<_>>()
            };
            let whole_in = holding(total.count, false);
            for part in parts.iter().filter(|part| part.count < total.count) {
                if holding(part.count, true).is_subset(&whole_in) {
                    continue;
                }
                let (sum, why) = either(total.count, part.count, side, desk);
                let whose = desk.say("across the accounts".into(), "entre los relatos".into());
                self.add(sum, &whose, BTreeSet::from([total.reading, part.reading]), None, why);
            }
        }
    }

    fn checks(mut self) -> Vec<Check> {
        let lines = self.order.iter().filter_map(|sum| self.found.remove(sum));
        let check = |line: Line| Check {
            id: String::new(),
            kind: CheckKind::Arithmetic,
            readings: line.readings.into_iter().collect(),
            holds: line.holds,
            why: format!("{}: {}", line.whose.join(", "), line.why),
        };
        lines.map(check).collect()
    }
}

/// Every sum that one value of each side can make.
fn sums(sides: &[(&String, &Vec<Given>)]) -> BTreeSet<u64> {
    sides.iter().fold(BTreeSet::from([0]), |sums, (_, values)| {
        sums.iter().flat_map(|sum| values.iter().map(move |given| sum.saturating_add(given.count))).collect()
    })
}

fn verdict(total: u64, sums: &BTreeSet<u64>) -> Option<bool> {
    if sums.iter().all(|sum| *sum == total) {
        return Some(true);
    }
    sums.iter().all(|sum| *sum > total).then_some(false)
}

fn sum_words(
    total: u64,
    including: &[String],
    sides: &[(&String, &Vec<Given>)],
    sums: &BTreeSet<u64>,
    desk: Desk<'_>,
) -> String {
    let scope = variorum_evidence::claim::Scope {
        part: Part::Total,
        including: including.to_vec(),
        ..variorum_evidence::claim::Scope::unknown()
    };
    let or = desk.say(" or ".into(), " o ".into());
    let listed =
        |numbers: &mut dyn Iterator<Item = u64>| numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(&or);
    let parts = sides.iter().map(|(side, values)| {
        format!("{} {}", listed(&mut values.iter().map(|given| given.count)), side_words(side, desk.language))
    });
    let parts = parts.collect::<Vec<_>>().join(" + ");
    let sum = listed(&mut sums.iter().copied());
    let over = scope_words(&scope, desk.language);
    if verdict(total, sums) == Some(true) {
        return format!("{total} ({over}) = {parts}");
    }
    let all = listed(&mut sums.iter().copied().chain([total]).collect::<BTreeSet<_>>().into_iter());
    format!("{total} ({over}); {parts} = {sum} ⇒ {all}")
}

/// A count that may or may not contain another.
fn either(whole: u64, part: u64, side: &str, desk: Desk<'_>) -> (Sum, String) {
    let sum = whole.saturating_add(part);
    let words = side_words(side, desk.language);
    let why = desk.say(
        format!("{whole} and {part} {words} ⇒ {whole} if the {part} are among the {whole}, {sum} if not"),
        format!("{whole} y {part} {words} ⇒ {whole} si los {part} están entre los {whole}, {sum} si no"),
    );
    (Sum { total: whole, sides: vec![(side.to_owned(), vec![part])] }, why)
}
