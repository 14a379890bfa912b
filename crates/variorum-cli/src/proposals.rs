//! What a changed reader or changed rules would propose, for people: a line a difference, questions together.

use std::collections::BTreeMap;
use std::io;

use variorum::comparing::{DecidedOtherwise, PositionChange, PositionSide, Proposals, RelationChange, RelationSide};
use variorum::evidence::ids::PositionId;

use crate::output::Output;

/// Prints the comparison.
pub(crate) fn print(output: &mut Output, proposed: &Proposals) -> io::Result<()> {
    output
        .line(format!("kept: {}, reading {}, {}", proposed.kept.reader, proposed.kept.reading, proposed.kept.rules))?;
    output.line(format!("now:  {}, reading {}, {}", proposed.now.reader, proposed.now.reading, proposed.now.rules))?;
    output.line(format!(
        "over {} entries: {} positions, {} relations and the speakers of {} claims differ; {} claims lost, {} gained",
        proposed.entries,
        proposed.positions.len(),
        proposed.relations.len(),
        proposed.speakers.iter().map(|change| change.claims.len()).sum::<usize>(),
        proposed.claims.lost,
        proposed.claims.gained
    ))?;
    questions(output, proposed)?;
    speakers(output, proposed)?;
    decisions(output, &proposed.decisions)?;
    output.line("\nNothing was kept or changed; `variorum build` makes the new table the case's.")
}

fn questions(output: &mut Output, proposed: &Proposals) -> io::Result<()> {
    let mut lines: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for change in &proposed.positions {
        lines.entry(&change.question).or_default().push(position(change));
    }
    for change in &proposed.relations {
        lines.entry(&change.question).or_default().push(relation(change));
    }
    for (question, lines) in lines {
        output.line(format!("\n{question}"))?;
        lines.iter().try_for_each(|line| output.line(line))?;
    }
    Ok(())
}

fn position(change: &PositionChange) -> String {
    let told = |side: &Option<PositionSide>| side.as_ref().map_or_else(String::new, in_words);
    let (before, after) = (told(&change.before), told(&change.after));
    match change.change {
        "lost" => format!("  - lost     {before}"),
        "gained" => format!("  + gained   {after}"),
        "support" => format!("  · support  {before} → {}", change.after.as_ref().map_or_else(String::new, support)),
        _ => format!("  ~ changed  {before} → {after}"),
    }
}

fn in_words(side: &PositionSide) -> String {
    format!("{} {}, {} ({})", side.code, side.value, side.scope, support(side))
}

fn support(side: &PositionSide) -> String {
    let reports: Vec<_> = side.reports.iter().map(|code| code.0.as_str()).collect();
    let origins = if side.origins == 1 { "origin" } else { "origins" };
    format!("{}, {} {origins}", reports.join(" "), side.origins)
}

fn relation(change: &RelationChange) -> String {
    let told = |side: &Option<RelationSide>| match side {
        Some(side) => format!("{:?} ({:?}): {}", side.relation, side.relation_type, side.why).to_lowercase(),
        None => "not related".to_owned(),
    };
    let short = |id: PositionId| format!("P{}", id.to_string().get(..7).unwrap_or_default());
    let (a, b) = (short(change.a), short(change.b));
    format!("  ~ relation {a} {b}: {} → {}", told(&change.before), told(&change.after))
}

fn speakers(output: &mut Output, proposed: &Proposals) -> io::Result<()> {
    if !proposed.speakers.is_empty() {
        output.line("\nWhose words they are")?;
    }
    for change in &proposed.speakers {
        let name = |name: &Option<String>| name.as_deref().unwrap_or("(the report itself)").to_owned();
        output.line(format!("  {} → {}: {}", name(&change.before), name(&change.after), change.claims.join(" ")))?;
    }
    Ok(())
}

fn decisions(output: &mut Output, decisions: &[DecidedOtherwise]) -> io::Result<()> {
    if !decisions.is_empty() {
        output.line("\nWhat people decided otherwise; their decisions hold")?;
    }
    for one in decisions {
        output.line(format!("  entry {} {} “{}”", one.entry, one.act, shortened(&one.words)))?;
        output.line(format!("    decided: {}; proposed: {}", shortened(&one.decided), shortened(&one.proposed)))?;
    }
    Ok(())
}

/// A quotation in one line, with an ellipsis where it is cut.
fn shortened(words: &str) -> String {
    const LONGEST: usize = 100;
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}
