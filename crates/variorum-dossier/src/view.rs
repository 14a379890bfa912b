//! What pages look up: claims, reports, speakers and readings by their ids, and the journal by entry.
//!
//! Made once for an edition. What is only looked up lies in hash tables, which a page with ten thousand holders needs; what
//! is gone through has an order. It refuses a table that names what it does not hold, so that no page has to pass
//! over a holder in silence.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use maud::Markup;
use serde_json::{Map, Value as Json};
use variorum_evidence::account::{AccountClaim, Position, QuestionAccount, RelationKind, Report, Speaker};
use variorum_evidence::claim::{Scope, Value};
use variorum_evidence::ids::{ClaimId, DocumentId, OriginalId, PositionId, ReadingId, ReportCode, SpeakerId};
use variorum_evidence::moment::SaidAt;
use variorum_evidence::question::PartyGroup;
use variorum_evidence::revision::Revisions;
use variorum_evidence::words;
use variorum_wire::{codes, moment};

use crate::edition::{DossierError, Edition};
use crate::live::Desk;
use crate::phrases::Phrases;

/// An edition with everything that pages look up in it.
pub(crate) struct View<'a> {
    pub(crate) edition: &'a Edition<'a>,
    pub(crate) phrases: &'static Phrases,
    /// What stands around the pages of a case that somebody works on; none in a dossier.
    pub(crate) desk: Option<&'a dyn Desk>,
    /// The entries, in order; of one that is withheld, number and kind are all there is.
    pub(crate) entries: Vec<Map<String, Json>>,
    claims: HashMap<ClaimId, &'a AccountClaim>,
    claim_codes: HashMap<ClaimId, String>,
    position_codes: HashMap<PositionId, String>,
    reports: BTreeMap<&'a ReportCode, &'a Report>,
    carried_by: HashMap<DocumentId, Vec<&'a Report>>,
    claims_by_text: BTreeMap<DocumentId, Vec<&'a AccountClaim>>,
    speakers: BTreeMap<&'a SpeakerId, &'a Speaker>,
    positions: HashMap<PositionId, &'a Position>,
    answers: HashMap<ReadingId, (&'a QuestionAccount, &'a Position)>,
    claims_of_reading: HashMap<ReadingId, &'a AccountClaim>,
    origins: BTreeMap<&'a ReportCode, &'a str>,
    versions: BTreeMap<&'a ReportCode, (&'a Revisions, usize)>,
    /// The body of the overview, once it was asked for.
    pub(crate) overview: OnceCell<Markup>,
    sides: Vec<PartyGroup>,
    names: BTreeMap<OriginalId, String>,
}

