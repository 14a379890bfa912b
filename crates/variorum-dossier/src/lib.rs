//! Accounts to the published folder: pages to read, tables to compute with, and all that is needed to check
//! them. The same edition gives the same bytes every time.
//!
//! The folder is a BagIt bag (`docs/format/dossier.md`, which `variorum-verify` owns). Pages are plain HTML
//! without scripts, fonts or any request, and open from disk in any browser; whatever comes from evidence is
//! escaped text. Nothing here reads a clock: every date in a dossier comes from the journal.
//!
//! - [`Edition`]: what is published; [`plan()`] says what a dossier would show and withhold, [`write()`] writes it
//! - `view`: what pages look up; `overview`, `lists`, `question`, `report`, `speakers`, `timeline`, `summary`, `custody`: the pages
//! - `matrix`, `context`, `segments`, `plot`, `courses`, `versions`: their parts; `page`: the frame around each
//! - [`Pages`]: the same pages one at a time, for a case that somebody works on
//! - `tables`: CSV and JSON; `proofs`: the disclosed entries, each with its proof; `anchors`: proofs of time; `case_uco`,
//!   `ro_crate`, `json_ld`: what is in it, for other people's programs; `instructions`: `VERIFY.txt`; `redacted`,
//!   `copies`: what a redacted edition says and holds besides; `bag`: the folder on disk
//!
//! Left out: showing images and film (they are named only), and any page that needs a program to be read.

mod agenda;
mod anchors;
mod edition;
mod phrases;
mod view;

mod page;

mod context;
mod courses;
mod matrix;
mod plot;
mod segments;
mod versions;

mod custody;
mod lists;
mod overview;
mod question;
mod report;
mod speakers;
mod summary;
mod timeline;

mod case_uco;
mod copies;
mod instructions;
mod json_ld;
mod proofs;
mod redacted;
mod ro_crate;
mod tables;

mod bag;
mod contents;
mod live;
mod plan;
mod unfinished;

pub use anchors::Anchored;
pub use bag::{Bag, write, write_inspected};
pub use edition::{DossierError, Edition, Originals, PictureCopy, Redaction};
pub use live::{Desk, Pages, STYLE, ShownClaim};
pub use plan::{Plan, plan};
