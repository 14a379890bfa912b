//! Every decision, the last one first, each with its undoing; and the acts that concern the whole case.

use maud::{Markup, html};
use variorum::build::Built;
use variorum::decide::Listed;
use variorum::evidence::decision::Decision;

use crate::desk::{FormDesk, in_short, outcome};

/// More than anybody looks through; all of them are under Custody.
const MOST_SHOWN: usize = 1000;

pub(crate) fn body(desk: &FormDesk<'_>, built: &Built) -> Markup {
    let words = desk.words;
    let all = desk.decisions().count();
    html! {
        header.title { p.imprint { bdi { (built.config.title) } } h1 { (words.history) } p.amounts { (all) " " (words.decisions) } }
        p.measure { (words.history_intro) }
        @if all > 0 {
            div.wide {
                table.plain.history {
                    thead { tr { @for column in words.history_columns { th scope="col" { (column) } } } }
                    tbody { @for listed in desk.decisions().rev().take(MOST_SHOWN) { (line(desk, listed)) } }
                }
            }
        }
        h2 { (words.about_case) }
        (desk.at_case())
    }
}

fn line(desk: &FormDesk<'_>, listed: &Listed) -> Markup {
    let decided = &listed.decided;
    let language = desk.language();
    let can_be_undone = !listed.undone && !matches!(decided.decision, Decision::Undo { .. });
    html! {
        tr.undone[listed.undone] id={ "d" (decided.seq) } {
            th.number scope="row" { a.code href={ "/pages/custody.html#e" (decided.seq) } { (decided.seq) } }
            td.date { (decided.at) }
            td { span.code { (decided.by) } @if decided.imported { " " span.quiet { (desk.words.imported) } } }
            td { (desk.words.act(decided.decision.act())) }
            td { bdi { (in_short(&listed.about())) } " " bdi { (in_short(&outcome(&decided.decision, language))) } }
            td { @if can_be_undone { (desk.undo(decided.seq, "")) } @else if listed.undone { (desk.words.is_undone) } }
        }
    }
}
