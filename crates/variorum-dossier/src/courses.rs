//! The answers to a question as each party and each speaker gave them, first to last, and what would settle it.
//!
//! A row for each voice, in it a line for each group of people: the values in the order of saying, with the days. Parties are all there;
//! of the speakers, the first [`MOST_LINES`] of those who said more than one thing, since everything that anybody said
//! stands on the speaker's own page. Where a speaker's
//! answers do not go together, the row says so in words.

use maud::{Markup, html};
use variorum_evidence::account::QuestionAccount;
use variorum_evidence::document::Language;
use variorum_evidence::over_time::{Course, Stay, TurnKind};

use crate::matrix::{scope, value};
use crate::page::Links;
use crate::view::{View, shown_date};

/// Lines that one table holds.
const MOST_LINES: usize = 150;

struct Words {
    title: &'static str,
    intro: &'static str,
    columns: [&'static str; 2],
    unlisted: &'static str,
    others: &'static str,
    reports: &'static str,
    no_date: &'static str,
    turns: [&'static str; 3],
    open: &'static str,
    open_intro: &'static str,
}

const EN: Words = Words {
    title: "Who said what, from first to last",
    intro: "Each row is one party, or one speaker who gave several answers; each line is over the same people or things.",
    columns: ["Who", "Answers in the order of saying"],
    unlisted: "in no party of the case",
    others: "more lines stand on the pages of the speakers",
    reports: "reports in their own words",
    no_date: "when is not known",
    turns: ["changed", "went back", "contradicts"],
    open: "What would settle it",
    open_intro: "Where to look and whom to ask, drawn from what is missing here; not which answer to expect.",
};

const ES: Words = Words {
    title: "Quién dijo qué, de lo primero a lo último",
    intro: "Cada fila es una parte, o una persona que dio varias respuestas; cada línea es sobre las mismas personas o cosas.",
    columns: ["Quién", "Respuestas en el orden en que se dijeron"],
    unlisted: "en ninguna parte del caso",
    others: "líneas más están en las páginas de quienes hablan",
    reports: "los informes en sus propias palabras",
    no_date: "no se sabe cuándo",
    turns: ["cambió", "volvió atrás", "se contradice"],
    open: "Qué lo resolvería",
    open_intro: "Dónde buscar y a quién preguntar, según lo que falta aquí; no qué respuesta esperar.",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::Es => &ES,
        _ => &EN,
    }
}

/// The open points of a question, if it has any.
pub(crate) fn open_points(view: &View<'_>, account: &QuestionAccount) -> Option<Markup> {
    let words = words(view.edition.language);
    let points = &account.gaps.open;
    (!points.is_empty()).then(|| {
        html! {
            section.open id="open" {
                h2 { (words.open) }
                p.quiet { (words.open_intro) }
                ul.plain { @for point in points { li { "☐ " bdi { (point.text) } " " span.code.quiet { (point.rule) } } } }
            }
        }
    })
}

/// The courses of a question, if anything was said at all.
pub(crate) fn section(view: &View<'_>, links: Links, account: &QuestionAccount) -> Option<Markup> {
    let words = words(view.edition.language);
    let over_time = &account.over_time;
    let several = over_time.speakers.iter().filter(|course| course.stays.len() > 1);
    let mut rows: Vec<&Course> = over_time.parties.iter().chain(several).collect();
    let left_out = rows.len().saturating_sub(MOST_LINES);
    rows.truncate(MOST_LINES);
    (!rows.is_empty()).then(|| {
        html! {
            section.courses id="over-time" {
                h2 { (words.title) }
                p.quiet { (words.intro) }
                div.wide { table.plain {
                    thead { tr { @for column in words.columns { th scope="col" { (column) } } } }
                    tbody { @for courses in rows.chunk_by(|a, b| one_voice(a, b)) { tr {
                        td { (who(view, words, courses[0])) }
                        td { @for course in courses { p { (answers(view, links, words, account, course)) } } }
                    } } }
                } }
                @if left_out > 0 { p.silent { "+ " (left_out) " " a href=(links.speakers()) { (words.others) } } }
            }
        }
    })
}

/// Whether two courses are one voice's, over other people.
fn one_voice(a: &Course, b: &Course) -> bool {
    (&a.speaker, &a.party, a.group) == (&b.speaker, &b.party, b.group)
}

fn who(view: &View<'_>, words: &Words, course: &Course) -> Markup {
    let group = view.phrases.group(course.group);
    html! {
        @if let Some(speaker) = view.speaker(course.speaker.as_ref()) {
            bdi.name { (speaker.name) } br; span.quiet { (group) @if let Some(party) = &course.party { " · " bdi { (party) } } }
        } @else if let Some(party) = &course.party {
            bdi { (party) } br; span.quiet { (group) }
        } @else if course.group == variorum_evidence::question::PartyGroup::Media {
            (group) br; span.quiet { (words.reports) }
        } @else {
            (group) br; span.quiet { (words.unlisted) }
        }
    }
}

fn answers(view: &View<'_>, links: Links, words: &Words, account: &QuestionAccount, course: &Course) -> Markup {
    html! {
        @for (place, stay) in course.stays.iter().enumerate() {
            @let position = view.position_of(stay.position);
            @if let Some(position) = position.filter(|_| place == 0) { (scope(view, position)) " " }
            @if place > 0 { " → " }
            (answer(view, links, words, account, stay))
        }
        @for turn in &course.turns {
            br; span.turn {
                span.label { (words.turns[match turn.kind { TurnKind::Changed => 0, TurnKind::Returned => 1, TurnKind::Contradicts => 2 }]) }
                " " bdi { (turn.why) }
            }
        }
    }
}

fn answer(view: &View<'_>, links: Links, words: &Words, account: &QuestionAccount, stay: &Stay) -> Markup {
    let (from, to) = (shown_date(stay.from.as_ref()), shown_date(stay.to.as_ref()));
    html! {
        @if let Some(position) = view.position_of(stay.position) {
            a href=(links.position(view, account, position.id)) { (value(view, position)) } " "
        }
        span.quiet {
            "("
            @match (from, to) {
                (Some(from), Some(to)) if from != to => { (from) " – " (to) }
                (Some(from), _) => (from),
                (None, _) => (words.no_date),
            }
            @if stay.times > 1 { ", " (stay.times) "×" }
            ")"
        }
    }
}
