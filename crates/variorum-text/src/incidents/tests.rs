use super::*;
use crate::quantities;
use crate::tokens::{Text, tokens};

fn incidents(line: &Line<'_>, lexicon: &Lexicon) -> Incidents {
    let predicates = PredicateSet::default();
    let predicates = predicates.in_language(lexicon.language).unwrap();
    read(line, lexicon, predicates, &quantities::find(line, lexicon, &[]), &[], &[])
}

/// Facts as "killed 2 officials of 0 [two officers]".
fn told_in(language: Language, sentence: &str) -> Vec<String> {
    let (text, tokens) = (Text::of(sentence), tokens(sentence, 0..sentence.len()));
    let line = Line { text: &text, tokens: &tokens };
    let lexicon = Lexicon::of(language);
    let shown = |fact: Fact| {
        let mut words = vec![fact.predicate.to_string()];
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
    incidents(&line, lexicon).facts.into_iter().map(shown).collect()
}

fn english(sentence: &str, expected: &[&str]) {
    assert_eq!(told_in(Language::En, sentence), expected, "{sentence}");
}

pub(super) fn spanish(sentence: &str, expected: &[&str]) {
    assert_eq!(told_in(Language::Es, sentence), expected, "{sentence}");
}

#[test]
fn who_suffers_in_english() {
    english("Two men were killed in the raid.", &["killed 2 [Two men]"]);
    english(
        "Her husband and both her daughters were killed.",
        &["killed 3 named [Her husband and both her daughters]"],
    );
    english("They had been dead for decades.", &[]);
    english(
        "Eleven people were arrested at the wharf on Sunday, not six.",
        &["arrested 11 [Eleven people]", "arrested not 6 [six]"],
    );
    english("Thirty-one people died, not 34.", &["killed 31 [Thirty-one people]", "killed not 34 [34]"]);
    english("Three men were arrested, not two, she said.", &["arrested 3 [Three men]", "arrested not 2 [two]"]);
    english("Two men were killed, not far from the mill.", &["killed 2 [Two men]"]);
    // Nobody denies that they are hurt.
    english("The three other victims did not suffer life-threatening wounds.", &[]);
    english("The boy was not taken to a hospital.", &[]);
    english("The deputy was not injured.", &["injured not 1 [The deputy]"]);
    english("The hospital now puts the dead at 22.", &["killed 22 [22]"]);
    english("Of the police, nine were hurt.", &["injured 9 officials [nine]"]);
    english(
        "Seven of the dead were children and 12 of the injured were grave.",
        &["killed 7 children [Seven]", "injured 12 grave [12]"],
    );
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
    english("One person was killed and three others injured.", &["killed 1 [One person]", "injured 3 [three others]"]);
    english(
        "The gunman killed one and wounded four.",
        &["killed 1 [one] by [The gunman]", "injured 4 [four] by [The gunman]"],
    );
    english("Two men who were wounded in the attack died later.", &["injured 2 [Two men]", "killed 2 [Two men]"]);
    english("The shooting left one dead, two injured.", &["killed 1 [one dead]", "injured 2 [two injured]"]);
    english("The death of two teenagers shocked the town.", &["killed 2 [two teenagers]"]);
    english(
        "Six of the seven members of Ana Ruiz's group who were killed were buried.",
        &["killed 7 affected [the seven members]"],
    );
    english("Six of the seven men were killed.", &["killed 6 [Six]"]);
    english("The inauguration was shot on film.", &[]);
    english("Vigil held for teenager shot and killed.", &["shot 1 [teenager]", "killed 1 [teenager]"]);
    english("The whole gang was killed.", &["killed 2+ affected [The whole gang]"]);
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
    english("39 bodies were counted; 12 deaths were confirmed.", &["killed 39 [39 bodies]", "killed 12 [12 deaths]"]);
}

#[test]
fn who_suffers_in_spanish() {
    spanish("Murieron siete personas en el operativo.", &["killed 7 [siete personas]"]);
    spanish("Dos policías fueron heridos.", &["injured 2 officials [Dos policías]"]);
    spanish("Fueron detenidos seis hombres.", &["arrested 6 [seis hombres]"]);
    spanish("El ataque dejó tres muertos y cinco heridos.", &["killed 3 [tres muertos]", "injured 5 [cinco heridos]"]);
    spanish("Los soldados mataron a dos manifestantes.", &["killed 2 affected [dos manifestantes] by [Los soldados]"]);
    spanish("La muerte de dos jóvenes conmocionó al pueblo.", &["killed 2 [dos jóvenes]"]);
    spanish("Cinco fueron detenidos y otros, que se resistieron, fueron abatidos.", &["arrested 5 [Cinco]"]);
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
        let found = incidents(&line, lexicon);
        assert_eq!(found.acts.into_iter().map(shown).collect::<Vec<_>>(), expected, "{sentence}");
    };
    let english = |sentence, expected: &[&str]| check(Language::En, sentence, expected);
    english("The army used tear gas and rubber bullets.", &["used_weapon [tear gas]", "used_weapon [rubber bullets]"]);
    english("No live ammunition was fired.", &["used_weapon not [live ammunition]"]);
    english("A rifle was found in the car.", &[]);
    english("The order to fire came from La Paz.", &["ordered [La Paz]"]);
    english("The governor ordered the guards to clear the road.", &["ordered [The governor]"]);
    english("On the orders of the Joint Command, the air force hit the pier.", &["ordered [the Joint Command]"]);
    english("The governor ordered an inquiry.", &[]);
    english(
        "The order came from the sector commander, Colonel Yasin Bakr.",
        &["ordered [the sector commander, Colonel Yasin Bakr]"],
    );
    let spanish = |sentence, expected: &[&str]| check(Language::Es, sentence, expected);
    spanish("Los soldados dispararon balas de goma.", &["opened_fire [Los soldados]", "used_weapon [balas de goma]"]);
    spanish("El ministro dio la orden de disparar.", &["ordered [El ministro]"]);
    english("The order was given by telephone from the ministry.", &["ordered [the ministry]"]);
    english("The coastguard told me to stay where I was.", &["ordered [The coastguard]"]);
    english("An officer with a moustache told them to aim low.", &["ordered [An officer]"]);
    english("A nurse told me to eat.", &[]);
    english("There was no live ammunition.", &["used_weapon not [live ammunition]"]);
    english("They fired 7.62-millimetre rounds.", &["used_weapon [7.62-millimetre rounds]"]);
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
            "killed 6 affected of 0 [six wanted men]",
            "killed 1 officials of 0 [Constable Jovan Leonce]",
        ],
    );
    english("A 16 year old was hurt; a 2nd victim died.", &["injured 1 [A 16 year old]", "killed 1 [a 2nd victim]"]);
}

