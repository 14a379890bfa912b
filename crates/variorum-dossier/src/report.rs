//! The page of one report: its whole text with the claims marked in it, and what each of them says.
//!
//! Marks are told apart without colour: what is said is underlined, who says it is underlined twice, the words
//! of saying are dotted, a hedge is wavy, and the words that give an answer are bold. The text itself is
//! printed line for line; runs of spaces are shown as one (`apparatus.json` has them all). A link never leads
//! to an original, which may be hostile.

use maud::{Markup, html};
use variorum_evidence::account::{AccountClaim, Report};
use variorum_evidence::document::Document;
use variorum_evidence::ids::ReadingId;

use crate::context::around;
use crate::matrix::{said, scope, value};
use crate::page::{Links, frame, report_links};
use crate::question::hands;
use crate::redacted;
use crate::segments::{Mark, Role, Segment, cut};
use crate::versions;
use crate::view::{View, publisher, shown_date};

const LINKS: Links = Links::FromPages;

pub(crate) fn page(view: &View<'_>, report: &Report) -> Markup {
    let claims: Vec<&AccountClaim> = view.claims_in(report.document).collect();
    let title = report.title.as_deref().unwrap_or(&report.name);
    let body = html! {
        header.title {
            p.imprint { (view.phrases.report) " " (report.code) }
            h1 { bdi { (title) } }
            p.amounts {
                bdi { (publisher(report)) } " · "
                (shown_date(report.published.as_ref()).as_deref().unwrap_or(view.phrases.unknown))
            }
            (redacted::mark(view, report.document))
        }
        div.reading {
            div.leaf {
                (legend(view, claims.iter().any(|claim| claim.rejected)))
                (text(view, report, &claims))
            }
            aside.margin {
                h2 { (view.phrases.claims) }
                @if claims.is_empty() { p.quiet { (view.phrases.no_claims) } }
                ol { @for (place, claim) in claims.iter().enumerate() { (note(view, claim, place + 1)) } }
            }
        }
        @if let Some(desk) = view.desk { (desk.at_report(report)) }
        @if let Some(versions) = versions::section(view, report) { (versions) }
        (particulars(view, report))
    };
    frame(view, LINKS, &format!("{} {title}", report.code), &body)
}

fn legend(view: &View<'_>, any_rejected: bool) -> Markup {
    let phrases = view.phrases;
    let mut rows = vec![
        ("s", phrases.legend_source),
        ("q", phrases.legend_cue),
        ("c", phrases.legend_content),
        ("h", phrases.legend_hedge),
        ("r", phrases.legend_reading),
    ];
    rows.extend(any_rejected.then_some(("x", phrases.legend_rejected)));
    html! {
        p.legend {
            span.label { (phrases.legend) }
            @for (class, words) in rows { " " span class=(class) { (words) } }
        }
    }
}

fn text(view: &View<'_>, report: &Report, claims: &[&AccountClaim]) -> Markup {
    let text = view.text(report.document);
    let marks: Vec<Mark> = claims.iter().enumerate().flat_map(|(place, claim)| marks(claim, Some(place))).collect();
    html! {
        div.text lang=[report.language.map(|language| language.code())] dir="auto" {
            @for segment in cut(0..text.len(), &marks) {
                @for place in &segment.begins {
                    @let code = view.claim_code(claims[*place].claim.id);
                    a.number id=(code) href={ "#m-" (code) } { (place + 1) }
                }
                (words(text, &segment))
            }
        }
    }
}

/// The marks of a claim; its number stands where its content begins.
fn marks(claim: &AccountClaim, number: Option<usize>) -> Vec<Mark> {
    let said = &claim.claim;
    if claim.rejected {
        let contents = said.content.iter().enumerate();
        let rejected = contents.map(|(place, span)| {
            let begins = number.filter(|_| place == 0);
            Mark { span: *span, role: Role::Rejected, begins }
        });
        return rejected.collect();
    }
    let mark = |span, role| Mark { span, role, begins: None };
    let contents = said.content.iter().enumerate();
    let contents =
        contents.map(|(place, span)| Mark { span: *span, role: Role::Content, begins: number.filter(|_| place == 0) });
    let source = said.source.iter().map(|source| mark(source.span, Role::Source));
    let cue = said.cue.iter().map(|span| mark(*span, Role::Cue));
    let hedge = said.hedge.span.iter().map(|span| mark(*span, Role::Hedge));
    let readings = said.readings.iter().map(|reading| mark(reading.span, Role::Reading));
    contents.chain(source).chain(cue).chain(hedge).chain(readings).collect()
}

fn words(text: &str, segment: &Segment) -> Markup {
    let words = text.get(segment.range.clone()).unwrap_or_default();
    // One element a role, one inside the other: an element can have one kind of line only.
    segment.roles.iter().rev().fold(html! { (words) }, |inner, role| html! { span class=(class(*role)) { (inner) } })
}

const fn class(role: Role) -> &'static str {
    match role {
        Role::Content => "c",
        Role::Source => "s",
        Role::Cue => "q",
        Role::Hedge => "h",
        Role::Reading => "r",
        Role::Rejected => "x",
    }
}

