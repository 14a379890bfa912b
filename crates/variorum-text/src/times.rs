//! Which words name a time?
//!
//! Patterns over the lower-cased sentence, one table a language (for English and Spanish written here, for any other made
//! of the facts of its locale), give [`Named`] times; where two overlap, the
//! earlier and then the longer one stands. What they mean on the calendar is `calendar`'s question.
//! The tags are those of TIMEX3 (ISO-TimeML). Left out: holidays, seasons, centuries, fiscal years.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Regex};
use variorum_evidence::document::Language;

use crate::lexicon::Lexicon;
use crate::locale::{Locale, is_spaceless};
use crate::tokens::{Text, plain_digits};

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    EarlyHours,
    Morning,
    Afternoon,
    Evening,
    Night,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// A moment on the clock, as said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) hour: i8,
    /// None where only the hour was given.
    pub(crate) minute: Option<i8>,
}

/// What the words say, before anything is counted from a date of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    Day { year: Option<i16>, month: i8, day: i8 },
    DayOfMonth(i8),
    Month { year: Option<i16>, month: i8, years_back: i16 },
    Year(i16),
    Weekday { day: i8, weeks: i8, part: Option<Part> },
    Days { shift: i32, part: Option<Part> },
    Units { unit: Unit, shift: i32 },
    NextDay,
    Clock(Clock),
    Clocks(Clock, Clock),
    Part(Part),
    Duration { count_min: u64, count_max: u64, said: u64, unit: Unit },
    Set(Unit),
}

/// A named time and its bytes in the text.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) range: Range<usize>,
    pub(crate) named: Named,
}

/// The times named in `text[range]`, in order.
pub(crate) fn find(text: &Text<'_>, range: Range<usize>, language: Language) -> Vec<Mention> {
    let grammar = TimeGrammar::of(language);
    let sentence = &text.lower[range.clone()];
    if !grammar.gate.is_match(sentence) {
        return Vec::new();
    }
    let mut found: Vec<Mention> = Vec::new();
    for (pattern, reading) in &grammar.patterns {
        for words in pattern.captures_iter(sentence) {
            let Some(whole) = words.name("x").or_else(|| words.get(0)) else { continue };
            if cuts_number(sentence, &whole.range()) {
                continue;
            }
            let mention = range.start + whole.start()..range.start + whole.end();
            let named = grammar.named(*reading, &words, text.raw, &mention, sentence);
            let named = named.filter(|named| grammar.is_clear(*named));
            found.extend(named.map(|named| Mention { range: mention, named }));
        }
    }
    found.sort_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end)));
    let mut end = 0;
    found.retain(|mention| {
        let free = mention.range.start >= end;
        end = if free { mention.range.end } else { end };
        free
    });
    found
}

/// Whether `found` begins or ends inside a number ("1.20" in "1.200").
fn cuts_number(sentence: &str, found: &Range<usize>) -> bool {
    let bytes = sentence.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let joint = |at: usize| bytes.get(at).is_some_and(|byte| matches!(byte, b'.' | b','));
    let (first, end) = (found.start, found.end);
    let after = digit(end - 1) && (digit(end) || joint(end) && digit(end + 1));
    let before = digit(first) && first > 1 && joint(first - 1) && digit(first - 2);
    after || before
}

/// Which captures a pattern has.
#[derive(Debug, Clone, Copy)]
enum Reading {
    Iso,
    Day,
    DayOfMonth,
    Month,
    Year,
    Weekday,
    Days(i32),
    Unit,
    Ago(i32),
    NextDay,
    Clock,
    Clocks,
    Noon(i8),
    Part,
    Duration,
    Set,
}

struct TimeGrammar {
    language: Language,
    gate: Regex,
    patterns: Vec<(Regex, Reading)>,
    months: BTreeMap<String, i8>,
    weekdays: BTreeMap<String, i8>,
    locale: Option<&'static Locale>,
}

static ENGLISH: LazyLock<TimeGrammar> = LazyLock::new(|| TimeGrammar::build(Language::En));
static SPANISH: LazyLock<TimeGrammar> = LazyLock::new(|| TimeGrammar::build(Language::Es));
/// One for each language, built when a text needs it.
static OTHERS: LazyLock<BTreeMap<Language, OnceLock<TimeGrammar>>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| (*language, OnceLock::new())).collect());

