//! Every rule for two positions, on cases of two reports.

use crate::case::*;
use variorum_evidence::claim::{HedgeValue, Part, Polarity, Scope, Value};
use variorum_evidence::document::Language;
use variorum_evidence::moment::{HappenedAt, Precision};
use variorum_evidence::question::{Answer, AnswerKind, PartyGroup, Question};

/// One report that says one thing.
#[derive(Clone)]
struct Says {
    value: Value,
    scope: Scope,
    /// Day and hour.
    at: (i8, i8),
    speaker: Option<&'static str>,
    hedge: HedgeValue,
    polarity: Polarity,
    words: &'static str,
    url: Option<&'static str>,
}

fn says(value: Value) -> Says {
    Says {
        value,
        scope: unknown(),
        at: (15, 12),
        speaker: None,
        hedge: HedgeValue::Asserted,
        polarity: Polarity::Affirmed,
        words: "it was so",
        url: None,
    }
}

impl Says {
    fn of(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }

    fn by(self, speaker: &'static str) -> Self {
        Self { speaker: Some(speaker), ..self }
    }

    fn at(self, day: i8, hour: i8) -> Self {
        Self { at: (day, hour), ..self }
    }

    fn hedged(self, hedge: HedgeValue) -> Self {
        Self { hedge, ..self }
    }

    fn denied(self) -> Self {
        Self { polarity: Polarity::Denied, ..self }
    }

    fn wording(self, words: &'static str) -> Self {
        Self { words, ..self }
    }

    fn url(self, url: &'static str) -> Self {
        Self { url: Some(url), ..self }
    }
}

fn case_of(question: &Question, statements: &[Says]) -> Case {
    let mut case = Case::new(std::slice::from_ref(question));
    case.party("Government", PartyGroup::Officials, &["Ana Ruiz", "Berta Gil"]);
    case.party("Group", PartyGroup::Affected, &["Carla Mora"]);
    for (place, says) in statements.iter().enumerate() {
        let number = place + 1;
        let speaker = says.speaker.unwrap_or("Nobody");
        case.report(says.at, &format!("Text {number}: {speaker} wrote that {}.", says.words)).url =
            says.url.map(str::to_owned);
        let said = case.said(number, says.words).hedged(says.hedge);
        let said = if says.speaker.is_some() { said.by(&case, speaker) } else { said };
        case.add(said.reads_polar(&question.id.0, says.value.clone(), says.scope.clone(), says.polarity));
    }
    case
}

/// The relation of two statements, and its reason.
fn related(question: &Question, a: Says, b: Says) -> (String, String) {
    let apparatus = case_of(question, &[a, b]).reconcile();
    let account = only(&apparatus);
    assert_eq!(account.relations.len(), 1, "{account:?}");
    (in_words(&account.relations[0]), account.relations[0].why.clone())
}

#[track_caller]
fn check(question: &Question, a: Says, b: Says, expected: &str) {
    let (forth, why) = related(question, a.clone(), b.clone());
    assert_eq!(forth, expected, "{why}");
    let (back, why) = related(question, b, a);
    assert_eq!(back, expected, "the other way round: {why}");
}

fn killed() -> Question {
    question("killed", AnswerKind::Count)
}

#[test]
fn scope_comes_before_value() {
    let grave = kind("grave");
    let others = Scope { excluding: vec!["affected".into()], ..side("officials") };
    let some = Scope { part: Part::Part, ..unknown() };
    for (a, b, expected) in [
        (says(exactly(7)), says(exactly(7)).of(side("affected")), "compatible scope"),
        (says(exactly(7)), says(exactly(2)).of(side("officials")), "compatible scope"),
        (says(exactly(7)).of(side("affected")), says(exactly(2)).of(side("officials")), "compatible scope"),
        (says(exactly(8)).of(total(&[])), says(exactly(5)).of(grave.clone()), "compatible scope"),
        (says(exactly(8)).of(side("officials")), says(exactly(2)).of(others), "compatible scope"),
        (says(exactly(7)).of(total(&["officials"])), says(exactly(7)).of(side("affected")), "compatible scope"),
        (says(exactly(7)).of(total(&[])), says(exactly(2)).of(some.clone()), "compatible scope"),
        (says(exactly(3)).of(some.clone()), says(exactly(2)).of(some.clone()), "compatible scope"),
        (says(exactly(1)).of(kind("named")), says(exactly(0)), "conflict value"),
        (says(exactly(1)).of(kind("named")), says(exactly(0)).of(some), "compatible scope"),
        (says(exactly(5)).of(kind("captured")), says(exactly(6)).of(kind("arrested")), "compatible definition"),
    ] {
        check(&killed(), a, b, expected);
    }
}

