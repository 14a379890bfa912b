//! Values and intervals of whole sentences, from the words to the calendar.

use jiff::civil::{Date, DateTime, date};
use variorum_evidence::document::Language;

use variorum_evidence::claim::TimeExpression;

use super::{Anchor, resolve};
use crate::times;
use crate::tokens::Text;

fn resolved(language: Language, published: Option<Date>, sentences: &[&str]) -> Vec<TimeExpression> {
    let raw = sentences.join(" ");
    let text = Text::of(&raw);
    let mut start = 0;
    let mut mentions = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let found = times::find(&text, start..start + sentence.len(), language);
        mentions.extend(found.into_iter().map(|mention| (number, mention)));
        start += sentence.len() + 1;
    }
    let anchor = Anchor { published, offset: Some(-240) };
    resolve(&raw, &mentions, anchor, &|_| true).into_iter().flatten().collect()
}

fn check(language: Language, published: Date, sentence: &str, expected: &[&str]) {
    let values: Vec<_> = resolved(language, Some(published), &[sentence]).into_iter().map(|time| time.value).collect();
    assert_eq!(values, expected, "{sentence}");
}

fn interval(language: Language, published: Date, sentence: &str, expected: &str) {
    let times = resolved(language, Some(published), &[sentence]);
    let end = |end: Option<DateTime>| end.map_or("?".to_owned(), |end| end.strftime("%Y-%m-%dT%H:%M").to_string());
    let shown: Vec<_> = times.iter().map(|time| format!("{}/{}", end(time.when.from), end(time.when.to))).collect();
    assert_eq!(shown.join(" "), expected, "{sentence}");
}

/// A Tuesday.
const TUESDAY: Date = date(2018, 1, 16);

#[test]
fn english_days() {
    let check = |sentence, expected| check(Language::En, TUESDAY, sentence, expected);
    check("They met on Monday.", &["2018-01-15"]);
    check("They will meet on Monday.", &["2018-01-22"]);
    check("They met last Tuesday.", &["2018-01-09"]);
    check("They met on Tuesday.", &["2018-01-16"]);
    check("They meet next Tuesday.", &["2018-01-23"]);
    check("By the 15th it was over.", &["2018-01-15"]);
    check("They fled on Dec. 30.", &["2017-12-30"]);
    check("The trial will begin on Dec. 30.", &["2018-12-30"]);
    check("Yesterday and the day before yesterday.", &["2018-01-15", "2018-01-14"]);
    check("Ten days ago they fled.", &["2018-01-06"]);
    check("It rained on Sunday night and last night.", &["2018-01-14TNI", "2018-01-15TNI"]);
}

#[test]
fn english_stretches() {
    let check = |sentence, expected| check(Language::En, TUESDAY, sentence, expected);
    check("It fell last June.", &["2017-06"]);
    check("It fell in January.", &["2018-01"]);
    check("It fell in March.", &["2017-03"]);
    check("It will fall in March.", &["2018-03"]);
    check("Two weeks ago, last week, this year.", &["2018-W01", "2018-W02", "2018"]);
    check("In the 1980s and the 20th century.", &["198", "19"]);
    check("Fiscal 1989's third quarter was good.", &["1989-Q3"]);
    check("The third quarter was good, the year-earlier quarter bad.", &["2017-Q3", "2016-Q3"]);
    check("In 1995 he fled; the following year he was back.", &["1995", "1996"]);
    check("Last summer, in the winter of 2014.", &["2017-SU", "2014-WI"]);
}

#[test]
fn english_lengths_and_sets() {
    let check = |sentence, expected| check(Language::En, TUESDAY, sentence, expected);
    check("The past three months, for years, about an hour.", &["P3M", "PXY", "PT1H"]);
    check("It took 2 1/2 years, then two hours and 30 minutes.", &["P2Y6M", "PT2H30M"]);
    check("Every day, daily, every six months, each Thursday.", &["P1D", "P1D", "P6M", "XXXX-WXX-4"]);
    check("Now, recently, in the future.", &["PRESENT_REF", "PAST_REF", "FUTURE_REF"]);
}

#[test]
fn spanish_values() {
    let check = |sentence, expected| check(Language::Es, TUESDAY, sentence, expected);
    check("Ocurrió el lunes, a las 4:30 de la madrugada.", &["2018-01-15", "2018-01-15T04:30"]);
    check("Será el lunes.", &["2018-01-22"]);
    check("La semana pasada y el próximo año.", &["2018-W02", "2019"]);
    check("Hace dos meses, hace diez años.", &["2017-11", "2008"]);
    check("El segundo semestre de este año, los años 30, el siglo XIX.", &["2018-H2", "193", "18"]);
    check("Durante los últimos años, cada seis meses, tres horas.", &["PXY", "P6M", "PT3H"]);
    check("Anoche, hoy, martes, y el pasado jueves.", &["2018-01-15TNI", "2018-01-16", "2018-01-11"]);
}

