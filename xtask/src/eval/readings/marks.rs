//! A fact that a report states, as people marked it (`eval/GUIDELINES.md`, section 9).
//!
//! A mark is held against fixed words when it is read: a misspelt side or predicate would be missed by every reader
//! and never be noticed.

use std::ops::Range;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::sentences::Sentences;
use crate::eval::marked::{places, points, stands_between, whole};
use crate::eval::words::{Held, Words};

/// The fixed words of the contract that a mark may use.
const PREDICATES: [&str; 16] = [
    "abducted",
    "arrested",
    "attacked",
    "caused_by",
    "destroyed",
    "displaced",
    "fired_first",
    "injured",
    "killed",
    "missing",
    "offered_surrender",
    "ordered",
    "planned",
    "rescued",
    "surrendered",
    "used_weapon",
];
/// Answers of the predicates that are answered by a choice.
const CHOICES: [&str; 6] = ["affected", "bystanders", "no", "officials", "resisted", "yes"];
const SIDES: [&str; 5] = ["affected", "bystanders", "officials", "other", UNTOLD];
/// A count of one of these must say so; of any other kind a reader may speak freely.
pub const KINDS: [&str; 5] = ["children", "families", "grave", "women", UNTOLD];
/// A reader may leave it open.
pub const UNTOLD: &str = "untold";

/// One word, or several that a reader may choose from.
#[derive(Deserialize, Default)]
#[serde(from = "OneOrMany")]
pub struct Any(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<OneOrMany> for Any {
    fn from(words: OneOrMany) -> Self {
        match words {
            OneOrMany::One(word) => Self(vec![word]),
            OneOrMany::Many(words) => Self(words),
        }
    }
}

impl Any {
    pub fn holds(&self, word: &str) -> bool {
        self.0.iter().any(|one| one == word)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn or(self, word: &str) -> Self {
        if self.is_empty() { Self(vec![word.to_owned()]) } else { self }
    }
}

/// The table `[[readings]]` of a report.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkFile {
    words: String,
    before: Option<String>,
    after: Option<String>,
    predicate: Any,
    min: Option<u64>,
    max: Option<u64>,
    #[serde(default)]
    about: bool,
    #[serde(default)]
    choice: Any,
    text: Option<String>,
    #[serde(default)]
    side: Any,
    #[serde(default)]
    kind: Any,
    part: Option<String>,
    #[serde(default)]
    including: Vec<String>,
    #[serde(default)]
    excluding: Vec<String>,
    #[serde(default)]
    polarity: Any,
    #[serde(default)]
    event: Any,
    #[serde(default)]
    optional: bool,
}

/// A marked fact.
pub struct Mark {
    /// The words that tell it.
    pub words: Held,
    pub sentence: usize,
    /// What they tell.
    pub told: Told,
    /// A reader may leave it: neither missed nor false.
    pub optional: bool,
    /// For people.
    pub shown: String,
}

/// What a mark says, apart from where.
pub struct Told {
    /// The first one names the row that it is counted in.
    pub predicates: Any,
    pub answer: Answer,
    pub scope: MarkedScope,
    pub polarity: Any,
    /// `main`, `background`.
    pub event: Any,
}

/// What the fact answers.
pub enum Answer {
    Count {
        min: u64,
        max: Option<u64>,
        /// "Some 800": a found interval needs only to hold it.
        about: bool,
    },
    Choice(Any),
    /// Any of these names.
    Text(Any),
    /// Dates, or moments with their offset.
    Time {
        from: String,
        to: String,
    },
    /// Seconds.
    Duration {
        min: u64,
        max: u64,
    },
    /// The words tell none, and none is compared.
    None,
}

/// Over whom, as far as the words tell.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct MarkedScope {
    pub side: Any,
    pub kind: Any,
    pub part: Option<String>,
    pub including: Vec<String>,
    pub excluding: Vec<String>,
}

impl Mark {
    /// Finds the words of a mark and looks whether it keeps to the fixed words.
    pub fn located(text: &str, words: &Words, file: MarkFile) -> Result<Self> {
        let name = file.words.clone();
        Self::checked(text, words, file).with_context(|| format!("reading `{name}`"))
    }

    fn checked(text: &str, words: &Words, file: MarkFile) -> Result<Self> {
        file.keeps_to_fixed_words()?;
        let place = points(text, &file.place(text)?);
        let (shown, answer) = (file.shown(), file.answer()?);
        let MarkFile { predicate, side, kind, part, including, excluding, polarity, event, optional, .. } = file;
        let scope = MarkedScope { side, kind, part, including, excluding };
        scope.keeps_to_fixed_words()?;
        Ok(Self {
            words: words.held(&place),
            sentence: Sentences::of(text).number(place.start),
            told: Told {
                predicates: predicate,
                answer,
                scope,
                polarity: polarity.or("affirmed"),
                event: event.or("main"),
            },
            optional,
            shown,
        })
    }
}

impl MarkedScope {
    /// Looks whether the words are of the fixed ones.
    pub fn keeps_to_fixed_words(&self) -> Result<()> {
        let part: Vec<String> = self.part.iter().cloned().collect();
        fixed("side", &self.side.0, &SIDES)?;
        fixed("kind", &self.kind.0, &KINDS)?;
        fixed("part", &part, &["part", "total"])?;
        fixed("including or excluding", &[&self.including[..], &self.excluding[..]].concat(), &SIDES)
    }
}

fn fixed(field: &str, words: &[String], fixed: &[&str]) -> Result<()> {
    for word in words {
        ensure!(fixed.contains(&word.as_str()), "{field} is `{word}` and may be: {}", fixed.join(", "));
    }
    Ok(())
}

