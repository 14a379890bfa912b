//! Who is meant inside this document?
//!
//! A first pass collects names with the roles that stand beside them (`persons`), short names of bodies (`short_names`),
//! and who stands first in each sentence; what words point back to by themselves is asked in `pointing`. A source then gets the fullest of these names that its own is part of ("Reverol" is "Ernesto
//! Reverol"); "the minister" is the last who is called so; "he" is the last single man or person who spoke or stood
//! first in a sentence; a ministry's statement is the ministry's word. Where nothing fits, the words themselves are
//! the name: precision before recall. Whether two names of different spelling are one person is asked later, across
//! documents.

mod persons;
mod pointing;
mod short_names;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use variorum_evidence::claim::Source;

use crate::holders::{
    Holder, Pointing, Sort, calls_somebody, head, holder, is_body, is_title, joined, name_at, without_determiner,
};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::tokens::{Kind, folded};
use persons::{Person, Persons, beside};
use pointing::{agrees, before_relative, is_head, is_quoted, issuer, pronoun, without_article, without_owner};
use short_names::{Named, explained};

/// How many earlier speakers are looked through for a pronoun.
const MEMORY: usize = 60;

/// How many bytes back "the man" and "the officer" reach.
const NEAR: u32 = 700;

/// Somebody at a place of the text.
#[derive(Debug, Clone)]
struct Mention {
    /// Where the words for it end.
    at: u32,
    name: String,
    role: Option<String>,
    /// Nouns that call it.
    calls: BTreeSet<String>,
    sort: Sort,
    /// Whether only such a noun names it.
    unnamed: bool,
    /// Whether it stands in somebody's quoted words.
    quoted: bool,
}

/// The people of one document, and who spoke so far.
#[derive(Debug, Default)]
pub(crate) struct People {
    persons: Persons,
    /// Bodies by their short names, folded.
    bodies: BTreeMap<String, Named>,
    subjects: Vec<Mention>,
    spoke: Vec<Mention>,
    /// Persons whom a pronoun told to be a woman or a man.
    told: BTreeMap<String, Sort>,
}

impl People {
    /// Takes in the names of a sentence.
    pub(crate) fn meet(&mut self, line: &Line<'_>, lexicon: &Lexicon) {
        for (short, body) in explained(line, lexicon) {
            self.bodies.entry(short).or_insert(body);
        }
        let mut at = 0;
        let mut first = None;
        while at < line.len() {
            let Some(name) = name_at(line, lexicon, at) else {
                at += 1;
                continue;
            };
            at = name.end;
            // "VEGA: …" is a label; "Vega again: …" in a live report speaks of Vega.
            if is_body(line, lexicon, &name) || line.word(name.end) == ":" {
                continue;
            }
            let (calls, role) = beside(line, lexicon, &name);
            // "Perez's group" and "in Villa Alta" name nobody who could be "he" in the next sentence.
            let owner = line.stem(name.end - 1).len() < line.word(name.end - 1).len();
            let place = name.start > 0 && lexicon.grammar.prepositions.has(line.word(name.start - 1));
            let introduced =
                name.len() == 1 && !calls.is_empty() && calls.iter().any(|call| lexicon.people.kin.has(call));
            let known = self.persons.known(&joined(line, &name)).is_some();
            if name.len() > 1 || introduced && !known {
                self.persons.add(line, lexicon, &name, &calls, role);
            }
            if !owner && !place && self.persons.known(&joined(line, &name)).is_some() {
                first.get_or_insert(name);
            }
        }
        let subject = self.subject(line, lexicon).or_else(|| self.mention(line, lexicon, &first?));
        let subject = self.topic(line, lexicon).or(subject);
        let quoted = |at| is_quoted(line.text.raw, at);
        self.subjects.extend(subject.map(|mention| Mention { quoted: quoted(mention.at), ..mention }));
    }

