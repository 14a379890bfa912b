//! How many does a Spanish sum tell of, and who is among them?
//!
//! A noun for those to whom it happened is joined to a number anywhere in its clause: "los heridos suman 31", "subió a
//! nueve la cifra de muertos", "dos de los fallecidos eran policías", "no hubo heridos". Left out: sums of sums.

use std::ops::Range;

use super::NEAR;
use crate::incidents::arguments::{Arguments, Scene, Somebody};
use crate::incidents::phrases::{Group, Named};
use crate::incidents::predicates::Whom;
use crate::incidents::scope::{kind_of_people, side};
use crate::incidents::tags::Tag;

impl Scene<'_> {
    /// What is told of those to whom it happened, named by the state alone: "los heridos", "la cifra de muertos".
    pub(super) fn those(&self, at: usize, end: usize) -> Option<Arguments> {
        self.sum(at, end)
            .or_else(|| self.so_many(at, end))
            .or_else(|| self.among(at, end))
            .or_else(|| self.out_of(at, end))
    }

    /// "La cifra de muertos subió a nueve", "elevaron a 27 el número de víctimas mortales".
    fn sum(&self, at: usize, end: usize) -> Option<Arguments> {
        let wording = &self.phrases.predicates.lists.wording;
        let inner = |at: &usize| matches!(self.tag_at(*at), Tag::Noun | Tag::Preposition | Tag::Determiner);
        let head = (at.saturating_sub(5)..at).rev().take_while(inner).find(|at| {
            // "La cifra oficial de muertos".
            let of = (at + 1..at + 3).any(|of| matches!(self.word_at(of), "de" | "del"));
            wording.sums.has(self.word_at(*at)) && of
        })?;
        let start = head - usize::from(head > 0 && self.tag_at(head - 1) == Tag::Determiner);
        let left = self.touching(start).filter(|group| self.phrases.is_bare_number(&self.groups[*group]));
        let found = left.or_else(|| self.number_behind(end))?;
        // "La cifra oficial" is of no official.
        let of = (head + 1..end).find(|of| matches!(self.word_at(*of), "de" | "del")).unwrap_or(head);
        Some(self.number(found, at..end, of..end))
    }

    fn number(&self, group: usize, verb: Range<usize>, described: Range<usize>) -> Arguments {
        let trigger = Some(self.groups[group].tokens.clone());
        Arguments { patients: vec![group], verb, described: Some(described), trigger, ..Arguments::default() }
    }

    /// The bare number that a verb in the same clause leads to.
    fn number_behind(&self, end: usize) -> Option<usize> {
        let stop = (end..end + NEAR)
            .find(|at| matches!(self.tag_at(*at), Tag::Mark | Tag::Boundary | Tag::Coordinator | Tag::Relative))
            .unwrap_or(end + NEAR);
        let found = self.outer().iter().position(|group| {
            (end..stop).contains(&group.tokens.start) && self.phrases.is_bare_number(group) && group.of.is_none()
        })?;
        // "El número de heridos supera los 200": the verb is in the number.
        let verb = (end..=self.groups[found].tokens.start).any(|at| self.is_sum_verb(at));
        verb.then_some(found)
    }

    /// "Son", "suman", "asciende".
    fn is_sum_verb(&self, at: usize) -> bool {
        self.tag_at(at) == Tag::Be || self.phrases.predicates.lists.wording.totals.has(self.word_at(at))
    }

    /// "Los muertos son dos; los heridos, más de cuarenta".
    fn gapped(&self, end: usize) -> Option<usize> {
        let start = end + usize::from(self.tag_at(end) == Tag::Comma);
        let found = self.outer().iter().position(|group| {
            group.tokens.start == start && self.phrases.is_bare_number(group) && group.of.is_none()
        })?;
        let stop = self.groups[found].tokens.end;
        let in_all = self.phrases.lexicon.quantifiers.in_all.at(self.phrases.line, stop);
        let stop = stop + in_all.unwrap_or(0);
        matches!(self.tag_at(stop), Tag::Mark | Tag::Comma | Tag::Coordinator).then_some(found)
    }

    /// "Elevó a 25 los muertos y a 60 los heridos": the number at `first` goes on with the verb before.
    fn sum_goes_on(&self, first: usize) -> bool {
        let led = usize::from(first > 0 && matches!(self.word_at(first - 1), "a" | "en"));
        let joined = first > led && matches!(self.tag_at(first - led - 1), Tag::Coordinator | Tag::Comma);
        joined && (first.saturating_sub(NEAR)..first).any(|at| self.is_sum_verb(at))
    }

    /// The phrase with an article that the state at `at` stands in or right behind.
    fn known(&self, at: usize) -> Option<Range<usize>> {
        let within = |group: &&Group| group.tokens.contains(&at) || group.range().end == at;
        let group = self.groups.iter().filter(within).min_by_key(|group| group.tokens.len())?;
        let article = self.phrases.lexicon.grammar.articles.has(self.word_at(group.tokens.start));
        article.then(|| group.tokens.start..group.tokens.end.max(at + 1))
    }

    /// "Los muertos son nueve", "ya suman 12 los heridos", "los fallecidos son Ana Ruiz y Juan Paz".
    fn so_many(&self, at: usize, end: usize) -> Option<Arguments> {
        let known = self.known(at)?;
        let led = known.start > 0 && self.tag_at(known.start - 1) == Tag::Preposition;
        if led {
            return None;
        }
        let before = self.touching(known.start).filter(|group| {
            let group = &self.groups[*group];
            let first = group.tokens.start;
            self.phrases.is_bare_number(group)
                && ((first.saturating_sub(2)..first).any(|at| self.is_sum_verb(at)) || self.sum_goes_on(first))
        });
        if let Some(before) = before {
            return Some(self.number(before, at..end, known));
        }
        if let Some(found) = self.number_behind(end).or_else(|| self.gapped(end)) {
            return Some(self.number(found, at..end, known));
        }
        let names =
            (self.tag_at(end) == Tag::Be).then(|| self.outer().iter().position(|group| group.tokens.start == end + 1));
        let first = names.flatten().filter(|first| self.names_one(*first))?;
        let patients = self.listed(first);
        Some(Arguments { patients, verb: at..end, described: Some(known), ..Arguments::default() })
    }

    /// A name, or an office with one.
    fn names_one(&self, group: usize) -> bool {
        let group = &self.groups[group];
        group.named == Named::People && group.tokens.clone().skip(1).any(|at| self.phrases.line.is_capital(at))
    }

    /// "Entre los fallecidos hay dos mujeres", "alias Rúber no está entre los muertos".
    pub(super) fn among(&self, at: usize, end: usize) -> Option<Arguments> {
        let known = self.known(at)?;
        let entre = known.start.checked_sub(1).filter(|before| self.word_at(*before) == "entre")?;
        // "Entre los trece cuerpos hay cuatro menores" tells both numbers.
        let behind = self.placed_behind(end);
        if !behind.is_empty() && self.groups.iter().any(|group| group.stated && group.tokens.start == known.start) {
            return None;
        }
        let wording = &self.phrases.predicates.lists.wording;
        let is = |at: usize| self.tag_at(at) == Tag::Be || wording.figures.has(self.word_at(at));
        let part = |patients: Vec<usize>, verb: Range<usize>| {
            let told = Arguments { patients, verb, part: true, ..Arguments::default() };
            told.patients
                .first()
                .is_some_and(|first| self.phrases.can_suffer(&self.groups[*first], Whom::People))
                .then_some(told)
        };
        if !behind.is_empty() {
            return part(behind, at..end);
        }
        let verb = (entre.saturating_sub(3)..entre).rev().find(|at| is(*at))?;
        let verbal = self.verbal(verb, verb + 1);
        let patients = self.ahead(&verbal, Whom::People).or_else(|| self.behind(verb + 1, Whom::People))?;
        part(patients, verbal.start..verb + 1)
    }

    /// The phrases behind a verb that places them ("… hay dos mujeres").
    pub(in crate::incidents) fn placed_behind(&self, end: usize) -> Vec<usize> {
        let figures = &self.phrases.predicates.lists.wording.figures;
        let is = |at: &usize| self.tag_at(*at) == Tag::Be || figures.has(self.word_at(*at));
        let first = (end..end + 3).find(is).and_then(|verb| self.next_phrase(verb + 1, false));
        first.map_or_else(Vec::new, |first| self.listed(first))
    }

    /// "Dos de los heridos", "de los doce muertos, siete eran civiles".
    fn out_of(&self, at: usize, end: usize) -> Option<Arguments> {
        let taken = self.outer().iter().position(|group| {
            let inside = group.of.as_ref().is_some_and(|of| of.contains(&at) || of.end == at);
            let known = group
                .of
                .as_ref()
                .is_some_and(|of| of.clone().any(|at| self.word_at(at) != "de" && self.is_known_word(at)));
            inside && known && group.stated && self.phrases.is_bare_number(group)
        });
        if let Some(taken) = taken {
            let behind = self.groups[taken].range().end.max(end);
            let described = self.described(behind);
            // "Ocho de los doce detenidos quedaron libres": it happened to the twelve.
            let whole = self.groups.iter().position(|group| {
                let of = self.groups[taken].of.as_ref();
                group.stated && of.is_some_and(|of| of.contains(&group.tokens.start) && of.start < group.tokens.start)
            });
            let tells = described.as_ref().is_some_and(|words| self.tells_of_some(words));
            let told = Arguments { verb: at..end, ..Arguments::default() };
            return Some(match whole.filter(|_| !tells) {
                // "Es uno de los 33 muertos" tells both.
                Some(whole) => {
                    let start = self.groups[taken].tokens.start;
                    let is = start > 0 && self.tag_at(start - 1) == Tag::Be;
                    Arguments { patients: if is { vec![whole, taken] } else { vec![whole] }, ..told }
                }
                None => Arguments { patients: vec![taken], part: true, described, ..told },
            });
        }
        // "De los doce muertos, siete" tells both numbers.
        if self.groups.iter().any(|group| group.stated && (group.tokens.end == at || group.tokens.contains(&at))) {
            return None;
        }
        let known = self.known(at).map_or(at, |known| known.start);
        let first = (known.saturating_sub(3)..known).find(|at| matches!(self.word_at(*at), "de" | "del"))?;
        let opens = first == 0 || matches!(self.tag_at(first - 1), Tag::Mark | Tag::Boundary);
        let comma = (end..end + NEAR).find(|at| self.tag_at(*at) == Tag::Comma)?;
        let found = self.outer().iter().position(|group| group.tokens.start == comma + 1 && group.stated)?;
        let behind = self.groups[found].range().end;
        let told = Arguments { patients: vec![found], verb: at..end, part: true, ..Arguments::default() };
        opens.then(|| Arguments { described: self.described(behind), ..told })
    }

    /// Which side or kind they are, or that they are gravely hurt.
    fn tells_of_some(&self, words: &Range<usize>) -> bool {
        let (line, lexicon) = (self.phrases.line, self.phrases.lexicon);
        let grave = |at: usize| lexicon.quantifiers.grave.at(line, at).is_some();
        side(line, lexicon, words).is_some()
            || kind_of_people(line, lexicon, words).is_some()
            || words.clone().any(grave)
    }

    fn is_known_word(&self, at: usize) -> bool {
        let lexicon = self.phrases.lexicon;
        let word = self.word_at(at);
        lexicon.grammar.articles.has(word) || lexicon.people.pointing.has(word) || word == "del"
    }

    /// "No hubo muertos ni heridos", "sin víctimas fatales": none; "hubo heridos": some.
    pub(super) fn none_of(&self, at: usize, end: usize) -> Option<Arguments> {
        // "Una lista de víctimas" counts nobody, "no hay reporte de heridos" tells of none.
        let reported = at > 1 && self.phrases.predicates.lists.wording.reports.has(self.word_at(at - 2));
        let led = at > 0 && self.tag_at(at - 1) == Tag::Preposition && self.word_at(at - 1) != "sin" && !reported;
        let bare = at > 0 && !led && !matches!(self.tag_at(at - 1), Tag::Determiner | Tag::Number | Tag::Noun);
        let verb = self.exists_before(at);
        // "No los cuenta ni muertos" denies nobody's death: a single "ni" needs a verb that tells that there are some.
        let sorts = (0..self.phrases.line.len()).filter(|other| self.word_at(*other) == "ni").count() > 1;
        let right_before = at > 0 && (self.word_at(at - 1) == "sin" || self.word_at(at - 1) == "ni" && sorts);
        let none = bare && (right_before || verb.is_some_and(|verb| self.is_denied(verb)));
        let some = bare && self.word_at(at).ends_with('s') && verb.is_some_and(|verb| verb + 1 == at);
        let (min, max) = match (none, some) {
            (true, _) => (0, Some(0)),
            (false, true) => (2, None),
            _ => return None,
        };
        let somebody = Somebody { words: at..end, min, max, stated: none };
        Some(Arguments { somebody: Some(somebody), verb: at..end, ..Arguments::default() })
    }
}

