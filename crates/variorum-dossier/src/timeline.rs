//! What is said to have happened, when it was said, and when it was published and captured, on one axis.
//!
//! Four kinds of time do not mix: each has a shape of its own, and a line of the table says in words what is drawn on it.
//! What is said to have happened comes first, by when, then the reports. A page holds [`ROWS`] lines with an axis of
//! their own, so that no page is without end. What no time is known of says so in its line.

use std::collections::BTreeSet;

use maud::{Markup, html};
use variorum_evidence::account::{Position, QuestionAccount, Report};
use variorum_evidence::claim::Value;
use variorum_evidence::document::Language;

use crate::contents::NextPage;
use crate::matrix::value;
use crate::page::{Links, claim_links, frame, leaf_file, leaves};
use crate::plot::clock::Stretch;
use crate::plot::marks::legend;
use crate::plot::scale::Scale;
use crate::plot::strip::{Item, sample, strip};
use crate::view::{View, offset, publisher, shown_date};

const LINKS: Links = Links::FromPages;

/// Lines of one page.
const ROWS: usize = 120;
/// Claims that a line links to; the page of the question has them all.
const MOST_LINKS: usize = 6;
/// Marks of one line.
const MOST_MARKS: usize = 60;

struct Words {
    title: &'static str,
    intro: &'static str,
    clock: &'static str,
    columns: [&'static str; 3],
    happened: &'static str,
    reports: &'static str,
    said: &'static str,
    published: &'static str,
    captured: &'static str,
    unknown: &'static str,
    nothing: &'static str,
    denied: &'static str,
}

const EN: Words = Words {
    title: "Timeline",
    intro: "What is said to have happened, when it was said, and when reports were published and captured. Nothing here \
        is a finding: each line is what somebody says. Time in which nothing stands is cut out (⫽).",
    clock: "Times by the clock of",
    columns: ["What", "On one axis", "In words"],
    happened: "Said to have happened",
    reports: "Reports",
    said: "said",
    published: "published",
    captured: "captured",
    unknown: "time unknown",
    nothing: "No report of the case has a time, and none tells one.",
    denied: "denied",
};

const ES: Words = Words {
    title: "Cronología",
    intro: "Lo que se dice que pasó, cuándo se dijo, y cuándo se publicaron y capturaron los informes. Nada de esto es \
        un hallazgo: cada línea es lo que alguien dice. Se omite el tiempo en que no hay nada (⫽).",
    clock: "Horas según el reloj de",
    columns: ["Qué", "En un mismo eje", "En palabras"],
    happened: "Se dice que pasó",
    reports: "Informes",
    said: "dicho",
    published: "publicado",
    captured: "capturado",
    unknown: "sin fecha",
    nothing: "Ningún informe del caso tiene fecha ni dice ninguna.",
    denied: "negado",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::Es => &ES,
        _ => &EN,
    }
}

/// A line of the timeline.
enum Row<'a> {
    Happened(&'a QuestionAccount, &'a Position),
    Report(&'a Report),
}

/// Every page of this part: its file and what stands in it.
pub(crate) fn pages<E>(view: &View<'_>, next: &mut NextPage<'_, E>) -> Result<(), E> {
    let rows = rows(view);
    let count = rows.len().div_ceil(ROWS).max(1);
    for part in 0..count {
        let shown = rows.get(part * ROWS..rows.len().min((part + 1) * ROWS)).unwrap_or_default();
        next(&file(part), &|| page(view, shown, part, count))?;
    }
    Ok(())
}

/// `timeline.html`, `timeline-2.html`.
pub(crate) fn file(part: usize) -> String {
    leaf_file("timeline", part)
}

fn rows<'a>(view: &View<'a>) -> Vec<Row<'a>> {
    let zone = view.edition.zone;
    let mut happened: Vec<(Stretch, &QuestionAccount, &Position)> = Vec::new();
    for account in &view.edition.apparatus.questions {
        for position in &account.positions {
            if let Value::Time(when) = &position.value {
                happened.push((Stretch::of(when, zone), account, position));
            }
        }
    }
    happened.sort_by_key(|(stretch, ..)| stretch.order());
    let mut reports: Vec<&Report> = view.edition.apparatus.reports.iter().collect();
    reports.sort_by_key(|report| {
        let first = report.published.as_ref().or(report.captured.as_ref());
        first.map_or(UNKNOWN, |when| Stretch::of(when, zone)).order()
    });
    let happened = happened.into_iter().map(|(_, account, position)| Row::Happened(account, position));
    happened.chain(reports.into_iter().map(Row::Report)).collect()
}

const UNKNOWN: Stretch = Stretch { from: None, to: None };

fn items(view: &View<'_>, row: &Row<'_>) -> Vec<Item> {
    let zone = view.edition.zone;
    // A set: many claims say the same at one time.
    let mut items = BTreeSet::new();
    match row {
        Row::Happened(_, position) => {
            if let Value::Time(when) = &position.value {
                items.insert(Item::Happened(Stretch::of(when, zone)));
            }
            for claim in position.holders.iter().filter_map(|holder| view.claim(holder.claim)) {
                let said = view.said(claim).map_or(UNKNOWN, |said| Stretch::of(said, zone));
                items.insert(Item::Said(said, view.voice(claim).1, position.denied));
            }
        }
        Row::Report(report) => {
            items.extend(report.published.as_ref().map(|when| Item::Published(Stretch::of(when, zone))));
            items.extend(report.captured.as_ref().map(|when| Item::Captured(Stretch::of(when, zone))));
            for claim in view.claims_in(report.document).filter(|claim| !claim.rejected) {
                let said = claim.claim.said_at.as_ref().map(|said| Stretch::of(said, zone));
                items.extend(said.map(|said| Item::Said(said, view.voice(claim).1, false)));
            }
        }
    }
    items.into_iter().collect()
}