impl<'a> View<'a> {
    pub(crate) fn of(edition: &'a Edition<'a>) -> Result<Self, DossierError> {
        let apparatus = edition.apparatus;
        let mut carried_by: HashMap<DocumentId, Vec<&Report>> = HashMap::new();
        for report in &apparatus.reports {
            carried_by.entry(report.document).or_default().push(report);
        }
        let mut claims_by_text: BTreeMap<DocumentId, Vec<&AccountClaim>> = BTreeMap::new();
        for claim in &apparatus.claims {
            claims_by_text.entry(claim.document).or_default().push(claim);
        }
        // Numbers beside a text follow it.
        let place = |claim: &&AccountClaim| claim.claim.content.first().map(|span| (span.start, span.end));
        claims_by_text.values_mut().for_each(|claims| claims.sort_by_key(place));
        let held = |account: &'a QuestionAccount| {
            let positions = account.positions.iter();
            positions.flat_map(move |position| {
                position.holders.iter().map(move |holder| (holder.reading, (account, position)))
            })
        };
        let positions = apparatus.questions.iter().flat_map(|account| &account.positions);
        let read = |claim: &'a AccountClaim| claim.claim.readings.iter().map(move |reading| (reading.id, claim));
        let mut view = Self {
            edition,
            phrases: Phrases::of(edition.language),
            desk: None,
            entries: entries(edition)?,
            claims: apparatus.claims.iter().map(|claim| (claim.claim.id, claim)).collect(),
            claim_codes: codes::of_claims(apparatus).into_iter().collect(),
            position_codes: codes::of_positions(apparatus).into_iter().collect(),
            reports: apparatus.reports.iter().map(|report| (&report.code, report)).collect(),
            carried_by,
            claims_by_text,
            speakers: apparatus.speakers.iter().map(|speaker| (&speaker.id, speaker)).collect(),
            positions: positions.map(|position| (position.id, position)).collect(),
            answers: apparatus.questions.iter().flat_map(held).collect(),
            claims_of_reading: apparatus.claims.iter().flat_map(read).collect(),
            origins: apparatus
                .origins
                .iter()
                .flat_map(|origin| origin.reports.iter().map(|report| (report, origin.id.as_str())))
                .collect(),
            versions: versions(&apparatus.revisions),
            overview: OnceCell::new(),
            sides: Vec::new(),
            names: BTreeMap::new(),
        };
        view.check()?;
        view.names = view.find_names();
        view.sides = view.find_sides();
        Ok(view)
    }

    fn find_names(&self) -> BTreeMap<OriginalId, String> {
        let mut names = BTreeMap::new();
        for entry in &self.entries {
            let text = |field: &str| entry.get(field).and_then(Json::as_str);
            if let (Some(id), Some(name)) = (text("sha256").and_then(|digits| digits.parse().ok()), text("name")) {
                names.entry(id).or_insert_with(|| name.to_owned());
            }
        }
        names
    }

    fn find_sides(&self) -> Vec<PartyGroup> {
        let positions = self.edition.apparatus.questions.iter().flat_map(|account| &account.positions);
        let holders = positions.flat_map(|position| &position.holders);
        let sides = holders.filter_map(|holder| Some(self.voice(self.claim(holder.claim)?).1));
        sides.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Whatever pages and tables name is there, and codes that become file names are letters and digits.
    fn check(&self) -> Result<(), DossierError> {
        let dangling = |what: String| Err(DossierError::Dangling { what });
        for report in &self.edition.apparatus.reports {
            if number(&report.code.0, 'R').is_none() {
                return dangling(format!("the report code {:?}", report.code));
            }
            if !self.edition.texts.contains_key(&report.document) {
                return dangling(format!("the text {} of {}", report.document, report.code));
            }
        }
        for account in &self.edition.apparatus.questions {
            if question_name(&account.code).is_none() {
                return dangling(format!("the question code {:?}", account.code));
            }
            for relation in &account.relations {
                if let Some(id) = [relation.a, relation.b].into_iter().find(|id| !self.positions.contains_key(id)) {
                    return dangling(format!("the position {id}"));
                }
            }
            for holder in account.positions.iter().flat_map(|position| &position.holders) {
                if self.claims_of_reading.get(&holder.reading).is_none_or(|claim| claim.claim.id != holder.claim) {
                    return dangling(format!("the reading {} of the claim {}", holder.reading, holder.claim));
                }
            }
        }
        for claim in &self.edition.apparatus.claims {
            if let Some(code) = claim.reports.iter().find(|code| !self.reports.contains_key(code)) {
                return dangling(format!("the report {code}"));
            }
        }
        Ok(())
    }

    pub(crate) fn claim(&self, id: ClaimId) -> Option<&'a AccountClaim> {
        self.claims.get(&id).copied()
    }

    /// The claim that a reading belongs to.
    pub(crate) fn claim_of_reading(&self, id: ReadingId) -> Option<&'a AccountClaim> {
        self.claims_of_reading.get(&id).copied()
    }

    /// The question and position that a reading stands under.
    pub(crate) fn answer(&self, id: ReadingId) -> Option<(&'a QuestionAccount, &'a Position)> {
        self.answers.get(&id).copied()
    }

    pub(crate) fn position_of(&self, id: PositionId) -> Option<&'a Position> {
        self.positions.get(&id).copied()
    }

    pub(crate) fn claim_code(&self, id: ClaimId) -> &str {
        self.claim_codes.get(&id).map_or("", String::as_str)
    }

    pub(crate) fn position_code(&self, id: PositionId) -> &str {
        self.position_codes.get(&id).map_or("", String::as_str)
    }

    /// The reports that carry a text, in the order of the journal.
    pub(crate) fn carriers(&self, document: DocumentId) -> &[&'a Report] {
        self.carried_by.get(&document).map_or(&[], Vec::as_slice)
    }

    /// The claims of a text, in its order.
    pub(crate) fn claims_in(&self, document: DocumentId) -> impl Iterator<Item = &'a AccountClaim> {
        self.claims_by_text.get(&document).into_iter().flatten().copied()
    }

    pub(crate) fn speaker(&self, id: Option<&SpeakerId>) -> Option<&'a Speaker> {
        self.speakers.get(id?).copied()
    }

    /// The origin that a report goes back to.
    pub(crate) fn origin(&self, code: &ReportCode) -> Option<&'a str> {
        self.origins.get(code).copied()
    }

    /// The versions of a report's address, and which of them it is, where there are several.
    pub(crate) fn version(&self, code: &ReportCode) -> Option<(&'a Revisions, usize)> {
        self.versions.get(code).copied()
    }

    pub(crate) fn text(&self, document: DocumentId) -> &'a str {
        self.edition.texts.get(&document).map_or("", String::as_str)
    }

    /// Who is to be named for a claim, and on which side they stand: the speaker, or for a document's own
    /// claim whoever published it.
    pub(crate) fn voice(&self, claim: &'a AccountClaim) -> (&'a str, PartyGroup) {
        if let Some(speaker) = self.speaker(claim.speaker.as_ref()) {
            return (&speaker.name, speaker.group.unwrap_or(PartyGroup::Other));
        }
        if let Some(source) = &claim.claim.source {
            return (&source.name, PartyGroup::Other);
        }
        let first = self.carriers(claim.document).first();
        (first.map_or("", |report| publisher(report)), PartyGroup::Media)
    }

    /// The sides that answer any question, in their order. Every table has all of them, so that a side that
    /// is silent on one question shows as an empty column.
    pub(crate) fn sides(&self) -> &[PartyGroup] {
        &self.sides
    }

    /// When a claim was said: as its words tell, else when the first report of it was published.
    pub(crate) fn said(&self, claim: &'a AccountClaim) -> Option<&'a SaidAt> {
        claim.claim.said_at.as_ref().or_else(|| self.carriers(claim.document).first()?.published.as_ref())
    }

    pub(crate) fn value(&self, value: &Value) -> String {
        words::value(value, self.edition.language)
    }

    /// Over whom, in words. A count that does not say so is told so; a time or a choice need not say.
    pub(crate) fn scope(&self, value: &Value, scope: &Scope) -> String {
        if *scope == Scope::unknown() && !matches!(value, Value::Count { .. }) {
            return String::new();
        }
        words::scope(scope, self.edition.language)
    }

    /// A position in words: value, scope, and whether it is denied.
    pub(crate) fn position(&self, position: &Position) -> String {
        let answer = words::answer(&position.value, position.denied, self.edition.language);
        let scope = self.scope(&position.value, &position.scope);
        let comma = if scope.is_empty() { "" } else { ", " };
        format!("{answer}{comma}{scope}")
    }

    pub(crate) fn wording(&self, account: &'a QuestionAccount) -> &'a str {
        variorum_wire::apparatus::wording(&account.question, self.edition.language)
    }

    /// Questions, those with most conflicts first.
    pub(crate) fn by_dispute(&self) -> Vec<&'a QuestionAccount> {
        let mut questions: Vec<_> = self.edition.apparatus.questions.iter().collect();
        // The sort is stable: equally disputed ones stay in the order of the question set.
        questions.sort_by_key(|account| std::cmp::Reverse((conflicts(account), account.positions.len())));
        questions
    }

    /// When the last disclosed entry was written, as the clock of the case claimed.
    pub(crate) fn last_at(&self) -> &str {
        self.entries.iter().rev().find_map(|entry| entry.get("at")).and_then(Json::as_str).unwrap_or_default()
    }

    /// Originals that the journal names, with what it says of them.
    pub(crate) fn originals(&self) -> BTreeMap<OriginalId, NamedOriginal> {
        let mut originals: BTreeMap<OriginalId, NamedOriginal> = BTreeMap::new();
        for entry in &self.entries {
            let text = |field: &str| entry.get(field).and_then(Json::as_str);
            for field in ["sha256", "within"] {
                let Some(id) = text(field).and_then(|digits| digits.parse().ok()) else { continue };
                let named = originals.entry(id).or_default();
                if field == "sha256" {
                    named.size = named.size.or(entry.get("size").and_then(Json::as_u64));
                    named.is_quoted_text |= text("kind") == Some("document.keep");
                }
            }
        }
        originals
    }

    /// Those whose bytes are in the dossier.
    pub(crate) fn disclosed_originals(&self) -> impl Iterator<Item = (OriginalId, NamedOriginal)> {
        self.originals().into_iter().filter(|(id, named)| self.includes(*id) || named.is_quoted_text)
    }

    /// Whether an original goes with the dossier, be it quoted or not.
    pub(crate) fn includes(&self, original: OriginalId) -> bool {
        let redaction = self.edition.redaction.as_ref();
        self.edition.include_originals && redaction.is_none_or(|redaction| redaction.originals.contains(&original))
    }

    /// Whether a text is not that of its originals.
    pub(crate) fn is_altered(&self, document: DocumentId) -> bool {
        self.edition.redaction.as_ref().is_some_and(|redaction| redaction.altered.contains(&document))
    }

    /// The original of a report, where the dossier names it.
    pub(crate) fn original_of(&self, report: &Report) -> Option<OriginalId> {
        let redaction = self.edition.redaction.as_ref();
        (!redaction.is_some_and(|redaction| redaction.unnamed.contains(&report.code))).then_some(report.original)
    }

    /// The name under which an original first came.
    pub(crate) fn name_of(&self, id: OriginalId) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
    }

    /// The name of the journal.
    pub(crate) fn journal_name(&self) -> &str {
        self.edition.vkey.split('+').next().unwrap_or_default()
    }

    /// The disclosed captures, each with its number among all of them.
    pub(crate) fn captures(&self) -> impl Iterator<Item = (usize, &Map<String, Json>)> {
        let captures = self.entries.iter().filter(|entry| kind(entry) == "source.add");
        (1..).zip(captures).filter(|(_, entry)| !is_withheld(entry))
    }

    /// Captures that no report of the table stands for: containers, images, film, what could not be read.
    pub(crate) fn other_captures(&self) -> Vec<(String, &str, &str)> {
        let numbered = self.captures().map(|(number, entry)| (format!("R{number}"), entry));
        let listed: BTreeSet<&str> = self.reports.keys().map(|code| code.0.as_str()).collect();
        let others = numbered.filter(|(code, _)| !listed.contains(code.as_str()));
        let named = others.map(|(code, entry)| {
            let field = |field: &str| entry.get(field).and_then(Json::as_str).unwrap_or_default();
            (code, field("name"), field("sha256"))
        });
        named.collect()
    }
}