#[test]
fn intervals_across_midnight_and_leap_days() {
    interval(
        Language::En,
        TUESDAY,
        "On Monday, from 11:15 p.m. to 1:30 a.m., shots were heard.",
        "2018-01-15T00:00/2018-01-16T00:00 2018-01-15T23:15/2018-01-16T01:30",
    );
    interval(
        Language::En,
        TUESDAY,
        "On Sunday night, at 1:30 a.m., it rained.",
        "2018-01-14T18:00/2018-01-15T06:00 2018-01-15T01:30/2018-01-15T01:31",
    );
    interval(
        Language::Es,
        TUESDAY,
        "El lunes, a las cinco menos diez de la madrugada, cayó.",
        "2018-01-15T00:00/2018-01-16T00:00 2018-01-15T04:50/2018-01-15T04:51",
    );
    interval(
        Language::En,
        TUESDAY,
        "It fell shortly before midnight on Sunday.",
        "?/2018-01-15T00:00 2018-01-14T00:00/2018-01-15T00:00",
    );
    interval(
        Language::Es,
        TUESDAY,
        "El lunes, a las cuatro y veinte de la tarde, cayó.",
        "2018-01-15T00:00/2018-01-16T00:00 2018-01-15T16:20/2018-01-15T16:21",
    );
    interval(Language::En, TUESDAY, "On Sunday night it rained.", "2018-01-14T18:00/2018-01-15T06:00");
    interval(Language::En, TUESDAY, "It fell on Feb. 29.", "2016-02-29T00:00/2016-03-01T00:00");
    interval(Language::En, date(2016, 3, 1), "Yesterday he fled.", "2016-02-29T00:00/2016-03-01T00:00");
    interval(Language::Es, TUESDAY, "Fue el 31 de diciembre.", "2017-12-31T00:00/2018-01-01T00:00");
    interval(Language::En, TUESDAY, "Last week it rained.", "2018-01-08T00:00/2018-01-15T00:00");
    interval(
        Language::En,
        TUESDAY,
        "It was Monday, before 5 a.m.",
        "2018-01-15T00:00/2018-01-16T00:00 ?/2018-01-15T05:00",
    );
}

#[test]
fn what_a_time_of_the_day_leaves_open_is_kept() {
    use variorum_evidence::moment::Assumed::{Day, HalfDay};
    for (sentence, expected) in [
        ("It fell at 11:40.", vec![vec![Day, HalfDay]]),
        ("It fell at 11:40 p.m.", vec![vec![Day]]),
        ("It fell on Monday at 11:40.", vec![vec![], vec![HalfDay]]),
        ("It fell at 11:40 and again at 16:20.", vec![vec![Day], vec![Day]]),
        ("It fell at 04:10.", vec![vec![Day]]),
    ] {
        let times = resolved(Language::En, Some(TUESDAY), &["It began on Sunday.", sentence]);
        let assumed: Vec<_> = times.into_iter().skip(1).map(|time| time.when.assumed).collect();
        assert_eq!(assumed, expected, "{sentence}");
    }
}

#[test]
fn a_zone_that_is_named_is_kept() {
    interval(Language::En, TUESDAY, "Shots fell early Monday morning.", "2018-01-15T00:00/2018-01-15T06:00");
    interval(Language::En, TUESDAY, "Shots fell on Monday morning.", "2018-01-15T06:00/2018-01-15T12:00");
    let times = resolved(Language::En, Some(TUESDAY), &["On Monday, at 08:30 GMT, a siren, at 4:30 a.m. EST another."]);
    let offsets: Vec<_> = times.iter().map(|time| time.when.offset).collect();
    assert_eq!(offsets, [Some(-240), Some(0), Some(-240)]);
}

#[test]
fn what_cannot_be_resolved_stays_open() {
    let open = |sentence: &str, expected: &[&str]| {
        let times = resolved(Language::En, None, &[sentence]);
        let values: Vec<_> = times.iter().map(|time| time.value.as_str()).collect();
        assert_eq!(values, expected, "{sentence}");
        assert!(times.iter().all(|time| time.when.from.is_none() && time.when.to.is_none()), "{sentence}");
        assert!(times.iter().all(|time| !time.when.basis.is_empty()), "{sentence}");
    };
    open("On Monday, at noon, last week.", &["XXXX-WXX-1", "T12:00", "XXXX-WXX"]);
    open("Yesterday, on 5 May, in June, last year.", &["XXXX-XX-XX", "XXXX-05-05", "XXXX-06", "XXXX"]);
    open("That year, the following month, the quarter.", &["XXXX", "XXXX-XX", "XXXX-QX"]);
}

#[test]
fn days_of_no_calendar_mean_nothing() {
    check(Language::En, TUESDAY, "On 31 June 2017 and February 30.", &[]);
    check(Language::En, TUESDAY, "9999999 years ago and 999999999 weeks later.", &["P999999999W"]);
    check(Language::En, date(9999, 12, 31), "Next year, tomorrow, the 99th century.", &[]);
}
