//! The versions of a report's page: what each capture of one address changed, and whether it says so.
//!
//! Words that were taken out are struck through and words that were put in are underlined, with the kind of change in
//! words before them, so that nothing rests on colour. Sentences that stayed are not shown: the pages of the versions
//! have the whole texts.

use maud::{Markup, html};
use similar::{Algorithm, ChangeTag, capture_diff_slices};
use variorum_evidence::account::{Position, QuestionAccount, Report};
use variorum_evidence::document::Language;
use variorum_evidence::revision::{
    AnnouncementKind, AnswerChange, RevisionStep, Revisions, SentenceChange, Version, VersionAnswer,
};
use variorum_evidence::span::TextSpan;

use crate::matrix::{scope, value};
use crate::page::{Links, report_links};
use crate::view::{View, shown_date};

const LINKS: Links = Links::FromPages;

struct Words {
    title: &'static str,
    intro: &'static str,
    columns: [&'static str; 4],
    this: &'static str,
    step: &'static str,
    silent: &'static str,
    correction: &'static str,
    update: &'static str,
    nothing_told: &'static str,
    removed: &'static str,
    added: &'static str,
    changed: &'static str,
    gone: &'static str,
    own: &'static str,
    unknown: &'static str,
}

const EN: Words = Words {
    title: "Versions of this page",
    intro: "One address was captured with different texts. What was taken out is struck through, what was put in is underlined.",
    columns: ["Version", "Captured as", "Captured", "Published"],
    this: "this report",
    step: "Version",
    silent: "Silent: nothing new in the later version says that it was changed.",
    correction: "The later version announces a correction:",
    update: "The later version announces an update:",
    nothing_told: "Nothing that was told before is told otherwise.",
    removed: "taken out",
    added: "put in",
    changed: "reworded",
    gone: "no longer answered",
    own: "the report itself",
    unknown: "not known",
};

const ES: Words = Words {
    title: "Versiones de esta página",
    intro: "Una misma dirección se capturó con textos distintos. Lo quitado va tachado; lo añadido, subrayado.",
    columns: ["Versión", "Capturada como", "Capturada", "Publicada"],
    this: "este informe",
    step: "Versión",
    silent: "En silencio: nada nuevo en la versión posterior dice que se cambió.",
    correction: "La versión posterior anuncia una corrección:",
    update: "La versión posterior anuncia una actualización:",
    nothing_told: "Nada de lo dicho antes se dice de otro modo.",
    removed: "quitado",
    added: "añadido",
    changed: "reescrito",
    gone: "ya no se responde",
    own: "el propio informe",
    unknown: "no se sabe",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::Es => &ES,
        _ => &EN,
    }
}

/// The section of a report whose address has several versions.
pub(crate) fn section(view: &View<'_>, report: &Report) -> Option<Markup> {
    let (revisions, current) = view.version(&report.code)?;
    let words = words(view.edition.language);
    let pairs = revisions.versions.windows(2).zip(&revisions.steps).enumerate();
    Some(html! {
        section.versions id="versions" {
            h2 { (words.title) }
            p.measure { (words.intro) }
            (list(words, revisions, current))
            @for (place, (pair, change)) in pairs { (step(view, words, place + 1, pair, change)) }
        }
    })
}

fn list(words: &Words, revisions: &Revisions, current: usize) -> Markup {
    let date = |when| shown_date(when).unwrap_or_else(|| words.unknown.to_owned());
    html! {
        div.wide { table.plain {
            thead { tr { @for column in words.columns { th scope="col" { (column) } } } }
            tbody {
                @for (place, version) in revisions.versions.iter().enumerate() {
                    tr {
                        td.number { (place + 1) }
                        td { (report_links(LINKS, &version.reports)) @if place == current { " " span.quiet { "(" (words.this) ")" } } }
                        td.date { (date(version.captured.as_ref())) }
                        td.date { (date(version.published.as_ref())) }
                    }
                }
            }
        } }
        p.quiet { bdi.digest { (revisions.address) } }
    }
}

