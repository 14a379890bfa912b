//! Over whom is a number taken?
//!
//! The side and the kind that the noun phrase names, and the parts that a sentence tells of a whole: "including two
//! officers", "one of them fatally", "two critically". Left out: sides that only the text around names.

use std::ops::Range;
use std::sync::Arc;

use variorum_evidence::claim::Part;
use variorum_evidence::document::Language;

use super::arguments::Scene;
use super::phrases::{Group, Named};
use super::predicates::Whom;
use super::tags::Tag;
use super::{Fact, Predicates};
use crate::lexicon::Lexicon;
use crate::line::Line;

/// How far behind a number its parts may begin, in tokens.
const NEAR: usize = 16;

/// The side that these words name.
pub(crate) fn side(line: &Line<'_>, lexicon: &Lexicon, phrase: &Range<usize>) -> Option<&'static str> {
    let people = &lexicon.people;
    phrase.clone().find_map(|at| {
        let word = line.stem(at);
        let rank = people.ranks.has(word) && line.is_capital(at + 1);
        if people.officials.at(line, at).is_some() || rank {
            Some("officials")
        } else if people.affected.at(line, at).is_some() || people.groups.has(word) {
            Some("affected")
        } else if people.bystanders.has(word) {
            Some("bystanders")
        } else {
            people.others.has(word).then_some("other")
        }
    })
}

/// Whether the number is over all or over some: "two more", "eight of the wounded", "nine of my men"; "six in all".
pub(crate) fn part_of(scene: &Scene<'_>, group: &Group, side: Option<&'static str>) -> Part {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let end = group.range().end;
    let in_all =
        (group.tokens.start.saturating_sub(3)..end + 3).any(|at| lexicon.quantifiers.in_all.at(line, at).is_some());
    let of_known = group.stated
        && group.of.as_ref().is_some_and(|of| {
            let first = line.word(of.start + 1);
            let people = &lexicon.people;
            let known = lexicon.grammar.articles.has(first) || people.pointing.has(first) || people.owners.has(first);
            known || is_them(scene, of)
        });
    if side.is_some() || group.besides || of_known {
        Part::Part
    } else if in_all {
        Part::Total
    } else {
        Part::Unknown
    }
}

/// "Of them", "of whom", "de ellos".
pub(super) fn is_them(scene: &Scene<'_>, of: &Range<usize>) -> bool {
    of.len() == 2 && matches!(scene.phrases.tag(of.start + 1), Tag::Pronoun | Tag::Relative)
}

/// The narrower kind: those gravely hurt, women, children.
pub(crate) fn kind(scene: &Scene<'_>, group: &Group, fact: &Fact) -> Option<String> {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let around = group.tokens.start.min(fact.trigger.start.saturating_sub(3))..fact.trigger.end + 2;
    let clause = around.filter(|at| *at < line.len());
    let parted = clause.clone().any(|at| matches!(scene.phrases.tag(at), Tag::Comma));
    // "Una treintena de familias", "decenas de niños": the noun stands behind.
    let words = if scene.phrases.is_bare_number(group) { group.range() } else { group.tokens.clone() };
    let spanish = lexicon.language == Language::Es;
    let own = || gravely(scene, &fact.predicate, fact.trigger.clone()).filter(|_| spanish);
    gravely(scene, &fact.predicate, clause)
        .filter(|_| !parted)
        .or_else(own)
        .or_else(|| kind_of_people(line, lexicon, &words))
        .or_else(|| kind_of_people(line, lexicon, &predicated(scene, group)?))
        .or_else(|| gravely(scene, &fact.predicate, state_of(scene, group)?))
}

/// "12 of the injured were in a critical state": the words behind "were".
fn state_of(scene: &Scene<'_>, group: &Group) -> Option<Range<usize>> {
    const REACH: usize = 5;
    let be = group.range().end;
    let end = scene.phrases.line.len().min(be + 1 + REACH);
    (group.of.is_some() && scene.phrases.tag(be) == Tag::Be).then_some(be + 1..end)
}

/// "12 of the dead were children": what stands behind "were".
fn predicated(scene: &Scene<'_>, group: &Group) -> Option<Range<usize>> {
    let be = group.range().end;
    let next = scene.outer().iter().find(|next| next.tokens.start == be + 1 && !next.stated)?;
    (scene.phrases.tag(be) == Tag::Be && group.of.is_some()).then(|| next.tokens.clone())
}

/// The kind that words elsewhere tell ("eran menores", "se encuentran en estado crítico").
pub(crate) fn kind_told(scene: &Scene<'_>, fact: &Fact, words: &Range<usize>) -> Option<String> {
    gravely(scene, &fact.predicate, words.clone())
        .or_else(|| kind_of_people(scene.phrases.line, scene.phrases.lexicon, words))
}

/// The kind of those gravely hurt, where these words say so.
fn gravely(scene: &Scene<'_>, predicate: &str, mut words: impl Iterator<Item = usize>) -> Option<String> {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let grave = predicate == "injured" && words.any(|at| lexicon.quantifiers.grave.at(line, at).is_some());
    grave.then(|| "grave".to_owned())
}

pub(crate) fn kind_of_people(line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Option<String> {
    let kinds = &lexicon.people.kinds;
    // "Women and children" are of no one kind.
    let mut named: Vec<&String> = kinds
        .iter()
        .filter(|(_, list)| words.clone().any(|at| list.has(line.stem(at)) || list.at(line, at).is_some()))
        .map(|(kind, _)| kind)
        .collect();
    named.dedup();
    match named.as_slice() {
        [one] => Some((*one).clone()),
        // A girl is both a child and a woman by the lists.
        [first, ..] if named.len() == 2 && first.as_str() == "children" => Some("children".to_owned()),
        _ => None,
    }
}

/// Adds the parts that are told of the facts, and marks those as totals.
pub(crate) fn add_parts(scene: &Scene<'_>, predicates: &Predicates, facts: &mut Vec<Fact>) {
    let wholes = facts.len();
    for whole in 0..wholes {
        let mut parts = including(scene, &facts[whole], facts);
        let told = told_inside(scene, whole, facts);
        for part in &told {
            (facts[*part].part_of, facts[*part].is_part, facts[*part].part) = (Some(whole), true, Part::Part);
        }
        if parts.is_empty() && told.is_empty() {
            parts = spelled_out(scene, &facts[whole], facts);
        }
        if parts.is_empty() {
            parts = of_which(scene, &facts[whole], facts).into_iter().collect();
        }
        if parts.is_empty() {
            parts = among(scene, &facts[whole], facts);
        }
        parts.into_iter().for_each(|part| add_part(facts, whole, part));
    }
    for group in scene.outer() {
        let told = with_adverb(scene, predicates, group, &facts[..wholes])
            .or_else(|| of_them(scene, group, &facts[..wholes]))
            .or_else(|| some_are(scene, group, &facts[..wholes]));
        if let Some((whole, part)) = told {
            add_part(facts, whole, part);
        }
    }
    if scene.phrases.lexicon.language == Language::Es {
        scene.grave_parts(&mut facts[..wholes]);
        let besides = scene.besides(&facts[..wholes]);
        facts.extend(besides);
    }
    share_parts(facts, wholes);
    mark_totals(facts);
    for whole in facts[..wholes].iter_mut() {
        leave_out(scene, whole);
    }
    name_all(scene, &mut facts[..wholes]);
}

/// A verb of two predicates ("evicted", of a case that counts them beside all who are displaced) tells the parts of both.
fn share_parts(facts: &mut Vec<Fact>, wholes: usize) {
    let twins = |one: &Fact, other: &Fact| {
        one.predicate != other.predicate && one.trigger == other.trigger && one.words == other.words
    };
    for whole in 0..wholes {
        if facts.iter().any(|fact| fact.part_of == Some(whole)) {
            continue;
        }
        let twin = (0..wholes).find(|twin| twins(&facts[whole], &facts[*twin]));
        let shared = |fact: &&Fact| twin.is_some_and(|twin| fact.part_of == Some(twin) && fact.is_part);
        let predicate = &facts[whole].predicate;
        let parts: Vec<Fact> =
            facts.iter().filter(shared).map(|part| Fact { predicate: predicate.clone(), ..part.clone() }).collect();
        parts.into_iter().for_each(|part| add_part(facts, whole, part));
    }
}

/// Adds a part, unless the same words told it already.
fn add_part(facts: &mut Vec<Fact>, whole: usize, part: Fact) {
    let told = |fact: &Fact| fact.predicate == part.predicate && fact.words == part.words && fact.part_of.is_some();
    if !facts.iter().any(told) {
        facts.push(Fact { part_of: Some(whole), ..part });
    }
}

/// "Eleven, without the guards", "eight dead, the sergeant included".
fn leave_out(scene: &Scene<'_>, whole: &mut Fact) {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let end = whole.words.end.max(whole.trigger.end);
    whole.excluding.extend(left_out(scene, end));
    for group in scene.outer().iter().filter(|group| beside(scene, end).contains(&group.tokens.start)) {
        let counted_in = lexicon.quantifiers.included.at(line, group.range().end).is_some();
        let named = side(line, lexicon, &group.range()).filter(|side| counted_in && !whole.including.contains(side));
        if let Some(side) = named {
            whole.including.push(side);
            whole.part = Part::Total;
        }
    }
}

/// The tokens right behind a number, as far as they can say who is counted in.
fn beside(scene: &Scene<'_>, end: usize) -> Range<usize> {
    let line = scene.phrases.line;
    let near = end..(end + NEAR / 2).min(line.len());
    let stops = |at: &usize| scene.phrases.tag(*at) == Tag::Boundary || matches!(line.word(*at), ";" | ".");
    near.start..near.clone().find(stops).unwrap_or(near.end)
}

/// The sides left out of the number that ends at `end` ("without the guards").
pub(crate) fn left_out(scene: &Scene<'_>, end: usize) -> Vec<&'static str> {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let words = &lexicon.quantifiers;
    let near = beside(scene, end);
    let left = |group: &&Group| {
        let start = group.tokens.start;
        let before = |at: usize| words.excluding.at(line, at).is_some_and(|length| at + length == start);
        near.contains(&start)
            && ((near.start..start).any(before) || words.excluded.at(line, group.range().end).is_some())
    };
    scene.outer().iter().filter(left).filter_map(|group| side(line, lexicon, &group.range())).collect()
}

/// "Six people were killed and 64 injured, all of them demonstrators": the side of those told before.
fn name_all(scene: &Scene<'_>, facts: &mut [Fact]) {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    for at in 1..line.len() {
        let Some(length) = lexicon.quantifiers.all.at(line, at) else { continue };
        let apart = matches!(scene.phrases.tag(at - 1), Tag::Comma | Tag::Mark);
        let named = at + length..(at + length + 4).min(line.len());
        let stop = named.clone().find(|at| !matches!(scene.phrases.tag(*at), Tag::Noun | Tag::Determiner | Tag::Verb));
        let named = named.start..stop.unwrap_or(named.end);
        let Some(side) = side(line, lexicon, &named).filter(|_| apart) else { continue };
        let told = |fact: &&mut Fact| fact.trigger.end <= at && fact.words.end <= at && fact.side.is_none();
        facts.iter_mut().filter(told).filter(|fact| fact.max != Some(0)).for_each(|fact| fact.side = Some(side));
    }
}

/// "Including two officers": of the number right before it, or of what the verb told whole.
fn including(scene: &Scene<'_>, whole: &Fact, facts: &[Fact]) -> Vec<Fact> {
    let own = |group: &&Group| !facts.iter().any(|fact| overlaps(fact, group));
    counted_in(scene, whole).into_iter().filter(own).map(|group| part(scene, group, whole)).collect()
}

/// "Four dead, and I include a sergeant who was beaten to death": facts of their own that are counted in.
fn told_inside(scene: &Scene<'_>, whole: usize, facts: &[Fact]) -> Vec<usize> {
    let groups = counted_in(scene, &facts[whole]);
    let inside = |number: &usize| {
        let fact = &facts[*number];
        *number != whole
            && fact.predicate == facts[whole].predicate
            && fact.part_of.is_none()
            && groups.iter().any(|group| overlaps(fact, group))
    };
    (0..facts.len()).filter(inside).collect()
}

fn overlaps(fact: &Fact, group: &Group) -> bool {
    fact.words.start < group.tokens.end && group.tokens.start < fact.words.end
}

/// The people whom "including" counts in.
fn counted_in<'a>(scene: &'a Scene<'_>, whole: &Fact) -> Vec<&'a Group> {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let end = whole.words.end.max(whole.trigger.end);
    let from = whole.words.end;
    // Another number in between has the parts.
    let clear = |at: usize| {
        !scene.outer().iter().any(|group| group.stated && group.tokens.start >= from && group.tokens.end <= at)
    };
    let opens = (from..(end + NEAR).min(line.len()))
        .find_map(|at| Some((at, lexicon.quantifiers.including.at(line, at)?)))
        .filter(|(at, _)| clear(*at) && !lexicon.is_negation(line.word(at.saturating_sub(1))));
    let Some((at, length)) = opens else { return Vec::new() };
    let those = lexicon.grammar.articles.has(line.word(at + length)) && line.word(at + length + 1) == "de";
    // "Entre ellos los de dos mujeres".
    let start = at + length + if those { 2 } else { 0 };
    // "Tres de ellas en la UCI" names nobody.
    let led = lexicon.language == Language::Es
        && scene.phrases.tag(start) == Tag::Preposition
        && !matches!(line.word(start), "a" | "al");
    let first = scene.outer().iter().position(|group| group.tokens.start >= start && group.tokens.start <= start + 1);
    let Some(first) = first.filter(|_| !led) else { return Vec::new() };
    let somebody = |group: &&Group| is_somebody(scene, group) && group.max.is_some();
    let listed = scene.listed(first).into_iter();
    listed.map(|number| spoken_of(scene, &scene.groups[number])).filter(somebody).collect()
}

/// "Those of four women" are four women.
fn spoken_of<'a>(scene: &'a Scene<'_>, group: &'a Group) -> &'a Group {
    let of = group.of.as_ref().filter(|_| group.named == Named::Pronoun);
    let inner = of.and_then(|of| scene.groups.iter().find(|inner| inner.tokens.start == of.start + 1));
    inner.unwrap_or(group)
}

