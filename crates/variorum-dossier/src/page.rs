//! The frame around every page: no script, no font, no request, and a policy that forbids them all.
//!
//! The style sheet stands in each page and the policy allows it by its digest, because browsers differ over
//! whether a file opened from disk may fetch its neighbour; so a page that is sent alone is still readable.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use variorum_evidence::account::{AccountClaim, QuestionAccount};
use variorum_evidence::digest::Digest;
use variorum_evidence::ids::{PositionId, ReportCode};

use crate::live::STYLE;
use crate::phrases::Counted;
use crate::view::{View, number, question_name};
use crate::{lists, question, speakers, summary, timeline};

/// Where a page lies, and so how it reaches the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    /// `index.html`.
    FromTop,
    /// A page in `pages/`.
    FromPages,
}

/// A path to another page.
pub(crate) struct Path {
    folder: &'static str,
    file: String,
    anchor: String,
}

impl Links {
    const fn pages(self) -> &'static str {
        match self {
            Self::FromTop => "pages/",
            Self::FromPages => "",
        }
    }

    fn to(self, file: String, anchor: &str) -> Path {
        let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
        Path { folder: self.pages(), file, anchor }
    }

    pub(crate) const fn top(self) -> &'static str {
        match self {
            Self::FromTop => "index.html",
            Self::FromPages => "../index.html",
        }
    }

    pub(crate) fn custody(self) -> Path {
        self.to("custody.html".to_owned(), "")
    }

    pub(crate) fn speakers(self) -> Path {
        self.to(speakers::list_file(0), "")
    }

    pub(crate) fn timeline(self) -> Path {
        self.to(timeline::file(0), "")
    }

    pub(crate) fn questions(self) -> Path {
        self.to(lists::questions_file(0), "")
    }

    pub(crate) fn reports(self) -> Path {
        self.to(lists::reports_file(0), "")
    }

    pub(crate) fn summary(self) -> Path {
        self.to(summary::FILE.to_owned(), "")
    }

    pub(crate) fn question(self, account: &QuestionAccount) -> Path {
        self.to(question_file(account, 0), "")
    }

    /// A position on the page of its question.
    pub(crate) fn position(self, view: &View<'_>, account: &QuestionAccount, position: PositionId) -> Path {
        self.to(question_file(account, question::part_of(account, position)), view.position_code(position))
    }

    pub(crate) fn report(self, code: &ReportCode) -> Path {
        self.to(report_file(code), "")
    }

    /// The words of a claim in one of its reports.
    pub(crate) fn claim(self, code: &ReportCode, claim_code: &str) -> Path {
        self.to(report_file(code), claim_code)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.folder, self.file, self.anchor)
    }
}

/// `q-3.html` for Q3, `q-3-2.html` for what does not fit there: by its code, since a question's own name may hold anything.
pub(crate) fn question_file(account: &QuestionAccount, part: usize) -> String {
    leaf_file(&question_name(&account.code).unwrap_or_default(), part)
}

/// `name.html`, `name-2.html`: the pages of one thing that has several.
pub(crate) fn leaf_file(name: &str, part: usize) -> String {
    if part == 0 { format!("{name}.html") } else { format!("{name}-{}.html", part + 1) }
}

/// Links to the other pages of one thing that has several.
pub(crate) fn leaves(view: &View<'_>, part: usize, count: usize, file: impl Fn(usize) -> String) -> Markup {
    html! {
        @if count > 1 {
            nav.leaves aria-label=(view.phrases.page) {
                (view.phrases.page) " "
                @for other in 0..count {
                    @if other == part { strong aria-current="page" { (other + 1) } } @else { a href=(file(other)) { (other + 1) } }
                    " "
                }
            }
        }
    }
}

/// `r-12.html` for R12.
pub(crate) fn report_file(code: &ReportCode) -> String {
    format!("r-{}.html", number(&code.0, 'R').unwrap_or_default())
}

/// A whole page.
pub(crate) fn frame(view: &View<'_>, links: Links, title: &str, body: &Markup) -> Markup {
    let phrases = view.phrases;
    html! {
        (DOCTYPE)
        html lang=(phrases.lang) {
            head {
                meta charset="utf-8";
                @if view.desk.is_none() {
                    meta http-equiv="Content-Security-Policy" content=(policy());
                    meta name="referrer" content="no-referrer";
                }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) }
                @if let Some(desk) = view.desk { (desk.head()) } @else { style { (PreEscaped(STYLE)) } }
            }
            body {
                @if let Some(desk) = view.desk { (desk.navigation()) }
                @if links == Links::FromPages { (running_head(view, links)) }
                main { (body) }
                footer { (colophon(view)) }
            }
        }
    }
}

fn policy() -> String {
    let digest = BASE64.encode(Digest::of(STYLE.as_bytes()).as_bytes());
    format!("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'")
}

fn running_head(view: &View<'_>, links: Links) -> Markup {
    html! {
        nav.running {
            a href=(links.top()) { bdi { (view.edition.title) } }
            span.views { (views(view, links)) }
        }
    }
}

/// The pages that are not of one question or report.
pub(crate) fn views(view: &View<'_>, links: Links) -> Markup {
    let phrases = view.phrases;
    html! {
        a href=(links.timeline()) { (phrases.timeline) } " · "
        a href=(links.speakers()) { (phrases.speakers) } " · "
        a href=(links.summary()) { (phrases.summary) } " · "
        a href=(links.custody()) { (phrases.custody) }
    }
}

fn colophon(view: &View<'_>) -> Markup {
    let [made_from, written] = view.phrases.colophon;
    let entries = view.phrases.count(view.entries.len(), Counted::Entries);
    html! { p { (made_from) " " (entries) " " (written) " " span.code { (view.last_at()) } "." } }
}

/// Codes of reports that carry a claim, each leading to its words there.
pub(crate) fn claim_links(view: &View<'_>, links: Links, claim: &AccountClaim) -> Markup {
    let code = view.claim_code(claim.claim.id);
    html! {
        @for (place, report) in claim.reports.iter().enumerate() {
            @if place > 0 { " " }
            a.code href=(links.claim(report, code)) { (report) }
        }
    }
}

/// Reports named in one place. Ten thousand are silent on some question: whoever wants them all finds each in the list of
/// reports, and all of them in `data/tables/apparatus.json`.
const MOST_REPORTS: usize = 100;

/// Codes of reports, each leading to its page, and how many others there are.
pub(crate) fn report_links<'a>(links: Links, reports: impl IntoIterator<Item = &'a ReportCode>) -> Markup {
    let mut reports = reports.into_iter();
    html! {
        @for (place, report) in reports.by_ref().take(MOST_REPORTS).enumerate() {
            @if place > 0 { ", " }
            a.code href=(links.report(report)) { (report) }
        }
        @let left_out = reports.count();
        @if left_out > 0 { span.quiet { " + " (left_out) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_rows_of_reports_end_with_a_number() {
        let codes: Vec<_> = (1..=MOST_REPORTS + 50).map(|code| ReportCode(format!("R{code}"))).collect();
        let links = report_links(Links::FromTop, &codes).into_string();
        assert_eq!(links.matches("<a ").count(), MOST_REPORTS);
        assert!(links.ends_with("> + 50</span>"), "{links}");
        let few = report_links(Links::FromTop, &codes[..MOST_REPORTS]).into_string();
        assert!(!few.contains('+'), "{few}");
    }

    #[test]
    fn the_style_sheet_makes_no_request() {
        for forbidden in ["url(", "@import", "http:", "https:", "</style"] {
            assert!(!STYLE.contains(forbidden), "{forbidden}");
        }
    }
}
