//! Which words name a time where only the facts of a locale are known?
//!
//! Dates as CLDR writes them, weekdays, clock times and the two words for today and yesterday, as patterns over the
//! lower-cased sentence; where two overlap, the earlier and then the longer one stands. Left out: all that needs grammar.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::{Captures, Regex};
use variorum_evidence::document::Language;

use super::{Clock, Day, Half, Leaning, Mention, Named, Stretch, Which};
use crate::locale::{Locale, is_spaceless};
use crate::tokens::{Text, plain_digits};

/// The times named in `text[range]`, in order.
pub(super) fn find(text: &Text<'_>, range: Range<usize>, language: Language) -> Vec<Mention> {
    let Some(tongue) = TONGUES.get(&language).map(|tongue| tongue.get_or_init(|| Tongue::of(language))) else {
        return Vec::new();
    };
    let sentence = &text.lower[range.clone()];
    if !tongue.gate.is_match(sentence) {
        return Vec::new();
    }
    let mut found: Vec<Mention> = Vec::new();
    for (pattern, reading) in &tongue.patterns {
        for words in pattern.captures_iter(sentence) {
            let Some(whole) = words.name("x").or_else(|| words.get(0)) else { continue };
            if cuts_number(sentence, &whole.range()) {
                continue;
            }
            let range = range.start + whole.start()..range.start + whole.end();
            let named = tongue.named(*reading, &words).filter(|named| tongue.is_clear(*named));
            found.extend(named.map(|named| Mention { range, named, leaning: Leaning::Unsaid, bound: None }));
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
    Month,
    Weekday,
    Days(i32),
    Clock,
}

/// What is known of one language.
struct Tongue {
    gate: Regex,
    patterns: Vec<(Regex, Reading)>,
    months: BTreeMap<String, i8>,
    weekdays: BTreeMap<String, i8>,
    locale: Option<&'static Locale>,
}

/// One for each language, built when a text needs it.
static TONGUES: LazyLock<BTreeMap<Language, OnceLock<Tongue>>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| (*language, OnceLock::new())).collect());

impl Tongue {
    fn of(language: Language) -> Self {
        let locale = Locale::of(language);
        let numbered = |names: &[Vec<String>]| {
            let pairs =
                (1..).zip(names).flat_map(|(number, names)| names.iter().map(move |name| (name.clone(), number)));
            pairs.collect::<BTreeMap<String, i8>>()
        };
        let mut months = locale.map(|locale| numbered(&locale.short_months)).unwrap_or_default();
        months.extend(locale.map(|locale| numbered(&locale.months)).unwrap_or_default());
        Self {
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
        !halves || !matches!(named, Named::Clock { clock, .. } if (1..=12).contains(&clock.hour))
    }

    fn named(&self, reading: Reading, words: &Captures<'_>) -> Option<Named> {
        let text = |name: &str| words.name(name).map(|found| found.as_str());
        let number = |name: &str| text(name).and_then(|digits| plain_digits(digits).parse::<i16>().ok());
        let ahead = self.locale.map_or(0, |locale| locale.years_ahead);
        let year = || number("y").map(|year| if ahead > 0 && year > 2400 { year - ahead } else { year });
        let month = || text("m").and_then(|name| self.months.get(name).copied());
        let day = |day| Some(Named::Day { day, part: None });
        match reading {
            Reading::Iso => day(date(year(), number("mm")?, number("d")?)?),
            Reading::Day => day(date(year(), i16::from(month()?), number("d")?)?),
            Reading::Month => {
                let month = month().or_else(|| small(number("mm")?, 12))?;
                (month > 0).then_some(Named::Stretch(Stretch::Month(month), Which::Of(year()?)))
            }
            Reading::Weekday => {
                // A locale knows only the words for what is to come.
                let shift = text("mod").or_else(|| text("after")).map(|_| 1);
                day(Day::Weekday { day: *self.weekdays.get(text("wd")?)?, shift })
            }
            Reading::Days(shift) => day(Day::Shifted(shift)),
            Reading::Clock => {
                let hour = small(number("h")?, 23)?;
                let minute = text("min").and_then(|digits| plain_digits(digits).parse().ok());
                let minute = minute.map_or(Some(None), |minute| small(minute, 59).map(Some))?;
                Some(Named::Clock { clock: Clock { hour, minute, zone: None, half: Half::Counted }, day: None })
            }
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

fn date(year: Option<i16>, month: i16, day: i16) -> Option<Day> {
    let (month, day) = (small(month, 12)?, small(day, 31)?);
    (month > 0 && day > 0).then_some(Day::Calendar { year, month, day })
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
