//! How many, in words or digits?
//!
//! Numbers in digits (separators by language), numbers in words up to thousands, and words like "dozens", with
//! what stands around them: "at least" leaves the upper end open, "more than 500" begins at 501, "almost" leaves
//! a tenth of room downwards and "about" a tenth both ways, rounded outwards. Numbers inside an expression of time are not quantities. Ordinals, years, ages, shares and
//! sums of money are left out.

use std::ops::Range;

use variorum_evidence::document::Language;

use crate::lexicon::{Lexicon, Phrases};
use crate::line::Line;
use crate::locale::Locale;
use crate::tokens::{Kind, digit, plain_digits};

/// A quantity and its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// With "at least" and the like.
    pub(crate) tokens: Range<usize>,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    /// "The seven": known from before.
    pub(crate) definite: bool,
    /// Words that need no noun ("nobody").
    pub(crate) people: bool,
    /// "Un" and "one" may be no number at all.
    pub(crate) weak: bool,
}

/// The quantities of a sentence, in order. `times` are the token ranges of expressions of time.
pub(crate) fn find(line: &Line<'_>, lexicon: &Lexicon, times: &[Range<usize>]) -> Vec<Quantity> {
    let mut found = every(line, lexicon, times);
    found.retain(|quantity| !is_other_number(line, quantity));
    found
}

/// The same with years, ages, shares and sums of money.
pub(crate) fn every(line: &Line<'_>, lexicon: &Lexicon, times: &[Range<usize>]) -> Vec<Quantity> {
    let mut found: Vec<Quantity> = Vec::new();
    let mut at = 0;
    let mut time = times.iter().peekable();
    while at < line.len() {
        while time.next_if(|range| range.end <= at).is_some() {}
        if time.peek().is_some_and(|range| range.start <= at) || is_negative(line, at) {
            at += 1;
            continue;
        }
        // The number behind takes "un total de" with it.
        let total = lexicon.quantifiers.total.at(line, at);
        if let Some(length) = total.filter(|length| number(line, lexicon, at + length).is_some()) {
            at += length;
        }
        let core = zero(line, lexicon, at)
            .or_else(|| vague(line, lexicon, at))
            .or_else(|| ranged(line, lexicon, at))
            .or_else(|| exact(line, lexicon, at));
        match core {
            Some(core) => {
                let quantity = widened(line, lexicon, core);
                at = quantity.tokens.end;
                found.push(quantity);
            }
            None => at += 1,
        }
    }
    found
}

fn plain(tokens: Range<usize>, min: u64, max: Option<u64>) -> Quantity {
    Quantity { tokens, min, max, definite: false, people: false, weak: false }
}

