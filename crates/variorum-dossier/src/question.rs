//! The page of one question: every position with each holder's exact words, and every relation with its reason.

use maud::{Markup, html};
use variorum_evidence::account::{AccountClaim, Holder, Position, QuestionAccount, Relation};

use crate::agenda;
use crate::courses;
use crate::matrix::{self, between, by_weight, said, scope, value};
use crate::page::{Links, claim_links, frame};
use crate::phrases::Counted;
use crate::plot::said as sayings;
use crate::report::quotation;
use crate::view::View;

const LINKS: Links = Links::FromPages;

pub(crate) fn page(view: &View<'_>, account: &QuestionAccount) -> Markup {
    let wording = view.wording(account);
    let body = html! {
        header.title {
            p.imprint { (view.phrases.question) " " (account.code) }
            h1 { bdi { (wording) } }
            p.amounts {
                (view.phrases.predicate) " " span.code { (account.question.predicate) } " · "
                (view.phrases.count(account.positions.len(), Counted::Positions))
            }
        }
        (agenda::standing(view, LINKS, account))
        (matrix::table(view, LINKS, account))
        (matrix::silence(view, LINKS, account))
        @if let Some(drawing) = sayings::figure(view, account) {
            h2 { (view.phrases.over_time) }
            (drawing)
        }
        @if let Some(courses) = courses::section(view, LINKS, account) { (courses) }
        @if let Some(points) = courses::open_points(view, account) { (points) }
        h2 { (view.phrases.relations) }
        @if account.relations.is_empty() { p { (view.phrases.no_relations) } }
        @else { ul.relations.whole { @for relation in by_weight(account) { li { (sentence(view, relation)) } } } }
        h2 { (view.phrases.positions) }
        @for position in &account.positions { (section(view, position)) }
    };
    frame(view, LINKS, &format!("{} {wording}", account.code), &body)
}

fn sentence(view: &View<'_>, relation: &Relation) -> Markup {
    html! {
        p { (between(view, relation)) }
        p.why { bdi { (relation.why) } }
    }
}

fn section(view: &View<'_>, position: &Position) -> Markup {
    let code = view.position_code(position.id);
    let holders = position.holders.iter().filter_map(|holder| Some((holder, view.claim(holder.claim)?)));
    html! {
        section.held id=(code) {
            h3 {
                (value(view, position)) " " (scope(view, position))
                span.amount {
                    (view.phrases.count(position.origins, Counted::Origins)) " · "
                    (view.phrases.count(position.reports, Counted::Reports)) " · " span.code { (code) }
                }
            }
            @for (holder, claim) in holders { (held(view, holder, claim)) }
        }
    }
}

/// One holder: who, in which report, when, in which words, and whether a machine or a person put it there.
fn held(view: &View<'_>, holder: &Holder, claim: &AccountClaim) -> Markup {
    let (name, group) = view.voice(claim);
    let party = view.speaker(claim.speaker.as_ref()).and_then(|speaker| speaker.party.as_deref());
    let phrases = view.phrases;
    let reading = claim.claim.readings.iter().find(|reading| reading.id == holder.reading);
    let rule = reading.map_or(claim.claim.rule.as_str(), |reading| reading.rule.as_str());
    html! {
        article.holder {
            p.who {
                bdi.name { (name) }
                @if let Some(role) = claim.claim.source.as_ref().and_then(|source| source.role.as_deref()) { ", " bdi { (role) } }
                " " span.quiet {
                    (phrases.group(group))
                    @if let Some(party) = party { " · " bdi { (party) } }
                    @if claim.claim.source.is_none() { " · " (phrases.own_claim) }
                }
            }
            (quotation(view, claim, Some(holder.reading)))
            p.apparatus {
                (claim_links(view, LINKS, claim)) " " span.code { (view.claim_code(claim.claim.id)) } " · "
                (said(view, claim)) " · " (phrases.manner(claim.claim.manner)) ", " (phrases.hedge(claim.claim.hedge.value))
                " · " (hands(view, claim, rule))
            }
        }
    }
}

/// Which hand put a claim there, by which rule, and in which entries people decided about it.
pub(crate) fn hands(view: &View<'_>, claim: &AccountClaim, rule: &str) -> Markup {
    let phrases = view.phrases;
    html! {
        @if let Some(reader) = &claim.reader { span.label { (phrases.machine) } " " span.code { (reader) " " (rule) } }
        @if claim.reader.is_none() || !claim.decided.is_empty() {
            @if claim.reader.is_some() { " · " }
            span.label { (phrases.person) }
            @if claim.reader.is_none() { " " (phrases.marked_by_person) }
            @if claim.reader.is_none() && !claim.decided.is_empty() { "," }
            @if !claim.decided.is_empty() { " " (phrases.decided_in) " " (entries(&claim.decided)) }
        }
    }
}

/// Entries of the journal, each leading to its line.
fn entries(seqs: &[u64]) -> Markup {
    html! {
        @for (place, seq) in seqs.iter().enumerate() {
            @if place > 0 { ", " }
            a.code href={ (LINKS.custody()) "#e" (seq) } { (seq) }
        }
    }
}
