//! Which words stand around what happens, whatever it is?
//!
//! Weapons, orders, who fired, who gave up, and the words of a Spanish clause: lists of the program's own file that every
//! predicate is read with, those of a case too. They are taken apart once for each language.

use std::sync::LazyLock;

use serde::Deserialize;
use variorum_evidence::document::Language;

use super::entries::PredicateEntry;
use crate::conjugation::Irregular;
use crate::lexicon::{Lexicon, Phrases};

/// Weapons, and the verbs by which they are used.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Weapons {
    pub(crate) names: Phrases,
    pub(crate) uses: Phrases,
    /// Come to be only where they are fired ("there was no live ammunition").
    pub(crate) spent: Phrases,
    /// Behind a calibre they name a weapon ("7.62-millimetre rounds").
    pub(crate) rounds: Phrases,
    pub(crate) calibres: Phrases,
    /// Weapons where one of `treads` stands right before them alone ("pisó una mina").
    pub(crate) doubtful: Phrases,
    pub(crate) treads: Phrases,
    /// No weapon where it stands inside these ("gas natural").
    pub(crate) never: Phrases,
    /// Words that tell that somebody only has or finds it.
    pub(crate) holds: Phrases,
}

/// Words that tell that somebody fired.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fires {
    pub(crate) phrases: Phrases,
}

/// Words that tell who fired first.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Firsts {
    pub(crate) deeds: Phrases,
    pub(crate) opens: Phrases,
    /// Stand behind a verb of shooting that somebody does, and does not suffer ("shot into the stall").
    pub(crate) aims: Phrases,
    pub(crate) marks: Phrases,
    pub(crate) leads: Phrases,
    pub(crate) shots: Phrases,
    pub(crate) origins: Phrases,
    pub(crate) waits: Phrases,
    pub(crate) bodies: Phrases,
    /// Places and bodies of those on the other side ("barricade").
    pub(crate) theirs: Phrases,
    /// Tell by themselves that somebody was the first ("iniciar el tiroteo").
    pub(crate) begins: Phrases,
    /// Done to somebody by those who fired before ("recibir a tiros").
    pub(crate) greets: Phrases,
    /// Done by somebody at whom others fired before ("repeler el ataque").
    pub(crate) repels: Phrases,
    /// Verbs whose object is the first shots ("los hizo la policía").
    pub(crate) makes: Phrases,
}

/// Words before an infinitive that tell that it was done.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Reals {
    pub(crate) words: Phrases,
}

/// Words of giving up.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Surrenders {
    pub(crate) verbs: Phrases,
    pub(crate) nouns: Phrases,
    pub(crate) wants: Phrases,
    pub(crate) refuses: Phrases,
    pub(crate) calls: Phrases,
    /// Spanish verbs that mean it with "se" alone ("entregar").
    pub(crate) reflexives: Phrases,
    /// Words for those who have given up ("rendidos").
    pub(crate) states: Phrases,
    /// Before an infinitive: it was done ("después de rendirse").
    pub(crate) after: Phrases,
}

/// Words of ordering.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Orders {
    pub(crate) verbs: Phrases,
    pub(crate) nouns: Phrases,
    pub(crate) gives: Phrases,
    pub(crate) givers: Phrases,
    /// Verbs by which an order comes or is taken, so that nobody gives it as their subject.
    pub(crate) comes: Phrases,
    pub(crate) not: Phrases,
    /// Give an order before somebody and "to …" ("told them to aim").
    pub(crate) tells: Phrases,
    /// What can be ordered so.
    pub(crate) deeds: Phrases,
}

/// Words around a Spanish predicate. Verbs stand as infinitives.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Wording {
    /// Forms of "haber".
    pub(crate) perfect: Phrases,
    /// Clitics that may stand for whoever suffers.
    pub(crate) clitics: Phrases,
    /// Nouns for a number ("cifra", "saldo").
    pub(crate) sums: Phrases,
    /// Verbs that lead to a number ("suman", "asciende").
    pub(crate) totals: Phrases,
    /// Verbs that place somebody among others ("hay", "figura").
    pub(crate) figures: Phrases,
    /// Verbs that tell that there is or was ("hubo", "dejó").
    pub(crate) exists: Phrases,
    /// How, where "a" leads it ("a tiros").
    pub(crate) manners: Phrases,
    /// Verbs before an infinitive that happened ("tuvieron que", "lograron").
    pub(crate) managed: Phrases,
    /// Words before an infinitive that happened ("tras", "por").
    pub(crate) done: Phrases,
    /// Words before what is only wished, feared or planned ("para que").
    pub(crate) feared: Phrases,
    /// Nouns for a share of others ("la mitad de los heridos").
    pub(crate) shares: Phrases,
    /// How an act was done, between it and whom it was done to ("la muerte bajo custodia de").
    pub(crate) ways: Phrases,
    /// Acts that "de" leads to whoever did them ("el ataque de la banda"), and "a" or "contra" to whom.
    pub(crate) aimed: Phrases,
    /// Verbs before an act that was not done yet ("exigen la liberación").
    pub(crate) sought: Phrases,
    /// Verbs whose object is an act ("dio muerte a").
    pub(crate) gives: Phrases,
    /// Nouns for somebody dead that name other things, too ("cuerpo"), where `corps` follow.
    pub(crate) bodies: Phrases,
    pub(crate) corps: Phrases,
    /// Nouns that count the dead behind verbs of `costs` ("cobró 40 vidas").
    pub(crate) lives: Phrases,
    pub(crate) costs: Phrases,
    /// Add people to those told before ("además de").
    pub(crate) besides: Phrases,
    /// Words for wounds that are words for the wounded, too ("herida").
    pub(crate) wounds: Phrases,
    /// Before "de" and nobody ("no hay reporte de heridos").
    pub(crate) reports: Phrases,
    /// Between a verb and a state ("fue reportado como desaparecido").
    pub(crate) taken_for: Phrases,
    /// Bodies of the state that act by force ("policía", "brigada").
    pub(crate) forces: Phrases,
}

