//! What did people note of a source: whether it was there itself, and how it came to know what it says?
//!
//! A person's note stands on the speaker of that name, whatever name of the speaker it was made under; of two notes on one
//! speaker the latest of the case's own key holds, else the latest imported one. Nothing is weighed by it: positions,
//! relations and origins are the same with and without. Left out: guessing it from the words.

use std::collections::BTreeMap;

use variorum_evidence::account::{Noted, Speaker};
use variorum_evidence::decision::{Decided, Decision};
use variorum_evidence::finding::Finding;

use crate::decisions::in_force;
use crate::fold::fold;

/// Puts the notes on the speakers; a finding for a name that nobody has.
pub(crate) fn note(speakers: &mut [Speaker], standing: &[&Decided], own_key: &str, findings: &mut Vec<Finding>) {
    let mut called: BTreeMap<String, usize> = BTreeMap::new();
    for (place, speaker) in speakers.iter().enumerate() {
        // A speaker's own name goes before what others are called besides.
        called.insert(fold(&speaker.name), place);
    }
    for (place, speaker) in speakers.iter().enumerate() {
        for alias in &speaker.aliases {
            called.entry(fold(alias)).or_insert(place);
        }
    }
    let mut rivals: BTreeMap<usize, Vec<&Decided>> = BTreeMap::new();
    for decided in standing {
        let Decision::NoteSource { speaker, .. } = &decided.decision else { continue };
        match called.get(&fold(speaker)) {
            Some(place) => rivals.entry(*place).or_default().push(decided),
            None => findings.push(nobody(decided, speaker)),
        }
    }
    for (place, rivals) in rivals {
        let Some(holds) = in_force(&rivals, None, own_key, &speakers[place].name.clone(), findings) else { continue };
        if let Decision::NoteSource { hand, access, .. } = &holds.decision {
            speakers[place].noted = Some(Noted { hand: *hand, access: access.clone() });
        }
    }
}

fn nobody(decided: &Decided, speaker: &str) -> Finding {
    let message = format!("entry {} notes something of “{speaker}”, whom no report lets speak now", decided.seq);
    let help = format!("undo entry {}, or note it again under a name that `variorum apparatus` shows", decided.seq);
    Finding::new("decision.speaker", speaker, message).with_help(help)
}