impl TimeGrammar {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &ENGLISH,
            Language::Es => &SPANISH,
            other => OTHERS[&other].get_or_init(|| Self::of_locale(other)),
        }
    }

    /// The dates of CLDR, weekdays, clock times and the two words for today and yesterday.
    fn of_locale(language: Language) -> Self {
        let locale = Locale::of(language);
        let numbered = |names: &[Vec<String>]| {
            let pairs =
                (1..).zip(names).flat_map(|(number, names)| names.iter().map(move |name| (name.clone(), number)));
            pairs.collect::<BTreeMap<String, i8>>()
        };
        let mut months = locale.map(|locale| numbered(&locale.short_months)).unwrap_or_default();
        months.extend(locale.map(|locale| numbered(&locale.months)).unwrap_or_default());
        Self {
            language,
            gate: of_words(r"\d", locale.map(Locale::gates).unwrap_or_default()),
            patterns: locale_patterns(language, locale),
            months,
            weekdays: locale.map(|locale| numbered(&locale.weekdays)).unwrap_or_default(),
            locale,
        }
    }

    /// Half past eight is no clear time where the clock counts to twelve twice.
    fn is_clear(&self, named: Named) -> bool {
        let halves = self.locale.is_some_and(|locale| locale.halves);
        !halves || !matches!(named, Named::Clock(clock) if (1..=12).contains(&clock.hour))
    }

    fn build(language: Language) -> Self {
        let words = &Lexicon::of(language).times;
        let months: BTreeMap<String, i8> = (1..)
            .zip(&words.months)
            .flat_map(|(number, names)| names.split(' ').map(move |name| (name.to_owned(), number)))
            .collect();
        let weekdays: BTreeMap<String, i8> =
            (1..).zip(&words.weekdays).map(|(number, name)| (name.clone(), number)).collect();
        let table = match language {
            Language::Es => SPANISH_PATTERNS,
            _ => ENGLISH_PATTERNS,
        };
        let numbers = Lexicon::of(language).numbers.keys().filter(|word| !word.contains(' ')).cloned();
        let fill = |pattern: &str| {
            pattern
                .replace("MONTH", &alternatives(months.keys().cloned()))
                .replace("WEEKDAY", &alternatives(weekdays.keys().cloned()))
                .replace("HOUR", &format!(r"\d{{1,2}}|{}", alternatives(numbers.clone())))
                .replace("NUMBER", &format!(r"\d+(?:[.,]\d+)?|{}", alternatives(numbers.clone())))
        };
        let compile =
            |pattern: &str| Regex::new(&fill(pattern)).expect("the embedded patterns compile: a test builds them");
        let patterns = table.iter().map(|(pattern, reading)| (compile(pattern), *reading)).collect();
        let gate = match language {
            Language::Es => {
                r"\d|hoy|ayer|mañana|noche|tarde|madrugada|d[ií]a|hora|minuto|segundo|semana|mes|año|\blas \w|MONTH|WEEKDAY"
            }
            _ => {
                r"\d|day|noon|night|midnight|morning|evening|dawn|hour|minute|second|week|month|year|o.clock|early|MONTH"
            }
        };
        Self { language, gate: compile(gate), patterns, months, weekdays, locale: None }
    }

    fn named(
        &self,
        reading: Reading,
        words: &Captures<'_>,
        raw: &str,
        range: &Range<usize>,
        sentence: &str,
    ) -> Option<Named> {
        let text = |name: &str| words.name(name).map(|found| found.as_str());
        let number = |name: &str| text(name).and_then(|digits| plain_digits(digits).parse::<i16>().ok());
        let ahead = self.locale.map_or(0, |locale| locale.years_ahead);
        let year = || number("y").map(|year| if ahead > 0 && year > 2400 { year - ahead } else { year });
        let month = || text("m").and_then(|name| self.months.get(name).copied());
        let part = || text("part").and_then(part_of_day);
        match reading {
            Reading::Iso => day(year(), number("mm")?, number("d")?),
            Reading::Day => day(year(), i16::from(month()?), number("d").or_else(|| text("first").map(|_| 1))?),
            Reading::DayOfMonth => Some(Named::DayOfMonth(small(number("d")?, 31)?)),
            Reading::Month if self.locale.is_some() => {
                let month = month().or_else(|| small(number("mm")?, 12))?;
                (month > 0).then_some(Named::Month { year: Some(year()?), month, years_back: 0 })
            }
            Reading::Month => self.month(month()?, words, raw, range),
            Reading::Year => Some(Named::Year(number("y")?)),
            Reading::Weekday => {
                let moved = text("mod").or_else(|| text("after"));
                // A locale knows only the words for what is to come.
                let weeks = moved.map_or(0, |word| if self.locale.is_some() { 1 } else { direction(word) });
                Some(Named::Weekday { day: *self.weekdays.get(text("wd")?)?, weeks: weeks as i8, part: part() })
            }
            Reading::Days(shift) => Some(Named::Days { shift, part: part() }),
            Reading::Unit => {
                let shift = text("mod").or_else(|| text("after")).map_or(0, direction);
                Some(Named::Units { unit: unit_of(text("unit")?)?, shift })
            }
            Reading::Ago(sign) => {
                let count = i32::try_from(self.count(text("n")?)?).ok()?;
                Some(Named::Units { unit: unit_of(text("unit")?)?, shift: sign.checked_mul(count)? })
            }
            Reading::NextDay => Some(Named::NextDay),
            Reading::Clock => Some(Named::Clock(self.clock(words, "")?)),
            Reading::Clocks => self.clocks(words),
            Reading::Noon(hour) => Some(Named::Clock(Clock { hour, minute: None })),
            Reading::Part => Some(Named::Part(part()?)),
            Reading::Duration => self.duration(words, sentence),
            Reading::Set => Some(Named::Set(unit_of(text("unit")?)?)),
        }
    }

    /// "may" and "march" are months only with a capital letter and a word before or after that says so.
    fn month(&self, month: i8, words: &Captures<'_>, raw: &str, range: &Range<usize>) -> Option<Named> {
        let year = words.name("y").and_then(|year| year.as_str().parse().ok());
        let name = words.name("m")?;
        let offset = range.start + name.start() - words.name("x").or_else(|| words.get(0))?.start();
        let capital = raw[offset..].chars().next().is_some_and(char::is_uppercase);
        if self.language == Language::En && (!capital || name.as_str() == "mar") {
            return None;
        }
        let ambiguous = Lexicon::of(self.language).times.ambiguous_months.contains(name.as_str());
        let named = year.is_some() || words.name("mod").is_some() || words.name("before").is_some();
        if ambiguous && !named {
            return None;
        }
        let back = words.name("mod").or_else(|| words.name("after")).map_or(0, |word| direction(word.as_str()));
        Some(Named::Month { year, month, years_back: if back < 0 { 1 } else { 0 } })
    }

    /// The clock in the captures whose names end in `suffix`.
    fn clock(&self, words: &Captures<'_>, suffix: &str) -> Option<Clock> {
        let text = |name: &str| words.name(&format!("{name}{suffix}")).map(|found| found.as_str());
        let hour = plain_digits(text("h")?);
        let hour = hour.as_ref();
        let mut hour = hour.parse::<i16>().ok().or_else(|| self.count(hour).map(|count| count as i16))?;
        let minute = match (text("min"), text("minw")) {
            (Some(digits), _) => Some(small(plain_digits(digits).parse().ok()?, 59)?),
            (_, Some("media")) => Some(30),
            (_, Some("cuarto")) => Some(15),
            _ => None,
        };
        let half = text("ap").map(|half| half.starts_with('p')).or_else(|| {
            text("part").and_then(part_of_day).map(|part| match part {
                Part::EarlyHours | Part::Morning => false,
                Part::Night => hour >= 6,
                Part::Afternoon | Part::Evening => true,
            })
        });
        match half {
            Some(true) if hour < 12 => hour += 12,
            Some(false) if hour == 12 => hour = 0,
            _ => {}
        }
        Some(Clock { hour: small(hour, 23)?, minute })
    }

    /// "11:15 to 11:42": one half of the day, given once, holds for both.
    fn clocks(&self, words: &Captures<'_>) -> Option<Named> {
        let mut first = self.clock(words, "")?;
        let second = self.clock(words, "2")?;
        let stated = words.name("ap").or_else(|| words.name("part")).is_some();
        if !stated
            && second.hour >= 12
            && first.hour < 12
            && words.name("ap2").or_else(|| words.name("part2")).is_some()
        {
            let moved = first.hour + 12;
            let later = (moved, first.minute.unwrap_or(0)) < (second.hour, second.minute.unwrap_or(0));
            first.hour = if later { moved } else { first.hour };
        }
        Some(Named::Clocks(first, second))
    }

    fn duration(&self, words: &Captures<'_>, sentence: &str) -> Option<Named> {
        let whole = words.get(0)?;
        let next = sentence[whole.end()..]
            .trim_start_matches([' ', '-'])
            .split(|letter: char| !letter.is_alphabetic())
            .next()
            .unwrap_or("");
        // "Seven hours ago" and "15 years old" are no durations of anything.
        if matches!(next, "ago" | "old" | "earlier" | "later" | "before" | "de")
            && !(next == "de" && self.language == Language::En)
        {
            let age = next == "de" && sentence[whole.end()..].trim_start().starts_with("de edad");
            if next != "de" || age {
                return None;
            }
        }
        let unit = unit_of(words.name("unit")?.as_str())?;
        let said = self.count(words.name("n")?.as_str())?;
        let lower = said.saturating_sub((said / 10).max(1));
        let (count_min, count_max) = match words.name("q").map(|found| found.as_str()) {
            Some("almost" | "nearly" | "less than" | "under" | "casi" | "menos de") => (lower, said),
            Some("up to" | "hasta") => (0, said),
            Some("more than" | "over" | "at least" | "más de" | "al menos" | "por lo menos") => {
                (said, said + (said / 10).max(1))
            }
            _ => (said, said),
        };
        Some(Named::Duration { count_min, count_max, said, unit })
    }

    fn count(&self, words: &str) -> Option<u64> {
        let numbers = &Lexicon::of(self.language).numbers;
        match words {
            "a" | "an" | "un" | "una" | "uno" => Some(1),
            _ => words.parse().ok().or_else(|| numbers.get(words).copied()),
        }
    }
}