    /// Whoever stands before the first verb of a sentence.
    fn subject(&self, line: &Line<'_>, lexicon: &Lexicon) -> Option<Mention> {
        const LONGEST: usize = 25;
        let label = (0..line.len().min(4)).find(|at| line.word(*at) == ":").map_or(0, |at| at + 1);
        let start = (label..line.len()).find(|at| line.is_word(*at))?;
        let opens = (label..start).any(|at| line.kind(at) == Some(Kind::Open));
        let verb = (start + 1..line.len().min(start + LONGEST))
            .find(|at| lexicon.is_verb(line.word(*at)) || lexicon.cues.clause.has(line.word(*at)))?;
        let noun = head(line, lexicon, &(start..verb))?;
        let told = !opens
            && !lexicon.grammar.prepositions.has(line.word(start))
            && !lexicon.grammar.boundaries.has(line.word(start))
            && (start..verb).all(|at| !matches!(line.kind(at), Some(Kind::Open | Kind::Close)));
        let subject = holder(line, lexicon, &(start..verb));
        let fits = match &subject.name {
            Some(name) => subject.sort == Sort::Body || self.persons.known(&joined(line, name)).is_some(),
            None => subject.pointing != Pointing::Owned && calls_somebody(lexicon, &noun),
        };
        (told && fits).then(|| self.mention_of(line, lexicon, subject))
    }

    /// "As for the mayor, …": whom the sentence begins with and goes on to speak of.
    fn topic(&self, line: &Line<'_>, lexicon: &Lexicon) -> Option<Mention> {
        let label = (0..line.len().min(4)).find(|at| line.word(*at) == ":").map_or(0, |at| at + 1);
        let start = label + lexicon.people.topics.at(line, label)?;
        let comma = (start..line.len()).find(|at| line.is_mark(*at)).filter(|at| line.word(*at) == ",")?;
        let words = start..comma;
        let noun = head(line, lexicon, &words)?;
        let topic = holder(line, lexicon, &words);
        (topic.name.is_some() || calls_somebody(lexicon, &noun)).then(|| self.mention_of(line, lexicon, topic))
    }

    fn mention(&self, line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>) -> Option<Mention> {
        line.span(words).map(|_| self.mention_of(line, lexicon, holder(line, lexicon, words)))
    }

    /// What the phrase alone says, with what is known of a person of this name.
    fn mention_of(&self, line: &Line<'_>, lexicon: &Lexicon, holder: Holder) -> Mention {
        let at = line.span(&holder.words).map_or(0, |span| span.end);
        let own_role = holder.role.as_ref().map(|role| joined(line, role));
        let Some(name) = &holder.name else {
            let bare = without_owner(line, lexicon, without_article(line, lexicon, &holder.words));
            let name = joined(line, &bare);
            return Mention {
                at,
                name,
                role: own_role,
                calls: holder.calls,
                sort: holder.sort,
                unnamed: true,
                quoted: false,
            };
        };
        let words = joined(line, name);
        if let Some(body) = self.bodies.get(&folded(&words)) {
            return Self::of_body(at, body, own_role, holder.calls);
        }
        let known = self.persons.known(&words).filter(|_| holder.sort != Sort::Body);
        let mut calls = holder.calls;
        calls.extend(known.iter().flat_map(|person| person.calls.iter().cloned()));
        let sort = match known {
            Some(person) if holder.sort == Sort::Person => person.sort,
            _ => holder.sort,
        };
        let role = own_role.or_else(|| known?.role.clone());
        Mention {
            at,
            name: known.map_or(words, |person| person.name.clone()),
            role,
            calls,
            sort,
            unnamed: false,
            quoted: false,
        }
    }

