//! How is a phrase for a source built: what is its head, does it point at one or at several, at a known one or at any?
//!
//! "A doctor at the clinic who asked not to be named" points at any one; its head is "doctor", and "clinic" tells that
//! doctor from others. The head stands last before a preposition in English, first in Romance languages; a word of
//! the lexicon goes before an unknown one. Words that tell nobody apart (articles, "former", numbers) are no part of
//! what is compared. Left out: grammar beyond that; a phrase is a row of words.

use std::collections::BTreeSet;
use std::rc::Rc;

use variorum_evidence::document::Language;
use variorum_evidence::question::PartyGroup;

use crate::fold::fold;
use crate::lexicon::{Class, Notion, Sex, lexicon};

/// Plain words, shared by all who have the same phrase.
pub(crate) type Words = Rc<BTreeSet<String>>;

/// How a phrase points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pointing {
    /// "The minister".
    Definite,
    /// "Minister" in a heading, "Police".
    Bare,
    /// "Her brother".
    Owned,
    /// "A man", "some guards".
    Indefinite,
}

/// A phrase taken apart.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    /// Its telling words, each as its plain word.
    pub(crate) words: Words,
    /// The plain word that it is built on.
    pub(crate) head: Option<String>,
    /// What the head calls; none for a noun of no list.
    pub(crate) class: Option<Class>,
    /// All plain words before a preposition that call somebody: the head, and titles beside it.
    pub(crate) calls: BTreeSet<String>,
    pub(crate) pointing: Pointing,
    pub(crate) several: bool,
    /// How many, as written ("two", "12").
    pub(crate) count: Option<String>,
    /// "Another", "other".
    pub(crate) is_other: bool,
    /// Whether a word before the head says that an office is held no more.
    pub(crate) is_former: bool,
    /// Whether all telling words are those of offices, bodies, fields and countries.
    pub(crate) is_of_offices: bool,
    /// Whether a word behind the first is written as a name is.
    pub(crate) has_name: bool,
    /// The first word, folded, if it is unknown and has a capital: a name, or the beginning of a sentence.
    pub(crate) opening_word: Option<String>,
    pub(crate) sex: Option<Sex>,
}

/// A word of a phrase.
#[derive(Debug, Clone)]
struct Token {
    written: String,
    folded: String,
    /// Whether a comma, a bracket or a dash stands before it.
    after_break: bool,
}

impl Token {
    /// "US" and "UN" are no pronoun and no article.
    fn is_acronym(&self) -> bool {
        self.written.chars().count() > 1 && self.written.chars().all(char::is_uppercase)
    }

    fn is_in(&self, list: &BTreeSet<String>) -> bool {
        !self.is_acronym() && list.contains(&self.folded)
    }

    fn notion(&self) -> Option<Notion> {
        lexicon().notion(&self.written).filter(|_| self.is_acronym() || !self.is_in(&lexicon().grammar.joining))
    }

    fn is_number(&self) -> bool {
        self.folded.starts_with(|letter: char| letter.is_ascii_digit()) || self.is_in(&lexicon().grammar.numbers)
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut written = String::new();
    let mut breaks = false;
    for letter in text.chars().chain([' ']) {
        // A combining accent is part of its letter.
        if letter.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&letter) {
            written.push(letter);
            continue;
        }
        if !written.is_empty() {
            let folded = fold(&written);
            tokens.push(Token { written: std::mem::take(&mut written), folded, after_break: breaks });
            breaks = false;
        }
        breaks |= matches!(letter, ',' | '(' | ')' | '–' | '—' | ';' | ':');
    }
    tokens
}

