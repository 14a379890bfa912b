//! Positions and their relations, on events that many reports tell of (`eval/cases/`).
//!
//! Each event is built as a real case, its parties entered as an investigator would, and its apparatus is held against
//! what people answered from the same reports. A marked and a found position are a pair if value, polarity and scope agree
//! and a report holds both. For predicates with a fixed name the questions must be alike; other questions have names
//! that everybody chooses freely, so there a sentence must hold both. Conflicts, look-alikes and origins are counted
//! as `eval/cases/GUIDELINES.md` says. Left out: who holds a position, which `speakers` measures.

mod answers;
mod pairing;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

use self::answers::{Event, Party, events};
use self::pairing::{Paired, pairs};
use super::Split;
use super::found::Apparatus;
use super::program::Program;
use super::table::{Table, percent};

/// What is counted, by event (development part only) and over all.
#[derive(Serialize, Default)]
pub struct Figures {
    total: Counts,
    events: BTreeMap<String, Counts>,
}

#[derive(Serialize, Clone, Copy, Default, Debug, PartialEq, Eq)]
struct Counts {
    /// Positions: marked, paired, paired but for the scope, and found in the questions that are counted.
    marked: usize,
    paired: usize,
    paired_in_value: usize,
    found: usize,
    /// Conflicts: marked, found of these, claimed, claimed wrongly.
    conflicts: usize,
    conflicts_found: usize,
    conflicts_claimed: usize,
    conflicts_wrong: usize,
    /// Pairs that only look like a conflict: marked, both ends found, called a conflict.
    look_alikes: usize,
    look_alikes_met: usize,
    look_alikes_called: usize,
    /// Pairs of reports of one origin: marked, found, both.
    origin_marked: usize,
    origin_found: usize,
    origin_both: usize,
}

/// Builds each event and counts; lists what differs for the development part.
pub fn measure(program: &Program, folder: &Path, split: Split, errors: &mut Vec<String>) -> Result<Figures> {
    let mut figures = Figures::default();
    for event in events(folder, split)? {
        let apparatus = built(program, &event).with_context(|| format!("event {}", event.name))?;
        let paired = pairs(&event, &apparatus)?;
        let origins = (marked_origins(&event), found_origins(&event, &apparatus));
        let counts = count(&event, &apparatus, &paired, &origins);
        figures.total.add(counts);
        if split == Split::Dev {
            figures.events.insert(event.name.clone(), counts);
            errors.push(listed(&event, &apparatus, &paired, &origins));
        }
    }
    Ok(figures)
}

/// The event as a case, with its parties and zone in `case.toml`.
fn built(program: &Program, event: &Event) -> Result<Apparatus> {
    let folder = program.folder(&format!("positions/{}", event.name))?;
    let (place, reports) = (folder.join("case"), folder.join("given"));
    program.make_case(&place, &event.title)?;
    let config = place.join("case.toml");
    let text = fs::read_to_string(&config)?.replace("# zone = \"-04:00\"", &format!("zone = \"{}\"", event.zone));
    let languages = if event.language == "es" { "[\"es\", \"en\"]" } else { "[\"en\", \"es\"]" };
    let text = text.replace("[\"en\", \"es\"]", languages);
    let parties = event.parties.iter().map(party).collect::<String>();
    fs::write(&config, format!("{text}{parties}"))?;
    fs::create_dir_all(reports.join("reports"))?;
    fs::copy(event.folder.join("sources.csv"), reports.join("sources.csv"))?;
    for report in event.reports.values() {
        fs::write(reports.join("reports").join(&report.file), &report.text)?;
    }
    program.output(program.verb("add").args([&place, &reports]))?;
    program.apparatus(&place)
}

/// A table of `case.toml`: a JSON string or list is a TOML one as well.
fn party(party: &Party) -> String {
    let [name, group] = [&party.name, &party.group].map(|word| serde_json::Value::from(word.as_str()));
    let members = serde_json::Value::from(party.members.clone());
    format!("\n[[party]]\nname = {name}\ngroup = {group}\nmembers = {members}\n")
}

type Pairs = BTreeSet<(String, String)>;

fn marked_origins(event: &Event) -> Pairs {
    event.origins.iter().flat_map(couples).collect()
}

fn found_origins(event: &Event, apparatus: &Apparatus) -> Pairs {
    let numbers = pairing::numbers(event, apparatus);
    let groups = apparatus.origins.iter().map(|origin| {
        let reports = origin.documents.iter().filter_map(|document| numbers.get(document.as_str()).cloned());
        reports.collect::<BTreeSet<String>>()
    });
    groups.flat_map(|group| couples(&group)).collect()
}

fn couples(group: &BTreeSet<String>) -> Pairs {
    let pair =
        |one: &String| group.range(one.clone()..).skip(1).map(|other| (one.clone(), other.clone())).collect::<Vec<_>>();
    group.iter().flat_map(pair).collect()
}

