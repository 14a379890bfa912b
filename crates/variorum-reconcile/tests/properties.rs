//! The apparatus does not depend on the order in which things are handed over.

use crate::case::*;
use proptest::prelude::*;
use variorum_evidence::claim::HedgeValue;
use variorum_evidence::decision::Decision;
use variorum_evidence::question::{AnswerKind, PartyGroup};

const NAMES: &[&str] = &["Ana Ruiz", "Ruiz", "the minister", "residents", "Anna Ruiz", "Radio Uno", "Berta Gil", "Gil"];
const SIDES: &[Option<&str>] = &[None, Some("officials"), Some("affected")];

/// What one claim says: speaker, count, side, day.
type Line = (usize, u64, usize, i8);

fn lines() -> impl Strategy<Value = Vec<Vec<Line>>> {
    let line = (0..NAMES.len(), 0_u64..6, 0..SIDES.len(), 10_i8..20);
    prop::collection::vec(prop::collection::vec(line, 0..5), 1..8)
}

fn build(reports: &[Vec<Line>]) -> Case {
    let mut case = Case::new(&[question("killed", AnswerKind::Count)]);
    case.party("Government", PartyGroup::Officials, &["Ana Ruiz", "minister"]);
    for (place, lines) in reports.iter().enumerate() {
        let number = place + 1;
        let written: Vec<_> = lines
            .iter()
            .enumerate()
            .map(|(at, (name, count, _, _))| format!("{} says that {count} died, in line {at}.", NAMES[*name]))
            .collect();
        // Every third report repeats the words of the first one.
        let head = if place % 3 == 0 { "The story".to_owned() } else { format!("Story {number}") };
        let day = lines.first().map_or(10, |line| line.3);
        case.report((day, 12), &format!("{head}. {}", written.join(" ")));
        // A text is read once, however many reports carry it.
        if case.reports[..place].iter().any(|report| report.document == case.reports[place].document) {
            continue;
        }
        for (at, (name, count, side_of, _)) in lines.iter().enumerate() {
            let scope = SIDES[*side_of].map_or_else(unknown, side);
            let said = case.said(number, &format!("{count} died, in line {at}")).by(&case, NAMES[*name]);
            let hedge = if count % 5 == 0 { HedgeValue::Planned } else { HedgeValue::Asserted };
            case.add(said.hedged(hedge).reads("killed", exactly(*count), scope));
        }
    }
    let named = case.reports.iter().position(|report| case.texts[&report.document].contains("line 0"));
    if let Some(place) = named {
        let words = case.said(place + 1, "in line 0");
        let claim = case.quote(place + 1, "in line 0");
        case.decide(Decision::Answer { claim, question: "killed".into(), value: exactly(3), scope: None });
        assert!(words.claim.readings.is_empty());
    }
    case
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_does_not_matter(reports in lines(), seed in any::<u64>()) {
        let case = build(&reports);
        let expected = case.reconcile();
        let mut shuffled = case.clone();
        let mut state = seed;
        // A small generator of our own: the order must differ, it need not be random.
        let mut next = move |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below.max(1)
        };
        for place in (1..shuffled.reports.len()).rev() {
            shuffled.reports.swap(place, next(place + 1));
        }
        for reading in shuffled.readings.values_mut() {
            for place in (1..reading.claims.len()).rev() {
                reading.claims.swap(place, next(place + 1));
            }
        }
        shuffled.decisions.reverse();
        prop_assert_eq!(shuffled.reconcile(), expected);
    }

    #[test]
    fn what_is_printed_hangs_together(reports in lines()) {
        let case = build(&reports);
        let apparatus = case.reconcile();
        let claims: std::collections::BTreeMap<_, _> =
            apparatus.claims.iter().map(|claim| (claim.claim.id, claim)).collect();
        for account in &apparatus.questions {
            let ids: std::collections::BTreeSet<_> = account.positions.iter().map(|position| position.id).collect();
            prop_assert_eq!(ids.len(), account.positions.len());
            let pairs = ids.len() * (ids.len() - 1) / 2;
            prop_assert_eq!(account.relations.len(), pairs);
            for relation in &account.relations {
                prop_assert!(ids.contains(&relation.a) && ids.contains(&relation.b) && relation.a != relation.b);
                prop_assert!(!relation.why.is_empty() && !relation.why.contains('\n'));
            }
            for position in &account.positions {
                prop_assert!(position.origins >= 1 && position.origins <= position.reports.max(1));
                for holder in &position.holders {
                    let claim = claims[&holder.claim];
                    prop_assert_eq!(claim.document, holder.document);
                    prop_assert_eq!(&claim.speaker, &holder.speaker);
                    prop_assert!(claim.claim.readings.iter().any(|reading| reading.id == holder.reading));
                }
            }
        }
        let speakers: std::collections::BTreeSet<_> = apparatus.speakers.iter().map(|speaker| &speaker.id).collect();
        prop_assert_eq!(speakers.len(), apparatus.speakers.len());
        prop_assert!(apparatus.claims.iter().all(|claim| claim.speaker.as_ref().is_none_or(|id| speakers.contains(id))));
    }
}
