//! Who speaks in the case: a list of all speakers, and of each a page with everything that they said, in the order of
//! saying, changes of mind marked.
//!
//! What reports say in their own words is on their pages. No page is without end: the list goes on after [`NAMES`]
//! speakers, and a speaker's page after [`CLAIMS`] claims.

use std::collections::BTreeMap;

use maud::{Markup, html};
use variorum_evidence::account::{AccountClaim, Noted, QuestionAccount, Speaker};
use variorum_evidence::decision::Hand;
use variorum_evidence::document::Language;
use variorum_evidence::ids::{ReadingId, SpeakerId};
use variorum_evidence::over_time::{Course, Turn, TurnKind};

use crate::contents::NextPage;
use crate::matrix::{said, scope, value};
use crate::page::{Links, claim_links, frame, leaf_file, leaves};
use crate::phrases::Counted;
use crate::plot::clock::Stretch;
use crate::question::hands;
use crate::report::quotation;
use crate::view::View;

const LINKS: Links = Links::FromPages;

/// How many speakers stand on one page of the list, and how many claims on one page of a speaker.
const NAMES: usize = 200;
const CLAIMS: usize = 100;
/// How many changes of mind are listed above everything said; those beyond are marked there and counted.
const TURNS: usize = 60;

struct Words {
    title: &'static str,
    intro: &'static str,
    columns: [&'static str; 5],
    speaker: &'static str,
    aliases: &'static str,
    by_rule: &'static str,
    nobody: &'static str,
    changes: &'static str,
    said: &'static str,
    rejected: &'static str,
    others: &'static str,
    turns: [&'static str; 3],
    now: [&'static str; 2],
}

const EN: Words = Words {
    title: "Speakers",
    intro: "Everybody to whom a report gives words. What reports say in their own words stands on their pages.",
    columns: ["Speaker", "Also called", "Side and party", "Claims", "Changes"],
    speaker: "Speaker",
    aliases: "Also called",
    by_rule: "taken for this speaker by",
    nobody: "No report gives words to anybody.",
    changes: "Answers that do not go together",
    said: "Everything said, in the order of saying",
    rejected: "rejected by a person",
    others: "more, all of them in data/tables/apparatus.json",
    turns: ["changed", "went back", "contradicts"],
    now: ["now otherwise:", "before:"],
};

const ES: Words = Words {
    title: "Quién habla",
    intro: "Todos aquellos a quienes un informe da la palabra. Lo que los informes dicen por sí mismos está en sus páginas.",
    columns: ["Quién", "También llamado", "Parte", "Afirmaciones", "Cambios"],
    speaker: "Quién habla",
    aliases: "También llamado",
    by_rule: "tomado por la misma persona según",
    nobody: "Ningún informe da la palabra a nadie.",
    changes: "Respuestas que no concuerdan",
    said: "Todo lo dicho, por orden",
    rejected: "rechazada por una persona",
    others: "más, todos en data/tables/apparatus.json",
    turns: ["cambió", "volvió atrás", "se contradice"],
    now: ["ahora otra cosa:", "antes:"],
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::Es => &ES,
        _ => &EN,
    }
}

/// Everything that is shown of speakers, gathered once.
pub(crate) struct Speakers<'a> {
    claims: BTreeMap<&'a SpeakerId, Vec<&'a AccountClaim>>,
    courses: BTreeMap<&'a SpeakerId, Vec<(&'a QuestionAccount, &'a Course)>>,
}

impl<'a> Speakers<'a> {
    pub(crate) fn of(view: &View<'a>) -> Self {
        let mut claims: BTreeMap<_, Vec<&AccountClaim>> = BTreeMap::new();
        for claim in &view.edition.apparatus.claims {
            if let Some(speaker) = &claim.speaker {
                claims.entry(speaker).or_default().push(claim);
            }
        }
        let zone = view.edition.zone;
        let order = |claim: &&AccountClaim| {
            let said = view.said(claim);
            said.map_or(Stretch { from: None, to: None }, |said| Stretch::of(said, zone)).order()
        };
        // Stable: what was said at one time stays in the order of the reports.
        claims.values_mut().for_each(|claims| claims.sort_by_cached_key(order));
        let mut courses: BTreeMap<_, Vec<(&QuestionAccount, &Course)>> = BTreeMap::new();
        for account in &view.edition.apparatus.questions {
            for course in &account.over_time.speakers {
                if let Some(speaker) = &course.speaker {
                    courses.entry(speaker).or_default().push((account, course));
                }
            }
        }
        Self { claims, courses }
    }

    fn claims(&self, speaker: &Speaker) -> &[&'a AccountClaim] {
        self.claims.get(&speaker.id).map_or(&[], Vec::as_slice)
    }

    fn courses(&self, speaker: &Speaker) -> &[(&'a QuestionAccount, &'a Course)] {
        self.courses.get(&speaker.id).map_or(&[], Vec::as_slice)
    }