#[test]
fn what_a_total_includes_makes_no_other_position() {
    let nine = [unknown(), total(&[]), total(&["officials"])].map(|scope| says(exactly(9)).of(scope));
    let apparatus = case_of(&killed(), &nine).reconcile();
    let [position] = only(&apparatus).positions.as_slice() else { panic!("one position: {:?}", only(&apparatus)) };
    assert_eq!((position.reports, position.scope.including.as_slice()), (3, &["officials".to_owned()][..]));
}

#[test]
fn who_is_told_of_singly_is_no_count() {
    let named = || says(exactly(1)).of(kind("named"));
    let pilot = || says(exactly(1)).of(Scope { side: Some("affected".into()), ..kind("named") });
    for (a, b, expected) in [
        (named(), says(exactly(7)), "compatible scope"),
        (pilot(), says(exactly(7)).of(side("affected")), "compatible scope"),
        (pilot(), says(exactly(2)).of(side("officials")), "compatible scope"),
        (named(), says(exactly(0)), "conflict value"),
        (pilot(), says(exactly(0)).of(side("affected")), "conflict value"),
        (pilot(), says(exactly(0)).of(side("officials")), "compatible scope"),
        (named(), named().denied(), "compatible scope"),
    ] {
        check(&killed(), a, b, expected);
    }
}

#[test]
fn counts() {
    let total = || total(&["officials"]);
    for (a, b, expected) in [
        (says(exactly(7)), says(exactly(9)), "conflict value"),
        (says(exactly(7)).of(total()), says(exactly(9)).of(total()), "conflict value"),
        (says(exactly(9)), says(exactly(7)).of(total()), "conflict value"),
        (says(exactly(7)).of(total()), says(exactly(9)).of(crate::case::total(&[])), "conflict value"),
        (says(exactly(7)), says(at_least(6)), "compatible precision"),
        (says(exactly(38)), says(between(24, 60)), "compatible precision"),
        (says(between(5, 7)), says(between(6, 9)), "compatible precision"),
        (says(exactly(5)), says(at_least(6)), "conflict value"),
        (says(exactly(7)), says(exactly(7)).denied(), "conflict polarity"),
        (says(exactly(7)), says(at_least(5)).denied(), "conflict polarity"),
        (says(exactly(7)), says(exactly(9)).denied(), "compatible polarity"),
        (says(exactly(7)).denied(), says(exactly(9)).denied(), "compatible polarity"),
    ] {
        check(&killed(), a, b, expected);
    }
}

#[test]
fn time_of_statement() {
    let five = || says(exactly(5)).at(15, 12);
    let six = || says(exactly(6)).at(16, 12);
    for (a, b, expected) in [
        // The same speaker moved on, up or down.
        (five().by("Ana Ruiz"), six().by("Ana Ruiz"), "superseded time_of_statement"),
        (
            says(exactly(6)).at(15, 9).by("Ana Ruiz"),
            says(exactly(5)).at(15, 10).by("Ana Ruiz"),
            "superseded time_of_statement",
        ),
        // Nobody knows which came first.
        (five().by("Ana Ruiz"), says(exactly(6)).at(15, 12).by("Ana Ruiz"), "conflict value"),
        // One side, hours later, more: the count rose.
        (five().by("Ana Ruiz"), six().by("Berta Gil"), "compatible time_of_statement"),
        (five(), six(), "compatible time_of_statement"),
        (five(), six().by("Ana Ruiz"), "compatible time_of_statement"),
        // Too soon, fewer, or another side.
        (five().by("Ana Ruiz"), says(exactly(6)).at(15, 14).by("Berta Gil"), "conflict value"),
        (says(exactly(6)).at(15, 12).by("Ana Ruiz"), says(exactly(5)).at(16, 12).by("Berta Gil"), "conflict value"),
        (five().by("Ana Ruiz"), six().by("Carla Mora"), "conflict value"),
        // Other residents, other people.
        (five().by("residents"), says(exactly(4)).at(16, 12).by("residents"), "conflict value"),
        // In so many words.
        (
            says(exactly(6)).at(15, 12).by("Ana Ruiz"),
            says(exactly(5)).at(15, 13).by("Berta Gil").wording("the corrected number is five"),
            "superseded correction",
        ),
        // A later version of one report.
        (
            says(exactly(6)).at(15, 12).url("https://a.example/x"),
            says(exactly(5)).at(15, 13).url("http://www.a.example/x/"),
            "superseded correction",
        ),
    ] {
        check(&killed(), a, b, expected);
    }
    // What does not grow is not explained by growing.
    let deployed = question("deployed", AnswerKind::Count);
    check(&deployed, five(), six(), "conflict value");
}