/// The lists of one language.
#[derive(Debug)]
pub(crate) struct Lists {
    pub(crate) weapons: Weapons,
    pub(crate) orders: Orders,
    pub(crate) fires: Fires,
    pub(crate) firsts: Firsts,
    pub(crate) surrenders: Surrenders,
    /// Before "to …": it was done ("managed to arrest").
    pub(crate) reals: Reals,
    pub(crate) wording: Wording,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ByLanguage<T: Default> {
    en: T,
    es: T,
}

/// The file as it stands.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    predicate: Vec<PredicateEntry>,
    weapons: ByLanguage<Weapons>,
    orders: ByLanguage<Orders>,
    fires: ByLanguage<Fires>,
    firsts: ByLanguage<Firsts>,
    surrenders: ByLanguage<Surrenders>,
    reals: ByLanguage<Reals>,
    wording: ByLanguage<Wording>,
}

/// What comes with the program, read once.
struct Shipped {
    predicates: Vec<PredicateEntry>,
    english: Lists,
    spanish: Lists,
}

static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let file = include_str!("../../../lexicon/predicates.toml");
    let all: Written = toml::from_str(file).expect("the embedded predicates parse: a test reads them");
    let english = Lists {
        weapons: all.weapons.en,
        orders: all.orders.en,
        fires: all.fires.en,
        firsts: all.firsts.en,
        surrenders: all.surrenders.en,
        reals: all.reals.en,
        wording: all.wording.en,
    };
    let mut spanish = Lists {
        weapons: all.weapons.es,
        orders: all.orders.es,
        fires: all.fires.es,
        firsts: all.firsts.es,
        surrenders: all.surrenders.es,
        reals: all.reals.es,
        wording: all.wording.es,
    };
    spanish.conjugate(&Lexicon::of(Language::Es).conjugation);
    Shipped { predicates: all.predicate, english, spanish }
});

/// The predicates that come with the program.
pub(super) fn shipped() -> &'static [PredicateEntry] {
    &SHIPPED.predicates
}

impl Lists {
    /// The lists of `language`: Spanish ones, else English ones.
    pub(super) fn of(language: Language) -> &'static Self {
        if language == Language::Es { &SHIPPED.spanish } else { &SHIPPED.english }
    }

    /// Gives the lists of Spanish verbs all their forms.
    fn conjugate(&mut self, irregular: &Irregular) {
        let wording = &mut self.wording;
        let around = [
            &mut wording.totals,
            &mut wording.figures,
            &mut wording.exists,
            &mut wording.managed,
            &mut wording.sought,
            &mut wording.gives,
            &mut wording.costs,
        ];
        let acts = [
            &mut self.weapons.uses,
            &mut self.weapons.holds,
            &mut self.weapons.treads,
            &mut self.orders.verbs,
            &mut self.orders.gives,
            &mut self.orders.comes,
            &mut self.fires.phrases,
        ];
        let first = &mut self.firsts;
        let firsts = [
            &mut first.deeds,
            &mut first.opens,
            &mut first.begins,
            &mut first.greets,
            &mut first.repels,
            &mut first.makes,
        ];
        let surrenders = &mut self.surrenders;
        let given_up = [
            &mut surrenders.verbs,
            &mut surrenders.reflexives,
            &mut surrenders.wants,
            &mut surrenders.refuses,
            &mut surrenders.calls,
        ];
        firsts.into_iter().chain(given_up).for_each(|list| list.conjugate(irregular));
        let with_clitics: Vec<String> = self.surrenders.reflexives.entries().flat_map(|verb| enclitic(&verb)).collect();
        self.surrenders.reflexives.extend(with_clitics);
        around.into_iter().chain(acts).for_each(|list| list.conjugate(irregular));
    }
}

/// "Entregarse", "rindiéndonos": an infinitive or a gerund with each clitic that makes it reflexive.
fn enclitic(verb: &str) -> Vec<String> {
    let stressed = [("ando", "ándo"), ("endo", "éndo")]
        .iter()
        .find_map(|(plain, stressed)| Some(format!("{}{stressed}", verb.strip_suffix(plain)?)));
    let infinitive = ["ar", "er", "ir"].iter().any(|end| verb.ends_with(end)).then(|| verb.to_owned());
    let form = stressed.or(infinitive);
    form.map_or_else(Vec::new, |form| ["se", "me", "nos"].iter().map(|clitic| format!("{form}{clitic}")).collect())
}