#[cfg(test)]
mod tests {
    use crate::incidents::tests::spanish;

    #[test]
    fn sums() {
        spanish("Los heridos suman 31.", &["injured 31 [31]"]);
        spanish("Los menores muertos son siete.", &["killed 7 children [siete]"]);
        spanish("Ya son doce los muertos por la explosión.", &["killed 12 [doce]"]);
        spanish("La cifra de fallecidos asciende a 18.", &["killed 18 [18]"]);
        spanish("Subió a nueve la cifra de muertos.", &["killed 9 [nueve]"]);
        spanish("El número de desaparecidos es de 43.", &["missing 43 [43]"]);
        spanish("A los contratistas no los cuenta ni muertos.", &[]);
        spanish("Ni muertos ni heridos dejó el choque.", &["killed 0 [muertos]", "injured 0 [heridos]"]);
        spanish("No hubo muertos ni heridos.", &["killed 0 [muertos]", "injured 0 [heridos]"]);
        spanish("Ningún policía resultó lesionado.", &["injured 0 officials [Ningún policía]"]);
        spanish("Hubo 1.204 detenciones arbitrarias.", &["arrested 1204 [1.204 detenciones arbitrarias]"]);
    }

    #[test]
    fn parts() {
        spanish(
            "Murieron siete mineros, entre ellos dos menores.",
            &["killed 7 [siete mineros]", "killed 2 children of 0 [dos menores]"],
        );
        spanish(
            "Capturaron a nueve hombres, de los cuales tres son menores.",
            &["arrested 9 [nueve hombres]", "arrested 3 children of 0 [tres]"],
        );
        spanish(
            "Los heridos suman 31, de ellos ocho graves.",
            &["injured 31 [31]", "injured 8 grave of 0 [ocho graves]"],
        );
        spanish("Cuatro de los fallecidos eran policías.", &["killed 4 officials [Cuatro]"]);
        spanish(
            "De los doce muertos, siete eran civiles.",
            &["killed 12 [los doce muertos]", "killed 7 bystanders of 0 [siete]"],
        );
        spanish(
            "Entre los fallecidos hay dos mujeres y un niño.",
            &["killed 2 women [dos mujeres]", "killed 1 children [un niño]"],
        );
        spanish("El cabo no está entre los muertos.", &["killed not 1 officials [El cabo]"]);
        spanish(
            "Hubo siete civiles muertos y un solo funcionario.",
            &["killed 7 bystanders [siete civiles]", "killed 1 officials [un solo funcionario]"],
        );
    }
}
