//! A long run of one fault test: how many points, from which seed, how far it is, and the closing figures.
//!
//! In the ordinary tests a campaign runs a bounded slice. `cargo xtask campaign` runs the same test with
//! `VARIORUM_POINTS` set to how many points it shall have and `VARIORUM_FROM` to the first seed, and reads the line
//! that it closes with. A failure names its seed; `VARIORUM_SEED` runs that point alone.

use std::fmt::Display;
use std::io::Write as _;
use std::ops::Range;
use std::time::{Duration, Instant};

/// How often a long run says how far it is.
const PROGRESS: Duration = Duration::from_secs(20);

/// One run of a fault test.
#[derive(Debug)]
pub struct Campaign {
    name: &'static str,
    begun: Instant,
    told: Instant,
    seeds: Range<u64>,
    is_long: bool,
    points: u64,
    figures: Vec<(&'static str, String)>,
}

impl Campaign {
    /// Begins the campaign `name`; `slice` points are what the ordinary tests run of it.
    pub fn begin(name: &'static str, slice: u64) -> Self {
        let number = |variable: &str| std::env::var(variable).ok().and_then(|text| text.parse::<u64>().ok());
        let (alone, points) = (number("VARIORUM_SEED"), number("VARIORUM_POINTS"));
        let from = number("VARIORUM_FROM").unwrap_or(0);
        let seeds = alone.map_or(from..from + points.unwrap_or(slice), |seed| seed..seed + 1);
        let begun = Instant::now();
        Self { name, begun, told: begun, seeds, is_long: points.is_some(), points: 0, figures: Vec::new() }
    }

    /// The seeds to run. Each is one point, unless the test counts otherwise.
    pub fn seeds(&self) -> Range<u64> {
        self.seeds.clone()
    }

    /// Whether this is the long run: a test without seeds then looks at every point instead of some.
    pub const fn is_long(&self) -> bool {
        self.is_long
    }

    /// Counts a point that held.
    pub fn point(&mut self) {
        self.points += 1;
        if self.is_long && self.told.elapsed() >= PROGRESS {
            self.told = Instant::now();
            self.say(&format!("{}: {} points, {} s", self.name, self.points, self.begun.elapsed().as_secs()));
        }
    }

    /// How many points were counted.
    pub const fn points(&self) -> u64 {
        self.points
    }

    /// A figure of its own for the closing line, such as sites that were caught.
    pub fn figure(&mut self, name: &'static str, value: impl Display) {
        self.figures.push((name, value.to_string()));
    }

    /// What to say when a point does not hold.
    pub fn failed(&self, seed: u64, what: impl Display) -> String {
        format!(
            "{what}\n{}: seed {seed}; once more: VARIORUM_SEED={seed} cargo xtask campaign {}",
            self.name, self.name
        )
    }

    /// Says the closing line. It is reached only if every point held.
    pub fn close(self) {
        let own: String = self.figures.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        let seconds = self.begun.elapsed().as_secs();
        self.say(&format!("campaign {} points={} violations=0{own} seconds={seconds}", self.name, self.points));
    }

    fn say(&self, line: &str) {
        // Straight to the stream: the test runner would keep a printed line to itself until the end.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}