/// People, and in Spanish a number with any word that may stand for them ("ocho graves", "dos menores").
pub(super) fn is_somebody(scene: &Scene<'_>, group: &Group) -> bool {
    let spanish = scene.phrases.lexicon.language == Language::Es;
    group.named != Named::Thing || spanish && group.stated && scene.phrases.can_suffer(group, Whom::People)
}

/// "Seven people died: six wanted men and one constable": what follows adds up to the number.
fn spelled_out(scene: &Scene<'_>, whole: &Fact, facts: &[Fact]) -> Vec<Fact> {
    let total = match whole.max {
        Some(max) if max == whole.min && max > 1 && whole.stated => max,
        _ => return Vec::new(),
    };
    let line = scene.phrases.line;
    for end in [whole.words.end, whole.trigger.end] {
        let mark =
            (end..(end + NEAR / 2).min(line.len())).find(|at| matches!(line.word(*at), ":" | "—" | "–" | "-" | ","));
        let first = mark.and_then(|mark| scene.outer().iter().position(|group| group.tokens.start == mark + 1));
        let Some(first) = first else { continue };
        let listed: Vec<&Group> = scene.listed(first).into_iter().map(|number| &scene.groups[number]).collect();
        let sum: u64 = listed.iter().map(|group| group.min).sum();
        let exact = listed.iter().all(|group| group.max == Some(group.min) && is_somebody(scene, group));
        let own = |group: &&Group| facts.iter().any(|fact| fact.words.start == group.tokens.start);
        // "Two suspects, A and B": names alone part nothing.
        let names =
            listed.iter().all(|group| group.name && side(line, scene.phrases.lexicon, &group.range()).is_none());
        if listed.len() > 1 && exact && !names && sum == total && !listed.iter().any(own) {
            return listed.into_iter().map(|group| part(scene, group, whole)).collect();
        }
    }
    Vec::new()
}

