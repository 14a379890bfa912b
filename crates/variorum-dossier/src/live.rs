//! The pages of a dossier one at a time, for a case that somebody is working on.
//!
//! There is one set of views. A running page serves them under the paths that they have in a dossier, so that every
//! link between them holds in both; what it adds (style sheets and scripts of its own, where else to go, what can be
//! decided about a claim) comes in through [`Desk`]. The views ask for it in four places and know nothing of it.
//!
//! Left out: who may ask for a page, and everything that is decided (`variorum-page`).

use maud::Markup;
use variorum_evidence::account::{AccountClaim, QuestionAccount, Report};
use variorum_evidence::ids::ClaimId;

use crate::contents;
use crate::edition::{DossierError, Edition};
use crate::page::{Links, claim_links, frame};
use crate::report::quotation;
use crate::view::View;

/// What whoever works on a case has around the views.
pub trait Desk {
    /// What stands in the head of each page in the place of the dossier's own style and policy.
    fn head(&self) -> Markup;
    /// Where else one can go, and what has just been done.
    fn navigation(&self) -> Markup;
    /// What was decided about a claim, and what can be.
    fn at_claim(&self, claim: &AccountClaim, code: &str) -> Markup;
    /// What can be decided about a question.
    fn at_question(&self, account: &QuestionAccount) -> Markup;
    /// What can be decided about a report.
    fn at_report(&self, report: &Report) -> Markup;
}

/// The style sheet of every page.
pub const STYLE: &str = include_str!("style.css");

/// The pages of an edition.
pub struct Pages<'a> {
    view: View<'a>,
}

impl<'a> Pages<'a> {
    /// The pages, with this desk around them.
    pub fn of(edition: &'a Edition<'a>, desk: &'a dyn Desk) -> Result<Self, DossierError> {
        let mut view = View::of(edition)?;
        view.desk = Some(desk);
        Ok(Self { view })
    }

    /// The page that a dossier has under this path (`pages/q-3.html`).
    pub fn page(&self, path: &str) -> Option<String> {
        contents::each_page(&self.view, &mut |at, page| if at == path { Err(page()) } else { Ok(()) })
            .err()
            .map(Markup::into_string)
    }

    /// Any other page, beside `index.html`, in the same frame.
    pub fn framed(&self, title: &str, body: &Markup) -> String {
        frame(&self.view, Links::FromTop, title, body).into_string()
    }

    /// A claim: its words in their sentence, the reports that carry it, and its code; for a page beside `index.html`.
    pub fn claim(&self, id: ClaimId) -> Option<ShownClaim<'a>> {
        let claim = self.view.claim(id)?;
        Some(ShownClaim {
            claim,
            code: self.view.claim_code(id).to_owned(),
            voice: self.view.voice(claim).0.to_owned(),
            words: quotation(&self.view, claim, None),
            reports: claim_links(&self.view, Links::FromTop, claim),
        })
    }
}

/// A claim with what is shown of it.
pub struct ShownClaim<'a> {
    /// The claim.
    pub claim: &'a AccountClaim,
    /// `C40`.
    pub code: String,
    /// Who says it.
    pub voice: String,
    /// Its words in their sentence.
    pub words: Markup,
    /// The reports that carry it, each leading to its words there.
    pub reports: Markup,
}
