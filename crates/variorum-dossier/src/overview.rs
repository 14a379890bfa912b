//! `index.html`: questions with their positions, the most disputed first; then checks, reports, origins,
//! findings, and what none of it proves. What a large case has besides stands in `lists`.

use maud::{Markup, html};
use variorum_evidence::account::{Check, Origin, QuestionAccount, Report};

use crate::agenda;
use crate::lists;
use crate::matrix;
use crate::page::{Links, claim_links, frame, report_links, views};
use crate::phrases::Counted;
use crate::plot::said;
use crate::redacted;
use crate::view::{View, offset};

const LINKS: Links = Links::FromTop;
/// Checks that are shown, those that fail first.
const MOST_CHECKS: usize = 200;
/// Origins of several reports, and findings, that are shown; all of them are in the table.
const MOST_ORIGINS: usize = 200;
const MOST_FINDINGS: usize = 200;
/// Claims of one check, and lines of evidence for one origin.
const MOST_CLAIMS: usize = 12;
const MOST_LINES: usize = 20;

pub(crate) fn page(view: &View<'_>) -> Markup {
    // Asked for again and again while somebody works, and the longest to make.
    frame(view, LINKS, view.edition.title, view.overview.get_or_init(|| body(view)))
}

fn body(view: &View<'_>) -> Markup {
    let mut questions = view.by_dispute();
    questions.truncate(lists::MOST_QUESTIONS);
    let phrases = view.phrases;
    html! {
        header.title {
            p.imprint { (phrases.imprint) }
            h1 { bdi { (view.edition.title) } }
            (event(view))
            (amounts(view))
        }
        (redacted::notice(view))
        div.opening {
            div {
                p.how { (phrases.how_to_read) }
                (places(view))
            }
            (contents(view, &questions))
        }
        section.questions {
            @if questions.is_empty() { p { (phrases.no_questions) } }
            @for account in &questions { (question(view, account)) }
        }
        @if !view.edition.apparatus.groups.is_empty() {
            section id="groups" { h2 { (phrases.unanswering) } (agenda::groups(view, LINKS)) }
        }
        section id="checks" { h2 { (phrases.checks) } (checks(view)) }
        section id="reports" { h2 { (phrases.reports) } (reports(view)) }
        section id="origins" { h2 { (phrases.origins) } (origins(view)) }
        section id="findings" { h2 { (phrases.findings) } (findings(view)) }
        section id="not-proved" { h2 { (phrases.not_proved_title) } p.measure { (phrases.not_proved) } }
    }
}

fn event(view: &View<'_>) -> Markup {
    let place = view.edition.place;
    html! {
        @if place.is_some() || view.edition.zone.is_some() {
            p.event {
                @if let Some(place) = place { bdi { (place) } }
                @if place.is_some() && view.edition.zone.is_some() { " · " }
                @if let Some(zone) = view.edition.zone { "UTC" (offset(zone)) }
            }
        }
    }
}

fn amounts(view: &View<'_>) -> Markup {
    let apparatus = view.edition.apparatus;
    let amounts = [
        (apparatus.reports.len(), Counted::Reports),
        (apparatus.origins.len(), Counted::Origins),
        (apparatus.claims.len(), Counted::Claims),
        (apparatus.questions.len(), Counted::Questions),
    ];
    let amounts: Vec<String> = amounts.iter().map(|(number, of)| view.phrases.count(*number, *of)).collect();
    html! { p.amounts { (amounts.join(" · ")) } }
}

fn contents(view: &View<'_>, questions: &[&QuestionAccount]) -> Markup {
    let phrases = view.phrases;
    html! {
        nav.contents aria-label=(phrases.contents) {
            ol {
                @for account in questions {
                    li {
                        a href={ "#" (account.code) } { span.code { (account.code) } " " bdi { (view.wording(account)) } }
                        span.leader {}
                        span.amount { (lists::dispute(view, account)) }
                    }
                }
                @let left_out = view.edition.apparatus.questions.len() - questions.len();
                @if left_out > 0 {
                    li {
                        a href=(LINKS.questions()) { (phrases.all_questions) }
                        span.leader {}
                        span.amount { "+ " (left_out) }
                    }
                }
            }
        }
    }
}

fn places(view: &View<'_>) -> Markup {
    let phrases = view.phrases;
    html! {
        p.places {
            a href="#checks" { (phrases.checks) } " · " a href="#reports" { (phrases.reports) } " · "
            a href="#origins" { (phrases.origins) } " · " a href="#findings" { (phrases.findings) } " · "
            a href="#not-proved" { (phrases.not_proved_title) }
            br; (views(view, LINKS))
        }
    }
}

