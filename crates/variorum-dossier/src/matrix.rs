//! One question as a table: a row for each position, a column for each side that answers it.
//!
//! Values stand under one another so that the eye compares them; beside each stand its holders by side. Sides
//! are few and fixed while positions may be many, so rows grow and columns do not.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use variorum_evidence::account::{AccountClaim, Position, QuestionAccount, Relation, RelationKind};
use variorum_evidence::claim::HedgeValue;
use variorum_evidence::ids::PositionId;
use variorum_evidence::question::PartyGroup;
use variorum_evidence::words;

use crate::page::{Links, Path, claim_links, report_links};
use crate::phrases::Counted;
use crate::view::{View, shown_date};

/// Relations that a table of the overview has room for; the page of the question has them all.
const MOST_RELATIONS: usize = 6;

/// Answers that a table holds, names of one side beside one of them, and reports of one name; all of them stand on the
/// pages of the question.
const MOST_POSITIONS: usize = 60;
const MOST_NAMES: usize = 12;
const MOST_CLAIMS: usize = 12;

/// Marks that stand beside one value.
const MOST_MARKS: usize = 8;

/// Signs and other positions, by position.
type Against<'a> = BTreeMap<PositionId, Vec<(&'static str, &'a Position)>>;

/// Holders of a position by side and name, each with its claims in order.
type Holders<'a> = BTreeMap<PartyGroup, BTreeMap<&'a str, Vec<&'a AccountClaim>>>;

/// The positions of a question with who holds them.
pub(crate) fn table(view: &View<'_>, links: Links, account: &QuestionAccount) -> Markup {
    let rows: Vec<(&Position, Holders<'_>)> =
        account.positions.iter().take(MOST_POSITIONS).map(|position| (position, holders(view, position))).collect();
    let left_out = account.positions.len() - rows.len();
    let groups = view.sides();
    let against = against(view, account);
    html! {
        div.wide {
            table.matrix {
                thead {
                    tr {
                        th scope="col" { (view.phrases.position) }
                        @for group in groups { th scope="col" { (view.phrases.group(*group)) } }
                        th.support scope="col" { (view.phrases.support) }
                    }
                }
                tbody {
                    @for (position, holders) in &rows {
                        @let marks = marks(view, against.get(&position.id).map_or(&[], Vec::as_slice));
                        (row(view, &links.position(view, account, position.id), links, (position, &marks), holders))
                    }
                }
            }
        }
        @if left_out > 0 { p.silent { "+ " (left_out) " " (view.phrases.more_positions) } }
    }
}

fn holders<'a>(view: &View<'a>, position: &Position) -> Holders<'a> {
    let mut holders = Holders::new();
    let mut seen = BTreeSet::new();
    // One claim may give the same answer twice.
    let once = position.holders.iter().filter(|holder| seen.insert(holder.claim));
    for claim in once.filter_map(|holder| view.claim(holder.claim)) {
        let (name, group) = view.voice(claim);
        holders.entry(group).or_default().entry(name).or_default().push(claim);
    }
    holders
}

fn row(
    view: &View<'_>,
    page: &Path,
    links: Links,
    (position, marks): (&Position, &Markup),
    holders: &Holders<'_>,
) -> Markup {
    html! {
        tr {
            th.position scope="row" { a href=(page) { (value(view, position)) } (scope(view, position)) (marks) }
            @for group in view.sides() {
                td data-side=(view.phrases.group(*group)) {
                    @if let Some(voices) = holders.get(group) {
                        ul.holders {
                            @for (name, claims) in voices.iter().take(MOST_NAMES) { li { (voice(view, links, name, claims)) } }
                            @if voices.len() > MOST_NAMES { li.quiet { "+ " (voices.len() - MOST_NAMES) } }
                        }
                    }
                }
            }
            td.support {
                span { (view.phrases.count(position.origins, Counted::Origins)) }
                span { (view.phrases.count(position.reports, Counted::Reports)) }
            }
        }
    }
}

/// The value of a position, with its denial.
pub(crate) fn value(view: &View<'_>, position: &Position) -> Markup {
    if !position.denied {
        return html! { bdi.value { (view.value(&position.value)) } };
    }
    let (denial, value) = words::denial(&position.value, view.edition.language);
    html! {
        span.denied { (denial) } " "
        @if let Some(value) = value { bdi.value { (value) } }
    }
}

/// Over whom, where that was asked or said.
pub(crate) fn scope(view: &View<'_>, position: &Position) -> Markup {
    let words = view.scope(&position.value, &position.scope);
    html! { @if !words.is_empty() { span.scope { (words) } } }
}

/// What each position conflicts with or gave way to, in one pass over the relations.
fn against<'a>(view: &View<'a>, account: &QuestionAccount) -> Against<'a> {
    let mut against = Against::new();
    let mut note = |of: PositionId, relation: RelationKind, other: PositionId| {
        if let Some(other) = view.position_of(other) {
            against.entry(of).or_default().push((sign(relation), other));
        }
    };
    for Relation { a, b, relation, .. } in &account.relations {
        match relation {
            RelationKind::Conflict => {
                note(*a, *relation, *b);
                note(*b, *relation, *a);
            }
            RelationKind::Superseded => note(*a, *relation, *b),
            RelationKind::Same | RelationKind::Compatible => {}
        }
    }
    against
}

