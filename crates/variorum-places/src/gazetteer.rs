//! Which places bear a name?
//!
//! The table is embedded, packed; `training/gazetteer.py` writes it, and `data/NOTICE.md` says what it holds and under which
//! licence. It is unpacked once, when the first text is read. Short forms ("Tex.", "DC", "UK") are kept apart from names:
//! they are looked up as written, since "in", "or" and "me" are words.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::LazyLock;

use variorum_evidence::place::{KnownPlace, PlaceHolder, PlaceKind, PlacePrecision, Position};

use crate::words::key;

static PACKED: &[u8] = include_bytes!("../data/gazetteer.tsv.gz");
static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::of(unpacked()));

/// The number of a place in the table.
pub(crate) type Number = u32;

/// What kind of row: a county is of the kind "other" outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Country,
    Division,
    County,
    City,
}

/// A row.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) rank: Rank,
    name: &'static str,
    id: &'static str,
    pub(crate) country: &'static str,
    pub(crate) division: &'static str,
    pub(crate) position: Option<Position>,
    pub(crate) people: u64,
}

/// All places, and who bears which name.
pub(crate) struct Gazetteer {
    entries: Vec<Entry>,
    /// Names by key, in order.
    names: Vec<(Box<str>, Number)>,
    /// Short forms as they are written.
    short: BTreeMap<&'static str, Vec<Number>>,
    countries: BTreeMap<&'static str, Number>,
    /// By country and code; none where several have one code, as then it is not known which holds a town.
    divisions: BTreeMap<(&'static str, &'static str), Option<Number>>,
}

/// The gazetteer that ships with the program.
pub(crate) fn gazetteer() -> &'static Gazetteer {
    &GAZETTEER
}

/// The table as text. It lives as long as the program, so that rows can borrow from it.
fn unpacked() -> &'static str {
    let mut text = String::new();
    flate2::read::GzDecoder::new(PACKED).read_to_string(&mut text).expect("the embedded file unpacks: a test reads it");
    text.leak()
}

/// Whether a name is a short form: with a full stop in it, or up to four letters, all of them capitals.
fn is_short(name: &str) -> bool {
    let dotted = name.contains('.') && !name.contains(' ') || matches!(name, "EE. UU." | "U. S." | "W. Va.");
    dotted || name.len() <= 4 && name.chars().all(|letter| letter.is_ascii_uppercase())
}

impl Gazetteer {
    fn of(table: &'static str) -> Self {
        let mut gazetteer = Self {
            entries: Vec::new(),
            names: Vec::new(),
            short: BTreeMap::new(),
            countries: BTreeMap::new(),
            divisions: BTreeMap::new(),
        };
        table.lines().for_each(|line| gazetteer.add(line));
        // Towns of one or two letters are words of other languages wherever they stand.
        gazetteer.names.retain(|(name, _)| name.len() > 2);
        gazetteer.names.sort_unstable();
        gazetteer.names.dedup();
        gazetteer
    }

    fn add(&mut self, line: &'static str) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let rank = match cell() {
            "C" => Rank::Country,
            "D" => Rank::Division,
            "T" => Rank::County,
            _ => Rank::City,
        };
        let (name, others, id, country, division) = (cell(), cell(), cell(), cell(), cell());
        let position = |latitude: &str, longitude: &str| {
            Some(Position { latitude: latitude.parse().ok()?, longitude: longitude.parse().ok()? })
        };
        let position = position(cell(), cell());
        let people = cell().parse().unwrap_or(0);
        let number = self.entries.len() as Number;
        for name in std::iter::once(name).chain(others.split('|')).filter(|name| !name.is_empty()) {
            if is_short(name) {
                self.short.entry(name).or_default().push(number);
            } else {
                self.names.push((key(name).into(), number));
            }
        }
        match rank {
            Rank::Country => drop(self.countries.insert(country, number)),
            Rank::Division => {
                let held = self.divisions.entry((country, division)).or_insert(Some(number));
                *held = held.filter(|held| *held == number);
            }
            Rank::County | Rank::City => {}
        }
        self.entries.push(Entry { rank, name, id, country, division, position, people });
    }

    /// The places with this name, by their number.
    pub(crate) fn named<'a>(&'a self, key: &'a str) -> impl Iterator<Item = Number> + 'a {
        let first = self.names.partition_point(|(name, _)| **name < *key);
        self.names[first..].iter().take_while(move |(name, _)| **name == *key).map(|(_, number)| *number)
    }

    /// The places with this short form.
    pub(crate) fn short(&self, written: &str) -> &[Number] {
        self.short.get(written).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn entry(&self, number: Number) -> &Entry {
        &self.entries[number as usize]
    }

    /// Whether `outer` is the country, or the division, that `inner` lies in.
    pub(crate) fn holds(&self, outer: Number, inner: Number) -> bool {
        let (outer_entry, entry) = (self.entry(outer), self.entry(inner));
        outer != inner
            && outer_entry.country == entry.country
            && match outer_entry.rank {
                Rank::Country => entry.rank != Rank::Country,
                Rank::Division => {
                    entry.rank > Rank::Division
                        && self.divisions.get(&(entry.country, entry.division)) == Some(&Some(outer))
                }
                Rank::County | Rank::City => false,
            }
    }

    /// The division and the country that hold a place.
    pub(crate) fn holders(&self, number: Number) -> Vec<Number> {
        let entry = self.entry(number);
        let division = self.divisions.get(&(entry.country, entry.division)).and_then(Option::as_ref);
        let country = self.countries.get(entry.country);
        division.into_iter().chain(country).copied().filter(|holder| *holder != number).collect()
    }

    pub(crate) fn holder(&self, number: Number) -> PlaceHolder {
        let entry = self.entry(number);
        PlaceHolder { id: Some(entry.id()), name: entry.name.to_owned(), kind: entry.kind() }
    }

    pub(crate) fn known(&self, number: Number) -> KnownPlace {
        let entry = self.entry(number);
        let holders: Vec<_> = self.holders(number).into_iter().map(|holder| self.entry(holder).name).collect();
        KnownPlace {
            id: entry.id(),
            name: entry.name.to_owned(),
            kind: entry.kind(),
            within: holders.join(", "),
            position: entry.position,
        }
    }
}

