//! The words for the speaker of each claim, made ready for comparing.
//!
//! Some words are another's: a statement is the word of its issuer, if the text tells who that is; "we" in a text that
//! quotes nobody is its publisher; "I" in a claim inside a claim is whoever makes the outer one. All else is decided
//! when every mention of the case is known (`settling`). A pronoun that the reader found nobody for stays without a
//! name, in its document. Left out: any other coreference inside a document, which readers resolve.

use std::collections::BTreeMap;
use std::rc::Rc;

use variorum_evidence::claim::Source;
use variorum_evidence::document::Language;
use variorum_evidence::ids::DocumentId;
use variorum_evidence::question::PartyGroup;

use crate::Accounts;
use crate::claims::HeldClaim;
use crate::fold::{fold, words};
use crate::lexicon::{Class, lexicon};
use crate::names::{Name, Sort};
use crate::origins::Origins;
use crate::phrasebook::Phrasebook;
use crate::phrases::{Pointing, issuer};
use crate::reports::Reports;

/// A claim's words for its speaker.
#[derive(Debug)]
pub(crate) struct Mention {
    pub(crate) claim: usize,
    pub(crate) document: DocumentId,
    /// Documents are numbered as their claims come.
    pub(crate) number: usize,
    /// The first text of the document's origin: nobody in particular is the same in all copies of one story.
    pub(crate) home: DocumentId,
    pub(crate) name: Rc<Name>,
    pub(crate) role: Option<String>,
    /// That of the document.
    pub(crate) language: Option<Language>,
    /// How the words point where they stand; the name alone may have lost its article.
    pub(crate) pointing: Pointing,
    /// The earlier mention that makes this claim, if the words leave no doubt.
    pub(crate) follows: Option<usize>,
    /// Why the name is another than the words.
    pub(crate) rule: Option<&'static str>,
}

/// The mentions of all claims that have a source, in their order.
pub(crate) fn mentions(
    held: &[HeldClaim],
    accounts: &Accounts<'_>,
    reports: &Reports<'_>,
    origins: &Origins,
    book: &Phrasebook,
) -> Vec<Mention> {
    let mut mentions: Vec<Mention> = Vec::new();
    // Of one document: claims come by document, and words point to nothing outside theirs.
    let mut by_claim = BTreeMap::new();
    let (mut first, mut number) = (0, 0);
    for (claim, one) in held.iter().enumerate() {
        let document = one.account.document;
        if mentions.last().is_some_and(|last| last.document != document) {
            by_claim.clear();
            first = mentions.len();
            number = mentions.last().map_or(0, |last| last.number + 1);
        }
        let source = one.account.claim.source.as_ref();
        let place = Place {
            text: accounts.texts.get(&document).map_or("", String::as_str),
            language: accounts.readings.get(&document).and_then(|reading| reading.language),
            book,
        };
        let (name, role) = match (&one.attributed, source) {
            (Some(given), _) if given.trim().is_empty() => continue,
            (Some(given), source) => {
                let same = source.filter(|source| fold(&source.name) == fold(given));
                (Rc::new(Name::given(given)), same.and_then(|source| source.role.clone()))
            }
            (None, Some(source)) => place.named(source),
            (None, None) => continue,
        };
        let home = origins.first_text(document);
        let pointing = source.map_or(name.phrase.pointing, |source| place.pointing(source, &name));
        let language = place.language;
        let mut mention =
            Mention { claim, document, number, home, name, role, language, pointing, follows: None, rule: None };
        if one.attributed.is_none() {
            let outer = one.account.claim.nested_in.and_then(|outer| by_claim.get(&outer));
            let earlier = Earlier { held, mentions: &mentions, first, place, outer: outer.copied() };
            earlier.hand_on(&mut mention);
            place.publisher(&mut mention, source, reports);
        }
        by_claim.insert(one.account.claim.id, mentions.len());
        mentions.push(mention);
    }
    mentions
}

/// The document in which words stand.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    text: &'a str,
    language: Option<Language>,
    book: &'a Phrasebook,
}