fn alternatives(words: impl Iterator<Item = String>) -> String {
    let mut words: Vec<String> = words.map(|word| regex::escape(&word)).collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
    words.join("|")
}

fn small(number: i16, most: i16) -> Option<i8> {
    (0..=most).contains(&number).then(|| i8::try_from(number).ok()).flatten()
}

fn day(year: Option<i16>, month: i16, day: i16) -> Option<Named> {
    let (month, day) = (small(month, 12)?, small(day, 31)?);
    (month > 0 && day > 0).then_some(Named::Day { year, month, day })
}

/// −1 for "last", 1 for "next", 0 for "this".
fn direction(word: &str) -> i32 {
    let word = word.trim();
    match word {
        "next" | "the following" | "coming" => 1,
        "last" | "past" | "the previous" | "previous" | "the past" => -1,
        _ if word.contains("pasad") || word.contains("anterior") => -1,
        _ if word.contains("próxim") || word.contains("siguiente") || word.contains("viene") => 1,
        _ => 0,
    }
}

fn part_of_day(word: &str) -> Option<Part> {
    Some(match word {
        "early hours" | "early morning" | "predawn hours" | "small hours" | "dawn" | "madrugada" => Part::EarlyHours,
        "morning" | "mañana" => Part::Morning,
        "afternoon" | "tarde" => Part::Afternoon,
        "evening" => Part::Evening,
        "night" | "noche" => Part::Night,
        _ => return None,
    })
}

