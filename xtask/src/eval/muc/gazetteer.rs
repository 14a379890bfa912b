//! How MUC-4 writes places: "COLOMBIA: ANTIOQUIA (DEPARTMENT): MEDELLIN (CITY)".
//!
//! The names with their types stand in the documents of the task; a place that is not among them has no written form.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Written forms by country and name.
pub struct Gazetteer {
    /// Country, then name, then "NAME (TYPE)".
    written: BTreeMap<String, BTreeMap<String, BTreeSet<String>>>,
}

impl Gazetteer {
    /// Reads the lists of places of the task.
    pub fn of(task: &Path) -> Result<Self> {
        let mut made = Self { written: BTreeMap::new() };
        for file in ["containing-areas-part1.v5", "containing-areas-part2"] {
            let path = task.join(file);
            let bytes = fs::read(&path).with_context(|| format!("cannot open {}", path.display()))?;
            String::from_utf8_lossy(&bytes).lines().for_each(|line| made.add(line));
        }
        Ok(made)
    }

    /// `COUNTRY: NAME (TYPE): NAME (TYPE) *who says so*`.
    fn add(&mut self, line: &str) {
        let line = line.split('*').next().unwrap_or_default().trim();
        let mut parts = line.split(':').map(str::trim);
        let Some(country) = parts.next().filter(|country| !country.is_empty() && !country.contains('(')) else {
            return;
        };
        let places: Vec<&str> = parts.collect();
        for place in &places {
            let Some((name, kind)) = place.split_once(" (") else { continue };
            let Some(kind) = kind.split(')').next().filter(|kind| !kind.contains('?')) else { continue };
            let form = format!("{name} ({kind})");
            self.written.entry(country.to_owned()).or_default().entry(name.to_owned()).or_default().insert(form);
        }
    }

    /// "NAME (TYPE)" of a place in a country: of several types the town, or the division where that is meant.
    pub fn written(&self, country: &str, name: &str, division: bool) -> Option<String> {
        let forms = self.written.get(country)?;
        let forms = forms.get(name).or_else(|| forms.get(name.trim_start_matches("THE ")))?;
        let towns = ["(CITY)", "(TOWN)", "(MUNICIPALITY)", "(DEPARTMENT)", "(PROVINCE)"];
        let divisions = ["(DEPARTMENT)", "(PROVINCE)", "(REGION)", "(CITY)", "(TOWN)"];
        let order = if division { divisions } else { towns };
        let rank = |form: &&String| order.iter().position(|kind| form.ends_with(kind)).unwrap_or(order.len());
        forms.iter().min_by_key(rank).cloned()
    }

    /// The one country that has a place of this name; that of the dateline before all others.
    pub fn country(&self, name: &str, first: Option<&str>) -> Option<String> {
        let has = |country: &&String| self.written[*country].contains_key(name);
        let mut found = self.written.keys().filter(has);
        let own = self.written.keys().filter(has).find(|country| first == Some(country.as_str()));
        own.cloned().or_else(|| found.next().filter(|_| found.next().is_none()).cloned())
    }
}