fn part(scene: &Scene<'_>, group: &Group, whole: &Fact) -> Fact {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    // "Among them three gravely", "tres de gravedad".
    let behind = group.tokens.end..(group.tokens.end + 3).min(line.len());
    let grave = gravely(scene, &whole.predicate, group.tokens.start..behind.end);
    let told = scene.described(group.range().end);
    let told = told.as_ref();
    Fact {
        words: group.tokens.clone(),
        min: group.min,
        max: group.max,
        side: side(line, lexicon, &group.range()).or_else(|| side(line, lexicon, told?)),
        kind: grave.or_else(|| kind_of_people(line, lexicon, &group.tokens)).or_else(|| kind_told(scene, whole, told?)),
        part: Part::Part,
        is_part: true,
        stated: group.stated,
        including: Vec::new(),
        excluding: Vec::new(),
        rule: "fact.including",
        ..whole.clone()
    }
}

/// "De los doce muertos, siete eran civiles": the part stands behind the comma.
fn of_which(scene: &Scene<'_>, whole: &Fact, facts: &[Fact]) -> Option<Fact> {
    let start = whole.words.start;
    let opens = (start.saturating_sub(2)..start).any(|at| scene.phrases.line.word(at) == "de");
    let comma = whole.words.end.max(whole.trigger.end);
    let group = scene.outer().iter().find(|group| group.tokens.start == comma + 1 && group.stated)?;
    let own = facts.iter().any(|fact| fact.words.start < group.tokens.end && group.tokens.start < fact.words.end);
    let fits = opens && scene.phrases.tag(comma) == Tag::Comma && whole.stated && !own;
    fits.then(|| part(scene, group, whole)).filter(|part| part.side.is_some() || part.kind.is_some())
}