fn unit_of(word: &str) -> Option<Unit> {
    const UNITS: &[(&str, Unit)] = &[
        ("seco", Unit::Second),
        ("segu", Unit::Second),
        ("min", Unit::Minute),
        ("ho", Unit::Hour),
        ("da", Unit::Day),
        ("dí", Unit::Day),
        ("ni", Unit::Day),
        ("no", Unit::Day),
        ("wee", Unit::Week),
        ("sem", Unit::Week),
        ("mo", Unit::Month),
        ("mes", Unit::Month),
        ("ye", Unit::Year),
        ("año", Unit::Year),
    ];
    UNITS.iter().find(|(stem, _)| word.starts_with(stem)).map(|(_, unit)| *unit)
}

/// The patterns that a locale gives.
fn locale_patterns(language: Language, locale: Option<&Locale>) -> Vec<(Regex, Reading)> {
    let bound = if is_spaceless(language) { "" } else { r"\b" };
    let compile = |pattern: &str| Regex::new(pattern).expect("the patterns of all locales compile: a test builds them");
    // A word before the hour may name the half of the day there ("午後3時"): only the hours of the second half are clear.
    let named_halves = matches!(language, Language::Zh | Language::Ja | Language::Ko);
    let hour = if named_halves { "1[3-9]|2[0-3]" } else { r"\d{1,2}" };
    let mut patterns = vec![
        (compile(r"\b(?P<y>\d{4})-(?P<mm>\d{2})-(?P<d>\d{2})\b"), Reading::Iso),
        (compile(&format!(r"{bound}(?P<x>(?P<h>{hour}):(?P<min>\d{{2}})){bound}")), Reading::Clock),
    ];
    if named_halves {
        let clock = format!(r"(?P<x>(?P<h>{hour})[時时點点시] ?(?P<min>\d{{1,2}})[分분])");
        patterns.push((compile(&clock), Reading::Clock));
    }
    let Some(locale) = locale else { return patterns };
    let all = |names: &[Vec<String>]| alternatives(names.iter().flatten().cloned());
    let ending = if locale.endings { r"\p{L}{0,5}" } else { "" };
    let named = |names: &[Vec<String>]| format!("(?P<m>{}){ending}", all(names));
    let weekdays = all(&locale.weekdays);
    let prefix = if locale.prefixes.is_empty() { String::new() } else { format!("[{}]?", locale.prefixes) };
    let day =
        if weekdays.is_empty() { String::new() } else { format!(r"(?:(?:{weekdays})[,،]? ?(?:\p{{L}}{{1,3}} )?)?") };
    let short: Vec<Vec<String>> =
        locale.months.iter().zip(&locale.short_months).map(|(long, short)| [&short[..], &long[..]].concat()).collect();
    let lists = [(&locale.dates, &locale.months), (&locale.short_dates, &short), (&locale.numeric, &short)];
    for (order, months) in
        lists.into_iter().flat_map(|(orders, months)| orders.iter().map(move |order| (order, months)))
    {
        let Some((date, fields)) = of_cldr(order, &named(months)) else { continue };
        let reading = match (fields.contains('d'), fields.contains('m')) {
            (false, _) => Reading::Month,
            (true, true) => Reading::Day,
            (true, false) => Reading::Iso,
        };
        patterns.push((compile(&format!("{bound}{prefix}(?P<x>{day}{date}){bound}")), reading));
    }
    if !weekdays.is_empty() {
        let next = alternatives(locale.next.iter().cloned());
        let (before, after) = if next.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("(?:(?P<mod>{next}) ?)?"), format!("(?: ?(?P<after>{next}))?"))
        };
        let weekday = format!("{bound}{prefix}(?P<x>{before}(?P<wd>{weekdays}){after}){bound}");
        patterns.push((compile(&weekday), Reading::Weekday));
    }
    for (words, shift) in [(&locale.yesterday, -1), (&locale.today, 0)] {
        if !words.is_empty() {
            let words = alternatives(words.iter().cloned());
            patterns.push((compile(&format!("{bound}(?:{words}){bound}")), Reading::Days(shift)));
        }
    }
    if !locale.clock.is_empty() {
        let words = alternatives(locale.clock.iter().cloned());
        let clock = r"(?P<h>\d{1,2})\.(?P<min>\d{2})";
        patterns.push((compile(&format!(r"\b(?:{words})\.? (?P<x>{clock})\b")), Reading::Clock));
        patterns.push((compile(&format!(r"\b(?P<x>{clock}) (?:{words})\b")), Reading::Clock));
        patterns.push((compile(r"\b(?P<x>(?P<h>\d{1,2}) ?h ?(?P<min>\d{2}))\b"), Reading::Clock));
    }
    patterns
}