#[test]
fn the_earlier_position_comes_first() {
    let apparatus = case_of(
        &killed(),
        &[
            says(exactly(6)).at(16, 12).by("Ana Ruiz"),
            says(exactly(6)).at(17, 12).by("Berta Gil"),
            says(exactly(5)).at(15, 12).by("Ana Ruiz"),
        ],
    )
    .reconcile();
    let account = only(&apparatus);
    let relation = &account.relations[0];
    assert_eq!(relation.a, position(account, &exactly(5)).id);
    assert_eq!(relation.why, "Ana Ruiz said 5 first and 6 later");
}

#[test]
fn a_number_in_the_place_of_another_is_a_correction() {
    let mut case = Case::new(&[killed()]);
    case.report((15, 12), "The council says that 34 people died.");
    case.report((17, 12), "The council says that 31 people died, not 34.");
    let first = case.said(1, "34 people died").by(&case, "The council").reads("killed", exactly(34), unknown());
    case.add(first);
    let second =
        case.said(2, "31 people died, not 34").by(&case, "The council").reads("killed", exactly(31), unknown());
    case.add(second.reads_polar("killed", exactly(34), unknown(), Polarity::Denied));
    let apparatus = case.reconcile();
    let told: std::collections::BTreeSet<_> = only(&apparatus).relations.iter().map(in_words).collect();
    assert_eq!(told, ["compatible polarity", "superseded correction"].map(str::to_owned).into());
}

#[test]
fn one_who_moved_on_does_not_move_another() {
    let statements = [
        says(exactly(6)).at(15, 12).by("Ana Ruiz"),
        says(exactly(6)).at(15, 12).by("Carla Mora"),
        says(exactly(5)).at(16, 12).by("Ana Ruiz"),
    ];
    let apparatus = case_of(&killed(), &statements).reconcile();
    assert_eq!(in_words(&only(&apparatus).relations[0]), "conflict value");
}

#[test]
fn nobody_yet() {
    let arrested = question("arrested", AnswerKind::Count);
    let nobody = says(exactly(0)).at(15, 12);
    check(&arrested, nobody.clone(), says(exactly(1)).of(kind("named")).at(17, 12), "compatible time_of_statement");
    check(&arrested, nobody, says(exactly(1)).of(kind("named")).at(15, 12), "conflict value");
}

#[test]
fn people_without_names_may_be_two() {
    let somebody = || says(exactly(1)).of(kind("named"));
    check(&question("injured", AnswerKind::Count), somebody(), somebody().denied(), "compatible scope");
}

#[test]
fn times() {
    use Precision::{Day, Hour, Minute, PartOfDay};
    let of_day = |day: i8| {
        let from = moment(0, 0).with().day(day).build().expect("a day of the month");
        Value::Time(HappenedAt::between(
            from,
            from.checked_add(jiff::ToSpan::days(1)).expect("the next"),
            None,
            Day,
            "",
        ))
    };
    let began = question("began", AnswerKind::Time);
    let minute = |hour, minute| says(time((hour, minute), (hour, minute + 1), Minute));
    let utc = HappenedAt::between(moment(8, 30), moment(8, 31), Some(0), Minute, "UTC");
    for (a, b, expected) in [
        (minute(4, 30), minute(6, 0), "conflict value"),
        (minute(4, 30), says(time((4, 0), (5, 0), Hour)), "compatible precision"),
        (minute(4, 30), says(time((0, 0), (6, 0), PartOfDay)), "compatible precision"),
        (minute(11, 30), says(time((0, 0), (6, 0), PartOfDay)), "conflict interval"),
        (says(time((4, 0), (5, 0), Hour)), says(time((4, 30), (5, 30), Hour)), "compatible interval"),
        (minute(4, 30), says(time((4, 0), (4, 30), Minute)), "compatible interval"),
        (minute(4, 30), minute(4, 31), "compatible precision"),
        (minute(4, 30), minute(4, 40), "conflict value"),
        (minute(4, 31), minute(4, 33), "conflict value"),
        (minute(3, 45), says(time((4, 0), (5, 0), Hour)), "compatible precision"),
        (minute(7, 10), says(time((0, 0), (6, 0), PartOfDay)), "compatible precision"),
        (says(time((4, 0), (5, 0), Hour)), says(time((5, 0), (6, 0), Hour)), "conflict value"),
        (minute(4, 30), says(Value::Time(utc)), "same interval"),
        (minute(4, 30), says(Value::Time(HappenedAt::unknown("“Monday”"))), "compatible precision"),
        (minute(4, 30).by("Ana Ruiz"), minute(6, 0).at(16, 12).by("Ana Ruiz"), "superseded time_of_statement"),
        (minute(4, 30), minute(4, 30).denied(), "conflict polarity"),
        (minute(1, 15), says(of_day(14)), "compatible precision"),
        (minute(4, 30), says(of_day(14)), "conflict value"),
    ] {
        check(&began, a, b, expected);
    }
}

