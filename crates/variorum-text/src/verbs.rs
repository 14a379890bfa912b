//! Where does a Spanish verb of saying stand, with all the words of its group?
//!
//! "No ha querido confirmar", "le había ordenado", "está denunciando", "fue acusado de": negation, pronouns,
//! auxiliaries and the verb itself are one group, and the group knows which contents its verb may take. Forms that are
//! nouns too ("la denuncia") are told by the word before them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::conjugation::{Form, Irregular, forms};
use crate::lexicon::{Lexicon, Speech};
use crate::line::Line;

/// What a verb may take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Frames {
    pub(crate) clause: bool,
    pub(crate) object: bool,
    pub(crate) infinitive: bool,
    pub(crate) paper: bool,
    pub(crate) stating: bool,
    pub(crate) impersonal: bool,
    /// Takes numbers ("cuenta 60 familias").
    pub(crate) counting: bool,
    charged: bool,
    modal: bool,
    aspect: bool,
}

impl Frames {
    fn joined(self, other: Self) -> Self {
        Self {
            clause: self.clause || other.clause,
            object: self.object || other.object,
            infinitive: self.infinitive || other.infinitive,
            paper: self.paper || other.paper,
            stating: self.stating || other.stating,
            impersonal: self.impersonal || other.impersonal,
            counting: self.counting || other.counting,
            charged: self.charged || other.charged,
            modal: self.modal || other.modal,
            aspect: self.aspect || other.aspect,
        }
    }

    /// Whether the verb can be a cue at all.
    fn says(self) -> bool {
        self.clause || self.object || self.infinitive || self.paper || self.stating || self.impersonal || self.counting
    }
}

/// A verb with the words that belong behind it.
#[derive(Debug)]
struct Verb {
    first: String,
    behind: Vec<String>,
    reflexive: bool,
    frames: Frames,
}

/// The forms of all verbs of the lexicon.
#[derive(Debug, Default)]
pub(crate) struct Verbs {
    verbs: Vec<Verb>,
    forms: BTreeMap<String, Vec<(usize, Form)>>,
}

/// A cue with its auxiliaries, in tokens.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) tokens: Range<usize>,
    pub(crate) frames: Frames,
    pub(crate) form: Form,
    /// "Se" stands before it.
    pub(crate) se: bool,
    /// "Se le", "se les": nobody is named.
    pub(crate) addressed: bool,
    /// "Fue acusado".
    pub(crate) passive: bool,
    pub(crate) negated: bool,
    /// The "se" belongs to the verb ("se quejó de").
    pub(crate) reflexive: bool,
}

/// A verb at its place.
struct Head {
    end: usize,
    frames: Frames,
    form: Form,
    passive: bool,
    reflexive: bool,
}

const FINITE: &[Form] = &[Form::Finite, Form::First];

impl Verbs {
    /// Conjugates the verbs of the lexicon.
    pub(crate) fn of(speech: &Speech, irregular: &Irregular) -> Self {
        let mut frames: BTreeMap<&str, Frames> = BTreeMap::new();
        type Mark = fn(&mut Frames);
        let lists: [(&[String], Mark); 11] = [
            (&speech.clause, |frames| frames.clause = true),
            (&speech.object, |frames| frames.object = true),
            (&speech.infinitive, |frames| frames.infinitive = true),
            (&speech.papers, |frames| frames.paper = true),
            (&speech.stating, |frames| frames.stating = true),
            (&speech.impersonal, |frames| frames.impersonal = true),
            (&speech.counting, |frames| frames.counting = true),
            (&speech.charged, |frames| frames.charged = true),
            (&speech.modals, |frames| frames.modal = true),
            (&speech.aspects, |frames| frames.aspect = true),
            (&speech.common, |_| {}),
        ];
        for (list, set) in lists {
            list.iter().for_each(|entry| set(frames.entry(entry).or_default()));
        }
        let mut all = Self::default();
        for (entry, frames) in frames {
            all.add(entry, frames, irregular);
        }
        all
    }

    fn add(&mut self, entry: &str, frames: Frames, irregular: &Irregular) {
        let mut words = entry.split(' ').map(str::to_owned);
        let Some(first) = words.next() else { return };
        let reflexive = first.ends_with("rse");
        let first = if reflexive { first.trim_end_matches("se").to_owned() } else { first };
        for (form, kind) in forms(&first, irregular) {
            let uses = self.forms.entry(form).or_default();
            if !uses.contains(&(self.verbs.len(), kind)) {
                uses.push((self.verbs.len(), kind));
            }
        }
        self.verbs.push(Verb { first, behind: words.collect(), reflexive, frames });
    }

    /// The verbs whose frames are `wanted`, each in all forms of these kinds with the words that belong behind it.
    pub(crate) fn entries(&self, wanted: fn(Frames) -> bool, kinds: &[Form]) -> Vec<String> {
        let forms = self
            .forms
            .iter()
            .flat_map(|(form, uses)| uses.iter().map(move |(verb, kind)| (form, &self.verbs[*verb], kind)));
        let fitting = forms.filter(|(_, verb, kind)| wanted(verb.frames) && !verb.reflexive && kinds.contains(kind));
        let entry =
            |(form, verb, _): (&String, &Verb, &Form)| [std::slice::from_ref(form), &verb.behind].concat().join(" ");
        fitting.map(entry).collect()
    }

