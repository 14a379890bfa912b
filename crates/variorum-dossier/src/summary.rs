//! The case on one sheet of paper: questions with their positions, open gaps, how it was made, and what was left out.
//!
//! For whoever gets a print and nothing else. It shows the most disputed questions and of each the positions with most
//! reports; what does not fit is counted, never dropped in silence. It picks no answer.

use std::collections::BTreeSet;

use maud::{Markup, html};
use variorum_evidence::account::{Position, QuestionAccount};
use variorum_evidence::document::Language;

use crate::matrix::{scope, value};
use crate::page::{Links, frame};
use crate::phrases::Counted;
use crate::view::{View, is_disputed, is_withheld, kind};

const LINKS: Links = Links::FromPages;

/// The file of the page.
pub(crate) const FILE: &str = "summary.html";

/// What a sheet has room for.
const QUESTIONS: usize = 10;
const POSITIONS: usize = 6;
const OPEN: usize = 1;
const PARTIES: usize = 4;

struct Words {
    title: &'static str,
    answers: &'static str,
    question: &'static str,
    gaps: &'static str,
    others: [&'static str; 2],
    voiceless: &'static str,
    one_origin: &'static str,
    silent: &'static str,
    method: &'static str,
    read_by: &'static str,
    by_hand: &'static str,
    nothing_picked: &'static str,
    journal: &'static str,
    key: &'static str,
    verify: &'static str,
    discarded: &'static str,
    rejected: &'static str,
    unanswering: &'static str,
    unread: &'static str,
    withheld: &'static str,
    nothing: &'static str,
    legend: &'static str,
}

const EN: Words = Words {
    title: "On one page",
    answers: "Answers, by number of reports",
    question: "Question",
    gaps: "What is missing",
    others: ["more positions", "more questions stand in the dossier"],
    voiceless: "nobody answers for",
    one_origin: "on one origin",
    silent: "silent",
    method: "How it was made",
    read_by: "Claims were proposed by",
    by_hand: "marked by people",
    nothing_picked: "People's decisions are in the journal. No answer was picked, weighed or scored; copies of one source count as \
        one origin.",
    journal: "Entries of the signed journal:",
    key: "Key:",
    verify: "“variorum verify” or VERIFY.txt checks the folder that this page comes from; this sheet alone proves nothing.",
    discarded: "What was left out",
    rejected: "rejected by people, which count for nothing",
    unanswering: "that answer no question",
    unread: "captures not read as reports (containers, images, film, sound)",
    withheld: "withheld entries of the journal",
    nothing: "Nothing.",
    legend: "After each answer: origins / reports. ≠ marks an answer that cannot be true together with another one.",
};

const ES: Words = Words {
    title: "En una página",
    answers: "Respuestas, por número de informes",
    question: "Pregunta",
    gaps: "Lo que falta",
    others: ["posiciones más", "preguntas más están en el expediente"],
    voiceless: "nadie responde por",
    one_origin: "de un solo origen",
    silent: "sin decir nada",
    method: "Cómo se hizo",
    read_by: "Las afirmaciones las propuso",
    by_hand: "señaladas por personas",
    nothing_picked: "Las decisiones de personas están en el diario. No se eligió, pesó ni puntuó ninguna respuesta; las copias de \
        una fuente cuentan como un solo origen.",
    journal: "Asientos del diario firmado:",
    key: "Clave:",
    verify: "«variorum verify» o VERIFY.txt comprueban la carpeta de la que sale esta página; esta hoja sola no prueba nada.",
    discarded: "Lo que se dejó fuera",
    rejected: "rechazadas por personas, que no cuentan",
    unanswering: "que no responden a ninguna pregunta",
    unread: "capturas no leídas como informes (contenedores, imágenes, vídeo, sonido)",
    withheld: "asientos reservados del diario",
    nothing: "Nada.",
    legend: "Tras cada respuesta: orígenes / informes. ≠ señala una que no puede ser verdad a la vez que otra.",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::Es => &ES,
        _ => &EN,
    }
}

pub(crate) fn page(view: &View<'_>) -> Markup {
    let words = words(view.edition.language);
    let questions = view.by_dispute();
    let left_out = questions.len().saturating_sub(QUESTIONS);
    let apparatus = view.edition.apparatus;
    let amounts = [
        view.phrases.count(apparatus.reports.len(), Counted::Reports),
        view.phrases.count(apparatus.origins.len(), Counted::Origins),
        view.phrases.count(apparatus.claims.len(), Counted::Claims),
        view.phrases.count(apparatus.questions.len(), Counted::Questions),
    ];
    let body = html! {
        header.title {
            p.imprint { (words.title) }
            h1 { bdi { (view.edition.title) } }
            p.amounts { @if let Some(place) = view.edition.place { bdi { (place) } " · " } (amounts.join(" · ")) }
        }
        div.sheet {
            table.plain.brief {
                thead { tr { th scope="col" { (words.question) } th scope="col" { (words.answers) } th scope="col" { (words.gaps) } } }
                tbody { @for account in questions.iter().take(QUESTIONS) { (question(view, words, account)) } }
            }
            p.apparatus { (words.legend) @if left_out > 0 { " " (left_out) " " (words.others[1]) "." } }
            div.below {
                section { h2 { (words.method) } (method(view, words)) }
                section { h2 { (words.discarded) } (discarded(view, words)) }
            }
        }
    };
    frame(view, LINKS, &format!("{}: {}", view.edition.title, words.title), &body)
}