#[test]
fn one_time_in_two_wordings_is_one_position() {
    let time = |basis: &str| {
        Value::Time(HappenedAt::between(moment(4, 30), moment(4, 31), Some(-240), Precision::Minute, basis))
    };
    let began = question("began", AnswerKind::Time);
    let apparatus = case_of(&began, &[says(time("“4:30 a.m.”")), says(time("“half past four”"))]).reconcile();
    let account = only(&apparatus);
    assert_eq!(account.positions.len(), 1);
    assert_eq!(account.positions[0].holders.len(), 2);
}

#[test]
fn durations() {
    let lasted = question("duration", AnswerKind::Duration);
    for (a, b, expected) in [
        (says(minutes(420, 420)), says(minutes(540, 540)), "conflict value"),
        (says(minutes(330, 360)), says(minutes(350, 350)), "compatible precision"),
        (says(minutes(330, 360)), says(minutes(350, 380)), "compatible precision"),
    ] {
        check(&lasted, a, b, expected);
    }
}

#[test]
fn choices() {
    let fired = question("fired_first", AnswerKind::Choice);
    let offered = question("offered_surrender", AnswerKind::Choice);
    let weapon = question("used_weapon", AnswerKind::Choice);
    let executed = question("executed", AnswerKind::Choice);
    let attacked = Question {
        answers: vec![answer("officials", false), answer("affected", false)],
        ..question("attacked", AnswerKind::Choice)
    };
    let planned = Question {
        answers: vec![answer("yes", false), answer("pretext", true)],
        ..question("planned", AnswerKind::Choice)
    };
    let died_of = Question {
        answers: vec![
            answer("beating", false),
            Answer { fits: vec!["beating".into()], ..answer("internal injuries", false) },
            answer("suicide", false),
        ],
        ..question("cause_of_death", AnswerKind::Choice)
    };
    let pair = |a: &str, b: &str| (says(choice(a)), says(choice(b)));
    for (question, (a, b), expected) in [
        (&fired, pair("officials", "affected"), "conflict role"),
        (&attacked, pair("officials", "affected"), "conflict role"),
        (&offered, pair("yes", "no"), "conflict polarity"),
        (&executed, pair("execution", "clash"), "conflict value"),
        (&executed, pair("execution", "yes"), "compatible value"),
        (&died_of, pair("beating", "internal injuries"), "compatible value"),
        (&died_of, pair("suicide", "internal injuries"), "conflict value"),
        (&weapon, pair("rifle", "grenade"), "compatible value"),
        (&fired, (says(choice("affected")), says(choice("affected")).denied()), "conflict polarity"),
        (&fired, (says(choice("affected")), says(choice("officials")).denied()), "compatible polarity"),
        (&planned, (says(choice("yes")), says(choice("pretext")).denied()), "conflict polarity"),
    ] {
        check(question, a, b, expected);
    }
}

#[test]
fn plans_are_no_acts() {
    let destroyed = question("destroyed", AnswerKind::Choice);
    let planned = says(choice("bridge")).hedged(HedgeValue::Planned);
    check(&destroyed, planned.clone(), says(choice("house")), "compatible plan_act");
    // Where the question is about the plan, planning is the act.
    let plan = question("planned", AnswerKind::Choice);
    check(&plan, says(choice("yes")).hedged(HedgeValue::Planned), says(choice("no")), "conflict polarity");
}

