//! Where does a question come from, and what answers none?
//!
//! Under its words a question says what proposed it where nobody asked it, and what people decided about it with the
//! entries. Claims that answer no question stand on the overview, those that are alike together.

use maud::{Markup, html};
use variorum_evidence::account::{QuestionAccount, Resolved};
use variorum_evidence::decision::Resolution;

use crate::page::{Links, claim_links, report_links};
use crate::phrases::Counted;
use crate::view::View;

/// Claims of one group that are shown with their words; the others are links.
const SHOWN: usize = 3;

/// What proposes a question, and what people decided about it.
pub(crate) fn standing(view: &View<'_>, links: Links, account: &QuestionAccount) -> Markup {
    let (phrases, handling) = (view.phrases, &account.handling);
    html! {
        @if let Some(proposal) = &account.proposed {
            p.quiet {
                (phrases.proposed) " · " (phrases.count(proposal.reports, Counted::Reports)) " · "
                (phrases.count(proposal.origins, Counted::Origins)) ": "
                @for (place, words) in proposal.words.iter().enumerate() {
                    @if place > 0 { ", " }
                    q { bdi { (words) } }
                }
            }
        }
        @if let Some(resolved) = &handling.resolved { (resolution(view, resolved)) }
        @if !handling.is_none() {
            p.quiet {
                @for words in handling.before.values() { (phrases.reworded) ": " bdi { (words) } ". " }
                @if !handling.merged.is_empty() {
                    (phrases.merged) ": "
                    @for merged in &handling.merged { span.code { (merged) } " " }
                }
                @if let Some(from) = &handling.split_from { (phrases.split_from) ": " span.code { (from) } " " }
                @if handling.closed { (phrases.closed) " " }
                @if let Some(reason) = &handling.reason { "(" bdi { (reason) } ") " }
                @for seq in &handling.decided { a.code href={ (links.custody()) "#e" (seq) } { (seq) } " " }
            }
        }
    }
}

/// How a person left the question: marked as a person's word, so that nobody takes it for a finding of the program.
fn resolution(view: &View<'_>, resolved: &Resolved) -> Markup {
    let phrases = view.phrases;
    html! {
        p.resolved {
            span.mark { "✎" } " " strong { (phrases.resolved) } ": "
            @match &resolved.resolution {
                Resolution::Range { value } => { (phrases.taken_to_be) " " bdi.value { (view.value(value)) } }
                Resolution::Priority { voice } => { (phrases.put_first) " " bdi { (voice) } }
                Resolution::Pending => { (phrases.left_pending) }
            }
            @if let Some(reason) = &resolved.reason { " (" bdi { (reason) } ")" }
        }
    }
}

/// The groups of claims that answer no question.
pub(crate) fn groups(view: &View<'_>, links: Links) -> Markup {
    let groups = &view.edition.apparatus.groups;
    html! {
        p.quiet { (view.phrases.unanswering_about) }
        dl.origins {
            @for group in groups {
                dt {
                    span.code { (group.id) } " "
                    span.quiet { (view.phrases.count(group.reports.len(), Counted::Reports)) }
                }
                dd {
                    p { bdi { (group.words.join(" · ")) } " " (report_links(links, &group.reports)) }
                    @for claim in group.claims.iter().take(SHOWN).filter_map(|id| view.claim(*id)) {
                        p.quiet { (claim_links(view, links, claim)) " " span.code { (view.claim_code(claim.claim.id)) } }
                    }
                }
            }
        }
    }
}