impl Told {
    /// The predicate in whose row it is counted.
    pub fn predicate(&self) -> &str {
        self.predicates.0.first().map_or("", String::as_str)
    }

    /// Whether it says that it happened to nobody.
    pub fn is_none(&self) -> bool {
        match self.answer {
            Answer::Count { max: Some(0), .. } => self.polarity.holds("affirmed"),
            Answer::Count { min, max, .. } => self.polarity.holds("denied") && min <= 1 && max.is_none(),
            Answer::None => self.polarity.holds("denied"),
            Answer::Choice(_) | Answer::Text(_) | Answer::Time { .. } | Answer::Duration { .. } => false,
        }
    }
}

impl MarkFile {
    fn keeps_to_fixed_words(&self) -> Result<()> {
        ensure!(!self.predicate.is_empty(), "it has no predicate");
        fixed("predicate", &self.predicate.0, &PREDICATES)?;
        fixed("choice", &self.choice.0, &CHOICES)?;
        fixed("polarity", &self.polarity.0, &["affirmed", "denied"])?;
        fixed("event", &self.event.0, &["background", "main"])
    }

    /// The one place of the words (bytes).
    fn place(&self, text: &str) -> Result<Range<usize>> {
        let (before, after) = (self.before.as_deref(), self.after.as_deref());
        let wanted = |place: &Range<usize>| whole(text, place) && stands_between(text, place, before, after);
        let mut found: Vec<_> = places(text, &self.words).into_iter().filter(wanted).collect();
        ensure!(found.len() == 1, "it stands {} times in the text as it is marked", found.len());
        Ok(found.remove(0))
    }

    fn answer(&self) -> Result<Answer> {
        let told = [self.min.or(self.max).is_some(), !self.choice.is_empty(), self.text.is_some()];
        ensure!(told.iter().filter(|told| **told).count() <= 1, "it has two answers");
        ensure!(self.max.is_none() || self.min.is_some(), "it has a max and no min");
        Ok(match (self.min, &self.text) {
            (Some(min), _) => Answer::Count { min, max: self.max, about: self.about },
            (None, Some(text)) => Answer::Text(Any(vec![text.clone()])),
            (None, None) if !self.choice.is_empty() => Answer::Choice(Any(self.choice.0.clone())),
            (None, None) => Answer::None,
        })
    }

    fn shown(&self) -> String {
        let count = match (self.min, self.max) {
            (Some(min), None) => format!("{min}+"),
            (Some(min), Some(max)) if min == max => min.to_string(),
            (Some(min), Some(max)) => format!("{min}-{max}"),
            (None, _) => String::new(),
        };
        let answer = [count, self.choice.0.join("/"), self.text.clone().unwrap_or_default()].concat();
        let scope = [("side", self.side.0.join("/")), ("kind", self.kind.0.join("/"))];
        let scope = scope.into_iter().chain([
            ("part", self.part.clone().unwrap_or_default()),
            ("including", self.including.join("+")),
            ("excluding", self.excluding.join("+")),
            ("polarity", self.polarity.0.join("/")),
            ("event", self.event.0.join("/")),
        ]);
        let scope: Vec<_> =
            scope.filter(|(_, word)| !word.is_empty()).map(|(name, word)| format!(" {name}={word}")).collect();
        format!("{} {answer}{} “{}”", self.predicate.0.join("/"), scope.concat(), self.words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Two died.\nThe mayor said two died and others fled.";

    fn located(toml: &str) -> Result<Mark> {
        Mark::located(TEXT, &Words::of(TEXT), toml::from_str(toml)?)
    }

    /// Checks the word numbers that a mark holds, or what is wrong with it.
    fn check(toml: &str, expected: Result<&[usize], &str>) {
        match (located(toml), expected) {
            (Ok(mark), Ok(words)) => assert_eq!(mark.words, words.iter().copied().collect(), "{toml}"),
            (Err(error), Err(part)) => assert!(format!("{error:#}").contains(part), "{toml}: {error:#}"),
            (found, _) => panic!("{toml}: {}", found.map_or_else(|error| format!("{error:#}"), |mark| mark.shown)),
        }
    }

    #[test]
    fn its_words_stand_once() {
        let killed = |rest: &str| format!("predicate = 'killed'\nmin = 2\nmax = 2\n{rest}");
        check(&killed("words = 'two'"), Ok(&[5]));
        check(&killed("words = 'died'"), Err("stands 2 times"));
        check(&killed("words = 'died'\nbefore = 'and'"), Ok(&[6]));
        check(&killed("words = 'died'\nafter = 'Two'"), Ok(&[1]));
        check(&killed("words = 'di'"), Err("stands 0 times"));
    }

    #[test]
    fn it_keeps_to_fixed_words() {
        let wrong = |rest: &str| format!("words = 'two'\n{rest}");
        check(&wrong("predicate = 'slain'"), Err("predicate is `slain`"));
        check(&wrong("predicate = ['killed', 'hurt']"), Err("predicate is `hurt`"));
        check(&wrong("predicate = 'killed'\nside = 'police'"), Err("side is `police`"));
        check(&wrong("predicate = 'killed'\nmin = 2\nchoice = 'yes'"), Err("two answers"));
        check(&wrong("predicate = 'killed'\nmax = 2"), Err("max and no min"));
        check(&wrong("predicate = 'killed'\nsides = 'officials'"), Err("sides"));
    }

    #[test]
    fn what_is_not_marked_has_its_default() {
        let mark = located("words = 'two'\npredicate = ['killed', 'injured']").unwrap();
        let told = &mark.told;
        assert_eq!((told.predicate(), mark.sentence), ("killed", 1));
        assert!(told.polarity.holds("affirmed") && told.event.holds("main") && !mark.optional);
        assert!(matches!(told.answer, Answer::None));
    }
}
