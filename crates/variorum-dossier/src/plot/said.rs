//! Answers to a question over the time of saying: the drawing on its page, and a small one for the overview.
//!
//! Values that can be ordered stand on lines, one drawing below the other for each group of people that they are over:
//! 2 officers and 7 in all are no step of one curve. Answers that cannot be ordered have a line for each position.
//! Who says it shows in the shape of the mark; what one side says of one position at one time is one mark, with a
//! number where it was said more than once. What was said at an unknown time stands apart. What is too much for one
//! drawing is gathered or left out in `sayings`, and the note below says so.

use std::collections::BTreeSet;

use maud::{Markup, html};
use variorum_evidence::account::{Position, QuestionAccount};
use variorum_evidence::document::Language;
use variorum_evidence::ids::PositionId;
use variorum_evidence::question::PartyGroup;

use crate::matrix::{scope, value};
use crate::plot::clock::Stretch;
use crate::plot::lines::{Extent, Height, Lines};
use crate::plot::marks::{Arrow, arrow, at, legend, shape, stacked};
use crate::plot::sayings::{Saying, Sayings};
use crate::plot::scale::{Across, Scale};
use crate::view::{View, offset};

/// The height of what stands in a line, of an arrow above or below it, and of a line that is all but empty.
const PITCH: u32 = 13;
const ARROW: u32 = 8;
const LEAST: u32 = 15;
/// A stretch narrower than this is drawn by its mark alone.
const NARROW: u64 = 150;
/// Marks of unknown time beside one another, and how far apart.
const UNKNOWN_IN_A_ROW: u32 = 3;
const UNKNOWN_APART: u32 = 17;

struct Words {
    note: &'static str,
    cut: &'static str,
    clock: &'static str,
    below: &'static str,
    unknown: &'static str,
    denied: &'static str,
    answers: &'static str,
    from: &'static str,
    to: &'static str,
    of_unknown_time: &'static str,
    gathered: &'static str,
    left_out: &'static str,
}

const EN: Words = Words {
    note: "A bar spans a range, an arrow an open end; a thin line is the time within which it was said. A number counts \
        sayings, copies too. Lines keep the order of the values, not their distance.",
    cut: "Time in which nothing was said is cut out (⫽).",
    clock: "Times by the clock of",
    below: "All of it stands below in words.",
    unknown: "time unknown",
    denied: "denies it",
    answers: "Sayings:",
    from: "from",
    to: "to",
    of_unknown_time: "at an unknown time:",
    gathered: "They are too many for a mark each: a mark stands for all that one side said of one answer in one stretch.",
    left_out: "answers with fewer reports are not drawn.",
};

const ES: Words = Words {
    note: "Una barra abarca un intervalo, una flecha un extremo abierto; una línea fina es el tiempo dentro del cual se \
        dijo. Un número cuenta las veces, copias incluidas. Las líneas guardan el orden de los valores, no su distancia.",
    cut: "Se omite el tiempo en que no se dijo nada (⫽).",
    clock: "Horas según el reloj de",
    below: "Todo está abajo en palabras.",
    unknown: "sin fecha",
    denied: "lo niega",
    answers: "Veces:",
    from: "de",
    to: "a",
    of_unknown_time: "sin fecha conocida:",
    gathered: "Son demasiadas para una marca cada una: una marca es todo lo que una parte dijo de una respuesta en un tramo.",
    left_out: "respuestas con menos informes no se dibujan.",
};

const fn words(language: Language) -> &'static Words {
    match language {
        Language::Es => &ES,
        _ => &EN,
    }
}

/// The drawing of a question, if anything was said more than once.
pub(crate) fn figure(view: &View<'_>, account: &QuestionAccount) -> Option<Markup> {
    let drawn = Sayings::of(view, account);
    let sayings = &drawn.list;
    let scale = drawn.scale().filter(|_| sayings.len() > 1)?;
    let words = words(view.edition.language);
    let has_unknown = sayings.iter().any(|saying| saying.when.is_unknown());
    let panels = panels(drawn.positions, sayings);
    let sides: BTreeSet<PartyGroup> = sayings.iter().map(|saying| saying.side).collect();
    let any_denied = sayings.iter().any(|saying| saying.position.denied);
    Some(html! {
        figure.plot {
            p.legend id="plot-sides" { (legend(view, sides, any_denied.then_some(words.denied))) }
            div.dated[has_unknown] role="img" aria-label=(view.phrases.over_time) aria-describedby="plot-note" {
                @for panel in &panels { (panel_drawn(view, &scale, panel, has_unknown)) }
                div.lane {
                    span {}
                    (scale.axis())
                    @if has_unknown { span.undated { (words.unknown) } }
                }
            }
            figcaption id="plot-note" { (note(view, words, &drawn)) }
        }
    })
}