/// On a line with very many marks those of one kind within one unit are one: more would be a blot.
fn gathered(scale: Option<&Scale>, items: Vec<Item>) -> Vec<Item> {
    match scale.filter(|_| items.len() > MOST_MARKS) {
        Some(scale) => {
            let items: BTreeSet<Item> =
                items.into_iter().map(|item| item.at(scale.units_around(item.stretch()))).collect();
            items.into_iter().collect()
        }
        None => items,
    }
}

fn page(view: &View<'_>, rows: &[Row<'_>], part: usize, count: usize) -> Markup {
    let words = words(view.edition.language);
    let items: Vec<Vec<Item>> = rows.iter().map(|row| items(view, row)).collect();
    let stretches: Vec<Stretch> = items.iter().flatten().map(|item| item.stretch()).collect();
    let scale = Scale::over(&stretches);
    let items: Vec<Vec<Item>> = items.into_iter().map(|items| gathered(scale.as_ref(), items)).collect();
    let body = html! {
        header.title { h1 { (words.title) } p.amounts { bdi { (view.edition.title) } } }
        p.measure.lead {
            (words.intro)
            @if let Some(zone) = view.edition.zone { " " (words.clock) " UTC" (offset(zone)) "." }
        }
        @match scale {
            None => p { (words.nothing) },
            Some(scale) => {
                (key(view, words))
                table.timeline {
                    thead { tr {
                        th scope="col" { (words.columns[0]) }
                        th scope="col" { span.label { (words.columns[1]) } (scale.axis()) }
                        th scope="col" { (words.columns[2]) }
                    } }
                    (section(view, words, words.happened, &scale, rows.iter().zip(&items).filter(|(row, _)| matches!(row, Row::Happened(..)))))
                    (section(view, words, words.reports, &scale, rows.iter().zip(&items).filter(|(row, _)| matches!(row, Row::Report(_)))))
                }
            }
        }
        (leaves(view, part, count, file))
    };
    frame(view, LINKS, words.title, &body)
}

fn key(view: &View<'_>, words: &Words) -> Markup {
    let kinds = [
        (Item::Happened(UNKNOWN), words.happened),
        (Item::Published(UNKNOWN), words.published),
        (Item::Captured(UNKNOWN), words.captured),
    ];
    html! {
        p.legend {
            @for (item, words) in kinds { span.key { (sample(item)) " " (words) } " " }
            span.key { (words.said) ":" } " "
            (legend(view, view.sides().iter().copied(), Some(words.denied)))
        }
    }
}

fn section<'a>(
    view: &View<'_>,
    words: &Words,
    title: &str,
    scale: &Scale,
    rows: impl Iterator<Item = (&'a Row<'a>, &'a Vec<Item>)>,
) -> Markup {
    let mut rows = rows.peekable();
    html! {
        @if rows.peek().is_some() {
            tbody {
                tr.section { th colspan="3" scope="rowgroup" { (title) } }
                @for (row, items) in rows {
                    tr {
                        th scope="row" { (what(view, row)) }
                        td.drawn {
                            @if items.iter().all(|item| item.stretch().is_unknown()) { span.quiet { (words.unknown) } }
                            @else { (strip(scale, items)) }
                        }
                        td.told { (told(view, words, row)) }
                    }
                }
            }
        }
    }
}

fn what(view: &View<'_>, row: &Row<'_>) -> Markup {
    html! {
        @match row {
            Row::Happened(account, position) => {
                a href=(LINKS.position(view, account, position.id)) { (value(view, position)) }
                " " span.quiet { span.code { (account.code) } " " bdi { (view.wording(account)) } }
            }
            Row::Report(report) => {
                a.code href=(LINKS.report(&report.code)) { (report.code) } " " bdi { (publisher(report)) }
                @if let Some(title) = &report.title { " " span.quiet { bdi { (title) } } }
            }
        }
    }
}

/// The times of a line, as they are written, with links to the words.
fn told(view: &View<'_>, words: &Words, row: &Row<'_>) -> Markup {
    let date = |when| shown_date(when).unwrap_or_else(|| words.unknown.to_owned());
    html! {
        @match row {
            Row::Happened(_, position) => {
                @let (first, last) = (date(position.first_said.as_ref()), date(position.last_said.as_ref()));
                (words.said) " " (first) @if first != last { " – " (last) } " "
                @let claims = position.holders.iter().filter_map(|holder| view.claim(holder.claim));
                @for claim in claims.take(MOST_LINKS) { (claim_links(view, LINKS, claim)) " " }
                @if position.holders.len() > MOST_LINKS { span.quiet { "+ " (position.holders.len() - MOST_LINKS) } }
            }
            Row::Report(report) => {
                (words.published) " " (date(report.published.as_ref()))
                @if report.captured.is_some() { "; " (words.captured) " " (date(report.captured.as_ref())) }
            }
        }
    }
}
