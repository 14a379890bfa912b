//! The pages of one question: every position with each holder's exact words, and every relation with its reason.
//!
//! The first page has the whole in short and begins with the words; it goes on after [`HELD`] holders, so that no page is
//! without end. Of very many relations the weightiest stand here and the others in `tables/relations.csv`, counted.

use std::ops::Range;

use maud::{Markup, html};
use variorum_evidence::account::{AccountClaim, Holder, Position, QuestionAccount, Relation};

use crate::agenda;
use crate::contents::NextPage;
use crate::courses;
use crate::matrix::{self, between, by_weight, said, scope, value};
use crate::page::{Links, claim_links, frame, leaves, question_file};
use crate::phrases::Counted;
use crate::plot::said as sayings;
use crate::report::quotation;
use crate::speakers;
use crate::view::View;
use variorum_evidence::ids::PositionId;

const LINKS: Links = Links::FromPages;

/// How many holders, and how many relations, stand on one page.
const HELD: usize = 200;
const RELATIONS: usize = 400;

/// A position on a page: from which of its holders to which.
type Piece<'a> = (&'a Position, Range<usize>);

/// Every page of a question: its file and what stands in it.
pub(crate) fn pages<E>(view: &View<'_>, account: &QuestionAccount, next: &mut NextPage<'_, E>) -> Result<(), E> {
    let parts = parts(&account.positions);
    for (part, pieces) in parts.iter().enumerate() {
        next(&question_file(account, part), &|| page(view, account, pieces, (part, parts.len())))?;
    }
    Ok(())
}

/// Holders of all positions one after the other, cut after [`HELD`]; a position without any takes the room of one.
fn parts(positions: &[Position]) -> Vec<Vec<Piece<'_>>> {
    let mut parts: Vec<Vec<Piece<'_>>> = vec![Vec::new()];
    let mut before = 0;
    for position in positions {
        let count = position.holders.len();
        let mut from = 0;
        loop {
            let part = before / HELD;
            parts.resize_with(parts.len().max(part + 1), Vec::new);
            let to = count.min(from + HELD - before % HELD);
            parts[part].push((position, from..to));
            before += (to - from).max(1);
            from = to;
            if from >= count {
                break;
            }
        }
    }
    parts
}

/// On which page of its question a position begins.
pub(crate) fn part_of(account: &QuestionAccount, position: PositionId) -> usize {
    let earlier = account.positions.iter().take_while(|other| other.id != position);
    earlier.map(|other| other.holders.len().max(1)).sum::<usize>() / HELD
}

fn page(view: &View<'_>, account: &QuestionAccount, pieces: &[Piece<'_>], (part, count): (usize, usize)) -> Markup {
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
        @if part == 0 {
            @if let Some(desk) = view.desk { (desk.at_question(account)) }
            (in_short(view, account))
        }
        h2 { (view.phrases.positions) }
        @for (position, shown) in pieces { (section(view, position, shown.clone())) }
        (leaves(view, part, count, |part| question_file(account, part)))
    };
    frame(view, LINKS, &format!("{} {wording}", account.code), &body)
}

fn in_short(view: &View<'_>, account: &QuestionAccount) -> Markup {
    let left_out = account.relations.len().saturating_sub(RELATIONS);
    html! {
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
        @else {
            ul.relations.whole {
                @for relation in by_weight(account).into_iter().take(RELATIONS) { li { (sentence(view, relation)) } }
                @if left_out > 0 { li.quiet { "+ " (left_out) " " span.code { "data/tables/relations.csv" } } }
            }
        }
    }
}

fn sentence(view: &View<'_>, relation: &Relation) -> Markup {
    html! {
        p { (between(view, relation)) }
        p.why { bdi { (relation.why) } }
    }
}

fn section(view: &View<'_>, position: &Position, shown: Range<usize>) -> Markup {
    let begins = shown.start == 0;
    let code = view.position_code(position.id);
    let holders = position
        .holders
        .get(shown)
        .unwrap_or_default()
        .iter()
        .filter_map(|holder| Some((holder, view.claim(holder.claim)?)));
    html! {
        section.held id=[begins.then_some(code)] {
            h3 {
                (value(view, position)) " " (scope(view, position))
                @if !begins { " …" }
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
    let speaker = view.speaker(claim.speaker.as_ref());
    let party = speaker.and_then(|speaker| speaker.party.as_deref());
    let phrases = view.phrases;
    let reading = claim.claim.readings.iter().find(|reading| reading.id == holder.reading);
    let rule = reading.map_or(claim.claim.rule.as_str(), |reading| reading.rule.as_str());
    html! {
        article.holder data-claim=[view.desk.map(|_| view.claim_code(claim.claim.id))] {
            p.who {
                bdi.name { (name) }
                @if let Some(role) = claim.claim.source.as_ref().and_then(|source| source.role.as_deref()) { ", " bdi { (role) } }
                " " span.quiet {
                    (phrases.group(group))
                    @if let Some(party) = party { " · " bdi { (party) } }
                    @if claim.claim.source.is_none() { " · " (phrases.own_claim) }
                    @if let Some(speaker) = speaker.filter(|speaker| speaker.noted.is_some()) { " · " (speakers::noted(view, speaker)) }
                }
            }
            (quotation(view, claim, Some(holder.reading)))
            p.apparatus {
                (claim_links(view, LINKS, claim)) " " span.code { (view.claim_code(claim.claim.id)) } " · "
                (said(view, claim)) " · " (phrases.manner(claim.claim.manner)) ", " (phrases.hedge(claim.claim.hedge.value))
                " · " (hands(view, claim, rule))
            }
            @if let Some(desk) = view.desk { (desk.at_claim(claim, view.claim_code(claim.claim.id))) }
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