    fn turns(&self, speaker: &Speaker) -> Vec<(&'a QuestionAccount, &'a Turn)> {
        let courses = self.courses(speaker).iter();
        courses.flat_map(|(account, course)| course.turns.iter().map(move |turn| (*account, turn))).collect()
    }

    /// The readings with which a speaker takes up another answer than before.
    fn changes(&self, speaker: &Speaker) -> BTreeMap<ReadingId, (&'a QuestionAccount, &'a Turn)> {
        let mut changes = BTreeMap::new();
        for (account, course) in self.courses(speaker) {
            let moved = course.turns.iter().filter(|turn| turn.kind != TurnKind::Contradicts);
            for turn in moved {
                let stays = course.stays.iter().skip(1).filter(|stay| stay.position == turn.b);
                changes.extend(stays.map(|stay| (stay.reading, (*account, turn))));
            }
        }
        changes
    }
}

/// Every page of this part: its file and what stands in it.
pub(crate) fn pages<E>(view: &View<'_>, next: &mut NextPage<'_, E>) -> Result<(), E> {
    let all = Speakers::of(view);
    let speakers = &view.edition.apparatus.speakers;
    let count = parts(speakers.len(), NAMES);
    for part in 0..count {
        next(&list_file(part), &|| list(view, &all, part, count))?;
    }
    for (place, speaker) in speakers.iter().enumerate() {
        let count = parts(all.claims(speaker).len(), CLAIMS);
        for part in 0..count {
            next(&file(place, part), &|| page(view, &all, (place, speaker), (part, count)))?;
        }
    }
    Ok(())
}

/// How many pages so many things need: one at least.
fn parts(things: usize, on_one: usize) -> usize {
    things.div_ceil(on_one).max(1)
}

/// `speakers.html`, `speakers-2.html`.
pub(crate) fn list_file(part: usize) -> String {
    leaf_file("speakers", part)
}

/// `s-7.html` of the seventh speaker, `s-7-2.html` for what does not fit there.
pub(crate) fn file(place: usize, part: usize) -> String {
    leaf_file(&format!("s-{}", place + 1), part)
}

fn list(view: &View<'_>, all: &Speakers<'_>, part: usize, count: usize) -> Markup {
    let words = words(view.edition.language);
    let speakers = &view.edition.apparatus.speakers;
    let shown = speakers.iter().enumerate().skip(part * NAMES).take(NAMES);
    let body = html! {
        header.title {
            h1 { (words.title) }
            p.amounts { bdi { (view.edition.title) } " · " (words.title) ": " (speakers.len()) }
        }
        p.measure.lead { (words.intro) }
        @if speakers.is_empty() { p { (words.nobody) } }
        @else {
            div.wide tabindex="0" role="region" aria-label=(words.title) {
                table.plain.speakers {
                    thead { tr { @for (place, column) in words.columns.iter().enumerate() { th.number[place > 2] scope="col" { (column) } } } }
                    tbody { @for (place, speaker) in shown { (row(view, all, place, speaker)) } }
                }
            }
        }
        (leaves(view, part, count, list_file))
    };
    frame(view, LINKS, words.title, &body)
}

fn row(view: &View<'_>, all: &Speakers<'_>, place: usize, speaker: &Speaker) -> Markup {
    let turns = all.turns(speaker).len();
    let [_, called, by, claims, changes] = words(view.edition.language).columns;
    html! {
        tr {
            th scope="row" { a href=(file(place, 0)) { bdi { (speaker.name) } } }
            td data-label=(called) { (aliases(speaker)) }
            td data-label=(by) { (side(view, speaker)) }
            td.number data-label=(claims) { (all.claims(speaker).len()) }
            td.number data-label=(changes) { @if turns > 0 { span.turn { (turns) } } }
        }
    }
}

/// Names that say more than the one in front: of `group (R9)` the bare `group` does not.
fn other_names(speaker: &Speaker) -> impl Iterator<Item = &String> {
    let is_other = |alias: &&String| {
        let rest = speaker.name.strip_prefix(alias.as_str());
        let says_the_same = |rest: &str| rest.is_empty() || (rest.starts_with(" (") && rest.ends_with(')'));
        !rest.is_some_and(says_the_same)
    };
    speaker.aliases.iter().filter(is_other)
}

fn aliases(speaker: &Speaker) -> Markup {
    let others = other_names(speaker);
    html! { @for (place, alias) in others.enumerate() { @if place > 0 { ", " } bdi { (alias) } } }
}

fn side(view: &View<'_>, speaker: &Speaker) -> Markup {
    html! {
        @if let Some(group) = speaker.group { (view.phrases.group(group)) }
        @if let Some(party) = &speaker.party { @if speaker.group.is_some() { " · " } bdi { (party) } }
    }
}

/// What a person noted of how a source knows.
pub(crate) fn noted(view: &View<'_>, speaker: &Speaker) -> Markup {
    let [first, second] = view.phrases.hands;
    html! {
        @if let Some(Noted { hand, access }) = &speaker.noted {
            span.noted {
                "✎ "
                @match hand { Some(Hand::FirstHand) => { (first) } Some(Hand::SecondHand) => { (second) } None => {} }
                @if let Some(access) = access { @if hand.is_some() { ": " } bdi { (access) } }
            }
        }
    }
}

fn page(
    view: &View<'_>,
    all: &Speakers<'_>,
    (place, speaker): (usize, &Speaker),
    (part, count): (usize, usize),
) -> Markup {
    let words = words(view.edition.language);
    let claims = all.claims(speaker);
    let changes = all.changes(speaker);
    let shown = claims.iter().skip(part * CLAIMS).take(CLAIMS);
    let body = html! {
        header.title {
            p.imprint { (words.speaker) }
            h1 { bdi { (speaker.name) } }
            p.amounts { (side(view, speaker)) " · " (view.phrases.count(claims.len(), Counted::Claims)) }
            @if speaker.noted.is_some() { p { (noted(view, speaker)) } }
        }
        (names(words, speaker))
        @if part == 0 { (turns(view, words, all, speaker)) }
        h2 { (words.said) }
        @if claims.is_empty() { p { (view.phrases.no_claims) } }
        ol.sayings { @for claim in shown { li { (saying(view, words, claim, &changes)) } } }
        (leaves(view, part, count, |part| file(place, part)))
    };
    frame(view, LINKS, &speaker.name, &body)
}

/// Other names, each with the rule that took it for this speaker.
fn names(words: &Words, speaker: &Speaker) -> Markup {
    let others: Vec<_> = other_names(speaker).collect();
    html! {
        @if !others.is_empty() {
            p.measure.lead {
                span.label { (words.aliases) } " "
                @for (place, alias) in others.iter().enumerate() {
                    @if place > 0 { ", " }
                    bdi { (alias) }
                    @if let Some(rule) = speaker.rules.get(*alias) { " " span.quiet { "(" (words.by_rule) " " span.code { (rule) } ")" } }
                }
            }
        }
    }
}

fn turns(view: &View<'_>, words: &Words, all: &Speakers<'_>, speaker: &Speaker) -> Markup {
    let turns = all.turns(speaker);
    let left_out = turns.len().saturating_sub(TURNS);
    html! {
        @if !turns.is_empty() {
            h2 { (words.changes) }
            ul.plain {
                @for (account, turn) in turns.into_iter().take(TURNS) {
                    li {
                        a href=(LINKS.question(account)) { span.code { (account.code) } " " bdi { (view.wording(account)) } } " "
                        @if let Some(a) = view.position_of(turn.a) { (value(view, a)) " " }
                        @if let Some(b) = view.position_of(turn.b) { "→ " (value(view, b)) " " (scope(view, b)) " " }
                        span.turn { span.label { (words.turns[turn.kind as usize]) } " " bdi { (turn.why) } }
                    }
                }
                @if left_out > 0 { li.quiet { "+ " (left_out) " " (words.others) } }
            }
        }
    }
}

/// One claim: when, in which words, what it answers, and whether it takes up another answer than before.
fn saying(
    view: &View<'_>,
    words: &Words,
    claim: &AccountClaim,
    changes: &BTreeMap<ReadingId, (&QuestionAccount, &Turn)>,
) -> Markup {
    let phrases = view.phrases;
    let changed = claim.claim.readings.iter().find_map(|reading| changes.get(&reading.id));
    html! {
        article.holder {
            div.who {
                p { (said(view, claim)) }
                p.quiet { (claim_links(view, LINKS, claim)) " " span.code { (view.claim_code(claim.claim.id)) } }
            }
            div {
                @if let Some((_, turn)) = changed {
                    p.turn {
                        span.label { (words.turns[turn.kind as usize]) } " "
                        @if let Some(b) = view.position_of(turn.b) { (words.now[0]) " " (value(view, b)) "; " }
                        @if let Some(a) = view.position_of(turn.a) { (words.now[1]) " " (value(view, a)) }
                    }
                }
                (quotation(view, claim, None))
                (crate::report::answers(view, claim))
                p.apparatus {
                    (phrases.manner(claim.claim.manner)) ", " (phrases.hedge(claim.claim.hedge.value))
                    " · " (hands(view, claim, &claim.claim.rule))
                    @if claim.rejected { " · " (words.rejected) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_cut_where_they_would_be_too_long() {
        assert_eq!([0, 1, 200, 201, 401].map(|names| parts(names, NAMES)), [1, 1, 1, 2, 3]);
        assert_eq!((list_file(0), list_file(1)), ("speakers.html".to_owned(), "speakers-2.html".to_owned()));
        assert_eq!((file(6, 0), file(6, 1)), ("s-7.html".to_owned(), "s-7-2.html".to_owned()));
    }
}