#[test]
fn tolls_and_lists_in_english() {
    english("The dead were two guards and a cook.", &["killed 2 officials [two guards]", "killed 1 [a cook]"]);
    english("Among the dead were Ana Ruiz and her daughter.", &["killed 2 named [Ana Ruiz and her daughter]"]);
    english("The toll has risen to 19.", &["killed 19 [19]"]);
    english("The number of dead rose from nine to twelve.", &["killed 12 [twelve]"]);
    english("Hospitals put the number of injured at 40.", &["injured 40 [40]"]);
    english("It put the toll at 17 dead and 34 missing.", &["killed 17 [17 dead]", "missing 34 [34 missing]"]);
    english("The deaths of four miners and an engineer.", &["killed 5 [four miners and an engineer]"]);
    english("The loss of fourteen lives was confirmed.", &["killed 14 [fourteen lives]"]);
    english(
        "Those killed were siblings Ana Ruiz, 35, Luis Ruiz, 27, and Eva Ruiz, 25; their cousin lives.",
        &["killed 3 [siblings Ana Ruiz, 35, Luis Ruiz, 27, and Eva Ruiz]"],
    );
    english(
        "Police arrested Ana Ruiz, 29, of Dunmore, and Luis Gil, 27, of Talha.",
        &["arrested 2 [Ana Ruiz, 29, of Dunmore, and Luis Gil] by [Police]"],
    );
    english("Ruiz, 27, and three others were arrested.", &["arrested 4 [Ruiz, 27, and three others]"]);
    english("Dampha was arrested on Friday.", &["arrested 1 [Dampha]"]);
    english(
        "The attack led to the deaths of six people, including an unborn baby.",
        &["killed 6 [six people]", "killed 1 children of 0 [an unborn baby]"],
    );
    english(
        "The bodies of six civilians and of one police officer.",
        &["killed 6 bystanders [six civilians]", "killed 1 officials [one police officer]"],
    );
    english("A strike killed a family of five.", &["killed 5 [a family]"]);
    english("He lost his wife and three children.", &["killed 4 [his wife and three children]"]);
    english("The company lost 40 contracts.", &[]);
    english("Two suspects, Tom Hale and Luis Vega, were arrested.", &["arrested 2 affected [Two suspects]"]);
    english("The list names 38 others as missing.", &["missing 38 [38 others]"]);
}