/// "Entre los trece cuerpos hay cuatro menores".
fn among(scene: &Scene<'_>, whole: &Fact, facts: &[Fact]) -> Vec<Fact> {
    let led = whole.words.start > 0 && scene.phrases.line.word(whole.words.start - 1) == "entre";
    let end = whole.words.end.max(whole.trigger.end);
    let own = |group: &Group| {
        facts.iter().any(|fact| fact.words.start < group.tokens.end && group.tokens.start < fact.words.end)
    };
    let listed = if led && whole.stated { scene.placed_behind(end) } else { Vec::new() };
    let groups = listed.into_iter().map(|number| &scene.groups[number]);
    groups.filter(|group| is_somebody(scene, group) && !own(group)).map(|group| part(scene, group, whole)).collect()
}

/// "…, one fatally", "two of them critically".
fn with_adverb(scene: &Scene<'_>, predicates: &Predicates, group: &Group, facts: &[Fact]) -> Option<(usize, Fact)> {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let end = group.range().end;
    let bare = scene.phrases.is_bare_number(group);
    let stops = matches!(scene.phrases.tag(end + 1), Tag::Comma | Tag::Mark | Tag::Coordinator | Tag::Preposition);
    if !bare || !stops {
        return None;
    }
    let (number, whole) =
        facts.iter().enumerate().rev().find(|(_, fact)| {
            fact.trigger.end <= group.tokens.start && matches!(&*fact.predicate, "shot" | "injured")
        })?;
    let turned = predicates.meant(&whole.predicate, line.word(end)).cloned();
    let grave = lexicon.quantifiers.grave.has(line.word(end)).then(|| Arc::from("injured"));
    let kind = grave.is_some().then(|| "grave".to_owned());
    let predicate = turned.or(grave)?;
    let is_part = predicate == whole.predicate;
    Some((
        number,
        Fact { predicate, kind, is_part, rule: "fact.adverb", trigger: end..end + 1, ..part(scene, group, whole) },
    ))
}

