//! Every file of a dossier that is made, one after the other, originals and the bag's own files left out.
//!
//! One at a time, so that memory holds one page and not all of them.

use maud::Markup;

use crate::edition::DossierError;
use crate::page::report_file;
use crate::view::View;
use crate::{
    anchors, case_uco, copies, custody, instructions, lists, overview, proofs, question, report, ro_crate, speakers,
    summary, tables, timeline,
};

/// A file of this path and these bytes is next.
pub(crate) type Next<'a> = dyn FnMut(&str, &[u8]) -> Result<(), DossierError> + 'a;

/// Makes the files under `data/`, in the order of their paths where that costs nothing.
pub(crate) fn payload(view: &View<'_>, next: &mut Next<'_>) -> Result<(), DossierError> {
    let edition = view.edition;
    if let Some(config) = edition.config {
        next("data/case.toml", config)?;
    }
    next("data/case.vkey", format!("{}\n", edition.vkey).as_bytes())?;
    next("data/checkpoint", edition.checkpoint)?;
    next("data/tables/apparatus.json", &tables::json(view)?)?;
    next("data/tables/checks.csv", &tables::checks(view)?)?;
    next("data/tables/claims.csv", &tables::claims(view)?)?;
    next("data/tables/positions.csv", &tables::positions(view)?)?;
    next("data/tables/relations.csv", &tables::relations(view)?)?;
    next("data/tables/reports.csv", &tables::reports(view)?)?;
    next("data/case.jsonld", &case_uco::document(view))?;
    next("data/ro-crate-metadata.json", &ro_crate::metadata(view))?;
    copies::write(view, next)?;
    anchors::write(view, next)?;
    proofs::write(view, next)
}

/// A page of this path is next, and is made when asked for. An error ends the walk: whoever looks for one page has it.
pub(crate) type NextPage<'a, E> = dyn FnMut(&str, &dyn Fn() -> Markup) -> Result<(), E> + 'a;

/// Names every page. Those whose names alone take a look at all claims come last.
pub(crate) fn each_page<E>(view: &View<'_>, page: &mut NextPage<'_, E>) -> Result<(), E> {
    page("index.html", &|| overview::page(view))?;
    page("pages/custody.html", &|| custody::page(view))?;
    page(&format!("pages/{}", summary::FILE), &|| summary::page(view))?;
    lists::pages(view, &mut |file, markup| page(&format!("pages/{file}"), markup))?;
    for account in &view.edition.apparatus.questions {
        question::pages(view, account, &mut |file, markup| page(&format!("pages/{file}"), markup))?;
    }
    for shown in &view.edition.apparatus.reports {
        page(&format!("pages/{}", report_file(&shown.code)), &|| report::page(view, shown))?;
    }
    timeline::pages(view, &mut |file, markup| page(&format!("pages/{file}"), markup))?;
    speakers::pages(view, &mut |file, markup| page(&format!("pages/{file}"), markup))?;
    Ok(())
}

/// Makes the pages and instructions, which are tag files of the bag.
pub(crate) fn pages(view: &View<'_>, next: &mut Next<'_>) -> Result<(), DossierError> {
    each_page(view, &mut |path, page| next(path, page().into_string().as_bytes()))?;
    next("VERIFY.txt", instructions::text(view).as_bytes())?;
    next("verify.py", instructions::SECOND_VERIFIER)
}
