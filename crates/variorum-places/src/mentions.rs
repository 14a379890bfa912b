//! Which words of a text name a place?
//!
//! A name of the gazetteer with a capital is a place if what stands around it says so: a preposition, what it is ("the
//! town of X"), what holds it ("X, Tex."), a dateline. A large place that is nobody's name needs no such sign. What is part
//! of a longer name is none: "Paris Hilton", "Dallas Morning News"; the office of a place ("Dallas Police Department") is
//! none either, but tells of which place the text speaks. A name that the gazetteer does not know is a place only with
//! the word for what it is, or with what holds it. Left out: names without capitals, and languages but two.

use std::collections::BTreeSet;
use std::ops::Range;

use variorum_evidence::place::PlaceKind;

use crate::gazetteer::{Gazetteer, Number, Rank, gazetteer};
use crate::vocabulary::{Vocabulary, vocabulary};
use crate::words::{Word, key, words};

/// Words of the longest name that is looked up.
const LONGEST: usize = 6;
/// Inhabitants from which on a town needs no sign that it is one.
const KNOWN: u64 = 200_000;
/// Longest word in capitals that is letters of an organisation, in a sentence that is not in capitals.
const LETTERS: usize = 5;
/// Longest dateline in bytes.
const DATELINE: usize = 120;

/// A stretch of the text that is looked at as a whole.
pub(crate) struct Piece<'a> {
    pub(crate) words: Vec<Word<'a>>,
    pub(crate) heading: bool,
    pub(crate) dateline: bool,
    /// Most words have a capital: a capital says nothing.
    titled: bool,
    /// All letters are capitals.
    shouted: bool,
}

/// How sure it is that the words name a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    /// Part of a longer name that is no place.
    Refused,
    /// In the name of an office of the place.
    Office,
    /// Nothing says so.
    None,
    /// Large, and nobody's name.
    Known,
    /// A word that mostly stands beside places.
    Beside,
    /// What it is, what holds it, or a dateline.
    Certain,
}

/// Words that may name a place.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) piece: usize,
    /// Bytes.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) key: String,
    /// The words as they are written.
    pub(crate) written: String,
    /// The places of that name; none if the gazetteer has none.
    pub(crate) places: Vec<Number>,
    /// The division or country that the text names as its holder.
    pub(crate) holder: Vec<Number>,
    /// Somebody in the text has this name too.
    pub(crate) somebody: bool,
    /// What the text says it is.
    pub(crate) kind: Option<PlaceKind>,
    pub(crate) sign: Sign,
    pub(crate) basis: &'static str,
}

/// The pieces of a text: datelines that stand before sentences, and the sentences.
pub(crate) fn pieces<'a>(text: &'a str, sentences: &[(Range<usize>, bool)]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut end = 0;
    for (range, heading) in sentences {
        let gap = text.get(end..range.start).map_or("", |gap| gap.rsplit('\n').next().unwrap_or(gap));
        let start = range.start.saturating_sub(gap.len());
        if gap.trim_end().ends_with(['-', '–', '—', ':']) && gap.len() <= DATELINE {
            pieces.push(Piece::of(text, start..range.start, false, true));
        }
        if text.get(range.clone()).is_some() {
            pieces.push(Piece::of(text, range.clone(), *heading, false));
            end = range.end;
        }
    }
    pieces
}

impl<'a> Piece<'a> {
    fn of(text: &'a str, range: Range<usize>, heading: bool, dateline: bool) -> Self {
        let words = words(text, range);
        let long = || words.iter().filter(|word| word.is_word && word.raw.len() > 3);
        let capitals = long().filter(|word| word.capital).count();
        let titled = !dateline && long().count() > 2 && capitals * 10 >= long().count() * 7;
        let shouted = titled && words.iter().filter(|word| word.is_word).all(Word::shouts);
        Self { words, heading, dateline, titled, shouted }
    }

    fn lower(&self, at: usize) -> String {
        self.words.get(at).filter(|word| word.is_word).map_or_else(String::new, |word| key(word.raw))
    }

    /// Whether the word at `at` and the one before it stand side by side.
    fn joined(&self, at: usize) -> bool {
        at > 0 && at < self.words.len() && self.words[at].is_word && self.words[at - 1].is_word
    }