/// Takes a phrase apart; `language` is that of its document, if it is known.
pub(crate) fn phrase(text: &str, language: Option<Language>) -> Phrase {
    let tokens = tokens(text);
    let grammar = &lexicon().grammar;
    let opening = opening(&tokens);
    let skips = |token: &Token| {
        token.is_in(&grammar.definite)
            || token.is_in(&grammar.indefinite)
            || token.is_in(&grammar.other)
            || token.is_in(&grammar.owned)
            || token.is_in(&grammar.former)
            || token.is_number()
    };
    let start = tokens.iter().position(|token| !skips(token)).unwrap_or(tokens.len());
    let called =
        |upto: usize| tokens[start..upto].iter().any(|token| token.notion().is_some_and(|it| it.class.is_noun()));
    let stops = |at: &usize| {
        let token = &tokens[*at];
        let and = token.folded == "and" && called(*at);
        token.after_break || token.is_in(&grammar.behind) || token.is_in(&grammar.relative) || and
    };
    let length = (start + 1..tokens.len()).find(stops).unwrap_or(tokens.len()).max(start) - start;
    let front = &tokens[start..start + length];
    let upto = tokens.iter().position(|token| token.is_in(&grammar.relative)).unwrap_or(tokens.len());
    let told: Vec<&Token> = tokens[..upto]
        .iter()
        .enumerate()
        .filter(|(at, token)| !(*at < start && skips(token)) && is_telling(token))
        .map(|(_, token)| token)
        .collect();
    let known: Vec<Option<Notion>> = told.iter().map(|token| token.notion()).collect();
    let of_office = |notion: &Option<Notion>| {
        notion.as_ref().is_some_and(|notion| {
            matches!(notion.class, Class::Sole | Class::Holder | Class::Field | Class::Country)
                || notion.class.is_body()
        })
    };
    let head = head(front, is_head_last(&tokens, language));
    let notion = head.and_then(Token::notion).filter(|notion| notion.class.is_noun());
    let plural = head.is_some_and(|head| notion.is_none() && head.folded.len() > 3 && is_plural(&head.folded));
    let calls = front.iter().filter_map(Token::notion).filter(|notion| notion.class.is_noun());
    let calls: BTreeSet<String> = calls.map(|notion| notion.plain).chain(head.map(plain)).collect();
    let count = tokens[..start].iter().find(|token| token.is_number()).map(|token| token.folded.clone());
    let capital = |token: &&Token| token.written.starts_with(char::is_uppercase);
    let first = tokens.get(start).filter(capital).filter(|token| token.notion().is_none());
    let whole = Phrase {
        words: Rc::new(told.iter().map(|token| plain(token)).collect()),
        head: head.map(plain),
        class: notion.as_ref().map(|notion| notion.class),
        calls,
        pointing: opening,
        several: notion.map_or(plural, |notion| notion.several) || count.is_some() || joins_two(front, &tokens),
        count,
        is_other: tokens[..start].iter().any(|token| token.is_in(&grammar.other)),
        is_former: tokens.iter().take(start + length).any(is_held_no_more),
        is_of_offices: !known.is_empty() && known.iter().all(of_office),
        has_name: tokens[start..upto.max(start)].iter().skip(1).any(|token| capital(&token)),
        opening_word: first.map(|token| token.written.to_lowercase()),
        sex: tokens.iter().take(start + length).find_map(|token| lexicon().sex(&token.folded)),
    };
    as_officer(as_police(as_prosecution(whole)))
}

/// "The police force" and "the force" are the police.
fn as_police(phrase: Phrase) -> Phrase {
    let hollow = |head: &String| lexicon().grammar.hollow.contains(head);
    if !phrase.head.as_ref().is_some_and(hollow) {
        return phrase;
    }
    let mut words: BTreeSet<String> = phrase.words.iter().filter(|word| !hollow(word)).cloned().collect();
    if words.is_empty() {
        words.insert("police".to_owned());
    }
    let police = words.contains("police");
    let words = Rc::new(words);
    let body = Phrase { head: Some("police".to_owned()), class: Some(Class::Institution), words, ..phrase.clone() };
    if police { body } else { phrase }
}

/// The "Ministerio Público" of Latin America is the office of its prosecutors, and no ministry.
fn as_prosecution(phrase: Phrase) -> Phrase {
    let public = |word: &str| phrase.words.contains(word);
    let whole = phrase.head.as_deref() == Some("ministry") && phrase.words.len() == 2 && public("public");
    if !whole || phrase.several {
        return phrase;
    }
    let office = || "prosecution".to_owned();
    let words = Rc::new([office()].into());
    Phrase { words, head: Some(office()), calls: [office()].into(), class: Some(Class::Institution), ..phrase }
}

/// "Un policía" is an officer, "la policía" the police.
fn as_officer(phrase: Phrase) -> Phrase {
    let one_of_many = phrase.pointing == Pointing::Indefinite || phrase.is_other || phrase.count.is_some();
    if !one_of_many || phrase.class != Some(Class::Institution) || phrase.head.as_deref() != Some("police") {
        return phrase;
    }
    let officer = || "officer".to_owned();
    let renamed = |words: &BTreeSet<String>| -> BTreeSet<String> {
        words.iter().map(|word| if word == "police" { officer() } else { word.clone() }).collect()
    };
    let (words, calls) = (Rc::new(renamed(&phrase.words)), renamed(&phrase.calls));
    Phrase { words, calls, head: Some(officer()), class: Some(Class::Rank), is_of_offices: false, ..phrase }
}