fn question(view: &View<'_>, account: &QuestionAccount) -> Markup {
    html! {
        section.question id=(account.code) {
            h2 {
                span.code { (account.code) } " "
                a href=(LINKS.question(account)) { bdi { (view.wording(account)) } }
                @if let Some(picture) = said::small(view, account) { (picture) }
            }
            (agenda::standing(view, LINKS, account))
            (matrix::table(view, LINKS, account))
            (matrix::relations_in_brief(view, LINKS, account))
            (matrix::silence(view, LINKS, account))
        }
    }
}

fn checks(view: &View<'_>) -> Markup {
    let checks = &view.edition.apparatus.checks;
    let (failing, others): (Vec<_>, Vec<_>) = checks.iter().partition(|check| check.holds == Some(false));
    let left_out = checks.len().saturating_sub(MOST_CHECKS);
    html! {
        @if checks.is_empty() { p { (view.phrases.no_checks) } }
        @else {
            div.wide {
                table.plain {
                    thead { tr { @for column in view.phrases.check_columns { th scope="col" { (column) } } } }
                    tbody { @for check in failing.into_iter().chain(others).take(MOST_CHECKS) { (arithmetic(view, check)) } }
                }
            }
            @if left_out > 0 { p.silent { "+ " (left_out) " " span.code { "data/tables/checks.csv" } } }
        }
    }
}

fn arithmetic(view: &View<'_>, check: &Check) -> Markup {
    let sign = match check.holds {
        Some(true) => "✓",
        Some(false) => "✗",
        None => "?",
    };
    let mut claims: Vec<_> = check.readings.iter().filter_map(|reading| view.claim_of_reading(*reading)).collect();
    claims.dedup_by_key(|claim| claim.claim.id);
    html! {
        tr {
            th scope="row" { span.code { (check.id) } }
            td.conflict[check.holds == Some(false)] {
                span.mark { (sign) } " " (view.phrases.holds(check.holds))
                br; span.quiet { (view.phrases.check_kind(check.kind)) }
            }
            td { bdi { (check.why) } }
            td {
                @for claim in claims.iter().take(MOST_CLAIMS) { (claim_links(view, LINKS, claim)) " " }
                @if claims.len() > MOST_CLAIMS { span.quiet { "+ " (claims.len() - MOST_CLAIMS) } }
            }
        }
    }
}

fn reports(view: &View<'_>) -> Markup {
    let phrases = view.phrases;
    let others = view.other_captures();
    let all = &view.edition.apparatus.reports;
    let shown: Vec<&Report> = all.iter().take(lists::MOST_REPORTS).collect();
    html! {
        (lists::report_table(view, LINKS, &shown))
        @if all.len() > shown.len() {
            p.more { "+ " (all.len() - shown.len()) " · " a href=(LINKS.reports()) { (phrases.all_reports) } }
        }
        @if !others.is_empty() {
            p.measure { (phrases.not_read) ":" }
            ul.plain {
                @for (code, name, digest) in others {
                    li { span.code { (code) } " " bdi { (name) } " " span.digest { (digest) } }
                }
            }
        }
        (redacted::pictures(view))
    }
}

fn origins(view: &View<'_>) -> Markup {
    let shared = |origin: &&Origin| origin.reports.len() > 1;
    let origins = &view.edition.apparatus.origins;
    let shared_by_many = origins.iter().filter(shared).count();
    let alone: Vec<_> = origins.iter().filter(|origin| !shared(origin)).flat_map(|origin| &origin.reports).collect();
    html! {
        dl.origins {
            @for origin in origins.iter().filter(shared).take(MOST_ORIGINS) {
                dt { span.code { (origin.id) } " " span.quiet { (view.phrases.count(origin.reports.len(), Counted::Reports)) } }
                dd {
                    p { (report_links(LINKS, &origin.reports)) }
                    @for line in origin.evidence.iter().take(MOST_LINES) { p.quiet { bdi { (line) } } }
                    @if origin.evidence.len() > MOST_LINES { p.quiet { "+ " (origin.evidence.len() - MOST_LINES) } }
                }
            }
            @if shared_by_many > MOST_ORIGINS {
                dt { "+ " (shared_by_many - MOST_ORIGINS) }
                dd { span.code { "data/tables/apparatus.json" } }
            }
            @if !alone.is_empty() {
                dt { (view.phrases.alone) }
                dd { p { (report_links(LINKS, alone)) } }
            }
        }
    }
}

fn findings(view: &View<'_>) -> Markup {
    let findings = &view.edition.apparatus.findings;
    html! {
        @if findings.is_empty() { p { (view.phrases.no_findings) } }
        @else {
            ul.plain.findings {
                @for finding in findings.iter().take(MOST_FINDINGS) {
                    li {
                        span.code { (finding.code) } " " bdi { (finding.about) } ": " bdi { (finding.message) }
                        @if let Some(help) = &finding.help { " " span.quiet { bdi { (help) } } }
                    }
                }
                @if findings.len() > MOST_FINDINGS {
                    li.quiet { "+ " (findings.len() - MOST_FINDINGS) " " span.code { "data/tables/apparatus.json" } }
                }
            }
        }
    }
}
