//! Phrases and names that were taken apart before.
//!
//! A case of a million claims has some ten thousand different words for its speakers, and taking them apart costs more than
//! anything else that is done with them. What a name is may hang on whether its document has a word, so that the answers
//! that a name was found under are kept with it. Nothing here changes a result: what is kept is what would come out again.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use variorum_evidence::document::Language;

use crate::names::{Name, classify_where, has_word};
use crate::phrases::{Phrase, phrase};

/// By language and words.
type Book<T> = RefCell<BTreeMap<Option<Language>, BTreeMap<String, T>>>;

/// What was asked of a document, and whether it had the word.
type Answers = Vec<(String, bool)>;

/// What was taken apart so far.
#[derive(Debug, Default)]
pub(crate) struct Phrasebook {
    phrases: Book<Rc<Phrase>>,
    names: Book<Vec<(Answers, Rc<Name>)>>,
}

impl Phrasebook {
    /// The phrase of these words.
    pub(crate) fn phrase(&self, text: &str, language: Option<Language>) -> Rc<Phrase> {
        let mut book = self.phrases.borrow_mut();
        let known = book.entry(language).or_default();
        if let Some(phrase) = known.get(text) {
            return Rc::clone(phrase);
        }
        let phrase = Rc::new(phrase(text, language));
        known.insert(text.to_owned(), Rc::clone(&phrase));
        phrase
    }

    /// The name of these words in a document of this text.
    pub(crate) fn name(&self, name: &str, text: &str, language: Option<Language>) -> Rc<Name> {
        let mut book = self.names.borrow_mut();
        let known = book.entry(language).or_default();
        let fits = |(answers, _): &&(Answers, Rc<Name>)| answers.iter().all(|(word, had)| has_word(text, word) == *had);
        if let Some((_, name)) = known.get(name).and_then(|known| known.iter().find(fits)) {
            return Rc::clone(name);
        }
        let mut answers = Answers::new();
        let taken_apart = classify_where(name, language, &mut |word| {
            let had = has_word(text, word);
            answers.push((word.to_owned(), had));
            had
        });
        let taken_apart = Rc::new(taken_apart);
        known.entry(name.to_owned()).or_default().push((answers, Rc::clone(&taken_apart)));
        taken_apart
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::{Sort, classify};

    #[test]
    fn a_name_is_what_it_is_in_its_document() {
        let book = Phrasebook::default();
        for (text, expected) in [("Shoppers ran.", Sort::Particular), ("The shoppers ran.", Sort::Common)].repeat(2) {
            let found = book.name("Shoppers", text, None);
            assert_eq!((found.sort, classify("Shoppers", text, None).sort), (expected, expected), "{text}");
        }
    }
}