impl Entry {
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn id(&self) -> String {
        format!("geonames:{}", self.id)
    }

    pub(crate) fn kind(&self) -> PlaceKind {
        match self.rank {
            Rank::Country => PlaceKind::Country,
            Rank::Division => PlaceKind::Division,
            Rank::County => PlaceKind::Other,
            Rank::City => PlaceKind::City,
        }
    }

    pub(crate) fn precision(&self) -> PlacePrecision {
        match self.rank {
            Rank::Country => PlacePrecision::Country,
            Rank::Division => PlacePrecision::Division,
            Rank::County => PlacePrecision::District,
            Rank::City => PlacePrecision::City,
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    fn card() -> toml::Table {
        toml::from_str(include_str!("../data/card.toml")).unwrap()
    }

    #[test]
    fn file_and_card_belong_together() {
        let card = card();
        let digest: String = Sha256::digest(PACKED).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(card["sha256"].as_str(), Some(digest.as_str()));
        assert_eq!(card["bytes"].as_integer(), Some(PACKED.len() as i64));
        assert_eq!(card["unpacked"].as_integer(), Some(unpacked().len() as i64));
        let of = |rank| gazetteer().entries.iter().filter(|entry| entry.rank == rank).count() as i64;
        let ranks = [Rank::Country, Rank::Division, Rank::County, Rank::City];
        for (rank, name) in ranks.into_iter().zip(["countries", "divisions", "counties", "towns"]) {
            assert_eq!(card[name].as_integer(), Some(of(rank)), "{name}");
        }
    }

    #[test]
    fn the_notice_names_source_and_licence() {
        let notice = include_str!("../data/NOTICE.md");
        for words in ["GeoNames", "CC BY 4.0", "creativecommons.org/licenses/by/4.0", "Unicode", "changed"] {
            assert!(notice.contains(words), "{words}");
        }
    }

    #[test]
    fn rows_are_whole() {
        for line in unpacked().lines() {
            assert_eq!(line.split('\t').count(), 9, "{line}");
        }
        for entry in &gazetteer().entries {
            let fits = |part: i32, limit: i32| (-limit..=limit).contains(&part);
            let position = entry.position;
            assert!(position.is_none_or(|at| fits(at.latitude, 9_000) && fits(at.longitude, 18_000)), "{entry:?}");
            assert!(gazetteer().countries.contains_key(entry.country), "{entry:?}");
        }
    }

    #[test]
    fn names_and_short_forms() {
        let check = |name: &str, expected: &str| {
            let key = key(name);
            let found = gazetteer().named(&key).chain(gazetteer().short(name).iter().copied());
            let mut ids: Vec<_> = found.map(|number| gazetteer().entry(number).id).collect();
            ids.sort_unstable();
            assert!(ids.contains(&expected), "{name}: {ids:?}");
        };
        check("Caracas", "3646738");
        check("La Habana", "3553478");
        check("Havana", "3553478");
        check("Londres", "2643743");
        check("Tex.", "4736286");
        check("TX", "4736286");
        check("D.C.", "4138106");
        check("EE.UU.", "6252001");
        check("Fort Bend County", "4691851");
        check("St. Louis", "4407066");
        check("Kiev", "703448");
        assert_eq!(gazetteer().named("in").count() + gazetteer().named("or").count(), 0);
    }
}