    /// The source that the tokens `words` name, and remembers that it spoke.
    pub(crate) fn source(&mut self, line: &Line<'_>, lexicon: &Lexicon, words: Range<usize>) -> Option<Source> {
        let span = line.span(&words)?;
        let quoted = is_quoted(line.text.raw, span.start);
        let mention = Mention { at: span.end, quoted, ..self.resolve(line, lexicon, &words, span.start) };
        // "It" that stands for nothing named before is nobody's name.
        if words.len() == 1 && lexicon.people.it.has(&folded(&mention.name)) {
            return None;
        }
        let source = Source { span, name: mention.name.clone(), role: mention.role.clone() };
        let wanted = pronoun(line, lexicon, &words);
        if let Some(sex @ (Sort::Man | Sort::Woman)) = wanted.map(|wanted| wanted[0])
            && mention.sort == Sort::Person
            && !mention.unnamed
        {
            self.told.insert(mention.name.clone(), sex);
        }
        // A pronoun that nobody was found for is nobody's antecedent, and "I" is nobody's name.
        let spoken_of = wanted.is_none() && !(words.len() == 1 && lexicon.grammar.pronouns.has(line.word(words.start)));
        if spoken_of || !mention.unnamed {
            self.spoke.push(mention);
        }
        Some(source)
    }

    /// Whoever spoke last before `at`, named by the words at `span`.
    pub(crate) fn last_speaker(&self) -> Option<(String, Option<String>)> {
        self.spoke.last().map(|mention| (mention.name.clone(), mention.role.clone()))
    }

    fn resolve(&self, line: &Line<'_>, lexicon: &Lexicon, words: &Range<usize>, at: u32) -> Mention {
        if let Some(noun) = before_relative(line, lexicon, words) {
            return self.resolve(line, lexicon, &noun, at);
        }
        if let Some(wanted) = pronoun(line, lexicon, words) {
            return self.before(at, is_quoted(line.text.raw, at), lexicon, wanted).unwrap_or_else(|| Mention {
                at,
                name: joined(line, words),
                role: None,
                calls: BTreeSet::new(),
                sort: wanted[0],
                unnamed: true,
                quoted: false,
            });
        }
        let phrase = holder(line, lexicon, words);
        if let Some(fuller) = phrase.name.as_ref().filter(|_| phrase.sort == Sort::Body).and_then(|name| {
            let words = folded(&joined(line, name));
            let holds =
                |mention: &&Mention| mention.sort == Sort::Body && is_head(lexicon, &folded(&mention.name), &words);
            self.earlier(at).find(holds)
        }) {
            return fuller.clone();
        }
        if phrase.name.is_none() {
            if let Some(issuer) = issuer(line, lexicon, &phrase) {
                let issuer = self.resolve(line, lexicon, &issuer, at);
                return Mention {
                    unnamed: false,
                    calls: issuer.calls.union(&phrase.calls).cloned().collect(),
                    ..issuer
                };
            }
            if let Some(found) = self.called(line, lexicon, &phrase, at) {
                return found;
            }
        }
        self.mention_of(line, lexicon, phrase)
    }

    /// All who spoke or stood first in a sentence before `at`, the last first.
    fn earlier(&self, at: u32) -> impl Iterator<Item = &Mention> {
        let upto = self.subjects.partition_point(|mention| mention.at <= at);
        let spoke = self.spoke.iter().rev().filter(move |mention| mention.at <= at).take(MEMORY);
        let stood = self.subjects[..upto].iter().rev().take(MEMORY);
        let mut all: Vec<&Mention> = spoke.chain(stood).collect();
        all.sort_by_key(|mention| std::cmp::Reverse(mention.at));
        all.into_iter()
    }

    /// The last of the wanted sorts.
    fn before(&self, at: u32, quoted: bool, lexicon: &Lexicon, wanted: &[Sort]) -> Option<Mention> {
        let fits = |mention: &&Mention| wanted.contains(&self.sort_of(mention));
        // Whom the quoted speak of is not who speaks on: "A guard told me …," he said.
        let outside = self.earlier(at).filter(|mention| quoted || !mention.quoted).find(fits);
        let found = outside.or_else(|| self.earlier(at).find(fits))?;
        Some(self.settled(found, lexicon))
    }