/// "Recibió trece cuerpos y cuatro son de menores": a number alone that is only described.
fn some_are(scene: &Scene<'_>, group: &Group, facts: &[Fact]) -> Option<(usize, Fact)> {
    let start = group.tokens.start;
    let opening =
        |at: usize| matches!(scene.phrases.tag(at), Tag::Boundary | Tag::Relative | Tag::Coordinator | Tag::Comma);
    let alone = scene.phrases.is_bare_number(group) && group.of.is_none() && group.max != Some(0);
    let own = |fact: &Fact| fact.words.start <= start && start < fact.words.end;
    if start == 0 || !opening(start - 1) || !alone || facts.iter().any(own) {
        return None;
    }
    scene.described(group.tokens.end).filter(|told| told.start == group.tokens.end + 1)?;
    let told = |(_, fact): &(usize, &Fact)| fact.words.end <= start && fact.stated && fact.part_of.is_none();
    let (number, whole) = facts.iter().enumerate().rev().find(told)?;
    let part = part(scene, group, whole);
    (part.kind.is_some() || part.side.is_some()).then_some((number, Fact { rule: "fact.some-are", ..part }))
}

/// "Twenty of them children", "one of them in police uniform", "31 of them officers".
fn of_them(scene: &Scene<'_>, group: &Group, facts: &[Fact]) -> Option<(usize, Fact)> {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    group.of.as_ref().filter(|of| group.stated && is_them(scene, of))?;
    let end = group.range().end;
    let own = |fact: &Fact| fact.words.start <= group.tokens.start && group.tokens.start < fact.words.end;
    if facts.iter().any(own) {
        return None;
    }
    let (number, whole) = facts
        .iter()
        .enumerate()
        .rev()
        .find(|(_, fact)| fact.words.end <= group.tokens.start && fact.part_of.is_none())?;
    let behind = end..(end + 4).min(line.len());
    let stop = behind.clone().find(|at| matches!(scene.phrases.tag(*at), Tag::Comma | Tag::Mark)).unwrap_or(behind.end);
    let told = end..stop;
    let kind = gravely(scene, &whole.predicate, told.clone()).or_else(|| kind_of_people(line, lexicon, &told));
    let side = side(line, lexicon, &told);
    // "Doce de ellos fueron trasladados": to them happened what to all, and nothing else that counts.
    let spanish = lexicon.language == Language::Es;
    (kind.is_some() || side.is_some() || spanish)
        .then(|| (number, Fact { kind, side, rule: "fact.of-them", ..part(scene, group, whole) }))
}

/// What others are parts of is a total, with the sides counted in.
fn mark_totals(facts: &mut [Fact]) {
    for at in 0..facts.len() {
        let Some(whole) = facts[at].part_of else { continue };
        let (side, predicate) = (facts[at].side, facts[at].predicate.clone());
        let total = &mut facts[whole];
        if total.predicate != predicate {
            continue;
        }
        if total.side.is_none() && total.part == Part::Unknown {
            total.part = Part::Total;
        }
        total.including.extend(side.filter(|side| !total.including.contains(side)));
    }
}