    fn mark(&self, at: usize) -> &str {
        self.words.get(at).filter(|word| !word.is_word).map_or("", |word| word.raw)
    }

    fn capital(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.is_word && word.capital)
    }

    /// Whether the dash behind `end` joins the name to another word ("US-backed").
    fn hyphened(&self, end: usize) -> bool {
        let glued = |at: usize| self.words.get(at).is_some_and(|word| !word.spaced);
        matches!(self.mark(end), "-" | "–") && glued(end) && glued(end + 1)
    }
}

/// All words that may name a place, in text order.
pub(crate) fn mentions(text: &str, pieces: &[Piece<'_>]) -> Vec<Mention> {
    let surnames = surnames(pieces);
    let mut found = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        let seeker = Seeker { text, number, piece, surnames: &surnames, gazetteer: gazetteer(), lists: vocabulary() };
        seeker.seek(&mut found);
    }
    found
}

/// The last words of what look like names of people: two words with capitals, the first of them at no beginning.
fn surnames(pieces: &[Piece<'_>]) -> BTreeSet<String> {
    let lists = vocabulary();
    let mut names = BTreeSet::new();
    for piece in pieces.iter().filter(|piece| !piece.titled && !piece.dateline) {
        for at in 1..piece.words.len() {
            let pair = piece.joined(at) && piece.capital(at) && piece.capital(at - 1) && !piece.capital(at + 1);
            if !pair || piece.words[at].shouts() {
                continue;
            }
            let (first, last) = (piece.lower(at - 1), piece.lower(at));
            let place = gazetteer().named(&format!("{first} {last}")).next().is_some();
            let no_person = [&lists.heads, &lists.prepositions, &lists.directions, &lists.calendar, &lists.streets];
            if !place && !no_person.iter().any(|list| list.has(&first) || list.has(&last)) && !lists.offices.has(&last)
            {
                names.insert(last);
            }
        }
    }
    names
}

/// What a text says that a name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Town,
    Village,
    Division,
    Area,
}

/// A name at some words of a piece.
struct Name {
    end: usize,
    key: String,
    places: Vec<Number>,
    /// It is no town as well: "Homs, Aleppo" are two towns, though Aleppo is a province too.
    plain: bool,
    /// It is a short form.
    short: bool,
}

struct Seeker<'a> {
    text: &'a str,
    number: usize,
    piece: &'a Piece<'a>,
    surnames: &'a BTreeSet<String>,
    gazetteer: &'static Gazetteer,
    lists: &'static Vocabulary,
}

