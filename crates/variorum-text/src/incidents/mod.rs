//! What happened to whom, and to how many, by the words of one sentence?
//!
//! Each word that tells a predicate ([`predicates`]) is asked who suffers it ([`arguments`]) among the noun phrases
//! ([`phrases`]) that the tags of the words ([`tags`]) let stand out; what comes of it is a [`Fact`] with its scope
//! ([`scope`]). The same walk serves English and Spanish. Left out: facts whose words stand in two sentences, and who is
//! meant by a pronoun.

mod acts;
pub(crate) mod arguments;
pub(crate) mod phrases;
pub(crate) mod predicates;
mod scope;
pub(crate) mod tags;

use std::ops::Range;

use variorum_evidence::claim::{Part, Polarity};

use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::quantities::Quantity;
pub(crate) use acts::Act;
use arguments::{Arguments, Scene};
use phrases::{Group, Named, Phrases};
pub(crate) use predicates::Predicates;
use predicates::{Found, Role, Whom};
pub(crate) use scope::side;

/// How somebody is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    /// "Ana Ruiz".
    Name,
    /// "He", "who".
    Pronoun,
    /// "The officer", "that man": known from before.
    Known,
    /// "Her father".
    Owned,
    /// "Another man", "two others".
    Other,
    /// "A man", "two officers".
    Described,
}

/// That something happened to so many of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// `killed`, `arrested`.
    pub(crate) predicate: &'static str,
    /// The words that tell the predicate.
    pub(crate) trigger: Range<usize>,
    /// The words that give the number.
    pub(crate) words: Range<usize>,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
    pub(crate) side: Option<&'static str>,
    pub(crate) kind: Option<String>,
    pub(crate) part: Part,
    /// Which of the facts before it this one is a part of.
    pub(crate) part_of: Option<usize>,
    pub(crate) including: Vec<&'static str>,
    pub(crate) polarity: Polarity,
    /// Who did it.
    pub(crate) agents: Vec<Range<usize>>,
    /// It is a part of a fact of the same predicate.
    pub(crate) is_part: bool,
    /// A number says how many.
    pub(crate) stated: bool,
    pub(crate) who: Who,
    pub(crate) rule: &'static str,
}

/// What a sentence tells of incidents.
#[derive(Debug, Default)]
pub(crate) struct Incidents {
    pub(crate) facts: Vec<Fact>,
    pub(crate) acts: Vec<Act>,
}

/// What the words of a sentence tell, in the order of the words that tell them. `times` are the tokens of expressions of time.
pub(crate) fn read(line: &Line<'_>, lexicon: &Lexicon, quantities: &[Quantity], times: &[Range<usize>]) -> Incidents {
    let Some(predicates) = Predicates::in_language(lexicon.language) else { return Incidents::default() };
    if !(0..line.len()).any(|at| predicates.begins(line.word(at)) || predicates.begins_act(line.word(at))) {
        return Incidents::default();
    }
    let tags = tags::tags(line, lexicon, predicates, quantities, times);
    let phrases = Phrases { line, lexicon, tags: &tags, quantities, predicates };
    let (groups, outer) = phrases.groups();
    let scene = Scene { phrases, groups: &groups, outer };
    Incidents { facts: facts(&scene, predicates), acts: acts::acts(&scene, predicates) }
}

fn facts(scene: &Scene<'_>, predicates: &'static Predicates) -> Vec<Fact> {
    let line = scene.phrases.line;
    let mut facts: Vec<Fact> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let mut taken = 1;
        // One word may be verb and state ("wounded"): what makes sense first counts.
        let mut told_by: Vec<usize> = Vec::new();
        for found in predicates.at(line, at) {
            if told_by.contains(&found.predicate) {
                continue;
            }
            if let Some(made) = told(scene, predicates, at, &found) {
                taken = taken.max(found.length);
                told_by.push(found.predicate);
                add(&mut facts, made);
            }
        }
        at += taken;
    }
    scope::add_parts(scene, predicates, &mut facts);
    facts
}