/// A date in the letters of CLDR as a pattern with `month` for its month, and which of the fields d, m and y it has.
/// What stands behind the last field is left out, unless it is written right onto it ("3日").
fn of_cldr(order: &str, month: &str) -> Option<(String, String)> {
    let (mut pattern, mut fields) = (String::new(), String::new());
    let mut letters = order.trim_end_matches('.').chars().peekable();
    let mut quoted = false;
    let mut whole = String::new();
    // A full stop between figures parts them; behind the number of a day it may be missing.
    let stop = if order.contains("MMM") || order.contains("LLL") { r"\.?" } else { r"\." };
    while let Some(letter) = letters.next() {
        let mut run = 1;
        while !quoted && letter.is_ascii_alphabetic() && letters.next_if_eq(&letter).is_some() {
            run += 1;
        }
        let field = match letter {
            '\'' => {
                quoted = !quoted;
                continue;
            }
            'd' if !quoted => Some((r"(?P<d>\d{1,2})", 'd')),
            'M' | 'L' if !quoted && run > 2 => Some((month, 'm')),
            'M' | 'L' if !quoted => Some((r"(?P<mm>\d{1,2})", 'n')),
            'y' if !quoted => Some((r"(?P<y>\d{4})", 'y')),
            // An era or a weekday may stand there or not.
            'G' | 'E' | 'c' if !quoted => {
                pattern.push_str(r"(?:\S+ )?");
                letters.next_if_eq(&' ');
                continue;
            }
            _ => None,
        };
        match field {
            Some((found, name)) => {
                pattern.push_str(found);
                fields.push(name);
                whole.clone_from(&pattern);
            }
            None if letter.is_whitespace() => {
                let after_mark = pattern.ends_with(['?', ']']);
                pattern.push_str(if after_mark { r"\s*" } else { r"\s+" });
            }
            None if letter == '.' => pattern.push_str(stop),
            None if matches!(letter, ',' | '،') => pattern.push_str("[,،]?"),
            None => {
                pattern.push_str(&regex::escape(&letter.to_lowercase().to_string()));
                // "3日", "15일": the letter belongs to the number.
                if whole.len() + letter.len_utf8() == pattern.len() && !letter.is_ascii() {
                    whole.clone_from(&pattern);
                }
            }
        }
    }
    (fields.len() >= 2 && fields.contains(['m', 'n'])).then_some((whole, fields))
}

