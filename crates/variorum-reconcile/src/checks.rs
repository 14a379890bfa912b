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
use variorum_evidence::words;

use crate::claims::HeldClaim;
use crate::digests::ByDigest;
use crate::positions::Stand;
use crate::reports::Reports;
use crate::values::is_unstated;

/// Values of one side that are added up: the most reported ones. More make more sums than a line can hold.
const MOST_VALUES: usize = 3;
/// Sides that are added up.
const MOST_SIDES: usize = 4;

/// What the checks may look at beside the positions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Basis<'a> {
    pub(crate) held: &'a [HeldClaim],
    /// The claim of each reading.
    pub(crate) claims: &'a ByDigest<ReadingId, &'a HeldClaim>,
    pub(crate) reports: &'a Reports<'a>,
    pub(crate) speaker_names: &'a BTreeMap<SpeakerId, String>,
    pub(crate) particular: &'a BTreeSet<SpeakerId>,
    pub(crate) language: Language,
}

impl Basis<'_> {
    pub(crate) fn say(&self, en: String, es: String) -> String {
        match self.language {
            Language::Es => es,
            _ => en,
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
pub(crate) fn arithmetic(stands: &[Stand], basis: Basis<'_>) -> Vec<Check> {
    let mut lines = Lines::default();
    let by_document = by_document(stands);
    for document in basis.reports.in_order(by_document.keys()) {
        let code = basis.reports.first_code(document);
        lines.add_sums(&code, &by_document[&document], Repeated::IsNamed, basis);
        lines.add_unstated(&code, &by_document[&document], basis);
    }
    for (speaker, counts) in by_speaker(stands, basis) {
        let name = basis.speaker_names.get(&speaker).map_or("?", String::as_str);
        lines.add_sums(name, &counts, Repeated::IsLeftOut, basis);
    }
    let all = across(stands);
    lines.add_sums(&everywhere(basis), &all, Repeated::IsLeftOut, basis);
    lines.add_included(stands, &all, basis);
    lines.checks()
}

fn everywhere(basis: Basis<'_>) -> String {
    basis.say("across the accounts".into(), "entre los relatos".into())
}

/// Whether a reading is said to be a part of another.
fn is_part_of(part: ReadingId, whole: ReadingId, basis: Basis<'_>) -> bool {
    let readings = basis.claims.get(&part).map_or(&[][..], |held| &held.account.claim.readings);
    readings.iter().any(|reading| reading.id == part && reading.scope.part_of == Some(whole))
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

fn by_speaker(stands: &[Stand], basis: Basis<'_>) -> BTreeMap<SpeakerId, Counts> {
    let mut counts: BTreeMap<SpeakerId, Counts> = BTreeMap::new();
    for stand in stands.iter().filter(|stand| exact(stand).is_some()) {
        for holder in &stand.position.holders {
            if let Some(speaker) = holder.speaker.as_ref().filter(|speaker| basis.particular.contains(*speaker)) {
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

/// What becomes of arithmetic that another line has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeated {
    /// The line names this report too.
    IsNamed,
    /// What one report says is not said again for its speaker or the whole case.
    IsLeftOut,
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
    fn add_sums(&mut self, whose: &str, counts: &Counts, repeated: Repeated, basis: Basis<'_>) {
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
            if repeated == Repeated::IsLeftOut && self.found.contains_key(&sum) {
                continue;
            }
            let mut readings = readings.clone();
            readings.insert(total.reading);
            let why = sum_words(total.count, including, &sides, &sums, basis);
            self.add(sum, whose, readings, verdict(total.count, &sums), why);
        }
    }

    /// A count over nobody stated, beside a count of one side, in one report: is the side among them?
    fn add_unstated(&mut self, whose: &str, counts: &Counts, basis: Basis<'_>) {
        if !counts.totals.is_empty() || counts.sides.len() != 1 {
            return;
        }
        let (Some((side, parts)), [whole]) = (counts.sides.first_key_value(), counts.unstated.as_slice()) else {
            return;
        };
        let [part] = parts.as_slice() else { return };
        if part.count >= whole.count || is_part_of(part.reading, whole.reading, basis) {
            return;
        }
        let (sum, why) = either(whole.count, part.count, side, basis);
        self.add(sum, whose, BTreeSet::from([whole.reading, part.reading]), None, why);
    }

    /// A total that includes a side, beside the same side counted in other reports, where nobody counts the rest.
    fn add_included(&mut self, stands: &[Stand], all: &Counts, basis: Basis<'_>) {
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
                let (sum, why) = either(total.count, part.count, side, basis);
                self.add(sum, &everywhere(basis), BTreeSet::from([total.reading, part.reading]), None, why);
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
    basis: Basis<'_>,
) -> String {
    let scope = variorum_evidence::claim::Scope {
        part: Part::Total,
        including: including.to_vec(),
        ..variorum_evidence::claim::Scope::unknown()
    };
    let or = basis.say(" or ".into(), " o ".into());
    let listed =
        |numbers: &mut dyn Iterator<Item = u64>| numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(&or);
    let parts = sides.iter().map(|(side, values)| {
        format!("{} {}", listed(&mut values.iter().map(|given| given.count)), words::side(side, basis.language))
    });
    let parts = parts.collect::<Vec<_>>().join(" + ");
    let sum = listed(&mut sums.iter().copied());
    let over = words::scope(&scope, basis.language);
    if verdict(total, sums) == Some(true) {
        return format!("{total} ({over}) = {parts}");
    }
    let all = listed(&mut sums.iter().copied().chain([total]).collect::<BTreeSet<_>>().into_iter());
    format!("{total} ({over}); {parts} = {sum} ⇒ {all}")
}

/// A count that may or may not contain another.
fn either(whole: u64, part: u64, side: &str, basis: Basis<'_>) -> (Sum, String) {
    let sum = whole.saturating_add(part);
    let words = words::side(side, basis.language);
    let why = basis.say(
        format!("{whole} and {part} {words} ⇒ {whole} if the {part} are among the {whole}, {sum} if not"),
        format!("{whole} y {part} {words} ⇒ {whole} si los {part} están entre los {whole}, {sum} si no"),
    );
    (Sum { total: whole, sides: vec![(side.to_owned(), vec![part])] }, why)
}