/// What one telling of a predicate says: a fact for each number, one for all who are named one by one.
fn told(scene: &Scene<'_>, predicates: &'static Predicates, at: usize, found: &Found) -> Option<Vec<Fact>> {
    let whom = predicates.get(found.predicate).whom;
    let arguments = scene.arguments(at, found, whom)?;
    if arguments.unreal {
        return None;
    }
    let end = at + found.length;
    let predicate = predicates.get(predicates.turned(scene.phrases.line, found.predicate, at, end));
    let groups: Vec<&Group> = arguments.patients.iter().map(|number| &scene.groups[*number]).collect();
    let one_by_one = is_one_list(scene, &groups);
    let model = Fact {
        predicate: &predicate.id,
        trigger: at..end,
        words: at..end,
        min: 0,
        max: None,
        side: None,
        kind: None,
        part: Part::Unknown,
        part_of: None,
        including: Vec::new(),
        polarity: polarity(scene, &arguments, at),
        agents: arguments.agents.iter().map(|number| scene.groups[*number].range()).collect(),
        is_part: false,
        stated: false,
        who: Who::Described,
        rule: rule(found.role),
    };
    if one_by_one {
        return Some(vec![together(scene, &groups, model)]);
    }
    // "They": how many is told elsewhere.
    let told = groups.iter().filter(|group| group.max.is_some() || group.named != Named::Pronoun);
    Some(told.map(|group| single(scene, group, whom, &model)).collect())
}

/// "A man and his wife", "her mother and two nieces": people of one side, one of them at least without a number.
fn is_one_list(scene: &Scene<'_>, groups: &[&Group]) -> bool {
    let side = |group: &Group| side(scene.phrases.line, scene.phrases.lexicon, &group.range());
    let first = groups.first().map(|group| side(group));
    groups.len() > 1
        && groups.iter().any(|group| !group.stated)
        && groups.iter().all(|group| group.max == Some(group.min) && Some(side(group)) == first)
}

fn rule(role: Role) -> &'static str {
    match role {
        Role::Does(_) => "fact.done-to",
        Role::Undergoes(_) => "fact.undergone",
        Role::State => "fact.state",
        Role::Counted => "fact.counted",
        Role::Toll => "fact.toll",
        Role::Act => "fact.act",
    }
}

/// "A man, his wife and their son": as many as are named.
fn together(scene: &Scene<'_>, groups: &[&Group], model: Fact) -> Fact {
    let count = groups.iter().map(|group| group.min).sum();
    let range = groups[0].tokens.start..groups[groups.len() - 1].range().end;
    let side = side(scene.phrases.line, scene.phrases.lexicon, &groups[0].range());
    Fact {
        words: range,
        min: count,
        max: Some(count),
        side,
        stated: groups.iter().any(|group| group.stated),
        rule: "fact.one-by-one",
        ..model
    }
}

fn single(scene: &Scene<'_>, group: &Group, whom: Whom, model: &Fact) -> Fact {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let multiple = group.tokens.clone().find_map(|at| lexicon.quantifiers.multiples.get(line.word(at)).copied());
    if let Some(count) = multiple.filter(|_| model.rule == rule(Role::Act)) {
        return Fact {
            words: group.tokens.clone(),
            min: count,
            max: Some(count),
            stated: true,
            rule: "fact.multiple",
            ..model.clone()
        };
    }
    let side = side(line, lexicon, &group.range()).filter(|_| whom == Whom::People);
    // "No one", "no casualties": nothing is denied, none is the number.
    let polarity = if group.max == Some(0) { Polarity::Affirmed } else { model.polarity };
    // "Three dead", "two killed": the words of the state are the noun that is counted.
    let end = if group.tokens.end == model.trigger.start { model.trigger.end } else { group.tokens.end };
    let bare = scene.phrases.is_bare_number(group);
    Fact {
        words: group.tokens.start..if bare { end } else { group.tokens.end },
        min: group.min,
        max: group.max,
        side,
        kind: scope::kind(scene, group, model),
        part: scope::part_of(scene, group, side),
        polarity,
        stated: group.stated,
        who: who(scene, group),
        ..model.clone()
    }
}

fn who(scene: &Scene<'_>, group: &Group) -> Who {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let first = line.word(group.tokens.start);
    match group.named {
        Named::Pronoun => Who::Pronoun,
        _ if group.besides => Who::Other,
        _ if group.name => Who::Name,
        _ if lexicon.people.owners.has(first) => Who::Owned,
        _ if group.definite => Who::Known,
        _ => Who::Described,
    }
}

