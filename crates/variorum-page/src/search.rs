//! Which claims are meant: by words, who says it, question, hedge and day of saying, all together.
//!
//! Words are found whatever their capitals and accents, in the claim, its source and its speaker. Every claim of the table
//! is looked at: there is no index beside it that could be stale. Left out: other forms of a word, and the texts outside
//! claims, which a browser finds on a report's page.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use variorum::build::Built;
use variorum::evidence::account::AccountClaim;
use variorum::evidence::claim::HedgeValue;
use variorum::evidence::ids::{QuestionId, SpeakerId};
use variorum::{Desk, Pages};

use crate::desk::FormDesk;

/// Claims on one page.
const ON_A_PAGE: usize = 100;

/// What is looked for. What is empty asks for nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sought {
    words: String,
    speaker: String,
    question: String,
    hedge: String,
    from: String,
    to: String,
    page: usize,
}

/// What is looked for, ready to be compared.
struct Sieve<'a> {
    built: &'a Built,
    words: Vec<String>,
    speaker: String,
    question: Option<&'a QuestionId>,
    sought: &'a Sought,
    names: BTreeMap<&'a SpeakerId, String>,
}

impl<'a> Sieve<'a> {
    fn of(built: &'a Built, sought: &'a Sought) -> Self {
        let asked = sought.question.trim();
        let questions = built.apparatus.questions.iter();
        let mut named = questions.filter(|account| {
            account.code.eq_ignore_ascii_case(asked) || account.question.id.0.eq_ignore_ascii_case(asked)
        });
        Self {
            built,
            words: folded(&sought.words).split_whitespace().map(str::to_owned).collect(),
            speaker: folded(sought.speaker.trim()),
            question: named.next().map(|account| &account.question.id),
            sought,
            names: built.apparatus.speakers.iter().map(|speaker| (&speaker.id, folded(&speaker.name))).collect(),
        }
    }

    fn keeps(&self, claim: &AccountClaim) -> bool {
        self.has_question(claim)
            && self.has_hedge(claim)
            && self.has_day(claim)
            && self.has_speaker(claim)
            && self.has_words(claim)
    }

    fn has_question(&self, claim: &AccountClaim) -> bool {
        self.sought.question.trim().is_empty()
            || self
                .question
                .is_some_and(|id| claim.claim.readings.iter().any(|reading| reading.question.as_ref() == Some(id)))
    }

    fn has_hedge(&self, claim: &AccountClaim) -> bool {
        self.sought.hedge.is_empty() || word_of(claim.claim.hedge.value) == self.sought.hedge
    }

    /// Said on a day between the two, as far as the claim or its report tells when.
    fn has_day(&self, claim: &AccountClaim) -> bool {
        let (from, to) = (self.sought.from.trim(), self.sought.to.trim());
        if from.is_empty() && to.is_empty() {
            return true;
        }
        let told = claim.claim.said_at.as_ref().and_then(|when| when.from);
        let published = || {
            let reports = self.built.apparatus.reports.iter().filter(|report| claim.reports.contains(&report.code));
            reports.filter_map(|report| report.published.as_ref()?.from).min()
        };
        // Days in the notation of ISO 8601 are in order as words.
        let day = told.or_else(published).map(|when| when.date().to_string());
        day.is_some_and(|day| (from.is_empty() || from <= day.as_str()) && (to.is_empty() || day.as_str() <= to))
    }

    fn name(&self, claim: &AccountClaim) -> &str {
        claim.speaker.as_ref().and_then(|speaker| self.names.get(speaker)).map_or("", String::as_str)
    }

    fn has_speaker(&self, claim: &AccountClaim) -> bool {
        self.speaker.is_empty() || self.name(claim).contains(&self.speaker)
    }