/// "Army and police" are two.
fn joins_two(front: &[Token], tokens: &[Token]) -> bool {
    let is_body = |token: &Token| token.notion().is_some_and(|notion| notion.class.is_body());
    let and = tokens.iter().position(|token| matches!(token.folded.as_str(), "and" | "y" | "e" | "und" | "et"));
    let behind = and.and_then(|and| tokens.get(and + 1..)).unwrap_or_default();
    front.iter().any(is_body) && behind.iter().any(is_body)
}

fn is_telling(token: &Token) -> bool {
    let grammar = &lexicon().grammar;
    !token.is_in(&grammar.joining) && !token.is_in(&grammar.behind) && !token.is_in(&grammar.former)
}

fn is_held_no_more(token: &Token) -> bool {
    matches!(token.folded.as_str(), "former" | "ex" | "then" | "entonces")
        || token.folded.strip_prefix("ex").is_some_and(|held| held.len() > 3 && lexicon().notion(held).is_some())
}

fn plain(token: &Token) -> String {
    token.notion().map_or_else(|| token.folded.clone(), |notion| notion.plain)
}

fn opening(tokens: &[Token]) -> Pointing {
    let grammar = &lexicon().grammar;
    let Some(first) = tokens.first() else { return Pointing::Bare };
    if first.is_in(&grammar.owned) {
        Pointing::Owned
    } else if first.is_in(&grammar.indefinite) || first.is_in(&grammar.other) || first.is_number() {
        Pointing::Indefinite
    } else if first.is_in(&grammar.definite) {
        Pointing::Definite
    } else {
        Pointing::Bare
    }
}

/// The word that a phrase is built on: a known noun, else the word at the head's place.
fn head(front: &[Token], is_last: bool) -> Option<&Token> {
    let grammar = &lexicon().grammar;
    // "The newspaper's reading" is no newspaper.
    let owner = front.iter().rposition(|token| token.folded == "s").filter(|at| is_last && at + 1 < front.len());
    let front = &front[owner.map_or(0, |at| at + 1)..];
    let adjective = |at: usize| at > 0 && front[at].is_in(&grammar.adjectival) && front[at - 1].notion().is_some();
    let noun = |at: &usize| !adjective(*at) && front[*at].notion().is_some_and(|notion| notion.class.is_noun());
    let telling = |at: &usize| is_telling(&front[*at]) && !front[*at].is_number();
    let mut places: Vec<usize> = (0..front.len()).collect();
    if is_last {
        places.reverse();
    }
    let place = places.iter().copied().find(noun).or_else(|| places.into_iter().find(telling))?;
    Some(&front[place])
}

fn is_head_last(tokens: &[Token], language: Option<Language>) -> bool {
    const ENGLISH: &[&str] = &["the", "a", "an", "of", "s", "for", "and", "at"];
    const ROMANCE: &[&str] = &["de", "del", "la", "el", "los", "las", "un", "una", "le", "les", "du", "da", "do", "o"];
    let has = |list: &[&str]| tokens.iter().any(|token| !token.is_acronym() && list.contains(&token.folded.as_str()));
    match language {
        _ if has(&ENGLISH[..1]) => true,
        _ if has(ROMANCE) => false,
        Some(language) => language == Language::En,
        None => true,
    }
}

fn is_plural(folded: &str) -> bool {
    folded.ends_with('s') && !["ss", "us", "is"].iter().any(|end| folded.ends_with(end))
}

/// The words behind "by", "of" or "from" in a phrase built on a paper, or those before it: who issued it.
pub(crate) fn issuer(text: &str) -> Option<String> {
    let grammar = &lexicon().grammar;
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let is_paper = |word: &str| lexicon().notion(&fold(word)).is_some_and(|notion| notion.class == Class::Paper);
    let paper = words.iter().position(|word| is_paper(word))?;
    let cut = |at: &usize| {
        grammar.relative.contains(&folded[*at])
            || words[*at - 1].ends_with([',', ';', ')'])
            || words[*at].starts_with('(')
    };
    let end = (paper + 2..words.len()).find(cut).unwrap_or(words.len());
    // "A report on the ministry" is about it.
    let about = |word: &String| grammar.behind.contains(word) && !grammar.by.contains(word);
    let by = (paper + 1..end).take_while(|at| !about(&folded[*at])).find(|at| grammar.by.contains(&folded[*at]));
    let written = |words: &[&str]| words.join(" ").trim_end_matches([',', ';']).to_owned();
    if let Some(by) = by.filter(|by| by + 1 < end) {
        return Some(written(&words[by + 1..end]));
    }
    let front = words[..paper].join(" ");
    let front = front
        .trim_start_matches("a ")
        .trim_start_matches("an ")
        .trim_end_matches("'s")
        .trim_end_matches("’s")
        .trim_end_matches(['\'', '’']);
    Some(front.to_owned()).filter(|front| phrase(front, None).class.is_some_and(Class::is_body))
}