/// Whether the words of the verb negate it.
fn polarity(scene: &Scene<'_>, arguments: &Arguments, at: usize) -> Polarity {
    let (line, lexicon) = (scene.phrases.line, scene.phrases.lexicon);
    let start = arguments.verb.start.min(at);
    if (start..at).any(|at| lexicon.is_negation(line.word(at))) { Polarity::Denied } else { Polarity::Affirmed }
}

/// Adds what is not told yet: the same people by two words of one predicate ("two dead bodies") are one fact.
fn add(facts: &mut Vec<Fact>, made: Vec<Fact>) {
    for fact in made {
        let same = |other: &Fact| {
            other.predicate == fact.predicate
                && other.words.start < fact.words.end
                && fact.words.start < other.words.end
        };
        if !facts.iter().any(same) {
            facts.push(fact);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantities;
    use crate::tokens::{Text, tokens};
    use variorum_evidence::document::Language;

    /// Facts as "killed 2 officials of 0 [two officers]".
    fn told_in(language: Language, sentence: &str) -> Vec<String> {
        let (text, tokens) = (Text::of(sentence), tokens(sentence, 0..sentence.len()));
        let line = Line { text: &text, tokens: &tokens };
        let lexicon = Lexicon::of(language);
        let shown = |fact: Fact| {
            let mut words = vec![fact.predicate.to_owned()];
            if fact.polarity == Polarity::Denied {
                words.push("not".to_owned());
            }
            words.push(match fact.max {
                Some(max) if max == fact.min => max.to_string(),
                Some(max) => format!("{}-{max}", fact.min),
                None => format!("{}+", fact.min),
            });
            words.extend(fact.kind);
            words.extend(fact.side.map(str::to_owned));
            words.extend(fact.part_of.map(|whole| format!("of {whole}")));
            let span = line.span(&fact.words).unwrap();
            words.push(format!("[{}]", &sentence[span.range()]));
            words.extend(
                fact.agents
                    .iter()
                    .filter_map(|agent| line.span(agent))
                    .map(|span| format!("by [{}]", &sentence[span.range()])),
            );
            words.join(" ")
        };
        read(&line, lexicon, &quantities::find(&line, lexicon, &[]), &[]).facts.into_iter().map(shown).collect()
    }

    fn english(sentence: &str, expected: &[&str]) {
        assert_eq!(told_in(Language::En, sentence), expected, "{sentence}");
    }

    fn spanish(sentence: &str, expected: &[&str]) {
        assert_eq!(told_in(Language::Es, sentence), expected, "{sentence}");
    }

    #[test]
    fn who_suffers_in_english() {
        english("Two men were killed in the raid.", &["killed 2 [Two men]"]);
        english("Police killed seven members of the gang.", &["killed 7 affected [seven members] by [Police]"]);
        english(
            "A man was shot and killed by deputies on Friday.",
            &["shot 1 [A man] by [deputies]", "killed 1 [A man] by [deputies]"],
        );
        english(
            "Seven of the group and two police officers died.",
            &["killed 7 affected [Seven]", "killed 2 officials [two police officers]"],
        );
        english("Smith, 23, of Dayton, was pronounced dead at the scene.", &["killed 1 [Smith]"]);
        english(
            "One person was killed and three others injured.",
            &["killed 1 [One person]", "injured 3 [three others]"],
        );
        english(
            "The gunman killed one and wounded four.",
            &["killed 1 [one] by [The gunman]", "injured 4 [four] by [The gunman]"],
        );
        english("Two men who were wounded in the attack died later.", &["injured 2 [Two men]", "killed 2 [Two men]"]);
        english("The shooting left one dead, two injured.", &["killed 1 [one dead]", "injured 2 [two injured]"]);
        english("The death of two teenagers shocked the town.", &["killed 2 [two teenagers]"]);
        english("A man and a woman were arrested.", &["arrested 2 [A man and a woman]"]);
        english("He was fatally shot.", &["killed 1 [He]"]);
    }

    #[test]
    fn numbers_and_parts_in_english() {
        english(
            "Nine people, including two officers, were killed.",
            &["killed 9 [Nine people]", "killed 2 officials of 0 [two officers]"],
        );
        english("Four people were shot, one fatally, police said.", &["shot 4 [Four people]", "killed 1 of 0 [one]"]);
        english("No one was hurt.", &["injured 0 [No one]"]);
        english("He was not arrested.", &["arrested not 1 [He]"]);
        english("They tried to kill the president.", &[]);
        english("If anyone is killed, the deal ends.", &[]);
        english(
            "At least 38 were killed, and dozens were seriously wounded.",
            &["killed 38+ [At least 38]", "injured 24+ grave [dozens]"],
        );
        english(
            "39 bodies were counted; 12 deaths were confirmed.",
            &["killed 39 [39 bodies]", "killed 12 [12 deaths]"],
        );
    }

    #[test]
    fn who_suffers_in_spanish() {
        spanish("Murieron siete personas en el operativo.", &["killed 7 [siete personas]"]);
        spanish("Dos policías fueron heridos.", &["injured 2 officials [Dos policías]"]);
        spanish("Fueron detenidos seis hombres.", &["arrested 6 [seis hombres]"]);
        spanish(
            "El ataque dejó tres muertos y cinco heridos.",
            &["killed 3 [tres muertos]", "injured 5 [cinco heridos]"],
        );
        spanish(
            "Los soldados mataron a dos manifestantes.",
            &["killed 2 affected [dos manifestantes] by [Los soldados]"],
        );
        spanish("La muerte de dos jóvenes conmocionó al pueblo.", &["killed 2 [dos jóvenes]"]);
    }

    #[test]
    fn weapons_and_orders() {
        let check = |language, sentence: &str, expected: &[&str]| {
            let (text, tokens) = (Text::of(sentence), tokens(sentence, 0..sentence.len()));
            let line = Line { text: &text, tokens: &tokens };
            let lexicon = Lexicon::of(language);
            let shown = |act: Act| {
                let not = if act.polarity == Polarity::Denied { " not" } else { "" };
                let span = line.span(&act.words).unwrap();
                format!("{}{not} [{}]", act.predicate, &sentence[span.range()])
            };
            let found = read(&line, lexicon, &quantities::find(&line, lexicon, &[]), &[]);
            assert_eq!(found.acts.into_iter().map(shown).collect::<Vec<_>>(), expected, "{sentence}");
        };
        let english = |sentence, expected: &[&str]| check(Language::En, sentence, expected);
        english(
            "The army used tear gas and rubber bullets.",
            &["used_weapon [tear gas]", "used_weapon [rubber bullets]"],
        );
        english("No live ammunition was fired.", &["used_weapon not [live ammunition]"]);
        english("A rifle was found in the car.", &[]);
        english("The order to fire came from La Paz.", &["ordered [La Paz]"]);
        english("The governor ordered the guards to clear the road.", &["ordered [The governor]"]);
        english("The governor ordered an inquiry.", &[]);
        let spanish = |sentence, expected: &[&str]| check(Language::Es, sentence, expected);
        spanish(
            "Los soldados dispararon balas de goma.",
            &["opened_fire [Los soldados]", "used_weapon [balas de goma]"],
        );
        spanish("El ministro dio la orden de disparar.", &["ordered [El ministro]"]);
    }

    #[test]
    fn more_ways_to_tell_in_english() {
        english("Gunmen kill at least 12 in night raid.", &["killed 12+ [at least 12] by [Gunmen]"]);
        english("Kill them all.", &[]);
        english("The union put the death toll at five.", &["killed 5 [five]"]);
        english("Her mother and two nieces were killed.", &["killed 3 [Her mother and two nieces]"]);
        english("No resident was abducted.", &["abducted 0 bystanders [No resident]"]);
        english("They took Torvek away.", &["arrested 1 [Torvek] by [They]"]);
        english("A triple homicide was reported.", &["killed 3 [A triple homicide]"]);
        english(
            "Seven persons lost their lives: six wanted men and Constable Jovan Leonce.",
            &[
                "killed 7 [Seven persons]",
                "killed 6 of 0 [six wanted men]",
                "killed 1 officials of 0 [Constable Jovan Leonce]",
            ],
        );
        english(
            "A 16 year old was hurt; a 2nd victim died.",
            &["injured 1 [A 16 year old]", "killed 1 [a 2nd victim]"],
        );
    }

    #[test]
    fn hostile_sentences_end() {
        for unit in ["killed ", "seven of the ", "and, ", "who were shot ", "no ", "the dead toll of "] {
            let sentence = unit.repeat(2000);
            told_in(Language::En, &sentence);
        }
    }
}