    fn has_words(&self, claim: &AccountClaim) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let text = self.built.texts.get(&claim.document).map_or("", String::as_str);
        let content = claim.claim.content.iter().filter_map(|span| span.words(text)).map(folded).collect::<Vec<_>>();
        let source = claim.claim.source.as_ref().map_or_else(String::new, |source| folded(&source.name));
        let has = |word: &String| {
            content.iter().any(|part| part.contains(word)) || source.contains(word) || self.name(claim).contains(word)
        };
        self.words.iter().all(has)
    }
}

/// Small letters without accents.
fn folded(text: &str) -> String {
    text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

fn word_of(hedge: HedgeValue) -> String {
    format!("{hedge:?}").to_lowercase()
}

/// The form and the claims that are meant.
pub(crate) fn body(desk: &FormDesk<'_>, pages: &Pages<'_>, built: &Built, sought: &Sought) -> Markup {
    let words = desk.words;
    let sieve = Sieve::of(built, sought);
    let found: Vec<&AccountClaim> = built.apparatus.claims.iter().filter(|claim| sieve.keeps(claim)).collect();
    let shown = found.iter().skip(sought.page.saturating_mul(ON_A_PAGE)).take(ON_A_PAGE);
    html! {
        header.title { h1 { (words.search) } p.amounts { (found.len()) " " (words.claims_found) } }
        (form(desk, sought))
        ol.results start=(sought.page.saturating_mul(ON_A_PAGE) + 1) {
            @for claim in shown {
                @if let Some(shown) = pages.claim(claim.claim.id) {
                    li data-claim=(shown.code) id={ "c" (shown.code) } {
                        (shown.words)
                        p.quiet { bdi { (shown.voice) } " · " (shown.reports) " · " span.code { (shown.code) } }
                        (desk.at_claim(shown.claim, &shown.code))
                    }
                }
            }
        }
        (pager(desk, sought, found.len()))
    }
}

fn form(desk: &FormDesk<'_>, sought: &Sought) -> Markup {
    const HEDGES: [&str; 7] = ["asserted", "reported", "alleged", "apparent", "planned", "predicted", "asked"];
    let words = desk.words;
    let field = |name: &str, label: &str, value: &str, kind: &str, list: Option<&str>| {
        html! { label { span { (label) } input type=(kind) name=(name) value=(value) list=[list] autocomplete="off"; } }
    };
    html! {
        form.search.whole role="search" method="get" action="/search" {
            (field("words", words.words_sought, &sought.words, "search", None))
            (field("speaker", words.speaker, &sought.speaker, "text", Some("speakers")))
            (field("question", words.question, &sought.question, "text", Some("questions")))
            label { span { (words.hedge) } select name="hedge" {
                option value="" {}
                @for hedge in HEDGES { option value=(hedge) selected[sought.hedge == hedge] { (hedge) } }
            } }
            (field("from", words.said_from, &sought.from, "date", None))
            (field("to", words.said_to, &sought.to, "date", None))
            button type="submit" { (words.search) }
        }
    }
}

fn pager(desk: &FormDesk<'_>, sought: &Sought, found: usize) -> Markup {
    let turn = |page: usize, label: &str| {
        html! {
            form method="get" action="/search" {
                @for (name, value) in [
                    ("words", &sought.words), ("speaker", &sought.speaker), ("question", &sought.question),
                    ("hedge", &sought.hedge), ("from", &sought.from), ("to", &sought.to),
                ] { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="page" value=(page);
                button type="submit" { (label) }
            }
        }
    };
    html! {
        @if found > ON_A_PAGE {
            div.pager {
                @if sought.page > 0 { (turn(sought.page - 1, desk.words.earlier)) }
                @if (sought.page + 1).saturating_mul(ON_A_PAGE) < found { (turn(sought.page + 1, desk.words.further)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_accents_are_forgotten() {
        assert_eq!(folded("Óscar PÉREZ dijo"), "oscar perez dijo");
        assert_eq!(word_of(HedgeValue::Alleged), "alleged");
    }
}
