//! When each position was said, as a small drawing: a line for each position, a dot for each saying.
//!
//! A toll that rises is not a lie, and this is where that shows. Lines stand in the order of the values, not
//! at their height: 7, 9 and 2,000 would otherwise be two lines. All places are whole numbers, so the same
//! edition gives the same bytes on every machine. Dots that lie on one another are darker. A saying of unknown
//! time is not drawn; the list has it.

use maud::{Markup, html};
use variorum_evidence::account::{Position, QuestionAccount};

use crate::view::{View, shown_date};

const LABELS: i64 = 250;
const WIDTH: i64 = 700;
const LINE: i64 = 24;
const MARGIN: i64 = 12;

/// The drawing, if at least two positions were said at two or more times.
pub(crate) fn drawing(view: &View<'_>, account: &QuestionAccount) -> Option<Markup> {
    let mut positions: Vec<&Position> = account.positions.iter().collect();
    positions.sort_by(|a, b| (&b.value, &b.scope).cmp(&(&a.value, &a.scope)));
    let sayings: Vec<(usize, Saying)> = positions
        .iter()
        .enumerate()
        .flat_map(|(line, position)| sayings(view, position).into_iter().map(move |saying| (line, saying)))
        .collect();
    let (first, last) = (sayings.iter().map(|(_, saying)| saying)).fold(None, |ends, saying| match ends {
        None => Some((saying, saying)),
        Some((first, last)) => Some((first.min(saying), last.max(saying))),
    })?;
    if first.at == last.at || positions.len() < 2 {
        return None;
    }
    let across = |at: i64| LABELS + MARGIN + (at - first.at) * (WIDTH - LABELS - 2 * MARGIN) / (last.at - first.at);
    let dots = sayings.iter().map(|(line, saying)| (across(saying.at), middle(*line)));
    let height = LINE * (positions.len() as i64 + 1);
    Some(html! {
        svg.time viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(view.phrases.over_time) {
            @for (line, position) in positions.iter().enumerate() {
                line x1=(LABELS) x2=(WIDTH) y1=(middle(line)) y2=(middle(line)) stroke="currentColor" stroke-width="0.5" stroke-opacity="0.4" {}
                text x=(LABELS - 8) y=(middle(line) + 4) text-anchor="end" { (label(view, position)) }
            }
            @for (x, y) in dots { circle cx=(x) cy=(y) r="3.5" fill="currentColor" fill-opacity="0.55" {} }
            text x=(LABELS + MARGIN) y=(height - 6) text-anchor="start" { (first.shown) }
            text x=(WIDTH) y=(height - 6) text-anchor="end" { (last.shown) }
        }
    })
}

/// A saying: seconds on the civil clock, and how the time is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Saying {
    at: i64,
    shown: String,
}

fn sayings(view: &View<'_>, position: &Position) -> Vec<Saying> {
    let claims = position.holders.iter().filter_map(|holder| view.claim(holder.claim));
    let sayings = claims.filter_map(|claim| {
        let said = view.said(claim)?;
        let from = said.from?;
        let day = i64::from(from.date().day()) + days_before(i64::from(from.year()), i64::from(from.month()));
        let time = from.time();
        let second = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        Some(Saying { at: day * 86_400 + second, shown: shown_date(Some(&said))? })
    });
    sayings.collect()
}

/// Days of the civil calendar before the first of a month, from a fixed day long ago.
fn days_before(year: i64, month: i64) -> i64 {
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 153 + 2) / 5
}

fn label(view: &View<'_>, position: &Position) -> String {
    const LONGEST: usize = 38;
    let words = view.position(position);
    if words.chars().count() <= LONGEST {
        return words;
    }
    words.chars().take(LONGEST - 1).chain(['…']).collect()
}

const fn middle(line: usize) -> i64 {
    LINE * line as i64 + LINE / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        let day = |year, month, day| days_before(year, month) + day;
        for (from, to, days) in [
            ((2018, 1, 31), (2018, 2, 1), 1),
            ((2018, 2, 28), (2018, 3, 1), 1),
            ((2020, 2, 28), (2020, 3, 1), 2),
            ((1900, 2, 28), (1900, 3, 1), 1),
            ((2017, 12, 31), (2018, 1, 1), 1),
            ((2000, 1, 1), (2001, 1, 1), 366),
        ] {
            assert_eq!(day(to.0, to.1, to.2) - day(from.0, from.1, from.2), days, "{from:?} {to:?}");
        }
    }
}
