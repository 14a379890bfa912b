//! All questions and all reports of a large case, a line each.
//!
//! The overview holds tables of the most disputed questions and the first reports. Of a case of ten thousand reports that is
//! what somebody can look over; the rest stands on pages of its own, in the same order, and nothing is left out there.
//! A small case has none of these pages.

use maud::{Markup, html};
use variorum_evidence::account::{QuestionAccount, Report};

use crate::contents::NextPage;
use crate::page::{Links, frame, leaf_file, leaves};
use crate::phrases::Counted;
use crate::view::{View, conflicts, publisher, shown_date};

/// Questions and reports that the overview shows.
pub(crate) const MOST_QUESTIONS: usize = 60;
pub(crate) const MOST_REPORTS: usize = 200;
/// Lines of one page.
const LINES: usize = 500;

/// The pages of both lists, where the overview does not hold them.
pub(crate) fn pages<E>(view: &View<'_>, next: &mut NextPage<'_, E>) -> Result<(), E> {
    let reports: Vec<&Report> = view.edition.apparatus.reports.iter().collect();
    if view.edition.apparatus.questions.len() > MOST_QUESTIONS {
        each(view, &view.by_dispute(), (view.phrases.all_questions, questions_file), questions, next)?;
    }
    if reports.len() > MOST_REPORTS {
        each(view, &reports, (view.phrases.all_reports, reports_file), report_table, next)?;
    }
    Ok(())
}

fn each<T: Copy, E>(
    view: &View<'_>,
    all: &[T],
    (title, file): (&str, fn(usize) -> String),
    list: fn(&View<'_>, Links, &[T]) -> Markup,
    next: &mut NextPage<'_, E>,
) -> Result<(), E> {
    let count = all.len().div_ceil(LINES);
    for (part, lines) in all.chunks(LINES).enumerate() {
        next(&file(part), &|| {
            let body = html! {
                header.title { h1 { (title) } }
                (leaves(view, part, count, file))
                (list(view, Links::FromPages, lines))
                (leaves(view, part, count, file))
            };
            frame(view, Links::FromPages, title, &body)
        })?;
    }
    Ok(())
}

/// `questions.html`, `questions-2.html`.
pub(crate) fn questions_file(part: usize) -> String {
    leaf_file("questions", part)
}

/// `reports.html`, `reports-2.html`.
pub(crate) fn reports_file(part: usize) -> String {
    leaf_file("reports", part)
}

fn questions(view: &View<'_>, links: Links, accounts: &[&QuestionAccount]) -> Markup {
    html! {
        ol.plain {
            @for account in accounts {
                li {
                    span.code { (account.code) } " "
                    a href=(links.question(account)) { bdi { (view.wording(account)) } } " "
                    span.quiet { (dispute(view, account)) }
                }
            }
        }
    }
}

/// How many positions and conflicts a question has.
pub(crate) fn dispute(view: &View<'_>, account: &QuestionAccount) -> String {
    let positions = view.phrases.count(account.positions.len(), Counted::Positions);
    match conflicts(account) {
        0 => positions,
        conflicts => format!("{positions}, {}", view.phrases.count(conflicts, Counted::Conflicts)),
    }
}

/// Reports with who published them, when, and what they go back to.
pub(crate) fn report_table(view: &View<'_>, links: Links, reports: &[&Report]) -> Markup {
    let phrases = view.phrases;
    html! {
        div.wide {
            table.plain.reports {
                thead {
                    tr {
                        th scope="col" { (phrases.report) }
                        th scope="col" { (phrases.publisher) }
                        th scope="col" { (phrases.title) }
                        th scope="col" { (phrases.published) }
                        th scope="col" { (phrases.origin) }
                        th.number scope="col" { (phrases.claims) }
                    }
                }
                tbody {
                    @for report in reports {
                        tr {
                            th scope="row" { a.code href=(links.report(&report.code)) { (report.code) } }
                            td { bdi { (publisher(report)) } }
                            td { @if let Some(title) = &report.title { bdi { (title) } } }
                            td.date { (shown_date(report.published.as_ref()).as_deref().unwrap_or(phrases.unknown)) }
                            td { span.code { (view.origin(&report.code).unwrap_or_default()) } }
                            td.number { (view.claims_in(report.document).count()) }
                        }
                    }
                }
            }
        }
    }
}