/// A pattern that finds `pattern` or one of the words.
fn of_words<'a>(pattern: &str, words: impl IntoIterator<Item = &'a String>) -> Regex {
    let words = alternatives(words.into_iter().cloned());
    let whole = if words.is_empty() { pattern.to_owned() } else { format!("{pattern}|{words}") };
    Regex::new(&whole).expect("digits and escaped words")
}

const ENGLISH_PATTERNS: &[(&str, Reading)] = &[
    (r"\b(?P<y>\d{4})-(?P<mm>\d{2})-(?P<d>\d{2})\b", Reading::Iso),
    (
        r"\b(?:(?:WEEKDAY),? )?(?:the )?(?P<d>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<m>MONTH)(?:,? (?P<y>\d{4}))?\b",
        Reading::Day,
    ),
    (r"\b(?:(?:WEEKDAY),? )?(?P<m>MONTH) (?P<d>\d{1,2})(?:st|nd|rd|th)?\b(?:,? (?P<y>\d{4})\b)?", Reading::Day),
    (r"\bthe (?P<x>(?P<d>\d{1,2})(?:st|nd|rd|th))\b", Reading::DayOfMonth),
    (r"\b(?P<x>(?P<m>MONTH),? (?:of )?(?P<y>\d{4}))\b", Reading::Month),
    (
        r"\b(?P<before>(?:in|since|of|by|until|during|from|early|late|mid)[ -])?(?P<x>(?:(?P<mod>last|this|next) )?(?P<m>MONTH))\b",
        Reading::Month,
    ),
    (r"\b(?:in|since|of|during|until|before|after|from|by|early|late|to) (?P<x>(?P<y>(?:19|20)\d\d))\b", Reading::Year),
    (
        r"\b(?P<x>(?:(?P<mod>last|this|next|past) )?(?P<wd>WEEKDAY)(?:['’]s)?(?: (?P<part>early hours|morning|afternoon|evening|night))?)\b",
        Reading::Weekday,
    ),
    (r"\b(?P<x>the day before yesterday)\b", Reading::Days(-2)),
    (r"\b(?P<x>yesterday)(?:['’]s)?(?: (?P<part>morning|afternoon|evening|night))?\b", Reading::Days(-1)),
    (r"\b(?P<x>last (?P<part>night|evening))\b", Reading::Days(-1)),
    (r"\b(?:today|tonight|this (?P<part>morning|afternoon|evening))\b", Reading::Days(0)),
    (r"\btomorrow\b", Reading::Days(1)),
    (
        r"\b(?:(?:the )?(?P<mod>last|this|next|past|previous|following)) (?P<unit>week|month|year)(?:['’]s)?\b",
        Reading::Unit,
    ),
    (
        r"\b(?P<n>NUMBER|an?) (?P<unit>seconds?|minutes?|hours?|days?|weeks?|months?|years?) (?:ago|earlier)\b",
        Reading::Ago(-1),
    ),
    (r"\b(?P<n>NUMBER|an?) (?P<unit>seconds?|minutes?|hours?|days?|weeks?|months?|years?) later\b", Reading::Ago(1)),
    (r"\b(?:the (?:next|following) day|the day after|a day later)\b", Reading::NextDay),
    (r"\b(?P<x>(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))? ?(?P<ap>a\.?m\b\.?|p\.?m\b\.?))", Reading::Clock),
    (r"\b(?P<x>(?P<h>\d{1,2}):(?P<min>\d{2})(?: in the (?P<part>morning|afternoon|evening))?)\b", Reading::Clock),
    (r"\b(?P<h>NUMBER) o['’]clock(?: in the (?P<part>morning|afternoon|evening))?\b", Reading::Clock),
    (
        r"\b(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))?(?: ?(?P<ap>a\.?m\.?|p\.?m\.?))?(?: ?(?:-|–|—) ?| (?:to|and|until|till) )(?P<h2>\d{1,2})[:.](?P<min2>\d{2})(?: ?(?P<ap2>a\.?m\b\.?|p\.?m\b\.?))?(?: in the (?P<part2>morning|afternoon|evening))?",
        Reading::Clocks,
    ),
    (
        r"\b(?P<h>\d{1,2})(?:[:.](?P<min>\d{2}))?(?: ?(?P<ap>a\.?m\.?|p\.?m\.?))?(?: ?(?:-|–|—) ?| (?:to|and|until|till) )(?P<h2>\d{1,2}) ?(?P<ap2>a\.?m\b\.?|p\.?m\b\.?)",
        Reading::Clocks,
    ),
    (r"\b(?:noon|midday)\b", Reading::Noon(12)),
    (r"\bmidnight\b", Reading::Noon(0)),
    (
        r"\b(?:the|that) (?P<part>early hours|early morning|predawn hours|small hours|morning|afternoon|evening|night)\b",
        Reading::Part,
    ),
    (r"\bat (?P<x>(?P<part>dawn|night))\b", Reading::Part),
    (
        r"\b(?:(?P<q>almost|nearly|about|around|over|more than|less than|under|at least|up to|some) )?(?P<n>NUMBER|an?)[ -](?P<unit>seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b",
        Reading::Duration,
    ),
    (r"\b(?:every|each) (?P<unit>hour|day|night|week|month|year)\b", Reading::Set),
];