fn versions(revisions: &[Revisions]) -> BTreeMap<&ReportCode, (&Revisions, usize)> {
    let versions =
        revisions.iter().flat_map(|one| one.versions.iter().enumerate().map(move |(place, it)| (one, place, it)));
    versions.flat_map(|(one, place, version)| version.reports.iter().map(move |code| (code, (one, place)))).collect()
}

/// What the journal says of an original.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct NamedOriginal {
    /// Its size in bytes, where an entry states it.
    pub(crate) size: Option<u64>,
    /// Whether it is a text that decisions quote.
    pub(crate) is_quoted_text: bool,
}

fn entries(edition: &Edition<'_>) -> Result<Vec<Map<String, Json>>, DossierError> {
    let read = |(seq, line): (usize, &String)| {
        let mut entry: Map<String, Json> =
            serde_json::from_str(line).map_err(|source| DossierError::Journal { seq, source })?;
        if !edition.disclosed.contains(&(seq as u64)) {
            entry.retain(|field, _| matches!(field.as_str(), "seq" | "kind"));
        }
        Ok(entry)
    };
    edition.journal.iter().enumerate().map(read).collect()
}

/// Whether nothing but its number and kind may be told of an entry.
pub(crate) fn is_withheld(entry: &Map<String, Json>) -> bool {
    !entry.contains_key("salt")
}