fn count(event: &Event, apparatus: &Apparatus, paired: &Paired, origins: &(Pairs, Pairs)) -> Counts {
    let (marked, found) = origins;
    let mut counts = Counts {
        paired: paired.whole.len(),
        paired_in_value: paired.in_value,
        marked: event.questions.iter().map(|question| question.positions.len()).sum(),
        origin_marked: marked.len(),
        origin_found: found.len(),
        origin_both: marked.intersection(found).count(),
        ..Counts::default()
    };
    for (number, question) in event.questions.iter().enumerate() {
        for pair in &question.pairs {
            let related = paired.relation(apparatus, number, pair.ends);
            counts.conflicts += usize::from(pair.is_conflict);
            counts.look_alikes += usize::from(pair.is_look_alike);
            let Some(related) = related else { continue };
            let conflict = related == "conflict";
            counts.conflicts_found += usize::from(pair.is_conflict && conflict);
            counts.look_alikes_met += usize::from(pair.is_look_alike);
            counts.look_alikes_called += usize::from(pair.is_look_alike && conflict);
        }
    }
    for claimed in paired.claimed(event, apparatus) {
        counts.conflicts_claimed += 1;
        counts.conflicts_wrong += usize::from(!claimed.right);
    }
    counts.found =
        paired.counted(apparatus).into_iter().map(|question| apparatus.questions[question].positions.len()).sum();
    counts
}

impl Counts {
    fn add(&mut self, other: Self) {
        let Self {
            marked,
            paired,
            paired_in_value,
            found,
            conflicts,
            conflicts_found,
            conflicts_claimed,
            conflicts_wrong,
            look_alikes,
            look_alikes_met,
            look_alikes_called,
            origin_marked,
            origin_found,
            origin_both,
        } = self;
        let sums = [
            (marked, other.marked),
            (paired, other.paired),
            (paired_in_value, other.paired_in_value),
            (found, other.found),
            (conflicts, other.conflicts),
            (conflicts_found, other.conflicts_found),
            (conflicts_claimed, other.conflicts_claimed),
            (conflicts_wrong, other.conflicts_wrong),
            (look_alikes, other.look_alikes),
            (look_alikes_met, other.look_alikes_met),
            (look_alikes_called, other.look_alikes_called),
            (origin_marked, other.origin_marked),
            (origin_found, other.origin_found),
            (origin_both, other.origin_both),
        ];
        for (sum, more) in sums {
            *sum += more;
        }
    }

    fn cells(self) -> [String; 8] {
        [
            percent(self.paired, self.marked),
            percent(self.paired_in_value, self.marked),
            percent(self.paired, self.found),
            percent(self.conflicts_found, self.conflicts),
            percent(self.conflicts_wrong, self.conflicts_claimed),
            percent(self.look_alikes_called, self.look_alikes_met),
            format!("{} of {}", self.look_alikes_met, self.look_alikes),
            percent(2 * self.origin_both, self.origin_marked + self.origin_found),
        ]
    }
}

/// What a person looks at first: missed and spurious positions, conflicts, and origins.
fn listed(event: &Event, apparatus: &Apparatus, paired: &Paired, origins: &(Pairs, Pairs)) -> String {
    let mut lines = vec![format!("\n== positions of {}", event.name)];
    for (number, question) in event.questions.iter().enumerate() {
        for (place, position) in question.positions.iter().enumerate() {
            let sign = if paired.whole.contains_key(&(number, place)) { '=' } else { '-' };
            let held: Vec<_> = position.held.iter().map(|held| held.report.as_str()).collect();
            lines.push(format!("{sign} {} {} [{}]", question.id, position.id, held.join(" ")));
        }
        for pair in question.pairs.iter().filter(|pair| pair.is_conflict || pair.is_look_alike) {
            let found = paired.relation(apparatus, number, pair.ends).unwrap_or("an end is missing");
            let wanted = if pair.is_conflict { "conflict" } else { "look-alike" };
            if (found == "conflict") != pair.is_conflict {
                lines.push(format!("~ {wanted}, found {found}: {}", pair.shown));
            }
        }
    }
    lines.extend(paired.spurious(apparatus).into_iter().map(|shown| format!("+ {shown}")));
    let sign = |right: bool| if right { '*' } else { '!' };
    let claimed = paired.claimed(event, apparatus).into_iter();
    lines.extend(claimed.map(|claimed| format!("{} conflict {}", sign(claimed.right), claimed.shown)));
    for (sign, pairs, others) in [('-', &origins.0, &origins.1), ('+', &origins.1, &origins.0)] {
        let pairs: Vec<_> = pairs.difference(others).map(|(one, other)| format!("{one}-{other}")).collect();
        lines.push(format!("{sign} origins: {}", pairs.join(" ")));
    }
    lines.join("\n")
}

/// Prints the figures as a table.
pub fn print(figures: &Figures) {
    println!("\nPositions of events with many reports (eval/cases), in percent");
    let heading = ["", "recall", "but scope", "precision", "conflicts", "wrong", "look-alikes", "(met)", "origins F1"];
    let mut table = Table::with(&heading);
    for (name, counts) in &figures.events {
        table.row(name, counts.cells());
    }
    table.row("all", figures.total.cells());
    table.print();
    let all = figures.total;
    println!(
        "positions {} marked, {} paired, {} found; conflicts {} marked, {} found, {} claimed; origins {} pairs marked, {} found",
        all.marked,
        all.paired,
        all.found,
        all.conflicts,
        all.conflicts_found,
        all.conflicts_claimed,
        all.origin_marked,
        all.origin_found
    );
}
