//! One line of the timeline: what is said to have happened as a band, sayings and reports as marks, on a common scale.

use maud::{Markup, html};
use variorum_evidence::question::PartyGroup;

use crate::plot::clock::Stretch;
use crate::plot::marks::{Arrow, arrow, at, shape};
use crate::plot::scale::{Across, Scale};

/// The height of a line, and how low a band may be and be seen.
const HEIGHT: u32 = 20;
const MIDDLE: u32 = HEIGHT / 2;
/// A band narrower than this is drawn as a stroke.
const NARROW: u64 = 60;

/// What stands on a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Item {
    /// It is said to have happened then.
    Happened(Stretch),
    /// A side said it then.
    Said(Stretch, PartyGroup, bool),
    /// A report was published then.
    Published(Stretch),
    /// A report was captured then.
    Captured(Stretch),
}

impl Item {
    pub(crate) const fn stretch(self) -> Stretch {
        match self {
            Self::Happened(stretch) | Self::Said(stretch, ..) | Self::Published(stretch) | Self::Captured(stretch) => {
                stretch
            }
        }
    }

    /// The same, said or happened at another time.
    pub(crate) const fn at(self, stretch: Stretch) -> Self {
        match self {
            Self::Happened(_) => Self::Happened(stretch),
            Self::Said(_, side, denied) => Self::Said(stretch, side, denied),
            Self::Published(_) => Self::Published(stretch),
            Self::Captured(_) => Self::Captured(stretch),
        }
    }
}

/// The line, with lines behind it for the units of the scale.
pub(crate) fn strip(scale: &Scale, items: &[Item]) -> Markup {
    let known = items.iter().filter(|item| !item.stretch().is_unknown());
    html! {
        svg.strip width="100%" height=(HEIGHT) aria-hidden="true" {
            (scale.guides(HEIGHT))
            @for item in known { (drawn(scale, *item)) }
        }
    }
}

/// How a kind of item looks, for the legend.
pub(crate) fn sample(item: Item) -> Markup {
    let inner = match item {
        Item::Happened(_) => html! { rect.band x="0" width="100%" y="6" height="8" {} },
        Item::Said(_, side, denied) => at(Across::START.between(Across::END), MIDDLE, &shape(side, denied)),
        Item::Published(_) => at(Across::START.between(Across::END), MIDDLE, &published()),
        Item::Captured(_) => at(Across::START.between(Across::END), MIDDLE, &captured()),
    };
    html! { svg.sample width="16" height=(HEIGHT) aria-hidden="true" { (inner) } }
}

fn published() -> Markup {
    html! { path.published d="M0 -8V8" {} }
}

fn captured() -> Markup {
    html! { path.captured d="M-3 -6H3V6H-3Z" {} }
}

fn drawn(scale: &Scale, item: Item) -> Markup {
    let stretch = item.stretch();
    let (from, to) = scale.places(stretch);
    let known = match (stretch.from, stretch.to) {
        (None, Some(_)) => to,
        (Some(_), None) => from,
        _ => from.between(to),
    };
    match item {
        Item::Happened(_) => band(stretch, from, to),
        Item::Said(_, side, denied) => at(known, MIDDLE, &shape(side, denied)),
        Item::Published(_) => at(known, MIDDLE, &published()),
        Item::Captured(_) => at(known, MIDDLE, &captured()),
    }
}

/// A band over a stretch; a stroke with an arrow where an end is unknown, since nobody said how far it goes.
fn band(stretch: Stretch, from: Across, to: Across) -> Markup {
    html! {
        @match (stretch.from, stretch.to) {
            (Some(_), None) => (at(from, MIDDLE, &html! { path.edge d="M0 -5V5" {} (arrow(Arrow::Later)) })),
            (None, Some(_)) => (at(to, MIDDLE, &html! { path.edge d="M0 -5V5" {} (arrow(Arrow::Earlier)) })),
            _ if to.0 - from.0 < NARROW => (at(from.between(to), MIDDLE, &html! { rect.band x="-1.5" width="3" y="-5" height="10" {} })),
            _ => rect.band x=(from) width=(Across(to.0 - from.0)) y="6" height="8" {},
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, datetime};

    use super::*;

    fn at(day: i8, hour: i8) -> Option<DateTime> {
        Some(datetime(2018, 1, day, hour, 0, 0, 0))
    }

    /// Every percentage in some markup, in hundredths.
    fn percents(markup: &str) -> Vec<u64> {
        let numbers = markup.split('"').filter_map(|word| word.strip_suffix('%'));
        numbers.filter_map(|number| number.replace('.', "").parse().ok()).collect()
    }

    #[test]
    fn bands_lie_within_the_line() {
        let ends = [None, at(15, 4), at(15, 5), at(16, 0), at(20, 0)];
        let stretches: Vec<Stretch> = ends.iter().flat_map(|from| ends.map(|to| Stretch { from: *from, to })).collect();
        let scale = Scale::over(&stretches).unwrap();
        for stretch in stretches.into_iter().filter(|stretch| stretch.from.zip(stretch.to).is_none_or(|(a, b)| a <= b))
        {
            let drawn = strip(&scale, &[Item::Happened(stretch)]).into_string();
            assert!(percents(&drawn).iter().all(|place| *place <= 10_000), "{stretch:?}: {drawn}");
            let (from, to) = scale.places(stretch);
            assert!(from <= to);
            let is_open = stretch.from.is_some() != stretch.to.is_some();
            assert_eq!(drawn.contains("class=\"arrow\""), is_open, "{stretch:?}");
            assert_eq!(drawn.contains("band") || drawn.contains("edge"), !stretch.is_unknown(), "{stretch:?}");
        }
    }

    #[test]
    fn a_stretch_begins_and_ends_where_its_ends_are() {
        let day = Stretch { from: at(16, 0), to: at(17, 0) };
        let all = [day, Stretch { from: at(15, 0), to: at(15, 1) }, Stretch { from: at(20, 0), to: at(21, 0) }];
        let scale = Scale::over(&all).unwrap();
        let (from, to) = scale.places(day);
        let drawn = strip(&scale, &[Item::Happened(day)]).into_string();
        assert!(drawn.contains(&format!("x=\"{from}\" width=\"{}\"", Across(to.0 - from.0))), "{drawn}");
    }
}
