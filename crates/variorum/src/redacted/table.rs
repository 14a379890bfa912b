//! The table of a case, made again out of texts with aliases in them.
//!
//! Every word in it passes through the same replacing as the texts; spans move with their words; ids follow from what
//! is shown. What in a short field still tells in another form (an address in percent-encoding) is left out and
//! counted. Values, counts, relations and reasons are those of the case: nothing is compared anew, so a redacted
//! edition says the same as the full one, of the same claims.

use std::collections::{BTreeMap, BTreeSet};

use variorum_evidence::account::{
    AccountClaim, Aligned, Apparatus, CaseEvent, Check, ClaimGroup, Gaps, Handling, Holder, Noted, Origin, Position,
    Proposal, QuestionAccount, Relation, Report, Resolved, Speaker,
};
use variorum_evidence::claim::{Claim, Participant, Reading, Scope, Source, Value};
use variorum_evidence::decision::Resolution;
use variorum_evidence::digest::Digest;
use variorum_evidence::document::{Byline, Document};
use variorum_evidence::exposure::ExposureKind;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::{
    ClaimId, DocumentId, OriginalId, PositionId, QuestionId, ReadingId, ReportCode, SpeakerId,
};
use variorum_evidence::moment::SaidAt;
use variorum_evidence::question::Question;
use variorum_reconcile::{normalised, normalised_scope};
use variorum_redaction::fold::{letters, words};
use variorum_redaction::replace::Replaced;
use variorum_redaction::words::Lexicon;

use crate::build::Built;
use crate::error::{Error, Result};

/// The texts of a case, each with what was made of it.
pub(crate) struct Texts {
    of: BTreeMap<DocumentId, (DocumentId, Replaced)>,
    shown: BTreeMap<DocumentId, String>,
}

impl Texts {
    pub(super) fn of(lexicon: &Lexicon, texts: &BTreeMap<DocumentId, String>) -> Self {
        let mut of = BTreeMap::new();
        let mut shown = BTreeMap::new();
        for (id, text) in texts {
            let replaced = lexicon.replace(text);
            let new = DocumentId::of_text(&replaced.text);
            shown.insert(new, replaced.text.clone());
            of.insert(*id, (new, replaced));
        }
        Self { of, shown }
    }

    /// Whether this text is shown, and without a change.
    pub(super) fn is_as_it_was(&self, document: DocumentId) -> bool {
        self.of.get(&document).is_some_and(|(_, replaced)| !replaced.is_altered())
    }

    /// The ids, in the case, of texts that are altered.
    pub(super) fn altered_ids(&self) -> impl Iterator<Item = DocumentId> {
        self.of.iter().filter(|(_, (_, replaced))| replaced.is_altered()).map(|(id, _)| *id)
    }

    /// The ids, in the edition, of texts that are altered.
    pub(super) fn altered(&self) -> impl Iterator<Item = DocumentId> {
        self.of.values().filter(|(_, replaced)| replaced.is_altered()).map(|(id, _)| *id)
    }

    pub(super) fn replaced(&self) -> impl Iterator<Item = (DocumentId, &Replaced)> {
        self.of.iter().map(|(id, (_, replaced))| (*id, replaced))
    }

    pub(super) fn shown(&self) -> impl Iterator<Item = (DocumentId, &String)> {
        self.shown.iter().map(|(id, text)| (*id, text))
    }

    pub(super) fn into_shown(self) -> BTreeMap<DocumentId, String> {
        self.shown
    }

    pub(super) fn get(&self, document: DocumentId) -> Result<&(DocumentId, Replaced)> {
        let missing = || Error::usage(format!("the text {document} is missing; `variorum build` makes the table anew"));
        self.of.get(&document).ok_or_else(missing)
    }
}

/// The table of the edition.
pub(super) struct Mapped {
    pub(super) apparatus: Apparatus,
    pub(super) documents: BTreeMap<ReportCode, Document>,
    /// Short fields that are left out.
    pub(super) left_out: usize,
    /// Claims that became one claim with another.
    pub(super) merged: usize,
    /// Every word of the table, for looking through.
    pub(super) fields: Vec<u8>,
}