fn zero(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Quantity> {
    let length = lexicon.quantifiers.zero.at(line, at)?;
    Some(Quantity { people: true, ..plain(at..at + length, 0, Some(0)) })
}

fn vague(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Quantity> {
    let fits = |words: &str| {
        let mut length = 0;
        for word in words.split(' ') {
            if line.word(at + length) != word {
                return None;
            }
            length += 1;
        }
        Some(length)
    };
    let entries = lexicon.quantifiers.vague.iter().filter_map(|(words, ends)| Some((fits(words)?, ends)));
    let (length, ends) = entries.max_by_key(|(length, _)| *length)?;
    Some(plain(at..at + length, *ends.first()?, ends.get(1).copied()))
}

/// "Five to seven", "between 5 and 7", "5-7".
fn ranged(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Quantity> {
    let (first, length) = number(line, lexicon, at)?;
    let joint = at + length;
    let between = at > 0 && lexicon.quantifiers.between.has(line.word(at - 1));
    let joins = match line.word(joint) {
        "-" | "–" => line.tokens.get(joint).is_some_and(|dash| line.tokens[joint - 1].end == dash.start),
        "and" | "y" => between,
        word => lexicon.quantifiers.range.has(word) && !lexicon.quantifiers.joiners.has(word),
    };
    // "Rose from nine to twelve" tells two numbers.
    let rises = at > 1 && line.word(at - 1) == "from" && lexicon.is_verb(line.word(at - 2));
    let (last, more) = (joins && !rises).then(|| number(line, lexicon, joint + 1)).flatten()?;
    (first < last).then(|| plain(at..joint + 1 + more, first, Some(last)))
}

fn exact(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<Quantity> {
    if let Some((value, length)) = number(line, lexicon, at) {
        let weak = lexicon.quantifiers.one.has(line.word(at));
        return Some(Quantity { weak, ..plain(at..at + length, value, Some(value)) });
    }
    let weak = lexicon.quantifiers.one.has(line.word(at));
    weak.then(|| Quantity { weak, ..plain(at..at + 1, 1, Some(1)) })
}

/// A number at token `at`, and how many tokens it takes.
fn number(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<(u64, usize)> {
    let (mut value, mut length) = match line.kind(at)? {
        Kind::Number => grouped(line, lexicon, at).or_else(|| fraction(line, lexicon, at))?,
        Kind::Word => spelled(line, lexicon, at)?,
        _ => return None,
    };
    while let Some(scale) = lexicon.scales.get(line.word(at + length)) {
        value = value.checked_mul(*scale)?;
        length += 1;
    }
    // "Mil doscientas", "two thousand three hundred".
    if lexicon.scales.get(line.word(at + length - 1)) == Some(&1000)
        && let Some((rest, more)) = hundreds(line, lexicon, at + length).filter(|(rest, _)| *rest < 1000)
    {
        (value, length) = (value.checked_add(rest)?, length + more);
    }
    Some((value, length))
}

/// What may follow a thousand: words, and in Spanish digits too ("2 mil 500").
fn hundreds(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<(u64, usize)> {
    match line.kind(at)? {
        Kind::Word => spelled(line, lexicon, at),
        Kind::Number if lexicon.language == Language::Es => Some((digits(line.word(at), Language::Es)?, 1)),
        _ => None,
    }
}

/// Digits, with groups of three that single spaces part ("1 200").
fn grouped(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<(u64, usize)> {
    let first = line.word(at);
    let plain = |word: &str| word.chars().all(|letter| digit(letter).is_some());
    let mut length = 1;
    let mut whole = first.to_owned();
    let follows = |next: usize| {
        let (Some(left), Some(right)) = (line.tokens.get(next - 1), line.tokens.get(next)) else { return false };
        let gap = &line.text.raw[left.end as usize..right.start as usize];
        matches!(gap, " " | "\u{a0}" | "\u{2009}" | "\u{202f}")
            && line.word(next).chars().count() == 3
            && plain(line.word(next))
    };
    while plain(first) && first.chars().count() <= 3 && !first.starts_with('0') && follows(at + length) {
        whole.push_str(line.word(at + length));
        length += 1;
    }
    if length > 1 {
        Some((plain_digits(&whole).parse().ok()?, length))
    } else {
        Some((digits(first, lexicon.language)?, 1))
    }
}

/// "2.5 million", "3,5 millones": a fraction counts only before a word that makes it whole.
fn fraction(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<(u64, usize)> {
    let number = plain_digits(line.word(at));
    let mark = Locale::of(lexicon.language).map(|locale| locale.decimal);
    let (whole, part) = number.split_once(|letter| mark.map_or(matches!(letter, '.' | ','), |mark| mark == letter))?;
    let scale = *lexicon.scales.get(line.word(at + 1)).filter(|scale| **scale >= 1000)?;
    let unit = 10_u64.checked_pow(u32::try_from(part.len()).ok()?)?;
    let part = scale.checked_mul(part.parse().ok()?)?;
    let value = whole.parse::<u64>().ok()?.checked_mul(scale)?.checked_add(part / unit)?;
    part.is_multiple_of(unit).then_some((value, 2))
}

/// Whether the number at token `at` has a minus sign: nobody counts people so.
fn is_negative(line: &Line<'_>, at: usize) -> bool {
    let glued = |left: usize| {
        line.tokens.get(left).zip(line.tokens.get(left + 1)).is_some_and(|(left, right)| left.end == right.start)
    };
    at > 0
        && line.kind(at) == Some(Kind::Number)
        && matches!(line.word(at - 1), "-" | "−" | "–")
        && glued(at - 1)
        && !(at > 1 && glued(at - 2) && line.is_word(at - 2))
}

/// "1,000" and "1.000" are a thousand where the group has three digits; "4.5" is no count.
fn digits(word: &str, language: Language) -> Option<u64> {
    if word.contains(':') {
        return None;
    }
    let (group, other) = match language {
        Language::En => (',', '.'),
        Language::Es => ('.', ','),
        other => return of_locale(&plain_digits(word), other),
    };
    let mut groups = word.split([group, other]);
    let first = groups.next()?;
    let mut value: String = first.to_owned();
    for part in groups {
        if part.len() != 3 || first.len() > 3 {
            return None;
        }
        value.push_str(part);
    }
    // A point before three digits in English is a fraction: "1.000" there is one.
    if word.contains(other) && language == Language::En {
        return None;
    }
    value.parse().ok()
}

/// Digits as the language of a locale groups them; a fraction is no count. In India groups have two digits, too.
fn of_locale(word: &str, language: Language) -> Option<u64> {
    let mark = Locale::of(language).map(|locale| locale.group);
    let groups: Vec<&str> = word.split(|letter| Some(letter) == mark).collect();
    let whole = match groups.as_slice() {
        [_] => true,
        [first, inner @ .., last] => {
            (1..=3).contains(&first.len()) && last.len() == 3 && inner.iter().all(|group| matches!(group.len(), 2 | 3))
        }
        [] => false,
    };
    whole.then(|| groups.concat().parse().ok()).flatten()
}

/// "Twenty-four", "two hundred and six", "treinta y dos".
fn spelled(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> Option<(u64, usize)> {
    let word_value = |at: usize| {
        let word = line.word(at);
        lexicon.numbers.get(word).copied().or_else(|| {
            let (tens, ones) = word.split_once('-')?;
            Some(lexicon.numbers.get(tens)? + lexicon.numbers.get(ones).filter(|ones| **ones < 10)?)
        })
    };
    let mut value = word_value(at)?;
    let mut length = 1;
    if value == 1000 {
        return Some((value, length));
    }
    loop {
        let joined = usize::from(
            lexicon.quantifiers.joiners.has(line.word(at + length))
                && joins_number(
                    value,
                    word_value(at + length + 1).or(lexicon
                        .quantifiers
                        .one
                        .has(line.word(at + length + 1))
                        .then_some(1)),
                    lexicon.language,
                ),
        );
        // "Treinta y un muertos".
        let one = lexicon.quantifiers.one.has(line.word(at + length + joined)).then_some(1);
        let Some(next) = word_value(at + length + joined).or(one.filter(|_| joined > 0)) else { break };
        let sum = match next {
            100 if value < 100 && lexicon.language == Language::En => value.checked_mul(100)?,
            1..=99 if value >= 100 && value.is_multiple_of(100) => value + next,
            1..=9 if (20..100).contains(&(value % 100)) && value.is_multiple_of(10) => value + next,
            _ => break,
        };
        value = sum;
        length += 1 + joined;
    }
    Some((value, length))
}

/// Whether "and" between two numbers makes one of them: "two hundred and six", not "two and six".
fn joins_number(value: u64, next: Option<u64>, language: Language) -> bool {
    let Some(next) = next else { return false };
    match language {
        Language::En => value >= 100 && value.is_multiple_of(100) && next < 100,
        Language::Es => (30..100).contains(&(value % 100)) && value.is_multiple_of(10) && next < 10,
        _ => false,
    }
}

/// With the words before and after that open or move its ends.
fn widened(line: &Line<'_>, lexicon: &Lexicon, core: Quantity) -> Quantity {
    let words = &lexicon.quantifiers;
    let mut quantity = core;
    // "Un total de 52 reclusos".
    if let Some(length) = words.total.before(line, quantity.tokens.start) {
        quantity.tokens.start -= length;
    }
    if let Some(length) = words.or_more.at(line, quantity.tokens.end) {
        quantity.tokens.end += length;
        quantity.max = None;
    }
    let Some(exact) = quantity.max.filter(|max| *max == quantity.min && *max > 0) else {
        return marked_definite(line, lexicon, quantity);
    };
    let lower = exact.saturating_sub((exact / 10).max(1));
    let room = exact.div_ceil(10);
    let changes: [(&Phrases, u64, Option<u64>); 6] = [
        (&words.at_least, exact, None),
        (&words.more_than, exact.saturating_add(1), None),
        (&words.up_to, 0, Some(exact)),
        (&words.fewer, 0, Some(exact - 1)),
        (&words.almost, lower, Some(exact)),
        (&words.about, exact.saturating_sub(room), Some(exact.saturating_add(room))),
    ];
    for (phrases, min, max) in changes {
        if let Some(length) = phrases.before(line, quantity.tokens.start) {
            quantity.tokens.start -= length;
            (quantity.min, quantity.max, quantity.weak) = (min, max, false);
            break;
        }
    }
    marked_definite(line, lexicon, quantity)
}

fn marked_definite(line: &Line<'_>, lexicon: &Lexicon, quantity: Quantity) -> Quantity {
    let definite = lexicon.quantifiers.definite.before(line, quantity.tokens.start).is_some();
    Quantity { definite, ..quantity }
}

/// Years, shares, ages ("Pérez, 36,"), money and the like.
fn is_other_number(line: &Line<'_>, quantity: &Quantity) -> bool {
    let (start, end) = (quantity.tokens.start, quantity.tokens.end);
    let after = line.word(end);
    let symbol = |word: &str| matches!(word, "%" | "$" | "€" | "£" | "#" | "№");
    let share = symbol(after)
        || matches!(after, "percent" | "per" | "million" | "millones" | "billion")
        || after == "por" && matches!(line.word(end + 1), "ciento" | "cien")
        || start > 0 && line.word(start - 1) == "por" && matches!(line.word(start), "ciento" | "cien")
        || is_money(after)
        || after == "de" && is_money(line.word(end + 1))
        || (start > 0 && symbol(line.word(start - 1)));
    let bare_year =
        line.kind(start) == Some(Kind::Number) && end == start + 1 && quantity.max == Some(quantity.min) && {
            (1900..2100).contains(&quantity.min)
                && line.raw(start).len() == 4
                && !Lexicon::of(Language::En).is_person(after)
                && !Lexicon::of(Language::Es).is_person(after)
        };
    let named = start > 1 && line.kind(start - 2) == Some(Kind::Word) && end == start + 1;
    let beside = start > 0
        && (line.word(start - 1) == "," && matches!(after, "," | ".") || named && is_put_in(line, start, end))
        && line.kind(start) == Some(Kind::Number);
    // "A 16 year old", "three -year-old", "de 16 años".
    let next = usize::from(after == "-");
    let unit = line.word(end + next);
    let old = matches!(unit, "year" | "years" | "month" | "months" | "year-old" | "years-old" | "month-old")
        && (unit.ends_with("old") || line.word(end + next + 1) == "old" || line.word(end + next + 1) == "-")
        || unit == "años" && start > 0 && line.word(start - 1) == "de";
    // "Luis Rojas, de 28,".
    let aged = start > 1
        && line.word(start - 1) == "de"
        && line.word(start - 2) == ","
        && matches!(after, "," | "." | ";" | ")" | "y");
    // "Ten victims aged between 20 and 37", "ranging in age from 20 to 37".
    let ranged = (start.saturating_sub(4)..start).any(|at| matches!(line.word(at), "aged" | "age" | "ages"));
    // "A 2nd victim", "an 80yo man".
    let glued = line.tokens.get(end).is_some_and(|next| line.tokens[end - 1].end == next.start);
    let age = beside || old || aged || ranged || glued && matches!(after, "yo" | "y" | "yr" | "yrs");
    // "Shawn Johnson, 21 of Lynchburg", "Garland, 25 both of Lynchburg".
    let of_place = after == "of" && line.is_capital(end + 1)
        || after == "both" && line.word(end + 1) == "of" && line.is_capital(end + 2);
    let resident = named && line.word(start - 1) == "," && of_place && line.kind(start) == Some(Kind::Number);
    // "The 4200 block of South Talman": an address.
    let block =
        line.kind(start) == Some(Kind::Number) && matches!(after, "block" | "blk") && quantity.min.is_multiple_of(100);
    let ordinal = glued && matches!(after, "st" | "nd" | "rd" | "th" | "º" | "ª");
    share || bare_year || age || resident || block || ordinal
}

/// "Chanetta Powell, 25;", "Powell (25)": an age set beside a name.
fn is_put_in(line: &Line<'_>, start: usize, end: usize) -> bool {
    let (before, after) = (line.word(start - 1), line.word(end));
    before == "," && matches!(after, ";" | ":" | "") || before == "(" && after == ")"
}

fn is_money(word: &str) -> bool {
    matches!(word, "dollars" | "euros" | "pounds" | "pesos" | "bolivars" | "dólares" | "bolívares" | "soles" | "libras")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Text, tokens};

    fn check(language: Language, sentence: &str, expected: &[(u64, Option<u64>)]) {
        let text = Text::of(sentence);
        let tokens = tokens(sentence, 0..sentence.len());
        let line = Line { text: &text, tokens: &tokens };
        let found: Vec<_> =
            find(&line, Lexicon::of(language), &[]).into_iter().map(|found| (found.min, found.max)).collect();
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn english() {
        let check = |sentence, expected: &[_]| check(Language::En, sentence, expected);
        check("Seven people and two officers", &[(7, Some(7)), (2, Some(2))]);
        check("at least six, more than 500, 1,000 or more", &[(6, None), (501, None), (1000, None)]);
        check("twenty-four, two hundred and six, 3 thousand", &[(24, Some(24)), (206, Some(206)), (3000, Some(3000))]);
        check("dozens of men, a dozen others, nobody", &[(24, None), (12, Some(12)), (0, Some(0))]);
        check("five to seven men; between 5 and 7", &[(5, Some(7)), (5, Some(7))]);
        check("almost 50 of them; up to ten", &[(45, Some(50)), (0, Some(10))]);
        check("Vega, 36, won 40 % and $300 in 2015", &[]);
        check("Shawn Johnson, 21 of Lynchburg, in the 4200 block of South Talman", &[]);
        check("112 injured, 31 of them officers", &[(112, Some(112)), (31, Some(31))]);
        check("the second of 4.5; -5 people", &[]);
        check(
            "three dozen, nearly three dozen; 2.5 million people",
            &[(36, Some(36)), (33, Some(36)), (2_500_000, Some(2_500_000))],
        );
        check(
            "about 1,200; some 15; two thousand three hundred",
            &[(1080, Some(1320)), (13, Some(17)), (2300, Some(2300))],
        );
        check(
            "10-15 people; hundreds of men; thousands; several hundred",
            &[(10, Some(15)), (200, None), (2000, None), (200, None)],
        );
        check("a 12-year-old boy and $2.5 million, 3 million dollars", &[]);
    }

    #[test]
    fn spanish() {
        let check = |sentence, expected: &[_]| check(Language::Es, sentence, expected);
        check("siete personas y dos funcionarios", &[(7, Some(7)), (2, Some(2))]);
        check("más de mil agentes, unos 500, 1.000 o más", &[(1001, None), (450, Some(550)), (1000, None)]);
        check(
            "dos docenas; mil doscientas; más de mil doscientas",
            &[(24, Some(24)), (1200, Some(1200)), (1201, None)],
        );
        check(
            "1 200 personas; 1\u{202f}200; 1.200; 14.500; 1.234.567",
            &[
                (1200, Some(1200)),
                (1200, Some(1200)),
                (1200, Some(1200)),
                (14_500, Some(14_500)),
                (1_234_567, Some(1_234_567)),
            ],
        );
        check(
            "3,5 millones; un millar; una veintena; cientos de niños",
            &[(3_500_000, Some(3_500_000)), (1000, Some(1000)), (20, Some(20)), (200, None)],
        );
        check("cerca de 1.200; dos mil trescientas cuarenta y dos", &[(1080, Some(1320)), (2342, Some(2342))]);
        check("treinta y dos, dos mil, decenas", &[(32, Some(32)), (2000, Some(2000)), (20, None)]);
        check("siete por ciento; capturan a siete por robo", &[(7, Some(7))]);
        check("entre cinco y siete; nadie", &[(5, Some(7)), (0, Some(0))]);
    }
}