fn step(view: &View<'_>, words: &Words, number: usize, pair: &[Version], step: &RevisionStep) -> Markup {
    let (was, now) = (view.text(pair[0].document), view.text(pair[1].document));
    html! {
        h3 { (words.step) " " (number) " → " (number + 1) }
        p.announced {
            @if step.silent { strong { (words.silent) } }
            @else if let Some(told) = step.announced {
                (match told.kind { AnnouncementKind::Correction => words.correction, AnnouncementKind::Update => words.update })
                " " q { (told.span.words(now).unwrap_or_default()) }
            } @else { (words.nothing_told) }
        }
        @if !step.answers.is_empty() {
            ul.changes { @for change in &step.answers { li { (answer(view, words, change)) } } }
        }
        ul.changes {
            @for change in &step.sentences { li { (sentence(words, change, was, now)) } }
        }
    }
}

fn answer(view: &View<'_>, words: &Words, change: &AnswerChange) -> Markup {
    let account = view.edition.apparatus.questions.iter().find(|account| account.code == change.question);
    let given = |answer: &Option<VersionAnswer>| {
        let answer = answer.as_ref()?;
        Some((view.position_of(answer.position)?, answer.speaker.clone()))
    };
    let (before, after) = (given(&change.before), given(&change.after));
    let voice = |speaker: &Option<_>| view.speaker(speaker.as_ref()).map_or(words.own, |speaker| speaker.name.as_str());
    let one_voice = before.as_ref().zip(after.as_ref()).is_none_or(|(before, after)| before.1 == after.1);
    html! {
        @if let Some(account) = account { a href=(LINKS.question(account)) { span.code { (account.code) } } " " bdi { (view.wording(account)) } " " }
        @if let Some((position, speaker)) = &before {
            del { (linked(view, account, position)) @if !one_voice { " (" bdi { (voice(speaker)) } ")" } }
        }
        " → "
        @match &after {
            Some((position, speaker)) => ins { (linked(view, account, position)) @if !one_voice { " (" bdi { (voice(speaker)) } ")" } },
            None => span.quiet { (words.gone) },
        }
        @if one_voice {
            @if let Some((_, speaker)) = after.as_ref().or(before.as_ref()) { " " span.quiet { "(" bdi { (voice(speaker)) } ")" } }
        }
    }
}

fn linked(view: &View<'_>, account: Option<&QuestionAccount>, position: &Position) -> Markup {
    html! {
        @if let Some(account) = account {
            a href=(LINKS.position(view, account, position.id)) { (value(view, position)) }
        } @else { (value(view, position)) }
        " " (scope(view, position))
    }
}

fn sentence(words: &Words, change: &SentenceChange, was: &str, now: &str) -> Markup {
    let text = |span: Option<TextSpan>, text| span.and_then(|span: TextSpan| span.words(text)).unwrap_or_default();
    let (before, after) = (text(change.before, was), text(change.after, now));
    html! {
        @match (change.before, change.after) {
            (Some(_), Some(_)) => { span.label { (words.changed) } " " span dir="auto" { (compared(before, after)) } }
            (Some(_), None) => { span.label { (words.removed) } " " del dir="auto" { (before) } }
            (None, _) => { span.label { (words.added) } " " ins dir="auto" { (after) } }
        }
    }
}

/// One sentence with the words of both, in the order of the later one.
fn compared(before: &str, after: &str) -> Markup {
    let (old, new): (Vec<_>, Vec<_>) = (before.split_whitespace().collect(), after.split_whitespace().collect());
    let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
    let pieces = operations.iter().flat_map(|operation| operation.iter_slices(&old, &new));
    html! {
        @for (place, (tag, words)) in pieces.enumerate() {
            @if place > 0 { " " }
            @match tag {
                ChangeTag::Equal => (words.join(" ")),
                ChangeTag::Delete => del { (words.join(" ")) },
                ChangeTag::Insert => ins { (words.join(" ")) },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_sentences() {
        let check = |before, after, expected| assert_eq!(compared(before, after).into_string(), expected);
        check("Five men were held.", "Six men were held.", "<del>Five</del> <ins>Six</ins> men were held.");
        check("He left.", "He left at  noon.", "He <del>left.</del> <ins>left at noon.</ins>");
        check("a <b>", "a <b>", "a &lt;b&gt;");
        check("", "", "");
    }
}