/// Maps the table. Returns also the ids of claims that may not be shown.
pub(super) fn map(
    built: &Built,
    lexicon: &Lexicon,
    texts: &Texts,
    unnamed: &BTreeSet<ReportCode>,
) -> Result<(BTreeSet<ClaimId>, Mapped)> {
    let mut mapping = Mapping {
        lexicon,
        texts,
        unnamed,
        claims: BTreeMap::new(),
        readings: BTreeMap::new(),
        positions: BTreeMap::new(),
        speakers: BTreeMap::new(),
        left_out: 0,
        merged: 0,
    };
    let apparatus = mapping.apparatus(&built.apparatus)?;
    let documents =
        built.documents.iter().map(|(code, document)| Ok((code.clone(), mapping.document(code, document)?)));
    let documents: BTreeMap<_, _> = documents.collect::<Result<_>>()?;
    let told = mapping.claims.iter().filter(|(old, new)| old != new).map(|(old, _)| *old).collect();
    // Without the names of fields, which are ours.
    let fields = serde_json::to_value((&apparatus, &documents)).unwrap_or_default();
    let fields = super::strings(&fields).join("\n").into_bytes();
    let Mapping { left_out, merged, .. } = mapping;
    Ok((told, Mapped { apparatus, documents, left_out, merged, fields }))
}

pub(super) struct Mapping<'a> {
    lexicon: &'a Lexicon,
    pub(super) texts: &'a Texts,
    unnamed: &'a BTreeSet<ReportCode>,
    claims: BTreeMap<ClaimId, ClaimId>,
    pub(super) readings: BTreeMap<ReadingId, ReadingId>,
    pub(super) positions: BTreeMap<PositionId, PositionId>,
    speakers: BTreeMap<SpeakerId, SpeakerId>,
    left_out: usize,
    merged: usize,
}

/// What stands for a short text that cannot be shown.
pub(super) const WITHHELD: &str = "(withheld)";