/// A claim's words in their sentence, with the same marks as in the report; of the readings only the one that
/// is asked for, if one is.
pub(crate) fn quotation(view: &View<'_>, claim: &AccountClaim, reading: Option<ReadingId>) -> Markup {
    let text = view.text(claim.document);
    let shown = around(text, claim.claim.hull().range());
    let wanted = reading.and_then(|id| claim.claim.readings.iter().find(|reading| reading.id == id));
    let mut marks = marks(claim, None);
    if let Some(wanted) = wanted {
        marks.retain(|mark| mark.role != Role::Reading || mark.span == wanted.span);
    }
    let language = view.carriers(claim.document).first().and_then(|report| report.language);
    html! {
        blockquote lang=[language.map(|language| language.code())] dir="auto" {
            @for segment in cut(shown.clone(), &marks) { (words(text, &segment)) }
        }
        (redacted::mark(view, claim.document))
    }
}

/// What stands beside the text about one claim.
fn note(view: &View<'_>, claim: &AccountClaim, number: usize) -> Markup {
    let phrases = view.phrases;
    let code = view.claim_code(claim.claim.id);
    let (name, group) = view.voice(claim);
    let outer = claim.claim.nested_in.map(|id| view.claim_code(id)).filter(|code| !code.is_empty());
    html! {
        li.x[claim.rejected] id={ "m-" (code) } data-claim=[view.desk.map(|_| code)] {
            p.who { a.number href={ "#" (code) } { (number) } " " bdi.name { (name) } " " span.quiet { (phrases.group(group)) } }
            p.apparatus {
                span.code { (code) } " · " (phrases.manner(claim.claim.manner)) ", "
                (phrases.hedge(claim.claim.hedge.value)) " · " (said(view, claim))
                @if let Some(outer) = outer { " · " (phrases.told_inside) " " a.code href={ "#" (outer) } { (outer) } }
            }
            (answers(view, claim))
            p.apparatus {
                (hands(view, claim, &claim.claim.rule))
                @if claim.rejected { " · " (phrases.rejected) }
            }
            @if let Some(desk) = view.desk { (desk.at_claim(claim, code)) }
            @for note in &claim.notes { p.apparatus { span.label { (phrases.note) } " " bdi { (note) } } }
        }
    }
}

pub(crate) fn answers(view: &View<'_>, claim: &AccountClaim) -> Markup {
    let answers: Vec<_> = claim.claim.readings.iter().filter_map(|reading| view.answer(reading.id)).collect();
    html! {
        @if !answers.is_empty() {
            ul.answers {
                @for (account, position) in answers {
                    li {
                        a href=(LINKS.position(view, account, position.id)) {
                            span.code { (account.code) } " " (value(view, position))
                        }
                        " " (scope(view, position))
                    }
                }
            }
        }
    }
}

/// Where the report comes from, as text: no address and no original is ever linked.
fn particulars(view: &View<'_>, report: &Report) -> Markup {
    let phrases = view.phrases;
    let document = view.edition.documents.get(&report.code);
    let others: Vec<_> =
        view.carriers(report.document).iter().map(|other| &other.code).filter(|code| **code != report.code).collect();
    html! {
        dl.particulars {
            dt { (phrases.file) } dd { bdi { (report.name) } }
            @if let Some(url) = &report.url { dt { (phrases.address) } dd { bdi.digest { (url) } } }
            dt { (phrases.byline) } dd { (byline(report, document).as_deref().unwrap_or(phrases.unknown)) }
            dt { (phrases.published) } dd { (dated(report.published.as_ref(), phrases.unknown)) }
            @if let Some(document) = document {
                @if document.modified.is_some() { dt { (phrases.modified) } dd { (dated(document.modified.as_ref(), "")) } }
                @if document.captured.is_some() { dt { (phrases.collected) } dd { (dated(document.captured.as_ref(), "")) } }
            }
            dt { (phrases.origin) } dd { span.code { (view.origin(&report.code).unwrap_or_default()) } }
            @if !others.is_empty() { dt { (phrases.same_text) } dd { (report_links(LINKS, others)) } }
            dt { (phrases.original) } dd { (original(view, report)) }
            dt { (phrases.text) } dd { span.digest { (report.document) } }
            @if let Some(document) = document {
                dt { (phrases.read_by) } dd { span.code { (document.reader) } }
                @if !document.findings.is_empty() {
                    dt { (phrases.findings) }
                    dd { @for finding in &document.findings { p { span.code { (finding.code) } " " bdi { (finding.message) } } } }
                }
            }
        }
    }
}

fn original(view: &View<'_>, report: &Report) -> Markup {
    let Some(id) = view.original_of(report) else { return html! { (redacted::unnamed(view.edition.language)) } };
    let digits = id.to_string();
    html! {
        span.digest { (digits) } br;
        span.quiet {
            @if view.includes(id) {
                (view.phrases.original_here) " " span.digest { "data/originals/" (digits.get(..2).unwrap_or_default()) "/" (digits) }
            } @else { (view.phrases.original_withheld) }
        }
    }
}

fn byline(report: &Report, document: Option<&Document>) -> Option<String> {
    let printed = document.and_then(|document| document.byline.as_ref()).map(|byline| byline.raw.clone());
    printed.or_else(|| (!report.byline.is_empty()).then(|| report.byline.join(", ")))
}

fn dated(when: Option<&variorum_evidence::moment::SaidAt>, unknown: &str) -> Markup {
    html! {
        (shown_date(when).as_deref().unwrap_or(unknown))
        @if let Some(when) = when { " " span.quiet { "(" bdi { (when.basis) } ")" } }
    }
}
