//! Does a reading that was found say what was marked?
//!
//! First the answer with its polarity, then over whom and about which event. What can be said in two ways is the same:
//! "nobody was killed" is a count of none or a denial of any, "no" to a choice is a denial of "yes".

use super::marks::{Answer, KINDS, Told, UNTOLD};
use crate::eval::found::{Reading, Scope, Value};

/// How far "about" reaches: a fifth to each side.
const ABOUT: u64 = 5;

/// Whether the answer and the polarity are the marked ones.
pub fn in_value(mark: &Told, found: &Reading) -> bool {
    if mark.is_none() || is_none(found) {
        return mark.is_none() && is_none(found) || matches!(mark.answer, Answer::None) && in_polarity(mark, found);
    }
    match &mark.answer {
        Answer::None => in_polarity(mark, found),
        Answer::Count { min, max, about } => {
            mark.polarity.holds(&found.polarity) && in_count(*min, *max, *about, &found.value)
        }
        Answer::Choice(choices) => {
            let marked =
                choices.0.iter().flat_map(|choice| mark.polarity.0.iter().map(move |said| plain(choice, said)));
            let found = match &found.value {
                Value::Choice { value } => plain(value, &found.polarity),
                // "Three surrendered" answers whether they did.
                Value::Count { min: 1.., .. } => plain("yes", &found.polarity),
                _ => return false,
            };
            marked.into_iter().any(|marked| marked == found)
        }
        Answer::Text(names) => in_polarity(mark, found) && names.0.iter().any(|name| in_text(name, found)),
        Answer::Time { from, to } => in_polarity(mark, found) && in_time(from, to, &found.value),
        Answer::Duration { min, max } => in_polarity(mark, found) && in_duration(*min, *max, &found.value),
    }
}

/// Whether it is told of the marked people and the marked event.
pub fn in_scope(mark: &Told, found: &Reading, background: bool) -> bool {
    let event = if background { "background" } else { "main" };
    mark.event.holds(event) && (!matches!(found.value, Value::Count { .. }) || in_people(mark, &found.scope))
}

fn in_people(mark: &Told, found: &Scope) -> bool {
    let side = match found.side.as_deref() {
        // Parties are called witnesses where a scope says bystanders.
        Some("witnesses") => "bystanders",
        side => side.unwrap_or(UNTOLD),
    };
    let kind = found.kind.as_deref().unwrap_or(UNTOLD);
    let (marked, scope) = (&mark.scope, found);
    let in_side = if marked.side.is_empty() { side == UNTOLD } else { marked.side.holds(side) };
    let in_kind = match marked.kind.is_empty() {
        true => kind == UNTOLD || !KINDS.contains(&kind),
        false => marked.kind.holds(kind),
    };
    let in_part = marked.part.as_deref().is_none_or(|wanted| wanted == part(scope));
    let all = |wanted: &[String], told: &[String]| wanted.iter().all(|word| told.contains(word));
    in_side
        && in_kind
        && in_part
        && all(&marked.including, &scope.including)
        && all(&marked.excluding, &scope.excluding)
}

/// Total or part, as positions of the apparatus are compared: a side or a kind is a part, what includes is a total.
fn part(scope: &Scope) -> &str {
    match scope.part.as_str() {
        _ if scope.side.is_some() => "part",
        "unknown" if scope.kind.is_some() => "part",
        "unknown" if !scope.including.is_empty() => "total",
        part => part,
    }
}

fn in_count(min: u64, max: Option<u64>, about: bool, found: &Value) -> bool {
    let Value::Count { min: from, max: to } = found else { return false };
    match (about, *to) {
        (true, Some(to)) => {
            let room = min.div_ceil(ABOUT);
            (min.saturating_sub(room)..=min).contains(from) && (min..=min.saturating_add(room)).contains(&to)
        }
        (_, to) => (min, max) == (*from, to),
    }
}

/// Both ends. A day is a day, whatever hour it is written with; a moment agrees with the minute or hour that begins there.
fn in_time(from: &str, to: &str, found: &Value) -> bool {
    const DAY: usize = "2018-01-15".len();
    let Value::Time { from: Some(begins), to: Some(ends) } = found else { return false };
    let day = |moment: &str| moment.get(..DAY).unwrap_or(moment).to_owned();
    if from.len() == DAY || day(from) == day(to) && from.contains("T00:00") && to.contains("T23:59") {
        return begins.len() == DAY && (day(from), day(to)) == (day(begins), day(ends));
    }
    let (Some(first), Some(last)) = (minute(from), minute(to)) else { return false };
    let (Some(begins), Some(ends)) = (minute(begins), minute(ends)) else { return false };
    let moment = first == last && ends - begins <= HOUR;
    first == begins && (moment || (last - ends).abs() <= 1)
}

