//! The reports of a generated case: which story each tells, in which words, and what it changes in a copy.

use crate::{Random, Size};

/// The case file of every generated case.
pub(crate) const CASE: &str = r#"title = "A generated case"
questions = ["killing", "general"]
languages = ["en"]

[event]
from = "2021-03-02T00:00"
to = "2021-03-05T00:00"
zone = "+00:00"
place = "Marrowgate"

[[party]]
name = "Authorities"
group = "officials"
members = ["Interior Ministry", "police", "Governor Hale", "Colonel Brandt"]

[[party]]
name = "Residents"
group = "witnesses"
members = ["residents", "a shopkeeper", "neighbours"]
"#;

const OUTLETS: [&str; 12] = [
    "Harbour Post",
    "Morning Ledger",
    "Valley Times",
    "North Wire",
    "Capital Courier",
    "The Quay",
    "Inland Press",
    "Daily Meridian",
    "Upland Star",
    "City Record",
    "Coast Journal",
    "The Bridge",
];
const SOURCES: [&str; 10] = [
    "Interior Minister Adrian Voss",
    "Governor Mary Hale",
    "Colonel Peter Brandt",
    "the Interior Ministry",
    "the police",
    "residents",
    "a shopkeeper",
    "a hospital doctor",
    "lawyer Ines Calder",
    "Human rights groups",
];
const CUES: [&str; 6] = ["said", "confirmed", "reported", "claimed", "denied", "added"];
const NUMBERS: [&str; 12] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "12", "at least 15"];
const PEOPLE: [&str; 6] = ["people", "protesters", "police officers", "members of the group", "civilians", "soldiers"];
const DEEDS: [&str; 8] = [
    "were killed",
    "were injured",
    "were arrested",
    "were seriously injured",
    "were detained",
    "died in the operation",
    "were deployed in the area",
    "were reported missing",
];
const PLAIN: [&str; 8] = [
    "the group opened fire first",
    "the officers fired first",
    "the men wanted to surrender",
    "the operation lasted six hours",
    "the operation began at 4:30 a.m.",
    "grenade launchers were used against the house",
    "the bodies were withheld from the families",
    "the group was planning a car bomb attack",
];
const FILLER: [&str; 6] = [
    "Shops along the river stayed closed.",
    "Traffic was slow on the northern road.",
    "The market is to open again next week.",
    "Rain fell for most of the night.",
    "Schools in the district remained shut.",
    "The bridge was closed to lorries.",
];

pub(crate) struct Report {
    pub(crate) name: String,
    pub(crate) text: String,
    /// Its line of `sources.csv`.
    pub(crate) row: String,
}

/// The reports one after another; only the wire stories that later reports copy are kept in memory.
pub(crate) fn reports(size: Size) -> impl Iterator<Item = Report> {
    let mut random = Random::new(size.seed);
    let mut stories: Vec<Vec<String>> = Vec::new();
    (0..size.reports).map(move |number| {
        // The claims that do not divide evenly go to the first reports.
        let claims = size.claims / size.reports + usize::from(number < size.claims % size.reports);
        let copied = !stories.is_empty() && random.below(10) < 4;
        let story = if copied { copy(&mut random, &stories, claims) } else { story(&mut random, claims) };
        if !copied && stories.len() < 64 {
            stories.push(story.clone());
        }
        report(&mut random, number, &story)
    })
}

fn story(random: &mut Random, claims: usize) -> Vec<String> {
    (0..claims).map(|_| sentence(random)).collect()
}

/// A near-copy: the sentences of an earlier story, up to two of them written anew, to the asked length.
fn copy(random: &mut Random, stories: &[Vec<String>], claims: usize) -> Vec<String> {
    let mut story = random.one_of(stories).clone();
    story.truncate(claims);
    while story.len() < claims {
        story.push(sentence(random));
    }
    for _ in 0..random.below(3).min(claims) {
        let place = random.below(claims);
        story[place] = sentence(random);
    }
    story
}

fn sentence(random: &mut Random) -> String {
    let fact = match random.below(3) {
        0 => (*random.one_of(&PLAIN)).to_owned(),
        1 => format!("{} {} {}", random.one_of(&NUMBERS), random.one_of(&PEOPLE), random.one_of(&DEEDS)),
        _ => format!("{} people were killed, including two police officers", random.one_of(&NUMBERS)),
    };
    let source = random.one_of(&SOURCES);
    match random.below(5) {
        0 => format!("{}.", capital(&fact)),
        1 => format!("According to {source}, {fact}."),
        2 => format!("{}, {source} {}.", capital(&fact), random.one_of(&CUES)),
        3 => format!("Reportedly, {fact}."),
        _ => format!("{} {} that {fact}.", capital(source), random.one_of(&CUES)),
    }
}

fn report(random: &mut Random, number: usize, story: &[String]) -> Report {
    let outlet = random.one_of(&OUTLETS);
    let (day, hour) = (2 + number % 3, random.below(24));
    let mut text = format!("Account {number} of the events in Marrowgate\n\nBy Robin Field, {outlet}\n");
    for paragraph in story.chunks(3) {
        text.push('\n');
        text.push_str(&paragraph.join(" "));
        text.push(' ');
        text.push_str(random.one_of::<&str>(&FILLER));
        text.push('\n');
    }
    let name = format!("report-{number:06}.txt");
    let slug = outlet.to_lowercase().replace(' ', "-");
    let row = format!(
        "{name},https://{slug}.example/{number},{outlet},2021-03-{day:02}T{hour:02}:15:00Z,2021-03-{:02}\n",
        day + 1
    );
    Report { name, text, row }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_one_case() {
        let texts =
            |seed| reports(Size { reports: 30, claims: 100, seed }).map(|report| report.text).collect::<Vec<_>>();
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
        assert_eq!(texts(1).len(), 30);
    }
}
