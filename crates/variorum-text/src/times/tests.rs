//! Which words of whole sentences are times, and which are none.

use super::*;

fn check(language: Language, sentence: &str, expected: &[&str]) {
    let text = Text::of(sentence);
    let found: Vec<_> =
        find(&text, 0..sentence.len(), language).into_iter().map(|mention| &sentence[mention.range]).collect();
    assert_eq!(found, expected, "{sentence}");
}

#[test]
fn english_dates_and_clocks() {
    let check = |sentence, expected| check(Language::En, sentence, expected);
    check("It began at about 4:30 a.m. on Monday.", &["about 4:30 a.m.", "Monday"]);
    check("It may last, but in May 2016 and last June it did not.", &["May 2016", "last June"]);
    check(
        "On 15 January 2018, or January 16, he fled; by the 17th he was back.",
        &["15 January 2018", "January 16", "the 17th"],
    );
    check("Shots rang out between 11:15 and 12:00, over 17 minutes.", &["11:15 and 12:00", "over 17 minutes"]);
    check("Three days ago, in the early hours, a 15-year-old died.", &["Three days ago", "the early hours"]);
    check("He lasted almost six hours, until noon.", &["almost six hours", "noon"]);
    check("It hit at twenty past midnight, or at ten to six.", &["twenty past midnight", "ten to six"]);
    check("It came ten minutes after four in the morning.", &["ten minutes after four in the morning"]);
    check("Five to ten people died.", &[]);
    check("He stopped breathing about one thirty.", &["about one thirty"]);
    check("It came at four forty-five in the morning.", &["four forty-five in the morning"]);
    check("At one thirty people died.", &[]);
    check("It ended at 9 a.m. Tuesday, not noon Saturday.", &["9 a.m. Tuesday", "noon Saturday"]);
    check("They met on Friday, Oct. 13, and on Nov. 2, 1989.", &["Friday, Oct. 13", "Nov. 2, 1989"]);
}

#[test]
fn english_periods_and_lengths() {
    let check = |sentence, expected| check(Language::En, sentence, expected);
    check(
        "Profit fell in fiscal 1989's third quarter and the past three months.",
        &["fiscal 1989's third quarter", "the past three months"],
    );
    check("In the late 1970s and the '80s, not in late 1989.", &["the late 1970s", "the '80s", "late 1989"]);
    check("It was up from a year earlier and earlier this month.", &["a year earlier", "earlier this month"]);
    check("Every day, for years, a two-week strike.", &["Every day", "years", "two-week"]);
    check("Now it will, as in recent months, in the future.", &["Now", "recent months", "the future"]);
    check("He spent $1989 on 2000 troops and 1990 people.", &[]);
    check("A 12-year-old boy, 15 years old.", &[]);
}

#[test]
fn spanish_expressions() {
    let check = |sentence, expected| check(Language::Es, sentence, expected);
    check("Empezó a las 4:30 de la madrugada del lunes.", &["las 4:30 de la madrugada", "del lunes"]);
    check("Ayer, 15 de enero, duró siete horas.", &["Ayer", "15 de enero", "siete horas"]);
    check(
        "Entre las 4:00 y las 4:30 de la madrugada, hace dos días.",
        &["las 4:00 y las 4:30 de la madrugada", "hace dos días"],
    );
    check(
        "Hacia las seis de la mañana del 27 de junio de 2017.",
        &["las seis de la mañana", "del 27 de junio de 2017"],
    );
    check("El año pasado hubo seis heridos.", &["El año pasado"]);
    check(
        "Hubo 1.200 heridos, 14.500 presos y 1.234.567 más a las 4.30, a las 5.15 horas.",
        &["las 4.30", "las 5.15 horas"],
    );
    check("A las 1.200 personas les dieron pan; eran las 16.45 h.", &["las 16.45 h"]);
    check("La semana que viene, o la década de los noventa.", &["La semana que viene", "la década de los noventa"]);
    check("Cada seis meses, el segundo semestre de este año.", &["Cada seis meses", "el segundo semestre de este año"]);
}

#[test]
fn what_is_no_time() {
    check(Language::En, "Boeing 747s and 12/13/14/15 and 1.5.2 and 99:99 and 7-11.", &[]);
    check(Language::En, "the 99th of Foo 0000", &[]);
    check(Language::Es, "El 99 de Foo de 0000; la mañanera.", &[]);
    check(Language::En, "", &[]);
    check(Language::En, "-", &[]);
    check(Language::En, "a a a a the the last last of of", &[]);
}

/// A long text of one kind is read in linear time: in the square of its length this would take minutes.
#[test]
fn hostile_texts_take_linear_time() {
    for pattern in
        ["9", "the ", "last ", "1 1/", "12:", "two hundred ", "a.m. ", "-", "20 ", "thousand ", "and a half of the "]
    {
        let sentence = pattern.repeat(100_000 / pattern.len());
        find(&Text::of(&sentence), 0..sentence.len(), Language::En);
    }
}