    fn uses<'a>(&'a self, word: &str) -> impl Iterator<Item = (&'a Verb, Form)> + use<'a> {
        self.forms.get(word).into_iter().flatten().map(|(verb, form)| (&self.verbs[*verb], *form))
    }

    /// "Ha", "puede": goes before another form.
    pub(crate) fn is_auxiliary(&self, word: &str) -> bool {
        self.uses(word).any(|(verb, _)| verb.frames.modal || matches!(verb.first.as_str(), "haber" | "ser" | "estar"))
    }

    /// Whether `word` is a form of one of these kinds.
    pub(crate) fn is(&self, word: &str, kinds: &[Form]) -> bool {
        self.forms.get(word).is_some_and(|uses| uses.iter().any(|(_, form)| kinds.contains(form)))
    }
}

/// Whether the word at token `at` is no verb here: after an article or preposition, or a name.
fn is_nominal(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    if line.is_capital(at) && line.is_word(before) {
        return true;
    }
    let (word, before) = (line.word(at), line.word(before));
    let past = lexicon.verbs.uses(word).any(|(verb, _)| verb.first == "haber")
        || ["aron", "eron", "dijo", "puso", "hizo", "supo", "vio", "dio"].iter().any(|end| word.ends_with(end));
    let article = matches!(before, "la" | "los" | "las");
    let determined = lexicon.grammar.determiners.has(before) && !lexicon.grammar.pronouns.has(before) || before == "lo";
    let doubtful = lexicon.speech.nouns.has(word);
    if article || before == "lo" {
        // "La denuncia", "los informes" are nouns; "la acusó" and "lo niega" have a pronoun before the verb.
        let present = ["a", "e", "o", "an", "en", "as", "es"].iter().any(|end| word.ends_with(end));
        return doubtful
            || article && present && !["aba", "aban", "ía", "ían"].iter().any(|end| word.ends_with(end)) && !past;
    }
    determined
        || lexicon.grammar.prepositions.has(before)
        || doubtful
            && (matches!(before, "como" | "y" | "e" | "o" | "ni")
                || line.word(at + 1) == "de"
                || lexicon.verbs.uses(before).any(|(verb, form)| form == Form::Finite && !verb.frames.says()))
}