/// Minutes in an hour.
const HOUR: i64 = 60;

/// Minutes since a day long ago on the clock that the moment is written for; none for a day.
fn minute(moment: &str) -> Option<i64> {
    let number = |part: &str| part.parse::<i64>().ok();
    let (date, clock) = moment.split_once('T')?;
    let mut date = date.split('-').map(number);
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let mut clock = clock.split([':', '+', '-']).map(number);
    let (hour, minute) = (clock.next()??, clock.next()??);
    // Months of 31 days: only neighbouring moments are held against one another.
    Some((((year * 12 + month) * 31 + day) * 24 + hour) * HOUR + minute)
}

/// "About six hours" and six hours: the stretches meet when each is widened by a twentieth.
fn in_duration(min: u64, max: u64, found: &Value) -> bool {
    const ROOM: u64 = 20;
    let Value::Duration { seconds_min, seconds_max } = found else { return false };
    *seconds_min <= max + max / ROOM && min <= seconds_max + seconds_max / ROOM
}

/// Whether it says that it happened to nobody.
fn is_none(found: &Reading) -> bool {
    let told = (&found.value, found.polarity.as_str());
    matches!(told, (Value::Count { max: Some(0), .. }, "affirmed") | (Value::Count { min: 0..=1, max: None }, "denied"))
}

/// "No" is a denied "yes".
fn plain<'a>(choice: &'a str, polarity: &str) -> (&'a str, bool) {
    let denied = polarity == "denied";
    if choice == "no" { ("yes", !denied) } else { (choice, denied) }
}

fn in_polarity(mark: &Told, found: &Reading) -> bool {
    let denied = match &found.value {
        Value::Choice { value } => plain(value, &found.polarity).1,
        Value::Count { max: Some(0), .. } => found.polarity == "affirmed",
        _ => found.polarity == "denied",
    };
    mark.polarity.holds(if denied { "denied" } else { "affirmed" })
}

/// Whether the words of one name lie in the other's: "Zeballos" is "General Aurelio Zeballos". A reading that answers
/// yes or no names the thing by its own words.
fn in_text(marked: &str, found: &Reading) -> bool {
    let marked = parts(marked);
    let same = |other: &str| {
        let other = parts(other);
        !other.is_empty()
            && (other.iter().all(|word| marked.contains(word)) || marked.iter().all(|word| other.contains(word)))
    };
    matches!(&found.value, Value::Text { value } if same(value)) || same(&found.span.text)
}