fn note(view: &View<'_>, words: &Words, drawn: &Sayings<'_>) -> String {
    let sayings = &drawn.list;
    let known = || sayings.iter().filter(|saying| !saying.when.is_unknown());
    let ends = || known().flat_map(|saying| saying.when.held()).map(|moment| moment.date());
    let mut parts = Vec::new();
    if let (Some(first), Some(last)) = (ends().min(), ends().max()) {
        let times: usize = known().map(|saying| saying.times).sum();
        parts.push(format!("{} {times}, {} {first} {} {last}", words.answers, words.from, words.to));
    }
    let unknown: usize = sayings.iter().filter(|saying| saying.when.is_unknown()).map(|saying| saying.times).sum();
    if unknown > 0 {
        parts.push(format!("; {} {unknown}", words.of_unknown_time));
    }
    parts.push(format!(". {} {} ", words.note, words.cut));
    if drawn.is_gathered {
        parts.push(format!("{} ", words.gathered));
    }
    if drawn.left_out > 0 {
        parts.push(format!("{} {} ", drawn.left_out, words.left_out));
    }
    if let Some(zone) = view.edition.zone {
        parts.push(format!("{} UTC{}. ", words.clock, offset(zone)));
    }
    parts.push(words.below.to_owned());
    parts.concat()
}

/// What is drawn on lines of its own: the values over one group of people, or one position that has no order.
enum Panel<'a> {
    Ordered(&'a Position, Vec<&'a Saying<'a>>),
    Single(&'a Position, Vec<&'a Saying<'a>>),
}

fn panels<'a>(positions: &'a [Position], sayings: &'a [Saying<'a>]) -> Vec<Panel<'a>> {
    let mut panels = Vec::new();
    let mut drawn: BTreeSet<PositionId> = BTreeSet::new();
    for position in positions {
        if !drawn.insert(position.id) {
            continue;
        }
        let is_ordered = |saying: &&Saying<'_>| saying.extent.is_some() && saying.position.scope == position.scope;
        let own = sayings.iter().filter(|saying| saying.position.id == position.id);
        if own.clone().next().is_none() {
            continue;
        }
        if own.clone().any(|saying| saying.extent.is_some()) {
            let together: Vec<&Saying<'_>> = sayings.iter().filter(is_ordered).collect();
            drawn.extend(together.iter().map(|saying| saying.position.id));
            panels.push(Panel::Ordered(position, together));
        } else {
            panels.push(Panel::Single(position, own.collect()));
        }
    }
    panels
}

fn panel_drawn(view: &View<'_>, scale: &Scale, panel: &Panel<'_>, has_unknown: bool) -> Markup {
    match panel {
        Panel::Ordered(position, sayings) => ordered(view, scale, position, sayings, has_unknown),
        Panel::Single(position, sayings) => {
            let marks: Vec<Mark<'_>> = sayings.iter().map(|saying| Mark::of(saying, 0)).collect();
            let field = Field::of(scale, marks, vec![0]);
            html! {
                div.lane.single {
                    div.name { (value(view, position)) " " (scope(view, position)) }
                    (field.drawn(scale))
                    @if has_unknown { (field.unknown()) }
                }
            }
        }
    }
}

fn ordered(view: &View<'_>, scale: &Scale, any: &Position, sayings: &[&Saying<'_>], has_unknown: bool) -> Markup {
    let lines = Lines::of(sayings.iter().filter_map(|saying| saying.extent));
    let home = |saying: &Saying<'_>| saying.extent.and_then(Extent::home).map_or(0, |height| lines.line(height));
    let marks = sayings.iter().map(|saying| Mark::of(saying, home(saying))).collect();
    let rooms = (0..lines.len()).map(|line| lines.room_above(line)).collect();
    let field = Field::of(scale, marks, rooms);
    let over = view.scope(&any.value, &any.scope);
    let title = [lines.day().unwrap_or_default(), over].join(" ");
    html! {
        @if !title.trim().is_empty() { p.over { (title.trim()) } }
        div.lane {
            svg.names width="100%" height=(field.height) {
                @for line in 0..lines.len() { text x="100%" dy="4" y=(field.middle(line)) text-anchor="end" { (lines.words(line)) } }
            }
            (field.drawn_over(scale, &|height| field.middle(lines.line(height))))
            @if has_unknown { (field.unknown()) }
        }
    }
}

/// A saying on its line.
struct Mark<'a> {
    saying: &'a Saying<'a>,
    line: usize,
}