/// Whether a finite verb stands at token `at`.
pub(crate) fn is_finite(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> bool {
    if !line.is_word(at) || is_nominal(line, lexicon, at) {
        return false;
    }
    let word = line.word(at);
    let grammar = &lexicon.grammar;
    let lists = [&grammar.not_verbs, &grammar.determiners, &grammar.prepositions, &grammar.pronouns];
    if lists.iter().any(|list| list.has(word)) {
        return false;
    }
    // "Amnistía Internacional", "Marcha contra …": a name or noun at the head of a sentence.
    if line.is_capital(at) && line.is_capital(at + 1) && line.is_word(at + 1) && !word.ends_with(['ó', 'n']) {
        return false;
    }
    lexicon.verbs.is(word, &[Form::Finite, Form::Subjunctive])
        || lexicon.is_verb(word) && !(line.is_capital(at) && word.ends_with("ía"))
        || lexicon.verbs.is(word, &[Form::First]) && word.ends_with("mos")
        || ["ará", "arán", "erá", "erán", "irá", "irán"].iter().any(|end| word.ends_with(end)) && word.len() > 5
}

/// The group of a verb of saying that begins at token `start`.
pub(crate) fn group_at(line: &Line<'_>, lexicon: &Lexicon, start: usize, inside: bool) -> Option<Group> {
    let (mut at, mut se, mut dative, mut negated) = (start, false, false, false);
    loop {
        let word = line.word(at);
        match word {
            "se" => se = true,
            "le" | "les" | "me" | "nos" => dative = true,
            "la" | "lo" | "los" | "las" if at == start || line.word(at - 1) != "de" => {}
            "no" | "nunca" | "tampoco" | "ni" => negated = true,
            "ya" | "también" | "solo" | "sólo" | "todavía" | "aún" | "siempre" | "apenas" => {}
            _ => break,
        }
        at += 1;
    }
    if is_nominal(line, lexicon, at) && !lexicon.verbs.is(line.word(at), &[Form::Infinitive]) {
        return None;
    }
    let head = head(line, lexicon, at, FINITE, se)
        .or_else(|| head(line, lexicon, at, &[Form::Gerund, Form::Infinitive], se))?;
    // "Relato" and "cuento" are verbs only where somebody speaks of himself.
    let own = head.form == Form::First && !line.word(at).ends_with("mos") && !matches!(line.word(at), "he" | "hemos");
    if own && (!inside || lexicon.speech.nouns.has(line.word(at))) || !(head.frames.says() || head.passive) {
        return None;
    }
    Some(Group {
        tokens: start..head.end,
        frames: head.frames,
        form: head.form,
        se,
        addressed: se && dative,
        passive: head.passive,
        negated,
        reflexive: head.reflexive,
    })
}

/// The verb at token `at` in one of the `wanted` forms, with what it governs: the longest reading.
fn head(line: &Line<'_>, lexicon: &Lexicon, at: usize, wanted: &[Form], se: bool) -> Option<Head> {
    let word = line.word(at);
    let enclitic = ["le", "les", "lo", "la", "los", "las", "se", "me", "nos"].iter().find_map(|end| {
        word.strip_suffix(end).filter(|bare| bare.ends_with('r') && wanted.contains(&Form::Infinitive))
    });
    let mut best: Option<Head> = None;
    for (verb, form) in lexicon.verbs.uses(enclitic.unwrap_or(word)).filter(|(_, form)| wanted.contains(form)) {
        let Some(found) = reading(line, lexicon, at, verb, form, se || word.ends_with("se")) else { continue };
        best = Some(match best {
            Some(best) if best.end > found.end => best,
            Some(best) if best.end == found.end => Head { frames: best.frames.joined(found.frames), ..best },
            Some(best) if found.frames.says() && best.frames.says() => {
                Head { frames: best.frames.joined(found.frames), ..found }
            }
            _ => found,
        });
    }
    best
}

/// One reading of the verb at token `at`.
fn reading(line: &Line<'_>, lexicon: &Lexicon, at: usize, verb: &Verb, form: Form, se: bool) -> Option<Head> {
    if verb.reflexive && !se {
        return None;
    }
    let next = after_adverbs(line, lexicon, at + 1);
    if verb.first == "haber" {
        let found = head(line, lexicon, next, &[Form::Participle], se)?;
        return Some(Head { form, ..found });
    }
    let mut end = at + 1;
    if !verb.behind.is_empty() {
        let fits = |from: usize| (0..verb.behind.len()).all(|step| line.word(from + step) == verb.behind[step]);
        // "Habló ayer de": a word or two may stand in between.
        let from = [end, next].into_iter().find(|from| fits(*from))?;
        end = from + verb.behind.len();
    }
    let after = if verb.behind.is_empty() { next } else { end };
    let governed = if verb.frames.modal {
        head(line, lexicon, after, &[Form::Infinitive], true)
    } else if verb.frames.aspect {
        head(line, lexicon, after, &[Form::Gerund], true)
    } else {
        None
    };
    if let Some(found) = governed.filter(|found| found.frames.clause || found.frames.object) {
        return Some(Head { form, reflexive: verb.reflexive || found.reflexive, ..found });
    }
    if matches!(verb.first.as_str(), "ser" | "estar") && verb.behind.is_empty() {
        let found = head(line, lexicon, next, &[Form::Participle], true)?;
        let end = (next..found.end).find(|at| line.word(*at) == "de").unwrap_or(found.end);
        let with = matches!(line.word(end), "de" | "por" | "como");
        return (found.frames.charged && with).then_some(Head { form, passive: true, end, ..found });
    }
    Some(Head { end, frames: verb.frames, form, passive: false, reflexive: verb.reflexive })
}

fn after_adverbs(line: &Line<'_>, lexicon: &Lexicon, at: usize) -> usize {
    let mut at = at;
    while lexicon.grammar.adverbs.has(line.word(at)) || line.word(at).len() > 6 && line.word(at).ends_with("mente") {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::{Text, tokens};
    use variorum_evidence::document::Language;

    /// The first group of the sentence.
    fn check(sentence: &str, expected: Option<&str>) {
        let text = Text::of(sentence);
        let tokens = tokens(sentence, 0..sentence.len());
        let line = Line { text: &text, tokens: &tokens };
        let group = (0..line.len()).find_map(|at| group_at(&line, Lexicon::of(Language::Es), at, false));
        let words = group.and_then(|group| line.span(&group.tokens)).map(|span| &sentence[span.range()]);
        assert_eq!(words, expected, "{sentence}");
    }

    #[test]
    fn groups_with_all_their_words() {
        check("El juez no ha querido confirmar el dato.", Some("no ha querido confirmar"));
        check("Un cabo le había ordenado callar.", Some("le había ordenado"));
        check("El gremio está denunciando abusos.", Some("está denunciando"));
        check("El ministro insistió ayer en que no hubo fuego.", Some("insistió ayer en"));
        check("La jueza fue acusada de mentir.", Some("fue acusada"));
        check("Se negó a precisar la cifra.", Some("Se negó a precisar"));
    }

    #[test]
    fn nouns_are_no_verbs() {
        check("La denuncia llegó tarde.", None);
        check("El informe sobre la muestra.", None);
        check("La acusó de mentir.", Some("La acusó de"));
    }

    #[test]
    fn every_doubtful_noun_is_a_form() {
        let lexicon = Lexicon::of(Language::Es);
        let idle: Vec<&str> =
            lexicon.speech.nouns.words().filter(|word| !lexicon.verbs.forms.contains_key(*word)).collect();
        assert_eq!(idle, [""; 0]);
    }
}