fn parts(words: &str) -> Vec<String> {
    let words = words.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::readings::marks::Mark;
    use crate::eval::words::Words;

    fn mark(toml: &str) -> Mark {
        let toml = format!("words = 'it'\npredicate = 'killed'\n{toml}");
        Mark::located("it", &Words::of("it"), toml::from_str(&toml).unwrap()).unwrap()
    }

    fn found(value: &str, polarity: &str, scope: &str) -> Reading {
        let mut told =
            serde_json::json!({"side": null, "kind": null, "part": "unknown", "including": [], "excluding": []});
        let fields: serde_json::Map<_, _> = serde_json::from_str(scope).unwrap();
        told.as_object_mut().unwrap().extend(fields);
        let value: serde_json::Value = serde_json::from_str(value).unwrap();
        let span = serde_json::json!({"start": 0, "end": 2, "text": "the rubber bullets"});
        let reading = serde_json::json!({"id": "", "span": span, "event": "E1", "predicate": "killed", "polarity": polarity,
            "scope": told, "value": value});
        serde_json::from_value(reading).unwrap()
    }

    #[test]
    fn values() {
        let check = |marked: &str, value: &str, polarity: &str, expected: bool| {
            assert_eq!(
                in_value(&mark(marked).told, &found(value, polarity, "{}")),
                expected,
                "{marked} {value} {polarity}"
            );
        };
        let (seven, none) = (r#"{"kind":"count","min":7,"max":7}"#, r#"{"kind":"count","min":0,"max":0}"#);
        let any = r#"{"kind":"count","min":1,"max":null}"#;
        let (yes, no) = (r#"{"kind":"choice","value":"yes"}"#, r#"{"kind":"choice","value":"no"}"#);
        check("min = 7\nmax = 7", seven, "affirmed", true);
        check("min = 7\nmax = 7", seven, "denied", false);
        check("min = 7", seven, "affirmed", false);
        check("min = 7", r#"{"kind":"count","min":7,"max":null}"#, "affirmed", true);
        check("min = 0\nmax = 0", any, "denied", true);
        check("min = 0\nmax = 0", seven, "denied", false);
        check("polarity = 'denied'", none, "affirmed", true);
        check("", none, "affirmed", false);
        check("", seven, "affirmed", true);
        check("min = 800\nmax = 800\nabout = true", r#"{"kind":"count","min":720,"max":880}"#, "affirmed", true);
        check("min = 800\nmax = 800\nabout = true", r#"{"kind":"count","min":600,"max":1000}"#, "affirmed", false);
        check("min = 800\nmax = 800\nabout = true", r#"{"kind":"count","min":800,"max":null}"#, "affirmed", false);
        check("choice = 'yes'\npolarity = 'denied'", no, "affirmed", true);
        check("choice = ['no', 'resisted']", yes, "denied", true);
        check("choice = 'yes'", no, "affirmed", false);
        check("choice = 'yes'", any, "affirmed", true);
        check("choice = 'officials'", r#"{"kind":"choice","value":"affected"}"#, "affirmed", false);
        check("text = 'rubber bullets'", yes, "affirmed", true);
        check("text = 'rubber bullets'\npolarity = 'denied'", no, "affirmed", true);
        check("text = 'live rounds'", yes, "affirmed", false);
        check("text = 'General Zeballos'", r#"{"kind":"text","value":"zeballos"}"#, "affirmed", true);
        check("min = 7\nmax = 7", r#"{"kind":"time","from":null}"#, "affirmed", false);
    }

    #[test]
    fn times() {
        let check = |from: &str, to: &str, begins: &str, ends: &str, expected: bool| {
            let found = Value::Time { from: Some(begins.to_owned()), to: Some(ends.to_owned()) };
            assert_eq!(in_time(from, to, &found), expected, "{from} {to} {begins} {ends}");
        };
        let (day, minute) = ("2018-01-15", "2018-01-15T11:00-04:00");
        check(day, day, day, day, true);
        check("2018-01-15T00:00-04:00", "2018-01-15T23:59-04:00", day, day, true);
        check(minute, minute, "2018-01-15T11:00:00-04:00", "2018-01-15T11:00:00-04:00", true);
        check(minute, minute, "2018-01-15T11:00-04:00", "2018-01-15T11:01-04:00", true);
        check(minute, "2018-01-15T13:00-04:00", "2018-01-15T11:00-04:00", "2018-01-15T13:00-04:00", true);
        check(minute, minute, day, day, false);
        check(day, day, "2018-01-16", "2018-01-16", false);
        check(minute, minute, "2018-01-15T11:30-04:00", "2018-01-15T11:30-04:00", false);
    }

    #[test]
    fn durations() {
        let check = |min, max, seconds_min, seconds_max, expected: bool| {
            assert_eq!(in_duration(min, max, &Value::Duration { seconds_min, seconds_max }), expected, "{min}-{max}");
        };
        check(21_600, 21_600, 20_900, 22_300, true);
        check(21_600, 21_600, 25_200, 25_200, false);
        check(18_000, 25_200, 21_600, 21_600, true);
    }

    #[test]
    fn scopes() {
        let check = |marked: &str, scope: &str, expected: bool| {
            let found = found(r#"{"kind":"count","min":7,"max":7}"#, "affirmed", scope);
            assert_eq!(in_scope(&mark(marked).told, &found, false), expected, "{marked} {scope}");
        };
        check("", "{}", true);
        check("", r#"{"side":"officials"}"#, false);
        check("side = 'bystanders'", r#"{"side":"witnesses"}"#, true);
        check("side = ['affected', 'untold']", "{}", true);
        check("side = 'affected'", "{}", false);
        check("", r#"{"kind":"grave"}"#, false);
        check("", r#"{"kind":"named"}"#, true);
        check("kind = 'children'", r#"{"kind":"children"}"#, true);
        check("part = 'part'\nside = 'officials'", r#"{"side":"officials"}"#, true);
        check("part = 'total'", r#"{"including":["officials"]}"#, true);
        check("part = 'total'", "{}", false);
        check("including = ['officials']", r#"{"including":["affected","officials"]}"#, true);
        check("excluding = ['officials']", "{}", false);
        check("event = 'background'", "{}", false);
    }

    #[test]
    fn a_choice_has_no_people() {
        let found = found(r#"{"kind":"choice","value":"yes"}"#, "affirmed", r#"{"side":"officials"}"#);
        assert!(in_scope(&mark("").told, &found, false));
        assert!(!in_scope(&mark("").told, &found, true));
    }
}