    /// Man, woman or body, with what pronouns told since.
    fn sort_of(&self, mention: &Mention) -> Sort {
        let told = self.told.get(&mention.name).filter(|_| mention.sort == Sort::Person);
        told.copied().unwrap_or(mention.sort)
    }

    /// Who "the governor" is that stood first in a sentence.
    fn settled(&self, mention: &Mention, lexicon: &Lexicon) -> Mention {
        let bearer = || self.bearer(mention.calls.first()?, &folded(&mention.name), lexicon);
        if mention.unnamed { bearer().unwrap_or_else(|| mention.clone()) } else { mention.clone() }
    }

    /// "The minister", "the ministry", "her brother": the last who is called so, or the only one.
    fn called(&self, line: &Line<'_>, lexicon: &Lexicon, phrase: &Holder, at: u32) -> Option<Mention> {
        let call = phrase.calls.first()?;
        let words = folded(&joined(line, &without_determiner(line, lexicon, &phrase.words)));
        if phrase.pointing == Pointing::Indefinite || phrase.sort == Sort::Several {
            return None;
        }
        if phrase.pointing == Pointing::Owned && !is_title(lexicon, call) {
            return None;
        }
        let fits = |mention: &&Mention| {
            let named = folded(&mention.name);
            let others = lexicon.people.metonyms.get(call).into_iter().flatten();
            let nouns: Vec<&String> = std::iter::once(call).chain(others).collect();
            let body = mention.sort == Sort::Body && nouns.iter().any(|noun| is_head(lexicon, &named, &folded(noun)));
            let called = mention.calls.contains(call)
                || mention.sort == Sort::Body && nouns.iter().any(|noun| mention.calls.contains(*noun));
            let same_sort = (mention.sort == Sort::Body) == (phrase.sort == Sort::Body);
            same_sort && (called || body) && agrees(&words, mention.role.as_deref().unwrap_or(&mention.name))
        };
        let last = self.earlier(at).find(fits).map(|mention| self.settled(mention, lexicon));
        let someone = || {
            let near = self.earlier(at).find(|mention| !matches!(mention.sort, Sort::Several | Sort::Body))?;
            let clash = matches!((phrase.sort, near.sort), (Sort::Man, Sort::Woman) | (Sort::Woman, Sort::Man));
            let short = phrase.words.len() <= 3;
            let reaches = lexicon.people.someone.has(call) && short && !clash && at - near.at < NEAR;
            reaches.then(|| self.settled(near, lexicon))
        };
        last.or_else(|| self.bearer(call, &words, lexicon)).or_else(someone)
    }

    /// The only named person of the document who is called so.
    fn bearer(&self, call: &str, words: &str, lexicon: &Lexicon) -> Option<Mention> {
        let Person { name, role, calls, sort } = self.persons.bearer(call, words, lexicon)?;
        Some(Mention {
            at: 0,
            name: name.clone(),
            role: role.clone(),
            calls: calls.clone(),
            sort: *sort,
            unnamed: false,
            quoted: false,
        })
    }