impl Seeker<'_> {
    fn seek(&self, found: &mut Vec<Mention>) {
        let mut at = 0;
        while at < self.piece.words.len() {
            if !self.piece.capital(at) {
                at += 1;
                continue;
            }
            let known = self.short_country(at).or_else(|| self.longest(at));
            if let Some(mention) = known.as_ref().and_then(|name| self.unknown(at, name.end)) {
                at = self.push(found, at, mention.0, mention.1);
            } else if let Some(name) = known {
                let end = name.end;
                let last = found.last().filter(|last| last.sign > Sign::None).map(|last: &Mention| last.end);
                let mention = self.judge(at, name, last);
                at = self.push(found, at, end, mention);
            } else if let Some((end, mention)) = self.unknown(at, at) {
                at = self.push(found, at, end, mention);
            } else {
                at += 1;
            }
        }
    }

    /// Keeps a mention and what qualifies it; gives where to go on.
    fn push(&self, found: &mut Vec<Mention>, start: usize, end: usize, mention: Mention) -> usize {
        let inner = start > 0 && !self.piece.words[start].spaced && self.piece.mark(start - 1) == "@";
        if !inner {
            found.push(mention);
        }
        let Some((first, holder)) =
            self.qualifier(end).filter(|_| !found.last().is_none_or(|last| last.holder.is_empty()))
        else {
            return end;
        };
        let last = holder.end;
        found.push(Mention {
            sign: Sign::Certain,
            basis: "it qualifies the name before it",
            ..self.mention(first..last, holder.key, holder.places)
        });
        last
    }

    fn mention(&self, words: Range<usize>, key: String, places: Vec<Number>) -> Mention {
        Mention {
            piece: self.number,
            start: self.piece.words[words.start].start,
            end: self.piece.words[words.end - 1].end,
            written: self.text[self.piece.words[words.start].start..self.piece.words[words.end - 1].end].to_owned(),
            somebody: self.surnames.contains(&key),
            key,
            places,
            holder: Vec::new(),
            kind: None,
            sign: Sign::None,
            basis: "",
        }
    }

    /// The longest name of the gazetteer that begins at word `at`.
    fn longest(&self, at: usize) -> Option<Name> {
        let (mut name, mut best) = (String::new(), None);
        for end in at..(at + LONGEST * 2).min(self.piece.words.len()) {
            let word = &self.piece.words[end];
            if !word.is_word {
                let glue = match word.raw {
                    "-" | "–" | "/" => !word.spaced,
                    "." => matches!(name.rsplit(' ').next(), Some("saint" | "fort" | "mount" | "santa" | "santo")),
                    _ => false,
                };
                if glue {
                    continue;
                }
                break;
            }
            let part = key(word.raw);
            if part.is_empty() {
                break;
            }
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(&part);
            if word.capital || word.raw.starts_with(|letter: char| letter.is_ascii_digit()) {
                let places: Vec<Number> = self.gazetteer.named(&name).collect();
                if !places.is_empty() {
                    best = Some(Name {
                        end: end + 1,
                        key: name.clone(),
                        plain: self.is_plain(&places),
                        short: false,
                        places,
                    });
                }
            }
        }
        let single = |name: &Name| self.lists.never.has(&name.key) || self.lists.directions.has(&name.key);
        // "NATO" is no town, though there is one of that name.
        let letters = self.piece.words.get(at).is_some_and(|word| word.shouts() && word.raw.len() <= LETTERS)
            && !self.piece.titled
            && !self.piece.dateline;
        best.filter(|name| name.end - at > 1 || !single(name) && !letters)
    }

    fn is_plain(&self, places: &[Number]) -> bool {
        let town = |place: &Number| {
            let entry = self.gazetteer.entry(*place);
            entry.rank == Rank::City && entry.people >= KNOWN
        };
        !places.iter().any(town)
    }

    /// "U.S.", "UK": short forms of countries stand anywhere, but not where all is in capitals.
    fn short_country(&self, at: usize) -> Option<Name> {
        let places = self.short(at, &|rank| rank == Rank::Country)?;
        (!self.piece.shouted || self.piece.words[at].raw.contains('.')).then_some(places)
    }

    /// The short form at word `at` of a place whose rank fits.
    fn short(&self, at: usize, fits: &dyn Fn(Rank) -> bool) -> Option<Name> {
        let word = self.piece.words.get(at).filter(|word| word.is_word)?;
        let stop = self.piece.mark(at + 1) == "." && !self.piece.words[at + 1].spaced;
        let dotted = self.text.get(word.start..word.end + 1).filter(|_| stop);
        let of = |written: &str| -> Vec<Number> {
            let all = self.gazetteer.short(written).iter().copied();
            all.filter(|place| fits(self.gazetteer.entry(*place).rank)).collect()
        };
        let (places, end) = match dotted.map(of).filter(|places| !places.is_empty()) {
            Some(places) => (places, at + 2),
            None => (of(word.raw), at + 1),
        };
        (!places.is_empty()).then(|| Name { end, key: key(word.raw), places, plain: true, short: true })
    }

    /// The division or country that a comma or bracket behind `end` joins to the name before it, and where it begins.
    fn qualifier(&self, end: usize) -> Option<(usize, Name)> {
        let first = if matches!(self.piece.mark(end), "," | "(") { end + 1 } else { end };
        let bare = first == end;
        let named = || self.longest(first).filter(|_| self.piece.capital(first) && !bare);
        let postal = |_: &Name| !bare || self.piece.words[first].raw.len() == 2 && !self.piece.titled;
        let name = self.short(first, &|rank| rank <= Rank::Division).filter(postal).or_else(named)?;
        let holders: Vec<Number> =
            name.places.iter().copied().filter(|place| self.gazetteer.entry(*place).rank <= Rank::Division).collect();
        // A short form ends a name; "Texas" may go on ("Texas Rangers").
        let goes_on = !name.short && self.piece.joined(name.end) && self.piece.capital(name.end);
        let weekday = self.lists.calendar.has(&self.piece.lower(name.end));
        (!holders.is_empty() && (!goes_on || weekday)).then_some((first, Name { places: holders, ..name }))
    }

    /// How sure it is that a name of the gazetteer is a place here.
    fn judge(&self, at: usize, name: Name, last: Option<usize>) -> Mention {
        let end = name.end;
        let mut mention = self.mention(at..end, name.key, name.places);
        if let Some((_, holder)) = self.qualifier(end) {
            let held = |place: &Number| holder.places.iter().any(|outer| self.gazetteer.holds(*outer, *place));
            // "Florida, Ohio and Texas" is a list; "Florida, N.Y." is a town.
            // "Poland, Hungary and Romania" is a list too.
            let large = |place: &Number| self.gazetteer.entry(*place).rank <= Rank::Division;
            let division = |place: &Number| self.gazetteer.entry(*place).rank == Rank::Division;
            let state = mention.places.iter().any(|place| division(place) && !held(place))
                && holder.places.iter().any(division);
            let held = |place: &Number| held(place) && (!state || holder.short);
            let inside: Vec<Number> = mention.places.iter().copied().filter(held).collect();
            if !inside.is_empty() {
                mention.places = inside;
                mention.holder = holder.places;
            } else if self.is_placed(at) && holder.plain && (holder.short || !mention.places.iter().any(large)) {
                // A smaller place of that name, which the gazetteer does not have.
                mention.places = Vec::new();
                mention.holder = holder.places;
                mention.kind = Some(PlaceKind::City);
            }
        }
        mention.kind = mention.kind.or_else(|| {
            self.told(at, end).map(|told| match told {
                Told::Town | Told::Village => PlaceKind::City,
                Told::Division => PlaceKind::Division,
                Told::Area => PlaceKind::Other,
            })
        });
        (mention.sign, mention.basis) = self.sign(at, end, last, &mention);
        mention
    }

    /// The word before `at` and before what says which side of it ("in southwest Caracas").
    fn before(&self, at: usize) -> String {
        let side = |word: usize| self.piece.joined(word + 1) && self.lists.directions.has(&self.piece.lower(word));
        let first = (0..at).rev().take(2).take_while(|word| side(*word)).last().unwrap_or(at);
        first.checked_sub(1).map(|before| self.piece.lower(before)).unwrap_or_default()
    }

    /// Whether a preposition, or the beginning of a piece, stands before word `at`.
    fn is_placed(&self, at: usize) -> bool {
        at == 0 || self.lists.prepositions.has(&self.piece.lower(at - 1)) || self.list_before(at)
    }

    /// "In A, B and C": the name before this one in a list has a preposition.
    fn list_before(&self, at: usize) -> bool {
        let mut back = at;
        for _ in 0..LONGEST {
            let Some(before) = back.checked_sub(1) else { return false };
            let parts = matches!(self.piece.mark(before), ",")
                || matches!(self.piece.lower(before).as_str(), "and" | "y" | "or");
            let part = self.piece.capital(before) && back < at;
            if !parts && !part {
                return back < at && self.lists.prepositions.has(&self.piece.lower(before));
            }
            back = before;
        }
        false
    }

    /// What the text says that the name is: "the city of X", "X state".
    fn told(&self, at: usize, end: usize) -> Option<Told> {
        let joined = at > 1 && self.lists.joins.has(&self.piece.lower(at - 1));
        let before = at.checked_sub(if joined { 2 } else { 1 }).map(|before| self.piece.lower(before));
        // "Ciudad Bolívar" is a name; "estado Zulia" says what Zulia is, but only in Spanish ("state Department").
        let beside =
            |word: &String| self.piece.joined(at) && !self.piece.capital(at - 1) && self.lists.apposed.has(word);
        let told = before.filter(|word| joined || beside(word)).and_then(|word| self.sort(&word));
        let noun = at > 0 && self.piece.joined(end) && !self.piece.capital(end);
        told.or_else(|| self.sort(&self.piece.lower(end)).filter(|_| noun))
    }

    fn sort(&self, word: &str) -> Option<Told> {
        let lists = [
            (&self.lists.towns, Told::Town),
            (&self.lists.villages, Told::Village),
            (&self.lists.divisions, Told::Division),
            (&self.lists.areas, Told::Area),
        ];
        lists.into_iter().find(|(list, _)| list.has(word)).map(|(_, told)| told)
    }

    fn sign(&self, at: usize, end: usize, last: Option<usize>, mention: &Mention) -> (Sign, &'static str) {
        let piece = self.piece;
        let agency = at > 0 && piece.mark(at - 1) == "(";
        if piece.dateline && !piece.hyphened(end) && !agency {
            return (Sign::Certain, "dateline");
        }
        let inner = at > 1 && self.lists.joins.has(&piece.lower(at - 1)) && last == Some(piece.words[at - 2].end);
        if let Some(sign) = self.longer(at, end).filter(|_| !inner) {
            return sign;
        }
        let before = self.before(at);
        let placed = at == 0 || self.lists.prepositions.has(&before);
        // "Rep. Scott, Va." is somebody.
        if !mention.holder.is_empty() && (placed || !mention.somebody) {
            return (Sign::Certain, "what holds it is named beside it");
        }
        if mention.kind.is_some() {
            return (Sign::Certain, "what it is is said beside it");
        }
        let somebody = self.lists.people.has(&mention.key) || mention.somebody;
        let weak = self.lists.weak_prepositions.has(&before) && somebody;
        if self.lists.prepositions.has(&before) && !weak {
            return (Sign::Beside, "a preposition stands before it");
        }
        let belongs = at > 1 && self.lists.joins.has(&before) && piece.joined(at - 1) && !somebody;
        if inner || belongs && !piece.capital(at - 2) {
            return (Sign::Beside, "something of it is named before it");
        }
        if self.list_before(at) && !somebody {
            return (Sign::Beside, "it stands in a list of places");
        }
        let noun = piece.joined(end) && self.lists.modified.has(&piece.lower(end));
        if noun && !mention.somebody {
            return (Sign::Beside, "what belongs to it is named after it");
        }
        let speaks = piece.joined(end) && self.lists.speech.has(&piece.lower(end));
        let large = mention.places.iter().any(|place| {
            let entry = self.gazetteer.entry(*place);
            entry.rank != Rank::City || entry.people >= KNOWN
        });
        let opens = at == 0 && piece.titled;
        if large && !speaks && !somebody && !opens {
            return (Sign::Known, "a large place of that name");
        }
        (Sign::None, "")
    }

    /// Whether the name is part of a longer one, and of which kind.
    fn longer(&self, at: usize, end: usize) -> Option<(Sign, &'static str)> {
        let (piece, lists) = (self.piece, self.lists);
        let refused = Some((Sign::Refused, ""));
        if piece.hyphened(end) || at > 0 && piece.hyphened(at - 1) {
            return refused;
        }
        let before = at.checked_sub(1).map(|before| piece.lower(before)).unwrap_or_default();
        let after = piece.lower(end);
        let placed = lists.prepositions.has(&before);
        if piece.joined(end) && piece.capital(end) && !lists.calendar.has(&after) && self.qualifier(end).is_none() {
            let run =
                (end..piece.words.len()).take_while(|word| piece.capital(*word) && piece.joined(*word)).take(LONGEST);
            if run.clone().any(|word| lists.offices.has(&piece.lower(word))) {
                return Some((Sign::Office, "in the name of an office"));
            }
            let titled = piece.titled && (placed || lists.modified.has(&after));
            if !titled {
                return refused;
            }
        }
        let whole = at > 0 && lists.continents.has(&key(piece.words[at].raw)) && end == at + 1;
        if whole && piece.joined(at) && (lists.directions.has(&before) || before == "latin") {
            return refused;
        }
        if lists.titles.has(&before) && piece.joined(at) && piece.capital(at - 1)
            || before.len() == 1 && piece.capital(at - 1) && !lists.heads.has(&before)
            || at > 1 && piece.mark(at - 1) == "." && self.is_shortened(at - 2)
        {
            return refused;
        }
        if lists.joins.has(&before) && at > 1 && piece.capital(at - 2) {
            let head = piece.lower(at - 2);
            let kind = self.sort(&head).is_some();
            let office = lists.offices.has(&head);
            return if kind {
                None
            } else if office {
                Some((Sign::Office, "in the name of an office"))
            } else {
                refused
            };
        }
        let free = |word: &str| {
            placed
                || lists.heads.has(word)
                || lists.directions.has(word)
                || lists.calendar.has(word)
                || word.is_empty()
                || self.sort(word).is_some()
        };
        let part = piece.joined(at) && piece.capital(at - 1) && !free(&before) && !piece.titled;
        if part { refused } else { None }
    }

    /// Whether the full stop behind the word at `at` belongs to a person's name ("J. Jackson", "Mr. Jackson").
    fn is_shortened(&self, at: usize) -> bool {
        let word = self.piece.lower(at);
        self.lists.titles.has(&word) || word.len() == 1 && self.piece.capital(at)
    }

    /// A name that the gazetteer does not know, or a longer one than the one it knows up to `known`.
    fn unknown(&self, at: usize, known: usize) -> Option<(usize, Mention)> {
        let (piece, lists) = (self.piece, self.lists);
        if piece.titled {
            return None;
        }
        let mut end = at;
        while end < at + LONGEST && piece.capital(end) && (end == at || piece.joined(end)) {
            end += 1;
        }
        let first = piece.lower(at);
        let last = piece.lower(end - 1);
        let whole = end - at > 1;
        let placed = at > 0 && (lists.prepositions.has(&piece.lower(at - 1)) || lists.joins.has(&piece.lower(at - 1)));
        let street =
            whole && lists.streets.has(&last) || at > 0 && lists.calles.has(&piece.lower(at - 1)) && piece.joined(at);
        let area = whole && self.sort(&last).is_some() && placed;
        let metonym = street && lists.never.has(&key(&self.text[piece.words[at].start..piece.words[end - 1].end]));
        if metonym {
            return None;
        }
        if street || area {
            let name = self.text[piece.words[at].start..piece.words[end - 1].end].to_owned();
            let division = area && lists.divisions.has(&last);
            let mut mention = self.mention(at..end, key(&name), self.inside(at, end, division));
            mention.kind = Some(if division { PlaceKind::Division } else { PlaceKind::Other });
            (mention.sign, mention.basis) = (Sign::Certain, "what it is is part of its name");
            return (known < end).then_some((end, mention));
        }
        if end <= known || lists.calendar.has(&first) || lists.heads.has(&first) {
            return None;
        }
        let told = self.told(at, end);
        let held = self
            .qualifier(end)
            .filter(|_| at > 0 && lists.prepositions.has(&piece.lower(at - 1)) || piece.dateline)
            .filter(|(_, holder)| holder.plain);
        // What is known and goes on with a capital is only part of this name if something says that it is a place.
        if told.is_none() && held.is_none() {
            return None;
        }
        let name = &self.text[piece.words[at].start..piece.words[end - 1].end];
        let mut mention = self.mention(at..end, key(name), Vec::new());
        mention.kind = Some(match told {
            Some(Told::Town) | None => PlaceKind::City,
            Some(Told::Division) => PlaceKind::Division,
            Some(Told::Village | Told::Area) => PlaceKind::Other,
        });
        mention.basis =
            if told.is_some() { "what it is is said beside it" } else { "what holds it is named beside it" };
        mention.sign = Sign::Certain;
        mention.holder = held.map_or_else(Vec::new, |(_, holder)| holder.places);
        Some((end, mention))
    }

    /// The places of a name that ends in what it is ("Zulia State", "Fort Bend County").
    fn inside(&self, at: usize, end: usize, division: bool) -> Vec<Number> {
        let key_of = |end: usize| key(&self.text[self.piece.words[at].start..self.piece.words[end - 1].end]);
        let whole: Vec<Number> = self.gazetteer.named(&key_of(end)).collect();
        if !whole.is_empty() || !division {
            return whole;
        }
        let bare = key_of(end - 1);
        let is_division = |place: &Number| self.gazetteer.entry(*place).rank == Rank::Division;
        self.gazetteer.named(&bare).filter(is_division).collect()
    }
}
