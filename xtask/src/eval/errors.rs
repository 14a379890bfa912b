//! Missed and spurious claims of dev reports, to be read by whoever mends a reader.

use std::fmt::Write as _;

use super::matching::Claim;
use super::own::{Reading, paired};
use super::words::dice;

/// A list of all errors, report by report.
pub fn list(readings: &[Reading]) -> String {
    let mut text = String::from(
        "Missed (-) and spurious (+) claims as source | cue | content, each with the nearest claim of the other side:\n\
         similarity of the contents, and * where that claim is a pair already.\n",
    );
    for reading in readings {
        report(&mut text, reading);
    }
    text
}

fn report(text: &mut String, reading: &Reading) {
    let (counts, pairs) = paired(reading, |_| true);
    let marked_pair = |claim: &Claim| pairs.iter().any(|pair| std::ptr::eq(pair.marked, claim));
    let found_pair = |claim: &Claim| pairs.iter().any(|pair| std::ptr::eq(pair.found, claim));
    let (language, name) = (reading.language, &reading.name);
    let missed = reading.report.claims.iter().filter(|claim| !marked_pair(claim));
    let spurious = reading.found.iter().filter(|claim| !found_pair(claim));
    line(
        text,
        &format!("\n== {language}/{name}: {} marked, {} found, {} paired", counts.marked, counts.found, counts.paired),
    );
    for claim in missed {
        line(text, &entry('-', claim, &nearest(claim, &reading.found, found_pair)));
    }
    for claim in spurious {
        line(text, &entry('+', claim, &nearest(claim, &reading.report.claims, marked_pair)));
    }
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{line}").expect("writing to a string does not fail");
}

fn entry(sign: char, claim: &Claim, near: &str) -> String {
    let nested = if claim.nested { ", nested" } else { "" };
    format!("{sign} {}  [{}, {}{nested}]\n      {near}", flat(claim), claim.manner, claim.hedge)
}

/// The claim of the other side whose content is most similar.
fn nearest(claim: &Claim, others: &[Claim], is_pair: impl Fn(&Claim) -> bool) -> String {
    let similarity = |other: &&Claim| dice(&claim.content, &other.content);
    let best = others.iter().max_by(|one, other| similarity(one).total_cmp(&similarity(other)));
    match best.filter(|best| similarity(best) > 0.0) {
        Some(best) => format!("{:.2}{} {}", similarity(&best), if is_pair(best) { "*" } else { "" }, flat(best)),
        None => "nothing near".to_owned(),
    }
}

fn flat(claim: &Claim) -> String {
    claim.shown.replace('\n', " ")
}