const SPANISH_PATTERNS: &[(&str, Reading)] = &[
    (r"\b(?P<y>\d{4})-(?P<mm>\d{2})-(?P<d>\d{2})\b", Reading::Iso),
    (
        r"\b(?:(?:WEEKDAY),? )?(?:(?P<d>\d{1,2})|(?P<first>primero)) de (?P<m>MONTH)(?: del? (?:año )?(?P<y>\d{4}))?\b",
        Reading::Day,
    ),
    (r"\bel (?:día )?(?P<x>(?P<d>\d{1,2}))\b", Reading::DayOfMonth),
    (r"\b(?P<x>(?P<m>MONTH) (?:del?|,) ?(?P<y>\d{4}))\b", Reading::Month),
    (r"\b(?:en|de|desde|durante|hasta|a) (?P<x>(?P<m>MONTH)(?: (?P<after>pasado|último))?)\b", Reading::Month),
    (r"\b(?:en|desde|durante|hasta|de|año) (?P<x>(?P<y>(?:19|20)\d\d))\b", Reading::Year),
    (
        r"\b(?P<x>(?:(?P<mod>este|pasado|próximo) )?(?P<wd>WEEKDAY)(?: (?P<after>pasado|próximo|siguiente))?(?: (?:por|en|de) la (?P<part>mañana|tarde|noche|madrugada))?)\b",
        Reading::Weekday,
    ),
    (r"\b(?:anteayer|antier|antes de ayer)\b", Reading::Days(-2)),
    (r"\bayer(?: (?:por|en|de) la (?P<part>mañana|tarde|noche|madrugada))?\b", Reading::Days(-1)),
    (r"\banoche\b", Reading::Days(-1)),
    (r"\b(?:hoy|est[ae] (?P<part>madrugada|mañana|tarde|noche))\b", Reading::Days(0)),
    (
        r"\b(?:el|la) (?P<unit>semana|mes|año) (?P<after>pasad[oa]|anterior|próxim[oa]|siguiente|que viene)\b",
        Reading::Unit,
    ),
    (r"\b(?P<mod>este|esta) (?P<unit>semana|mes|año)\b", Reading::Unit),
    (
        r"\bhace (?P<n>NUMBER|una?) (?P<unit>segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?)\b",
        Reading::Ago(-1),
    ),
    (
        r"\b(?P<n>NUMBER|una?) (?P<unit>segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?) después\b",
        Reading::Ago(1),
    ),
    (r"\b(?:al|el) día siguiente\b", Reading::NextDay),
    (
        r"\b(?:a|hacia|desde|hasta|sobre|de|cerca de) (?P<x>las? (?P<h>HOUR|una)(?:[:.h](?P<min>\d{2})| y (?P<minw>media|cuarto))?(?: horas)?(?: (?:de|por) la (?P<part>madrugada|mañana|tarde|noche))?(?: ?(?P<ap>a\.?m\b\.?|p\.?m\b\.?))?)",
        Reading::Clock,
    ),
    (
        r"\b(?P<x>(?P<h>\d{1,2}):(?P<min>\d{2})(?: horas)?(?: (?:de|por) la (?P<part>madrugada|mañana|tarde|noche))?(?: ?(?P<ap>a\.?m\b\.?|p\.?m\b\.?))?)",
        Reading::Clock,
    ),
    (
        r"\b(?P<x>(?P<h>\d{1,2})\.(?P<min>\d{2})(?: ?(?:horas|hs?)\b|(?: ?horas)? de la (?P<part>madrugada|mañana|tarde|noche)| ?(?P<ap>a\.?m\b\.?|p\.?m\b\.?)))",
        Reading::Clock,
    ),
    (
        r"\b(?:las? )?(?P<h>HOUR|una)(?:[:.](?P<min>\d{2}))?(?: ?(?:-|–|—) ?| (?:y|a|hasta) )las? (?P<h2>HOUR|una)(?:[:.](?P<min2>\d{2}))?(?: (?:de|por) la (?P<part2>madrugada|mañana|tarde|noche))?(?: ?(?P<ap2>a\.?m\b\.?|p\.?m\b\.?))?",
        Reading::Clocks,
    ),
    (r"\bmediodía\b", Reading::Noon(12)),
    (r"\bmedianoche\b", Reading::Noon(0)),
    (r"\b(?:en|por|durante|de) (?P<x>la (?P<part>madrugada|mañana|tarde|noche))\b", Reading::Part),
    (
        r"\b(?:(?P<q>casi|unos|unas|cerca de|alrededor de|más de|menos de|al menos|por lo menos|hasta) )?(?P<n>NUMBER|una?) (?P<unit>segundos?|minutos?|horas?|días?|semanas?|meses|mes|años?)\b",
        Reading::Duration,
    ),
    (r"\b(?:cada|todas las|todos los) (?P<unit>hora|día|noche|semana|mes|año)s?\b", Reading::Set),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(language: Language, sentence: &str, expected: &[&str]) {
        let text = Text::of(sentence);
        let found: Vec<_> =
            find(&text, 0..sentence.len(), language).into_iter().map(|mention| &sentence[mention.range]).collect();
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn english_expressions() {
        let check = |sentence, expected| check(Language::En, sentence, expected);
        check("It began at about 4:30 a.m. on Monday.", &["4:30 a.m.", "Monday"]);
        check("It may last, but in May 2016 and last June it did not.", &["May 2016", "last June"]);
        check(
            "On 15 January 2018, or January 16, he fled; by the 17th he was back.",
            &["15 January 2018", "January 16", "17th"],
        );
        check("Shots rang out between 11:15 and 12:00, over 17 minutes.", &["11:15 and 12:00", "over 17 minutes"]);
        check("Three days ago, in the early hours, a 15-year-old died.", &["Three days ago", "the early hours"]);
        check("He lasted almost six hours, until noon.", &["almost six hours", "noon"]);
    }

    #[test]
    fn spanish_expressions() {
        let check = |sentence, expected| check(Language::Es, sentence, expected);
        check("Empezó a las 4:30 de la madrugada del lunes.", &["las 4:30 de la madrugada", "lunes"]);
        check("Ayer, 15 de enero, duró siete horas.", &["Ayer", "15 de enero", "siete horas"]);
        check(
            "Entre las 4:00 y las 4:30 de la madrugada, hace dos días.",
            &["las 4:00 y las 4:30 de la madrugada", "hace dos días"],
        );
        check(
            "Hacia las seis de la mañana del 27 de junio de 2017.",
            &["las seis de la mañana", "27 de junio de 2017"],
        );
        check("El año pasado hubo seis heridos.", &["El año pasado"]);
        check(
            "Hubo 1.200 heridos, 14.500 presos y 1.234.567 más a las 4.30, a las 5.15 horas.",
            &["las 4.30", "las 5.15 horas"],
        );
        check("A las 1.200 personas les dieron pan; eran las 16.45 h.", &["16.45 h"]);
    }
}