impl Place<'_> {
    /// Name and role of a source; a paper's issuer stands for the paper.
    fn named(self, source: &Source) -> (Rc<Name>, Option<String>) {
        let letters = source.name.chars().any(char::is_alphabetic);
        let told = if letters { None } else { source.role.as_deref() };
        let name = self.name(told.unwrap_or(&source.name));
        if let Some(both) = self.both(source) {
            return (Rc::new(both), None);
        }
        let issuer = self.issuer(&name);
        let name = issuer.unwrap_or(name);
        let is_paper = |role: &str| self.book.phrase(role, self.language).class == Some(Class::Paper);
        let stamp = |role: &String| words(role).iter().all(|word| lexicon().grammar.stamps.contains(word));
        // "Venezuela's ministry" holds no office called Venezuela.
        let idle = |role: &String| stamp(role) || lexicon().country(&fold(role)).is_some();
        let role = source.role.clone().filter(|role| letters && !idle(role));
        let role = role.and_then(|role| if is_paper(&role) { issuer_words(&role) } else { Some(role) });
        let role = role.or_else(|| name.title.clone());
        (name, role)
    }

    fn name(self, name: &str) -> Rc<Name> {
        self.book.name(name, self.text, self.language)
    }

    /// "Prime Minister Ana Ruiz and President Hugo Lara" are two: the title of one holds the other's name.
    fn both(self, source: &Source) -> Option<Name> {
        let role = source.role.as_deref()?;
        let joins = role.split_whitespace().any(|word| matches!(word, "and" | "y" | "e" | "et" | "und"));
        let named = |word: &str| word.starts_with(char::is_uppercase) && lexicon().notion(bare(word)).is_none();
        let both = joins && role.split_whitespace().filter(|word| named(word)).count() > 1;
        let spoken = self.text.get(source.span.range()).filter(|_| both)?;
        Some(Name { sort: Sort::Common, title: None, written: spoken.to_owned(), ..Name::clone(&self.name(spoken)) })
    }

    /// Who issued what the name calls, if it is somebody or some body.
    fn issuer(self, name: &Name) -> Option<Rc<Name>> {
        if name.sort == Sort::Particular || name.phrase.class != Some(Class::Paper) {
            return None;
        }
        let issuer = self.name(&issuer_words(&name.whole)?);
        let body = issuer.phrase.class.is_some_and(Class::is_body) && !issuer.phrase.several;
        let fits = matches!(issuer.sort, Sort::Particular | Sort::Office) || body;
        fits.then_some(issuer)
    }

    fn pointing(self, source: &Source, name: &Name) -> Pointing {
        let spoken = self.text.get(source.span.range()).unwrap_or("");
        let same = words(spoken).ends_with(&words(&name.whole));
        if same { self.book.phrase(spoken, self.language).pointing } else { name.phrase.pointing }
    }

    /// "We have found", "our records show", "this office": whoever publishes the text, where nobody is quoted. "The
    /// Directorate" is its publisher, the Directorate of Prisons, if it goes by no fuller name there.
    fn publisher(self, mention: &mut Mention, source: Option<&Source>, reports: &Reports<'_>) {
        let quoted = || source.is_none_or(|source| is_in_quotes(self.text, source.span.start as usize));
        if mention.follows.is_some() || quoted() {
            return;
        }
        let publisher = reports.carrying(mention.document).find_map(|report| report.publisher.as_deref());
        let stands = |publisher: &&str| self.is_own_voice(mention, source) || self.is_short_for(mention, publisher);
        if let Some(publisher) = publisher.filter(stands) {
            mention.name = Rc::new(Name::given(publisher));
            mention.rule = Some("speaker.publisher");
        }
    }
}

impl Place<'_> {
    /// Whether the text speaks of itself: "we", "our list", "this office".
    fn is_own_voice(self, mention: &Mention, source: Option<&Source>) -> bool {
        let grammar = &lexicon().grammar;
        let phrase = &mention.name.phrase;
        let spoken = source.and_then(|source| self.text.get(source.span.range())).unwrap_or("");
        let first = words(spoken).into_iter().next().unwrap_or_default();
        let alone = phrase.words.len() == 1 && phrase.class.is_some_and(Class::is_body) && !phrase.several;
        match mention.name.sort {
            Sort::Pronoun => mention.name.words.iter().any(|word| grammar.ours.contains(word)),
            Sort::Particular => false,
            _ if grammar.this.contains(&first) => alone,
            _ => grammar.ours.contains(&first) && matches!(phrase.class, Some(Class::Paper | Class::Record)),
        }
    }

    /// Whether a body called by its noun alone can be the publisher: "the Alliance" and "Mines Alliance".
    fn is_short_for(self, mention: &Mention, publisher: &str) -> bool {
        let wanted = &mention.name.phrase;
        let body = wanted.class.is_some_and(Class::is_body) && mention.pointing == Pointing::Definite;
        if !body || wanted.several || wanted.words.len() != 1 || mention.name.sort == Sort::Particular {
            return false;
        }
        let whole = self.book.phrase(publisher, self.language);
        let media = whole.head.as_ref().and_then(|head| lexicon().notion(head)).and_then(|notion| notion.side);
        whole.head == wanted.head && whole.words.len() > 1 && media != Some(PartyGroup::Media)
    }
}

