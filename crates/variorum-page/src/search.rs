//! The form of a search and the claims that it finds, a page at a time.

use maud::{Markup, html};
use serde::Deserialize;
use variorum::build::Built;
use variorum::search::Sought;
use variorum::{Desk, Pages};

use crate::desk::FormDesk;

/// Claims on one page.
const ON_A_PAGE: usize = 100;

/// Which page of what is found.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Turn {
    page: usize,
    /// Whether all claims of the page are chosen.
    all: bool,
}

/// The form of acts on the chosen claims.
const CHOSEN: &str = "chosen";

/// The form and the claims that are meant.
pub(crate) fn body(desk: &FormDesk<'_>, pages: &Pages<'_>, built: &Built, sought: &Sought, turn: Turn) -> Markup {
    let words = desk.words;
    let found = built.find(sought);
    let shown = found.iter().skip(turn.page.saturating_mul(ON_A_PAGE)).take(ON_A_PAGE);
    html! {
        header.title { h1 { (words.search) } p.amounts { (found.len()) " " (words.claims_found) } }
        (form(desk, sought))
        @if !found.is_empty() {
            (desk.at_chosen(CHOSEN))
            (leaf(sought, Turn { all: !turn.all, ..turn }, if turn.all { words.choose_none } else { words.choose_all }))
        }
        ol.results start=(turn.page.saturating_mul(ON_A_PAGE) + 1) {
            @for claim in shown {
                @if let Some(shown) = pages.claim(claim.claim.id) {
                    li data-claim=(shown.code) id={ "c" (shown.code) } {
                        input.choose type="checkbox" form=(CHOSEN) name="claim" value=(shown.code) checked[turn.all]
                            aria-label={ (words.choose) " " (shown.code) };
                        (shown.words)
                        p.quiet { bdi { (shown.voice) } " · " (shown.reports) " · " span.code { (shown.code) } }
                        (desk.at_claim(shown.claim, &shown.code))
                    }
                }
            }
        }
        (pager(desk, sought, turn, found.len()))
    }
}

fn form(desk: &FormDesk<'_>, sought: &Sought) -> Markup {
    const HEDGES: [&str; 7] = ["asserted", "reported", "alleged", "apparent", "planned", "predicted", "asked"];
    let words = desk.words;
    let field = |name: &str, label: &str, value: &str, kind: &str, list: Option<&str>| {
        html! { label { span { (label) } input type=(kind) name=(name) value=(value) list=[list] autocomplete="off"; } }
    };
    html! {
        form.search.whole role="search" aria-label=(words.search) method="get" action="/search" {
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

/// A button to the same search with other claims on the page, or other ones chosen.
fn leaf(sought: &Sought, turn: Turn, label: &str) -> Markup {
    html! {
        form method="get" action="/search" {
            @for (name, value) in [
                ("words", &sought.words), ("speaker", &sought.speaker), ("question", &sought.question),
                ("hedge", &sought.hedge), ("from", &sought.from), ("to", &sought.to),
            ] { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="page" value=(turn.page);
            @if turn.all { input type="hidden" name="all" value="true"; }
            button type="submit" { (label) }
        }
    }
}

fn pager(desk: &FormDesk<'_>, sought: &Sought, turn: Turn, found: usize) -> Markup {
    let to = |page: usize| Turn { page, all: false };
    html! {
        @if found > ON_A_PAGE {
            div.pager {
                @if turn.page > 0 { (leaf(sought, to(turn.page - 1), desk.words.earlier)) }
                @if (turn.page + 1).saturating_mul(ON_A_PAGE) < found { (leaf(sought, to(turn.page + 1), desk.words.further)) }
            }
        }
    }
}