impl<'a> Mark<'a> {
    const fn of(saying: &'a Saying<'a>, line: usize) -> Self {
        Self { saying, line }
    }

    /// Into which open ends of its value and of its time it points.
    fn arrows(&self) -> impl Iterator<Item = Arrow> + use<> {
        arrows(self.saying)
    }
}

/// Where everything of a panel stands, down.
struct Field<'a> {
    marks: Vec<Mark<'a>>,
    /// Of each mark, its middle; of those of unknown time, how far in as well.
    down: Vec<(u32, u32)>,
    /// Of each line, where it begins and ends.
    lines: Vec<(u32, u32)>,
    height: u32,
}

impl<'a> Field<'a> {
    /// Puts marks on lines that have so much room above them.
    fn of(scale: &Scale, marks: Vec<Mark<'a>>, rooms: Vec<u32>) -> Self {
        let mut down = vec![(0, 0); marks.len()];
        let mut lines = Vec::new();
        let mut top = 3;
        for (line, room) in rooms.into_iter().enumerate() {
            let here = |is_unknown| {
                let marks = marks.iter().enumerate();
                let here =
                    marks.filter(move |(_, mark)| mark.line == line && mark.saying.when.is_unknown() == is_unknown);
                here.map(|(place, _)| place).collect::<Vec<usize>>()
            };
            let (known, unknown) = (here(false), here(true));
            let taken: Vec<_> = known.iter().map(|place| taken(scale, marks[*place].saying)).collect();
            let (rows, count) = stacked(&taken);
            let mut row_of: Vec<(usize, u32, u32)> =
                known.iter().zip(rows).map(|(place, row)| (*place, row, 0)).collect();
            row_of.extend(unknown.iter().zip(0..).map(|(place, number)| {
                (*place, number / UNKNOWN_IN_A_ROW, number % UNKNOWN_IN_A_ROW * UNKNOWN_APART + 9)
            }));
            top += room;
            let start = top;
            top += 2;
            for row in 0..count.max((unknown.len() as u32).div_ceil(UNKNOWN_IN_A_ROW)) {
                let in_row = || row_of.iter().filter(|(_, of, _)| *of == row);
                let any = |arrow: Arrow| in_row().any(|(place, ..)| marks[*place].arrows().any(|it| it == arrow));
                let above = if any(Arrow::Up) { ARROW } else { 0 };
                let below = if any(Arrow::Down) { ARROW } else { 0 };
                for (place, _, x) in in_row() {
                    down[*place] = (top + above + PITCH / 2, *x);
                }
                top += above + PITCH + below;
            }
            let height = (top + 2 - start).max(LEAST);
            top = start;
            lines.push((top, top + height));
            top += height;
        }
        Self { marks, down, lines, height: top + 1 }
    }

    fn middle(&self, line: usize) -> u32 {
        self.lines.get(line).map_or(0, |(top, bottom)| top.midpoint(*bottom))
    }

    fn drawn(&self, scale: &Scale) -> Markup {
        self.drawn_over(scale, &|_| 0)
    }

    /// The marks of known time; `middle` says where the line of a height is.
    fn drawn_over(&self, scale: &Scale, middle: &dyn Fn(Height) -> u32) -> Markup {
        let known = self.marks.iter().zip(&self.down).filter(|(mark, _)| !mark.saying.when.is_unknown());
        html! {
            svg.field width="100%" height=(self.height) {
                (scale.guides(self.height))
                (self.rules())
                @for (mark, (y, _)) in known {
                    @let (from, to) = span(scale, mark.saying.when);
                    @let x = from.between(to);
                    g {
                        title { (mark.saying.told) }
                        @if to.0 - from.0 > NARROW { line.within x1=(from) x2=(to) y1=(y) y2=(y) {} }
                        (bar(mark.saying, x, *y, middle))
                        (at(x, *y, &drawn(mark.saying)))
                    }
                }
            }
        }
    }

    /// The marks of unknown time, apart.
    fn unknown(&self) -> Markup {
        let unknown = self.marks.iter().zip(&self.down).filter(|(mark, _)| mark.saying.when.is_unknown());
        html! {
            svg.unknown width="100%" height=(self.height) {
                (self.rules())
                @for (mark, (y, x)) in unknown {
                    svg x=(x) y=(y) overflow="visible" { title { (mark.saying.told) } (drawn(mark.saying)) }
                }
            }
        }
    }

    fn rules(&self) -> Markup {
        html! { @for (_, bottom) in &self.lines { line.rule x1="0" x2="100%" y1=(bottom) y2=(bottom) {} } }
    }
}

