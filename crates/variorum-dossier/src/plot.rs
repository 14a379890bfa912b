//! Drawings of time: where on a page something stands that was said, published or said to have happened.
//!
//! Everything is drawn as SVG without a script, a colour that means something, or a number that a machine might round
//! otherwise: places across are in hundredths of a percent, so that one drawing fits a phone, a screen and a sheet of
//! paper with its letters at their own size; places down are pixels. A drawing never stands alone: the words that it
//! shows stand beside or below it.
//!
//! - `clock`: one clock for all; `scale`: from times to places across, with empty stretches cut out
//! - `marks`: the shape of each side, arrows, and what stands in one line without touching
//! - `lines`: from values to lines, one above the other; `sayings`: what of a question one drawing holds; `said`: the
//!   drawing, large and small
//! - `strip`: one line of the timeline
//!
//! Left out: zooming, and anything that must be pointed at to be read.

pub(crate) mod clock;
pub(crate) mod lines;
pub(crate) mod marks;
pub(crate) mod said;
pub(crate) mod sayings;
pub(crate) mod scale;
pub(crate) mod strip;