#[test]
fn who_is_left_out_and_counted_in() {
    let check = |sentence: &str, including: &[&str], excluding: &[&str]| {
        let (text, tokens) = (Text::of(sentence), tokens(sentence, 0..sentence.len()));
        let line = Line { text: &text, tokens: &tokens };
        let lexicon = Lexicon::of(Language::En);
        let found = incidents(&line, lexicon);
        assert_eq!(found.facts[0].including, including, "{sentence}");
        assert_eq!(found.facts[0].excluding, excluding, "{sentence}");
    };
    check("Eleven people died, without the guards.", &[], &["officials"]);
    check("Eight are dead, the sergeant included.", &["officials"], &[]);
    check("Nine people died, not counting two soldiers.", &[], &["officials"]);
    check("Four are dead, and I include a sergeant who was beaten to death.", &["officials"], &[]);
    english(
        "Six people were killed and 64 injured, all of them demonstrators.",
        &["killed 6 affected [Six people]", "injured 64 affected [64 injured]"],
    );
}

#[test]
fn verbs_that_are_no_verbs_and_subjects_that_are_none() {
    english("The list has 112 injured persons.", &["injured 112 [112 injured persons]"]);
    english("People went back in for the wounded.", &[]);
    english("A corporal picked up and told me to wait.", &[]);
    english("A motorcycle belonging to one member was left in the village.", &[]);
    english("The prosecutor's office says an hour of footage is missing.", &[]);
    english("Sergeant Loayza, who died in a street, is not in it.", &["killed 1 officials [Sergeant Loayza]"]);
    english("They spoke about a student who was killed.", &["killed 1 [a student]"]);
    english("Soldiers shot dead a woman and her son.", &["killed 2 [a woman and her son] by [Soldiers]"]);
    english("Police shot first.", &[]);
    english("He shot at the car.", &[]);
    english("They saw him shot.", &["shot 1 [him]", "injured 1 [him]"]);
    english("Two men killed back in May were buried.", &["killed 2 [Two men]"]);
    english("The gunman shot into a stall.", &[]);
    english("He played like I was dead.", &[]);
    english("“I'm dead,” she thought.", &[]);
    english("Man wounded in street fight arrested.", &["injured 1 [Man]", "arrested 1 [Man]"]);
    english(
        "The man who was hurt in an attack that killed five adults in Talha has been arrested.",
        &["injured 1 [The man]", "killed 5 [five adults]", "arrested 1 [The man]"],
    );
    english(
        "A suspect in the attack that left one person dead and nine others injured was arrested.",
        &["killed 1 [one person]", "injured 9 [nine others]", "arrested 1 affected [A suspect]"],
    );
    english("None of the victims who were hurt was meant.", &["injured 2+ [the victims]"]);
    english("The names of those killed were read out.", &[]);
    english("Police managed to arrest 39 men.", &["arrested 39 [39 men] by [Police]"]);
    english("Police wanted to arrest 39 men.", &[]);
    english("More bodies were pulled from the rubble.", &[]);
    english("About 5,600 people left the area.", &["displaced 5040-6160 [About 5,600 people]"]);
    english("The suspect left the area.", &[]);
    english("Twelve drown off the coast.", &["killed 12 [Twelve drown]"]);
    english("A man was killed when police opened fire.", &["killed 1 [A man] by [police]"]);
    english("The raid left six dead and a dozen wounded.", &["killed 6 [six dead]", "injured 12 [a dozen wounded]"]);
    english("He was shot in the leg.", &["shot 1 [He]", "injured 1 [He]"]);
    english("They were both shot.", &["shot 2 [They]", "injured 2 [They]"]);
}