/// The same as marks beside a value.
fn marks(view: &View<'_>, against: &[(&'static str, &Position)]) -> Markup {
    let left_out = against.len().saturating_sub(MOST_MARKS);
    html! {
        div.marks {
            @for (sign, other) in against.iter().take(MOST_MARKS) { span.mark { (sign) " " (value(view, other)) } " " }
            @if left_out > 0 { span.mark { "+ " (left_out) } }
        }
    }
}

/// A name, and the reports in which its words stand.
fn voice(view: &View<'_>, links: Links, name: &str, claims: &[&AccountClaim]) -> Markup {
    html! {
        bdi { (name) }
        @for claim in claims.iter().take(MOST_CLAIMS) {
            " " (claim_links(view, links, claim))
            @let hedge = claim.claim.hedge.value;
            @if hedge != HedgeValue::Asserted { " " i.hedge { (view.phrases.hedge(hedge)) } }
        }
        @if claims.len() > MOST_CLAIMS { " " span.quiet { "+ " (claims.len() - MOST_CLAIMS) } }
    }
}

/// How a relation is marked: by a sign and a word, never by colour alone.
pub(crate) const fn sign(relation: RelationKind) -> &'static str {
    match relation {
        RelationKind::Same => "=",
        RelationKind::Compatible => "∥",
        RelationKind::Superseded => "→",
        RelationKind::Conflict => "≠",
    }
}

/// The most telling relations of a question, conflicts first, and how many others there are.
pub(crate) fn relations_in_brief(view: &View<'_>, links: Links, account: &QuestionAccount) -> Markup {
    let mut relations = by_weight(account);
    let left_out = relations.len().saturating_sub(MOST_RELATIONS);
    relations.truncate(MOST_RELATIONS);
    html! {
        @if !relations.is_empty() {
            ul.relations {
                @for relation in relations { li { (brief(view, relation)) } }
                @if left_out > 0 {
                    @let [one, many] = view.phrases.others_on_page;
                    li.more {
                        a href=(links.question(account)) {
                            @if left_out == 1 { (one) } @else { (left_out) " " (many) }
                        }
                    }
                }
            }
        }
    }
}

/// Relations, conflicts first and sameness last.
pub(crate) fn by_weight(account: &QuestionAccount) -> Vec<&Relation> {
    let mut relations: Vec<&Relation> = account.relations.iter().collect();
    relations.sort_by_key(|relation| std::cmp::Reverse(relation.relation));
    relations
}

fn brief(view: &View<'_>, relation: &Relation) -> Markup {
    html! {
        (between(view, relation))
        ": " span.why { bdi { (relation.why) } }
    }
}

/// `7 ≠ 9 all together  conflict, value`; a scope that both share is said once.
pub(crate) fn between(view: &View<'_>, relation: &Relation) -> Markup {
    let kind = relation.relation;
    let (a, b) = (view.position_of(relation.a), view.position_of(relation.b));
    let same_scope = a.map(|a| &a.scope) == b.map(|b| &b.scope);
    html! {
        span.pair.conflict[kind == RelationKind::Conflict] {
            @if let Some(a) = a { (value(view, a)) @if !same_scope { " " (scope(view, a)) } }
            " " span.mark { (sign(kind)) } " "
            @if let Some(b) = b { (value(view, b)) " " (scope(view, b)) }
        }
        " " span.label { (view.phrases.relation(kind)) ", " (view.phrases.relation_type(relation.relation_type)) }
    }
}

/// Reports that answer nothing to a question, parties of whom nobody does, and answers of one origin.
pub(crate) fn silence(view: &View<'_>, links: Links, account: &QuestionAccount) -> Markup {
    html! {
        p.silent {
            @if account.silent.is_empty() {
                (view.phrases.nobody_silent)
            } @else {
                span.label { (view.phrases.silent) } " " (report_links(links, &account.silent))
            }
        }
        @if !account.gaps.voiceless.is_empty() {
            p.silent { span.label { (view.phrases.voiceless) } " " (account.gaps.voiceless.join(", ")) }
        }
        @if !account.gaps.one_origin.is_empty() {
            p.silent { span.label { (view.phrases.one_origin) } " " (one_origin(view, account)) }
        }
    }
}

/// The codes of the positions that rest on one origin.
fn one_origin(view: &View<'_>, account: &QuestionAccount) -> String {
    let codes: Vec<_> = account.gaps.one_origin.iter().map(|id| view.position_code(*id)).collect();
    codes.join(" ")
}

/// When a claim was said, in a few words.
pub(crate) fn said<'a>(view: &View<'a>, claim: &'a AccountClaim) -> String {
    match shown_date(view.said(claim)) {
        Some(date) => format!("{} {date}", view.phrases.said),
        None => view.phrases.said_unknown.to_owned(),
    }
}
