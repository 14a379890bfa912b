//! A case of many reports gives one apparatus, in whatever order its reports come.

#[path = "../benches/growth/generated.rs"]
#[allow(dead_code, reason = "the measurement uses more of it")]
mod generated;

use generated::Generated;
use proptest::prelude::*;
use variorum_evidence::account::Apparatus;
use variorum_reconcile::{reconcile, reconcile_taking};
use variorum_testkit::Random;

fn shuffled(case: &Generated, seed: u64) -> Generated {
    let (mut case, mut random) = (case.clone(), Random::new(seed));
    for place in (1..case.reports.len()).rev() {
        case.reports.swap(place, random.below(place + 1));
    }
    for reading in case.readings.values_mut() {
        for place in (1..reading.claims.len()).rev() {
            reading.claims.swap(place, random.below(place + 1));
        }
    }
    case
}

fn apparatus(case: &Generated) -> Apparatus {
    reconcile(&case.accounts())
}

/// What the properties speak of is there: they could not fail on a case without it.
#[test]
fn a_generated_case_holds_what_makes_it_hard() {
    let found = apparatus(&Generated::of(120, 1));
    assert!(found.events.len() > 3, "several events");
    assert!(found.origins.iter().any(|origin| origin.documents.len() > 1), "copies");
    assert!(found.questions.iter().any(|question| question.positions.len() > 3), "positions");
    assert!(found.questions.iter().any(|question| question.event.is_some()), "questions of events apart");
    assert!(found.speakers.iter().any(|speaker| speaker.rules.len() > 1), "speakers under several names");
    assert!(!found.checks.is_empty(), "checks");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_does_not_matter(reports in 20_usize..60, seed in any::<u64>()) {
        let case = Generated::of(reports, seed);
        prop_assert!(apparatus(&shuffled(&case, seed)) == apparatus(&case));
    }

    #[test]
    fn taking_claims_is_copying_them(reports in 1_usize..40, seed in any::<u64>()) {
        let mut case = Generated::of(reports, seed);
        let expected = apparatus(&case);
        let claims = case.take_claims();
        prop_assert!(reconcile_taking(&case.accounts(), claims) == expected);
    }
}