fn question(view: &View<'_>, words: &Words, account: &QuestionAccount) -> Markup {
    let left_out = account.positions.len().saturating_sub(POSITIONS);
    html! {
        tr {
            th scope="row" { a href=(LINKS.question(account)) { span.code { (account.code) } " " bdi { (view.wording(account)) } } }
            td {
                @for (place, position) in account.positions.iter().take(POSITIONS).enumerate() {
                    @if place > 0 { "; " }
                    (answer(view, account, position))
                }
                @if left_out > 0 { "; " span.quiet { "+ " (left_out) " " (words.others[0]) } }
            }
            td { (gaps(view, words, account)) }
        }
    }
}

fn answer(view: &View<'_>, account: &QuestionAccount, position: &Position) -> Markup {
    html! {
        span.chip {
            @if is_disputed(account, position) { span.turn { "≠ " } }
            (value(view, position)) " " (scope(view, position)) " "
            span.quiet { (position.origins) "/" (position.reports) }
        }
    }
}

fn gaps(view: &View<'_>, words: &Words, account: &QuestionAccount) -> Markup {
    let gaps = &account.gaps;
    let mut parts: Vec<String> = Vec::new();
    if let Some(shown) = gaps.voiceless.get(..gaps.voiceless.len().min(PARTIES)).filter(|shown| !shown.is_empty()) {
        let left_out = gaps.voiceless.len() - shown.len();
        let others = if left_out > 0 { format!(", + {left_out}") } else { String::new() };
        parts.push(format!("{} {}{others}", words.voiceless, shown.join(", ")));
    }
    if !gaps.one_origin.is_empty() {
        parts.push(format!("{} {}", view.phrases.count(gaps.one_origin.len(), Counted::Positions), words.one_origin));
    }
    if !account.silent.is_empty() {
        parts.push(format!("{} {}", view.phrases.count(account.silent.len(), Counted::Reports), words.silent));
    }
    html! {
        bdi { (parts.join("; ")) }
        @for (place, point) in gaps.open.iter().take(OPEN).enumerate() {
            p.open {
                "☐ " bdi { (point.text) }
                @if place + 1 == OPEN && gaps.open.len() > OPEN { " " span.quiet.key { "+ " (gaps.open.len() - OPEN) " ☐" } }
            }
        }

    }
}

fn method(view: &View<'_>, words: &Words) -> Markup {
    let claims = &view.edition.apparatus.claims;
    let readers: BTreeSet<&str> = claims.iter().filter_map(|claim| claim.reader.as_deref()).collect();
    let by_hand = claims.iter().filter(|claim| claim.reader.is_none()).count();
    html! {
        p {
            @if !readers.is_empty() {
                (words.read_by) " " @for (place, reader) in readers.iter().enumerate() { @if place > 0 { ", " } span.code { (reader) } } ". "
            }
            @if by_hand > 0 { (view.phrases.count(by_hand, Counted::Claims)) " " (words.by_hand) ". " }
            (words.nothing_picked)
        }
        p { (words.journal) " " (view.entries.len()) " (" span.code { (view.last_at()) } "). " (words.key) " " span.digest { (view.edition.vkey) } }
        p { (words.verify) }
    }
}

/// What counts for nothing, answers nothing, or is not here; each with its number.
fn discarded(view: &View<'_>, words: &Words) -> Markup {
    let apparatus = view.edition.apparatus;
    let rejected = apparatus.claims.iter().filter(|claim| claim.rejected).count();
    let answers = |claim: &&variorum_evidence::account::AccountClaim| {
        !claim.rejected && !claim.claim.readings.iter().any(|reading| view.answer(reading.id).is_some())
    };
    let unanswering = apparatus.claims.iter().filter(answers).count();
    let withheld: Vec<&str> = view.entries.iter().filter(|entry| is_withheld(entry)).map(kind).collect();
    let kinds: BTreeSet<&str> = withheld.iter().copied().collect();
    let unread = view.other_captures().len();
    let is_nothing = rejected + unanswering + unread + withheld.len() == 0;
    html! {
        @if is_nothing { p { (words.nothing) } }
        ul {
            @if rejected > 0 { li { (view.phrases.count(rejected, Counted::Claims)) " " (words.rejected) } }
            @if unanswering > 0 { li { (view.phrases.count(unanswering, Counted::Claims)) " " (words.unanswering) } }
            @if unread > 0 { li { (unread) " " (words.unread) } }
            @if !withheld.is_empty() {
                li { (withheld.len()) " " (words.withheld) ": " span.code { (kinds.into_iter().collect::<Vec<_>>().join(", ")) } }
            }
        }
    }
}