impl Mapping<'_> {
    fn apparatus(&mut self, old: &Apparatus) -> Result<Apparatus> {
        // Ids first, since everything names them.
        let speakers = self.all_speakers(&old.speakers);
        let left_out = self.left_out;
        self.claim_ids(old)?;
        // What ids follow from is mapped again with what they name, and counted there.
        self.left_out = left_out;
        let mut claims: Vec<AccountClaim> = Vec::with_capacity(old.claims.len());
        let mut places: BTreeMap<ClaimId, usize> = BTreeMap::new();
        for claim in &old.claims {
            let made = self.account_claim(claim)?;
            match places.get(&made.claim.id) {
                Some(place) => {
                    self.merged += 1;
                    join(&mut claims[*place], made);
                }
                None => {
                    places.insert(made.claim.id, claims.len());
                    claims.push(made);
                }
            }
        }
        Ok(Apparatus {
            questions: old.questions.iter().map(|account| self.question(account)).collect::<Result<_>>()?,
            checks: old.checks.iter().map(|check| self.check(check)).collect(),
            origins: old.origins.iter().map(|origin| self.origin(origin)).collect::<Result<_>>()?,
            claims,
            speakers,
            reports: old.reports.iter().map(|report| self.report(report)).collect::<Result<_>>()?,
            groups: old.groups.iter().map(|group| self.group(group)).collect(),
            events: old.events.iter().map(|event| self.event(event)).collect::<Result<_>>()?,
            revisions: self.revisions(&old.revisions)?,
            findings: self.findings(&old.findings),
        })
    }

    /// A short text with aliases, or what stands for one that cannot be shown.
    pub(super) fn field(&mut self, text: &str) -> String {
        self.maybe(Some(text)).unwrap_or_else(|| WITHHELD.to_owned())
    }

    fn maybe(&mut self, text: Option<&str>) -> Option<String> {
        let text = text?;
        let shown = self.lexicon.field(text);
        self.left_out += usize::from(shown.is_none());
        shown
    }

    fn list(&mut self, texts: &[String]) -> Vec<String> {
        texts.iter().filter_map(|text| self.maybe(Some(text))).collect()
    }

    pub(super) fn when(&mut self, when: Option<&SaidAt>) -> Option<SaidAt> {
        let mut when = when?.clone();
        when.basis = self.field(&when.basis);
        Some(when)
    }

    /// Speakers whose names become one are one, and stand in the order of the names that are shown.
    fn all_speakers(&mut self, old: &[Speaker]) -> Vec<Speaker> {
        let mut made: BTreeMap<SpeakerId, Speaker> = BTreeMap::new();
        for speaker in old {
            let name = self.field(&speaker.name);
            let tells = name != speaker.name || self.lexicon.occurs(&speaker.id.0);
            let id = if tells { SpeakerId(slug(&name)) } else { speaker.id.clone() };
            self.speakers.insert(speaker.id.clone(), id.clone());
            let aliases = self.list(&speaker.aliases);
            let party = self.maybe(speaker.party.as_deref());
            let noted = speaker.noted.as_ref();
            let noted = noted.map(|noted| Noted { access: self.maybe(noted.access.as_deref()), ..noted.clone() });
            let one = made.entry(id.clone()).or_insert_with(|| Speaker {
                id,
                name,
                aliases: Vec::new(),
                rules: BTreeMap::new(),
                party: None,
                group: None,
                noted: None,
            });
            one.aliases.extend(aliases);
            one.aliases.sort();
            one.aliases.dedup();
            one.party = one.party.take().or(party);
            one.group = one.group.or(speaker.group);
            one.noted = one.noted.take().or(noted);
        }
        let mut speakers: Vec<Speaker> = made.into_values().collect();
        for speaker in &mut speakers {
            let name = speaker.name.clone();
            speaker.aliases.retain(|alias| *alias != name);
        }
        speakers.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        speakers
    }

    pub(super) fn speaker(&self, id: Option<&SpeakerId>) -> Option<SpeakerId> {
        id.map(|id| self.speakers.get(id).cloned().unwrap_or_else(|| SpeakerId(slug(WITHHELD))))
    }

    /// The new ids of claims, then of readings: wholes before their parts, which follow from them.
    fn claim_ids(&mut self, old: &Apparatus) -> Result<()> {
        for account in &old.claims {
            let (document, replaced) = self.texts.get(account.document)?;
            let claim = &account.claim;
            let source = claim.source.as_ref().map(|source| replaced.map.span(source.span));
            let cue = claim.cue.map(|cue| replaced.map.span(cue));
            let content: Vec<_> = claim.content.iter().map(|span| replaced.map.span(*span)).collect();
            let same = *document == account.document;
            let id = if same { claim.id } else { ClaimId::of(*document, source, cue, &content) };
            self.claims.insert(claim.id, id);
        }
        for account in &old.claims {
            let readings = &account.claim.readings;
            let (wholes, parts): (Vec<_>, Vec<_>) =
                readings.iter().partition(|reading| reading.scope.part_of.is_none());
            for reading in wholes.into_iter().chain(parts) {
                let id = self.reading_id(account, reading)?;
                self.readings.insert(reading.id, id);
            }
        }
        Ok(())
    }

    fn reading_id(&mut self, account: &AccountClaim, reading: &Reading) -> Result<ReadingId> {
        let claim = self.claims[&account.claim.id];
        let (value, scope) = (self.value(&reading.value), self.scope(&reading.scope));
        let predicate = self.field(&reading.predicate);
        if claim == account.claim.id
            && (&value, &scope, &predicate) == (&reading.value, &reading.scope, &reading.predicate)
        {
            return Ok(reading.id);
        }
        let span = self.texts.get(account.document)?.1.map.span(reading.span);
        Ok(ReadingId::of(claim, span, &predicate, &normalised(&value), &scope))
    }

    fn account_claim(&mut self, old: &AccountClaim) -> Result<AccountClaim> {
        let (document, replaced) = self.texts.get(old.document)?;
        let claim = &old.claim;
        let span = |span| replaced.map.span(span);
        let source = claim.source.as_ref().map(|source| Source {
            span: span(source.span),
            name: self.lexicon.field(&source.name).unwrap_or_else(|| WITHHELD.to_owned()),
            role: source.role.as_deref().and_then(|role| self.lexicon.field(role)),
        });
        let mut hedge = claim.hedge;
        hedge.span = hedge.span.map(span);
        let mut readings = Vec::with_capacity(claim.readings.len());
        for reading in &claim.readings {
            let participant =
                |one: &Participant| Participant { role: one.role.clone(), span: replaced.map.span(one.span) };
            readings.push(Reading {
                id: self.readings.get(&reading.id).copied().unwrap_or(reading.id),
                span: span(reading.span),
                event: reading.event.clone(),
                question: reading.question.as_ref().map(|id| self.question_id(id)),
                predicate: self.field(&reading.predicate),
                polarity: reading.polarity,
                certainty: reading.certainty,
                participants: reading.participants.iter().map(participant).collect(),
                place: reading.place.map(span),
                scope: self.scope(&reading.scope),
                value: self.value(&reading.value),
                rule: reading.rule.clone(),
            });
        }
        Ok(AccountClaim {
            claim: Claim {
                id: self.claims[&claim.id],
                source,
                cue: claim.cue.map(span),
                content: claim.content.iter().map(|one| span(*one)).collect(),
                manner: claim.manner,
                hedge,
                said_at: self.when(claim.said_at.as_ref()),
                nested_in: claim.nested_in.and_then(|id| self.claims.get(&id).copied()),
                rule: claim.rule.clone(),
                readings,
            },
            document: *document,
            reports: old.reports.clone(),
            speaker: self.speaker(old.speaker.as_ref()),
            reader: old.reader.clone(),
            decided: old.decided.clone(),
            rejected: old.rejected,
            notes: self.list(&old.notes),
        })
    }

    fn resolved(&mut self, resolved: &Resolved) -> Resolved {
        let resolution = match &resolved.resolution {
            Resolution::Range { value } => Resolution::Range { value: self.value(value) },
            Resolution::Priority { voice } => Resolution::Priority { voice: self.field(voice) },
            Resolution::Pending => Resolution::Pending,
        };
        Resolved { resolution, reason: resolved.reason.as_ref().map(|words| self.field(words)) }
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Time(when) => {
                let mut when = when.clone();
                when.basis = self.field(&when.basis);
                Value::Time(when)
            }
            Value::Choice { value } => Value::Choice { value: self.field(value) },
            Value::Text { value } => Value::Text { value: self.field(value) },
            Value::Count { .. } | Value::Duration { .. } => value.clone(),
        }
    }

    fn scope(&mut self, scope: &Scope) -> Scope {
        Scope {
            side: self.maybe(scope.side.as_deref()),
            kind: self.maybe(scope.kind.as_deref()),
            person: self.maybe(scope.person.as_deref()),
            part: scope.part,
            part_of: scope.part_of.map(|id| self.readings.get(&id).copied().unwrap_or(id)),
            including: self.list(&scope.including),
            excluding: self.list(&scope.excluding),
        }
    }

    fn question_id(&mut self, id: &QuestionId) -> QuestionId {
        QuestionId(self.field(&id.0))
    }

    fn question(&mut self, old: &QuestionAccount) -> Result<QuestionAccount> {
        let id = self.question_id(&old.question.id);
        let mut positions: Vec<Position> = Vec::with_capacity(old.positions.len());
        for position in &old.positions {
            let made = self.position(position, &old.question.id, &id)?;
            self.positions.insert(position.id, made.id);
            // Two answers that only the hidden word told apart are one.
            match positions.iter_mut().find(|known| known.id == made.id) {
                Some(known) => {
                    known.holders.extend(made.holders);
                    known.reports = known.reports.max(made.reports);
                    known.origins = known.origins.max(made.origins);
                }
                None => positions.push(made),
            }
        }
        let mut relations: Vec<Relation> = old.relations.iter().map(|relation| self.relation(relation)).collect();
        relations.retain(|relation| relation.a != relation.b);
        let wording = old.question.wording.iter().map(|(language, words)| (*language, self.field(words))).collect();
        let question = Question { id, wording, predicate: self.field(&old.question.predicate), ..old.question.clone() };
        // Words that readers look for are no part of an edition.
        let question = Question {
            words: BTreeMap::new(),
            not_words: BTreeMap::new(),
            reports_with: BTreeMap::new(),
            answers: Vec::new(),
            ..question
        };
        let (code, event, silent) = (old.code.clone(), old.event.clone(), old.silent.clone());
        let gaps = Gaps {
            voiceless: old.gaps.voiceless.iter().map(|party| self.field(party)).collect(),
            one_origin: positions.iter().filter(|position| position.origins == 1).map(|position| position.id).collect(),
            open: self.open_points(&old.gaps.open),
        };
        let over_time = self.over_time(&old.over_time);
        let proposed = old.proposed.as_ref().map(|proposed| Proposal {
            words: proposed.words.iter().map(|words| self.field(words)).collect(),
            ..proposed.clone()
        });
        let handling = Handling {
            before: old.handling.before.iter().map(|(language, words)| (*language, self.field(words))).collect(),
            merged: old.handling.merged.iter().map(|id| self.question_id(id)).collect(),
            split_from: old.handling.split_from.as_ref().map(|id| self.question_id(id)),
            reason: old.handling.reason.as_ref().map(|words| self.field(words)),
            resolved: old.handling.resolved.as_ref().map(|resolved| self.resolved(resolved)),
            ..old.handling.clone()
        };
        Ok(QuestionAccount { question, code, event, positions, relations, silent, gaps, over_time, proposed, handling })
    }

    fn group(&mut self, old: &ClaimGroup) -> ClaimGroup {
        let words = old.words.iter().map(|word| self.field(word)).collect();
        let mut claims: Vec<ClaimId> = old.claims.iter().filter_map(|claim| self.claims.get(claim).copied()).collect();
        claims.dedup();
        ClaimGroup { words, claims, ..old.clone() }
    }

    fn position(&mut self, old: &Position, was: &QuestionId, question: &QuestionId) -> Result<Position> {
        let (value, scope) = (self.value(&old.value), self.scope(&old.scope));
        let same = (&value, &scope, question) == (&old.value, &old.scope, was);
        let id = match (same, old.denied) {
            (true, _) => old.id,
            (false, false) => PositionId::of(&question.0, &normalised(&value), &normalised_scope(&scope)),
            (false, true) => PositionId::of(&question.0, &(&normalised(&value), "denied"), &normalised_scope(&scope)),
        };
        let mut holders: Vec<Holder> = Vec::with_capacity(old.holders.len());
        for holder in &old.holders {
            let made = Holder {
                claim: self.claims.get(&holder.claim).copied().unwrap_or(holder.claim),
                reading: self.readings.get(&holder.reading).copied().unwrap_or(holder.reading),
                document: self.texts.get(holder.document)?.0,
                speaker: self.speaker(holder.speaker.as_ref()),
            };
            if !holders.contains(&made) {
                holders.push(made);
            }
        }
        Ok(Position {
            id,
            value,
            scope,
            denied: old.denied,
            holders,
            origins: old.origins,
            reports: old.reports,
            first_said: self.when(old.first_said.as_ref()),
            last_said: self.when(old.last_said.as_ref()),
        })
    }

    fn relation(&mut self, old: &Relation) -> Relation {
        let position = |id: PositionId| self.positions.get(&id).copied().unwrap_or(id);
        let (a, b) = (position(old.a), position(old.b));
        Relation { a, b, relation: old.relation, relation_type: old.relation_type, why: self.field(&old.why) }
    }

    fn check(&mut self, old: &Check) -> Check {
        let readings = old.readings.iter().map(|id| self.readings.get(id).copied().unwrap_or(*id)).collect();
        Check { id: old.id.clone(), kind: old.kind, readings, holds: old.holds, why: self.field(&old.why) }
    }

    fn event(&mut self, old: &CaseEvent) -> Result<CaseEvent> {
        let mut documents = Vec::with_capacity(old.documents.len());
        for aligned in &old.documents {
            let document = self.texts.get(aligned.document)?.0;
            documents.push(Aligned { document, why: self.field(&aligned.why), ..aligned.clone() });
        }
        let place = self.maybe(old.place.as_deref());
        Ok(CaseEvent { name: self.field(&old.name), place, documents, ..old.clone() })
    }

    fn origin(&mut self, old: &Origin) -> Result<Origin> {
        let documents = old.documents.iter().map(|id| Ok(self.texts.get(*id)?.0)).collect::<Result<_>>()?;
        let claims = old.claims.iter().map(|id| self.claims.get(id).copied().unwrap_or(*id)).collect();
        let evidence = self.list(&old.evidence);
        Ok(Origin { id: old.id.clone(), documents, reports: old.reports.clone(), claims, evidence })
    }

    fn report(&mut self, old: &Report) -> Result<Report> {
        Ok(Report {
            code: old.code.clone(),
            name: self.field(&old.name),
            original: self.original(&old.code, old.original),
            document: self.texts.get(old.document)?.0,
            title: self.maybe(old.title.as_deref()),
            byline: self.list(&old.byline),
            publisher: self.maybe(old.publisher.as_deref()),
            url: self.address(old.url.as_deref()),
            published: self.when(old.published.as_ref()),
            captured: self.when(old.captured.as_ref()),
            language: old.language,
        })
    }

    /// An address with an alias in it leads nowhere: it is shown as it was, or not.
    pub(super) fn address(&mut self, url: Option<&str>) -> Option<String> {
        let url = url?;
        let shown = self.lexicon.field(url).filter(|shown| shown == url);
        self.left_out += usize::from(shown.is_none());
        shown
    }

    /// Zeros where the original may not be named, so that whatever forgets to ask shows nothing.
    fn original(&self, code: &ReportCode, original: OriginalId) -> OriginalId {
        if self.unnamed.contains(code) { OriginalId::from_digest(Digest::from_bytes([0; 32])) } else { original }
    }

    /// What pages show of a document besides its text, which they take from the texts.
    fn document(&mut self, code: &ReportCode, old: &Document) -> Result<Document> {
        let byline = old.byline.as_ref();
        let byline = byline.map(|byline| Byline { raw: self.field(&byline.raw), names: self.list(&byline.names) });
        Ok(Document {
            id: self.texts.get(old.id)?.0,
            original: self.original(code, old.original),
            reader: old.reader.clone(),
            title: self.maybe(old.title.as_deref()),
            byline,
            publisher: self.maybe(old.publisher.as_deref()),
            published: self.when(old.published.as_ref()),
            modified: self.when(old.modified.as_ref()),
            captured: self.when(old.captured.as_ref()),
            stated_language: self.maybe(old.stated_language.as_deref()),
            text: String::new(),
            exposures: Vec::new(),
            findings: self.findings(&old.findings),
        })
    }

    fn findings(&mut self, old: &[Finding]) -> Vec<Finding> {
        let mut made = Vec::with_capacity(old.len());
        // What was found to endanger people is hidden; its first and last signs need not be told either.
        for finding in old.iter().filter(|finding| !finding.code.starts_with(ExposureKind::CODES)) {
            let (about, message) = (self.maybe(Some(&finding.about)), self.maybe(Some(&finding.message)));
            let help = self.maybe(finding.help.as_deref());
            if let Some((about, message)) = about.zip(message) {
                made.push(Finding { code: finding.code.clone(), about, message, help });
            }
        }
        made
    }
}

/// Two claims that only hidden words told apart.
fn join(known: &mut AccountClaim, other: AccountClaim) {
    let readings = other.claim.readings.into_iter();
    let new: Vec<Reading> =
        readings.filter(|reading| known.claim.readings.iter().all(|one| one.id != reading.id)).collect();
    known.claim.readings.extend(new);
    known.reports.extend(other.reports);
    known.reports.sort_by_key(|code| code.0.trim_start_matches('R').parse::<u64>().unwrap_or(u64::MAX));
    known.reports.dedup();
    known.decided.extend(other.decided);
    known.decided.sort_unstable();
    known.decided.dedup();
    known.rejected &= other.rejected;
    known.notes.extend(other.notes);
}

/// A name as an id: its words, folded, joined by hyphens.
fn slug(name: &str) -> String {
    let letters = letters(name);
    let words: Vec<String> =
        words(&letters).map(|word| letters[word].iter().map(|letter| letter.letter).collect()).collect();
    if words.is_empty() { "unnamed".to_owned() } else { words.join("-") }
}