/// The kind of an entry.
pub(crate) fn kind(entry: &Map<String, Json>) -> &str {
    entry.get("kind").and_then(Json::as_str).unwrap_or_default()
}

/// The number in a code of this letter.
pub(crate) fn number(code: &str, letter: char) -> Option<u64> {
    code.strip_prefix(letter).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

/// What the pages of a question are called: `q-3` for Q3, `n-2` for the proposed N2, `q-3-e2` for Q3 asked of the event E2.
pub(crate) fn question_name(code: &str) -> Option<String> {
    let (asked, event) = code.split_once('.').map_or((code, None), |(asked, event)| (asked, Some(event)));
    let name = match number(asked, 'Q') {
        Some(number) => format!("q-{number}"),
        None => format!("n-{}", number(asked, 'N')?),
    };
    match event {
        Some(event) => Some(format!("{name}-e{}", number(event, 'E')?)),
        None => Some(name),
    }
}

/// Who published a report; its name where nobody is known.
pub(crate) fn publisher(report: &Report) -> &str {
    report.publisher.as_deref().unwrap_or(&report.name)
}

/// How many pairs of positions cannot both be true.
pub(crate) fn conflicts(account: &QuestionAccount) -> usize {
    account.relations.iter().filter(|relation| relation.relation == RelationKind::Conflict).count()
}

/// Whether a position cannot be true together with another one.
pub(crate) fn is_disputed(account: &QuestionAccount, position: &Position) -> bool {
    let mut conflicts = account.relations.iter().filter(|relation| relation.relation == RelationKind::Conflict);
    conflicts.any(|relation| relation.a == position.id || relation.b == position.id)
}

/// A time of saying, no finer than known.
pub(crate) fn date(when: Option<&SaidAt>) -> Option<String> {
    let when = when?;
    moment::published(when).or_else(|| when.from.map(|from| from.date().to_string()))
}

/// The same for people: `2018-01-15 21:40 −04:00`.
pub(crate) fn shown_date(when: Option<&SaidAt>) -> Option<String> {
    let written = date(when)?;
    let Some((day, time)) = written.split_once('T') else { return Some(written) };
    let (time, offset) = time.split_at(time.find(['+', '-']).unwrap_or(time.len()));
    let minutes = time.get(..5).unwrap_or(time);
    Some(format!("{day} {minutes} {}", offset.replace('-', "−")).trim_end().to_owned())
}

/// An offset from UTC as people write it: `−04:00`.
pub(crate) fn offset(zone: i16) -> String {
    let sign = if zone < 0 { '−' } else { '+' };
    format!("{sign}{:02}:{:02}", zone.unsigned_abs() / 60, zone.unsigned_abs() % 60)
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;
    use variorum_evidence::moment::Precision;

    use super::*;

    #[test]
    fn offsets_are_written_with_a_minus_sign() {
        assert_eq!([offset(-240), offset(345), offset(0)], ["−04:00", "+05:45", "+00:00"]);
    }

    #[test]
    fn dates_for_people() {
        let at = datetime(2018, 1, 15, 21, 40, 0, 0);
        for (offset, precision, expected) in [
            (Some(-240), Precision::Minute, "2018-01-15 21:40 −04:00"),
            (Some(60), Precision::Second, "2018-01-15 21:40 +01:00"),
            (None, Precision::Hour, "2018-01-15 21:40"),
            (Some(-240), Precision::Day, "2018-01-15"),
            (None, Precision::Week, "2018-01-15"),
        ] {
            let when = SaidAt::between(at, at, offset, precision, "test");
            assert_eq!(shown_date(Some(&when)).as_deref(), Some(expected));
        }
    }
}