/// From where to where a time of saying is drawn; one of which an end is unknown stands at the other.
fn span(scale: &Scale, when: Stretch) -> (Across, Across) {
    match (when.from, when.to) {
        (Some(only), None) | (None, Some(only)) => (scale.place(only), scale.place(only)),
        _ if when.is_moment() => scale.places(Stretch { to: when.from, ..when }),
        _ => scale.places(when),
    }
}

/// The room of a mark in its line: the stretch that it is drawn with.
fn taken(scale: &Scale, saying: &Saying<'_>) -> (Across, Across, bool) {
    let (from, to) = span(scale, saying.when);
    let middle = from.between(to);
    let (from, to) = if to.0 - from.0 > NARROW { (from, to) } else { (middle, middle) };
    (from, to, saying.times > 1)
}

/// The bar of a range, from the mark to the line of its other end.
fn bar(saying: &Saying<'_>, x: Across, y: u32, middle: &dyn Fn(Height) -> u32) -> Markup {
    let range = saying.extent.and_then(|extent| extent.low.zip(extent.high)).filter(|(low, high)| low != high);
    html! {
        @if let Some((_, high)) = range {
            @let top = middle(high);
            line.range x1=(x) x2=(x) y1=(y) y2=(top) {}
            (at(x, top, &html! { path.range d="M-4 0H4" {} }))
        }
    }
}

/// Into which open ends of its value and of its time a saying points.
fn arrows(saying: &Saying<'_>) -> impl Iterator<Item = Arrow> + use<> {
    let up = saying.extent.filter(|extent| extent.high.is_none()).map(|_| Arrow::Up);
    let down = saying.extent.filter(|extent| extent.low.is_none()).map(|_| Arrow::Down);
    let aside = match (saying.when.from, saying.when.to) {
        (Some(_), None) => Some(Arrow::Later),
        (None, Some(_)) => Some(Arrow::Earlier),
        _ => None,
    };
    up.into_iter().chain(down).chain(aside)
}

fn drawn(saying: &Saying<'_>) -> Markup {
    html! {
        @for to in arrows(saying) { (arrow(to)) }
        (shape(saying.side, saying.position.denied))
        @if saying.times > 1 { text.times x="7" y="4" { (saying.times) } }
    }
}

/// A small picture of the same, without words: how the answers lie, not which they are.
pub(crate) fn small(view: &View<'_>, account: &QuestionAccount) -> Option<Markup> {
    let drawn = Sayings::of(view, account);
    let sayings = &drawn.list;
    let scale = drawn.scale().filter(|_| sayings.len() > 1)?;
    let lines = Lines::of(sayings.iter().filter_map(|saying| saying.extent));
    let single: Vec<PositionId> = drawn
        .positions
        .iter()
        .filter(|it| Extent::of(&it.value, view.edition.zone).is_none())
        .map(|it| it.id)
        .collect();
    let count = (lines.len() + single.len()) as u32;
    let pitch = (MOST_HEIGHT / count.max(1)).clamp(3, 9);
    let down = |line: usize| line as u32 * pitch + 4;
    let line_of = |height: Option<Height>| height.map(|height| down(lines.line(height)));
    let label = format!("{} ({})", view.phrases.over_time, account.code);
    Some(html! {
        svg.small width="150" height=(count * pitch + 5) role="img" aria-label=(label) {
            line.rule x1="0" x2="100%" y1="100%" y2="100%" {}
            @for saying in sayings {
                @let unordered = single.iter().position(|id| *id == saying.position.id).map(|place| down(lines.len() + place));
                @let ends = saying.extent.map_or((None, None), |extent| (line_of(extent.low), line_of(extent.high)));
                @if let Some(y) = ends.0.or(ends.1).or(unordered) { (dot(&scale, saying, y, ends)) }
            }
        }
    })
}

/// The height of a small picture.
const MOST_HEIGHT: u32 = 45;

/// One saying of a small picture; of unknown time it stands at the end, hollow.
fn dot(scale: &Scale, saying: &Saying<'_>, y: u32, (low, high): (Option<u32>, Option<u32>)) -> Markup {
    let is_unknown = saying.when.is_unknown();
    let x = if is_unknown { Across::END } else { span(scale, saying.when).0.between(span(scale, saying.when).1) };
    // Room at the edges, so that no dot is cut.
    let x = Across(200 + x.0 * 96 / 100);
    let (top, bottom) = (high.unwrap_or(y.saturating_sub(4)), low.unwrap_or(y + 4));
    html! {
        @if saying.extent.is_some() && top != bottom { line x1=(x) x2=(x) y1=(top) y2=(bottom) {} }
        circle.hollow[is_unknown || saying.position.denied] cx=(x) cy=(y) r="1.9" {}
    }
}