/// Facts of the last of some sentences.
fn recalled(sentences: &[&str]) -> Vec<String> {
    let lexicon = Lexicon::of(Language::En);
    let mut incidents: Vec<Incidents> = sentences
        .iter()
        .map(|sentence| {
            let (text, tokens) = (Text::of(sentence), tokens(sentence, 0..sentence.len()));
            let line = Line { text: &text, tokens: &tokens };
            incidents(&line, lexicon)
        })
        .collect();
    complete(&mut incidents.iter_mut().collect::<Vec<_>>(), &|_| false);
    let shown = |fact: &Fact| {
        let max = fact
            .max
            .map_or_else(|| "+".to_owned(), |max| if max == fact.min { String::new() } else { format!("-{max}") });
        let kind = fact.kind.as_ref().map_or_else(String::new, |kind| format!(" {kind}"));
        let side = fact.side.map_or_else(String::new, |side| format!(" {side}"));
        let part = if fact.part == Part::Part { " part" } else { "" };
        format!("{} {}{max}{kind}{side}{part}", fact.predicate, fact.min)
    };
    incidents.last().unwrap().facts.iter().map(shown).collect()
}

#[test]
fn numbers_that_stand_in_the_sentence_before() {
    let check = |sentences: &[&str], expected: &[&str]| assert_eq!(recalled(sentences), expected, "{sentences:?}");
    check(&["Four miners were in the truck.", "They were killed by a mine."], &["killed 4"]);
    check(&["It rained.", "They were killed by a mine."], &["killed 2+"]);
    check(&["The army acknowledges eight dead.", "The union counts eleven, without the guards."], &["killed 11"]);
    check(&["Nine people died.", "Fourteen were children."], &["killed 14 children part"]);
    check(&["Nine people died.", "Two of them were soldiers."], &["killed 2 officials part"]);
    check(&["Nine people died.", "Two of them had come by bus."], &["killed 2 part"]);
    check(&["Nine people died.", "Forty of them had come by bus."], &[]);
    check(&["Forty people were injured, nineteen of them by bullets."], &["injured 40", "injured 19 part"]);
    check(&["The River Front has lost one man."], &["killed 1 part"]);
    check(&["Nine of my men were hurt."], &["injured 9 part"]);
    check(&["Nine people died.", "The union counts eleven houses."], &[]);
    check(&["The police spoke of 30 arrests.", "Lawyers put the figure at 41."], &["arrested 41"]);
    check(&["The road is closed.", "The union counts eleven."], &[]);
}

#[test]
fn who_fired_first_and_who_gave_up() {
    let check = |sentence: &str, expected: &[&str]| {
        let (text, tokens) = (Text::of(sentence), tokens(sentence, 0..sentence.len()));
        let line = Line { text: &text, tokens: &tokens };
        let lexicon = Lexicon::of(Language::En);
        let shown = |act: &Act| {
            let not = if act.polarity == Polarity::Denied { "not " } else { "" };
            act.choice.map(|choice| format!("{} {not}{choice}", act.predicate))
        };
        let found = incidents(&line, lexicon);
        assert_eq!(found.acts.iter().filter_map(shown).collect::<Vec<_>>(), expected, "{sentence}");
    };
    check("Officers had fired first.", &["fired_first officials"]);
    check("The rebels opened fire first.", &["fired_first affected"]);
    check("The prisoners were the first to fire.", &["fired_first affected"]);
    check("The first shots came from the guard tower.", &["fired_first officials"]);
    check("The police opened fire without warning.", &["fired_first officials"]);
    check("None of the marchers fired.", &["fired_first not affected"]);
    check("None of the officers fired live rounds.", &[]);
    check("No officer fired until fire was received.", &["fired_first not officials"]);
    check("The men opened fire on my officers.", &["fired_first affected"]);
    check("The soldiers opened fire on the crowd.", &[]);
    check("If the guards fired first, they will be tried.", &[]);
    check("The men had already surrendered.", &["surrendered yes"]);
    check("The miners wanted to give themselves up.", &["offered_surrender yes"]);
    check("He offered to surrender.", &["offered_surrender yes"]);
    check("The rebels refused to surrender.", &["offered_surrender no"]);
    check("The army called on them to surrender.", &[]);
    check("They had three chances to surrender.", &[]);
    check("Nobody surrendered.", &["surrendered not yes"]);
}

#[test]
fn hostile_sentences_end() {
    for unit in ["killed ", "seven of the ", "and, ", "who were shot ", "no ", "the dead toll of "] {
        let sentence = unit.repeat(2000);
        told_in(Language::En, &sentence);
    }
}