/// The side that a phrase speaks for: that of its head; else that of the words beside it.
pub(crate) fn side_of(text: &str) -> Option<PartyGroup> {
    let head = phrase(text, None).head;
    let notions: Vec<Notion> = tokens(text).iter().filter_map(Token::notion).collect();
    let (heads, beside): (Vec<&Notion>, Vec<&Notion>) =
        notions.iter().partition(|notion| Some(&notion.plain) == head.as_ref() && notion.class.is_noun());
    let of_state = beside.iter().any(|notion| notion.side == Some(PartyGroup::Officials));
    let of_kin = notions.iter().any(|notion| matches!(notion.class, Class::Kin | Class::Circle));
    let side_beside = || beside.iter().find_map(|notion| notion.side);
    match heads.first() {
        // The family's lawyer speaks for the family.
        Some(head) if of_kin && head.class == Class::Calling => Some(PartyGroup::Affected),
        // The doctor of the army and the police log are on the side of the state.
        Some(head) if of_state && matches!(head.class, Class::Calling | Class::Record) => Some(PartyGroup::Officials),
        Some(head) => head.side.or_else(side_beside),
        None => notions.iter().filter(|notion| notion.class.is_noun()).find_map(|notion| notion.side),
    }
}

/// The side of an office or a body whose words tell none: offices are mostly the state's, bodies anybody's.
pub(crate) fn likely_side_of(text: &str) -> Option<PartyGroup> {
    match phrase(text, None).class? {
        Class::Holder => Some(PartyGroup::Officials),
        Class::Body => Some(PartyGroup::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_words() {
        for (text, head, class, words) in [
            ("interior and justice minister", "minister", Some(Class::Holder), "interior justice minister"),
            ("ministro de Interior y Justicia", "minister", Some(Class::Holder), "interior justice minister"),
            ("the attorney general", "lawyer", Some(Class::Calling), "general lawyer"),
            ("a doctor at the clinic who saw it", "doctor", Some(Class::Calling), "clinic doctor"),
            ("the beekeeper of Ostrow", "beekeeper", None, "beekeeper ostrow"),
            ("el piloto fugitivo", "pilot", Some(Class::Calling), "fugitivo pilot"),
            ("the newspaper's reading", "reading", None, "newspaper reading"),
            ("US officials", "official", Some(Class::Rank), "official usa"),
            ("l'ancien ministère de l'Intérieur", "ministry", Some(Class::Body), "ancien interior ministry"),
        ] {
            let found = phrase(text, None);
            let told = found.words.iter().cloned().collect::<Vec<_>>().join(" ");
            assert_eq!((found.head.as_deref(), found.class, told.as_str()), (Some(head), class, words), "{text}");
        }
    }

    #[test]
    fn pointing_and_number() {
        use Pointing::{Bare, Definite, Indefinite, Owned};
        for (text, pointing, several) in [
            ("the minister", Definite, false),
            ("two neighbours", Indefinite, true),
            ("su hermano", Owned, false),
            ("Police", Bare, false),
            ("los vecinos", Definite, true),
            ("the beekeepers", Definite, true),
            ("another resident", Indefinite, false),
        ] {
            let found = phrase(text, None);
            assert_eq!((found.pointing, found.several), (pointing, several), "{text}");
        }
    }

    #[test]
    fn issuers() {
        for (text, expected) in [
            ("a statement by the Interior Ministry", Some("the Interior Ministry")),
            ("a police statement", Some("police")),
            ("un comunicado de la Fiscalía", Some("la Fiscalía")),
            ("the list kept by Dr Inés Cano", Some("Dr Inés Cano")),
            ("the ministry's report", Some("the ministry")),
            ("a report on the ministry", None),
            ("the statement", None),
        ] {
            assert_eq!(issuer(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn sides() {
        for (text, expected) in [
            ("a police officer", Some(PartyGroup::Officials)),
            ("una vecina", Some(PartyGroup::Witnesses)),
            ("the victim's mother", Some(PartyGroup::Affected)),
            ("the family's lawyer", Some(PartyGroup::Affected)),
            ("a lawyer", Some(PartyGroup::Other)),
            ("director of the hospital", Some(PartyGroup::Other)),
            ("the police union", Some(PartyGroup::Officials)),
            ("local media", Some(PartyGroup::Media)),
            ("Karl", None),
        ] {
            assert_eq!(side_of(text), expected, "{text}");
        }
    }
}