fn issuer_words(text: &str) -> Option<String> {
    issuer(text).filter(|issuer| !issuer.is_empty())
}

/// The mentions before one.
struct Earlier<'a> {
    held: &'a [HeldClaim],
    mentions: &'a [Mention],
    /// The first one of the document.
    first: usize,
    place: Place<'a>,
    /// The mention of the claim in which this one stands.
    outer: Option<usize>,
}

impl Earlier<'_> {
    /// Finds the earlier mention that "I" and "the statement" stand for.
    fn hand_on(&self, mention: &mut Mention) {
        let speaks = |word: &String| lexicon().grammar.speaking.contains(word);
        let found = if mention.name.sort == Sort::Pronoun && mention.name.words.iter().all(speaks) {
            self.outer.or_else(|| self.quoted(mention)).map(|outer| (outer, "speaker.nested"))
        } else if mention.name.phrase.class == Some(Class::Paper) && mention.name.sort == Sort::Common {
            self.issued(mention).map(|issuer| (issuer, "speaker.issuer"))
        } else {
            None
        };
        if let Some((earlier, rule)) = found {
            (mention.follows, mention.rule) = (Some(earlier), Some(rule));
        }
    }

    /// Who is quoted where "I" stands inside quotation marks: the last before, in one paragraph.
    fn quoted(&self, mention: &Mention) -> Option<usize> {
        let at = self.held[mention.claim].account.claim.source.as_ref()?.span.start as usize;
        let last = self.here().next_back()?;
        let from = self.held[self.mentions[last].claim].account.claim.hull().start as usize;
        let between = self.place.text.get(from..at)?;
        (is_in_quotes(self.place.text, at) && !between.contains('\n')).then_some(last)
    }

    /// Who said something in the paper that "the statement" points back to.
    fn issued(&self, mention: &Mention) -> Option<usize> {
        const REACH: usize = 160;
        if mention.pointing == Pointing::Indefinite || mention.name.phrase.words.len() > 1 {
            return None;
        }
        let paper = mention.name.phrase.head.as_ref()?;
        let tells = |other: &usize| {
            let hull = self.held[self.mentions[*other].claim].account.claim.hull();
            let text = &self.place.text;
            let start = hull.start as usize;
            let mut end = (hull.end as usize + REACH).min(text.len());
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            let near = text.get(start..end).unwrap_or("");
            let sentence = near.get(hull.end as usize - start..).and_then(|rest| rest.find(['.', '\n']));
            let near = sentence.map_or(near, |at| &near[..hull.end as usize - start + at]);
            let calls = |word: &str| lexicon().notion(word).is_some_and(|notion| notion.plain == *paper);
            self.mentions[*other].name.sort != Sort::Pronoun && near.split_whitespace().map(bare).any(calls)
        };
        self.here().rev().find(tells)
    }

    fn here(&self) -> std::ops::Range<usize> {
        self.first..self.mentions.len()
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// Longest paragraph in which quotation marks are counted, in bytes: a text without line ends is not gone through from
/// its beginning for every source.
const LONGEST_PARAGRAPH: usize = 8_000;

/// Whether quotation marks are open at `at`, counted from the beginning of its paragraph.
fn is_in_quotes(text: &str, at: usize) -> bool {
    let before = text.get(text.floor_char_boundary(at.saturating_sub(LONGEST_PARAGRAPH))..at).unwrap_or("");
    let paragraph = before.rsplit('\n').next().unwrap_or("");
    let count = |marks: [char; 2]| paragraph.chars().filter(|letter| marks.contains(letter)).count();
    count(['“', '«']) > count(['”', '»']) || paragraph.matches('"').count() % 2 == 1
}