#[test]
fn texts() {
    let named = question("named_officer", AnswerKind::Text);
    let place = question("place", AnswerKind::Text);
    let cause = question("caused_by", AnswerKind::Text);
    let asked = question("stated", AnswerKind::Text);
    for (question, a, b, expected) in [
        (&asked, "to drain the flooded valley", "draining valleys before the harvest", "compatible precision"),
        (&asked, "to drain the valley", "not to drain the valley at all", "conflict value"),
        (&asked, "to drain the valley", "because the miller asked", "conflict value"),
        (&cause, "a broken dam", "a dam of another valley", "conflict role"),
        (&named, "heiker vasquez", "heyker vasquez", "same spelling"),
        (&named, "Heiker Vásquez", "heiker vasquez", "same spelling"),
        (&named, "vasquez", "heiker vasquez", "compatible precision"),
        (&named, "nelson chirinos", "andriun ugarte", "conflict value"),
        (&named, "unit 7", "unit 8", "conflict value"),
        (&place, "el junquito", "el junquito caracas", "compatible place"),
        (&place, "el junquito", "el paraiso", "conflict place"),
        (&cause, "rain", "a broken dam", "conflict role"),
    ] {
        check(question, says(text(a)), says(text(b)), expected);
    }
}

#[test]
fn a_list_of_names_does_not_contradict_itself() {
    let named = question("named_officer", AnswerKind::Text);
    let mut case = Case::new(&[named]);
    case.report((15, 12), "The dead are Nelson Chirinos and also Heiker Vasquez.");
    for name in ["Nelson Chirinos", "Heiker Vasquez"] {
        let said = case.said(1, name).reads("named_officer", text(&name.to_lowercase()), unknown());
        case.add(said);
    }
    let apparatus = case.reconcile();
    assert_eq!(in_words(&only(&apparatus).relations[0]), "compatible value");
    assert_eq!(apparatus.checks, []);
}

#[test]
fn reasons_in_two_languages() {
    let mut case = case_of(&killed(), &[says(exactly(7)), says(exactly(2)).of(side("officials"))]);
    case.language = Language::Es;
    let apparatus = case.reconcile();
    let why = &only(&apparatus).relations[0].why;
    assert_eq!(why, "«7» no distingue a nadie; «2» es sobre: agentes del Estado");
}

#[test]
fn very_many_positions_are_not_all_related() {
    let statements: Vec<_> = (0..300).map(|count| says(exactly(count))).collect();
    let apparatus = case_of(&killed(), &statements).reconcile();
    let account = only(&apparatus);
    assert_eq!(account.positions.len(), 300);
    assert!(account.relations.len() <= 2 * 300, "{}", account.relations.len());
    let mut related: Vec<_> = account.relations.iter().flat_map(|relation| [relation.a, relation.b]).collect();
    related.sort();
    related.dedup();
    assert_eq!(related.len(), 300, "every position is related to some other");
    assert!(apparatus.findings.iter().any(|finding| finding.code == "relations.capped" && finding.about == "Q1"));
}

#[test]
fn events_and_silence() {
    let main = killed();
    let before =
        Question { event: variorum_evidence::question::EventRole::Background, ..question("before", AnswerKind::Count) };
    let mut case = Case::new(&[main, before]);
    case.report((15, 12), "Seven died now; three had died before.");
    case.report((15, 13), "Nothing of the sort is in this one.");
    case.event(1, "E1", true);
    case.event(1, "E2", false);
    for (words, question, event, count) in [
        ("Seven died", "killed", Some("E1"), 7),
        ("three had died", "killed", Some("E2"), 3),
        ("three had died before", "before", Some("E2"), 3),
        ("died now", "before", Some("E1"), 7),
        ("Seven", "killed", None, 8),
    ] {
        let mut said = case.said(1, words).reads(question, exactly(count), unknown());
        said.claim.readings[0].event = event.map(Into::into);
        case.add(said);
    }
    let apparatus = case.reconcile();
    let counts: Vec<Vec<_>> = apparatus
        .questions
        .iter()
        .map(|account| account.positions.iter().map(|position| position.value.clone()).collect())
        .collect();
    assert_eq!(counts, [vec![exactly(7), exactly(8)], vec![exactly(3)]]);
    let silent: Vec<_> = apparatus.questions[0].silent.iter().map(ToString::to_string).collect();
    assert_eq!(silent, ["R2"]);
}

#[test]
fn a_question_asked_in_a_text_answers_nothing() {
    let apparatus = case_of(&killed(), &[says(exactly(7)).hedged(HedgeValue::Asked)]).reconcile();
    assert_eq!(apparatus.questions, []);
    assert_eq!(apparatus.claims.len(), 1);
}