    /// What a body that has a short name is called.
    fn of_body(at: u32, body: &Named, role: Option<String>, calls: BTreeSet<String>) -> Mention {
        Mention {
            at,
            name: body.name.clone(),
            role,
            calls: calls.union(&body.calls).cloned().collect(),
            sort: Sort::Body,
            unnamed: false,
            quoted: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Text, tokens};
    use variorum_evidence::document::Language;

    fn check(language: Language, sentences: &[&str], source: &str, expected: (&str, Option<&str>)) {
        let lexicon = Lexicon::of(language);
        let whole = format!("{} {source}", sentences.join(" "));
        let text = Text::of(&whole);
        let mut people = People::default();
        let mut at = 0;
        for sentence in sentences {
            let found = tokens(&whole, at..at + sentence.len());
            people.meet(&Line { text: &text, tokens: &found }, lexicon);
            at += sentence.len() + 1;
        }
        let found = tokens(&whole, at..whole.len());
        let line = Line { text: &text, tokens: &found };
        let named = people.source(&line, lexicon, 0..line.len()).unwrap();
        assert_eq!((named.name.as_str(), named.role.as_deref()), expected);
    }

    /// Like `check`, for a source inside its sentence.
    fn check_within(language: Language, before: &str, source: &str, (after, expected): (&str, &str)) {
        let lexicon = Lexicon::of(language);
        let whole = format!("{before}{source}{after}");
        let text = Text::of(&whole);
        let found = tokens(&whole, 0..whole.len());
        let line = Line { text: &text, tokens: &found };
        let mut people = People::default();
        people.meet(&line, lexicon);
        let at = found.iter().position(|token| token.start as usize == before.len()).unwrap();
        assert_eq!(people.source(&line, lexicon, at..at + 1).unwrap().name, expected);
    }

    #[test]
    fn names_titles_and_pronouns() {
        use Language::{En, Es};
        check(En, &["Deputy Minister Carla Rojas Vega spoke."], "Vega", ("Carla Rojas Vega", Some("Deputy Minister")));
        check(En, &[], "Interior Minister Paul Ostrow", ("Paul Ostrow", Some("Interior Minister")));
        check(En, &[], "Paul Ostrow, a party leader", ("Paul Ostrow", Some("party leader")));
        check(En, &["The runaway pilot Ana Diaz was there."], "The pilot", ("Ana Diaz", Some("runaway pilot")));
        check(En, &["Paul Ostrow left."], "he", ("Paul Ostrow", None));
        check(En, &[], "the Water Ministry", ("Water Ministry", None));
        check(En, &["Ana Diaz met Paul Diaz."], "Diaz", ("Diaz", None));
        check(Es, &[], "El ministro de Aguas, Raúl Peña", ("Raúl Peña", Some("ministro de Aguas")));
        check(Es, &["El juez, Raúl Peña, vino.", "Según Peña, nada."], "Peña", ("Raúl Peña", None));
        check(Es, &["Habló la jueza Inés Cano."], "la jueza", ("Inés Cano", Some("jueza")));
    }

    #[test]
    fn titles_roles_and_what_stands_around() {
        use Language::{En, Es};
        let head = "Colonel Ana Diaz, the head of the station,";
        check(En, &[], head, ("Ana Diaz", Some("head of the station")));
        check(En, &[], "16.20 Governor Ana Diaz, through her lawyer,", ("Ana Diaz", Some("Governor")));
        check(En, &["Her classmate Leo Marsh came."], "Classmate Leo Marsh", ("Leo Marsh", Some("Classmate")));
        check(En, &[], "Ana Diaz of the students' union", ("Ana Diaz", None));
        check(En, &[], "the Bank of Torrel", ("Bank of Torrel", None));
        check(En, &["Dr. Ana Diaz came."], "the doctor", ("Ana Diaz", Some("Dr.")));
        check(En, &["Ana Diaz, a baker, came.", "Paul Ostrow left."], "the baker", ("Ana Diaz", Some("baker")));
        check(En, &["In November Ana Diaz left."], "Diaz", ("Ana Diaz", None));
        check(En, &["Paul Ostrow came."], "Paul", ("Paul Ostrow", None));
        check(Es, &["El exministro Raúl Peña vino."], "el ministro", ("Raúl Peña", Some("exministro")));
        check(Es, &[], "El personero Raúl Peña, que renunció", ("Raúl Peña", Some("personero")));
    }

    #[test]
    fn bodies_and_what_they_write() {
        use Language::{En, Es};
        check(En, &[], "Island Justice Watch", ("Island Justice Watch", None));
        check(
            En,
            &[],
            "The Water Monitor, a group that counts wells,",
            ("Water Monitor", Some("group that counts wells")),
        );
        check(En, &["The Eastern Shore Movement fled."], "the movement", ("Eastern Shore Movement", None));
        check(En, &["Open Line, the group that waits, called."], "the group", ("Open Line", Some("group that waits")));
        check(En, &["The police union met."], "police", ("police", None));
        check(En, &[], "a police statement", ("police", None));
        check(En, &["The police came."], "the force", ("police", None));
        check(Es, &[], "La cuenta oficial del ministerio", ("ministerio", None));
        check(Es, &["La Policía llegó."], "un policía", ("un policía", None));
    }

    #[test]
    fn pronouns_pass_over_what_they_cannot_mean() {
        use Language::En;
        check_within(En, "The road met Paul Ostrow, ", "who", (" spoke.", "Paul Ostrow"));
        check_within(En, "He left the Water Ministry, ", "which", (" denied it.", "Water Ministry"));
        check(En, &["FINCH: Mariam Diallo left."], "she", ("Mariam Diallo", None));
        let governor = ["Governor Paul Ostrow spoke.", "A suspect fled.", "The governor left."];
        check(En, &governor, "he", ("Paul Ostrow", Some("Governor")));
        check(En, &["Ana Diaz spoke.", "The Eastern Shore Movement fled."], "it", ("Eastern Shore Movement", None));
        check(En, &["Three traders fled."], "we", ("we", None));
        check(En, &["Paul Ostrow spoke.", "“A guard fled. The guard ran,”"], "he", ("Paul Ostrow", None));
    }

    #[test]
    fn short_names_and_the_nouns_beside_them() {
        use Language::{En, Es};
        check(En, &["The Lakes and Rivers Board (LRB) met."], "The LRB", ("Lakes and Rivers Board", None));
        check(En, &["The company Green Hill Sugar (GHS) met."], "GHS", ("Green Hill Sugar", None));
        check(En, &[], "The Lakes and Rivers Board (LRB)", ("Lakes and Rivers Board", None));
        check(En, &[], "The Prime Minister's Office", ("Prime Minister's Office", None));
        check(Es, &["La empresa Aguas del Sur (Asur) calló."], "Asur", ("Aguas del Sur", None));
    }

    #[test]
    fn kin_by_a_single_name() {
        use Language::{En, Es};
        check(En, &["Paul Ostrow left.", "Ostrow's wife, Grace, has gone."], "she", ("Grace", Some("Ostrow's wife")));
        check(En, &["Paul Ostrow left.", "His sister Rosa stayed."], "she", ("Rosa", Some("sister")));
        check(Es, &["Raúl Peña huyó.", "Su hija Camila lloró."], "ella", ("Camila", Some("hija")));
    }

    #[test]
    fn given_names_tell_women_from_men() {
        use Language::En;
        check(En, &["Esther Vale spoke.", "Daniel Marsh left."], "she", ("Esther Vale", None));
        check(En, &["Daniel Marsh spoke.", "Esther Vale left."], "he", ("Daniel Marsh", None));
        check(En, &["Zodwa Vale spoke."], "she", ("Zodwa Vale", None));
    }

    #[test]
    fn whom_a_sentence_goes_on_to_speak_of() {
        use Language::En;
        check(
            En,
            &["Governor Paul Ostrow left.", "Leo Marsh came.", "As for the governor, …"],
            "he",
            ("Paul Ostrow", Some("Governor")),
        );
        check(En, &["Leo Marsh came.", "Thirty-one agreed."], "he", ("Leo Marsh", None));
        check(En, &["Leo Marsh came.", "HPG left."], "he", ("Leo Marsh", None));
    }

    #[test]
    fn clauses_and_verbs_that_stand_with_a_source() {
        use Language::En;
        let clause = "who signed it,";
        let lexicon = Lexicon::of(En);
        let whole = format!("Engineer Ana Diaz, {clause} agreed.");
        let text = Text::of(&whole);
        let found = tokens(&whole, 0..whole.len());
        let line = Line { text: &text, tokens: &found };
        let mut people = People::default();
        people.meet(&line, lexicon);
        assert_eq!(people.source(&line, lexicon, 4..8).unwrap().name, "Ana Diaz");
        check(En, &[], "The company rejects", ("company", None));
    }
}
