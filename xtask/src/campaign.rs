//! `cargo xtask campaign`: the fault tests at their full length, with a closing table.
//!
//! Each campaign is a test that the ordinary run takes a slice of. Here the same test gets `VARIORUM_POINTS`; it
//! says how far it is and closes with a line of figures, or fails with the seed of the point that did not hold.
//! What each is about stands in `docs/guide/faults.md`.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::Group;
use crate::packages;
use crate::run::cargo;

/// The fault tests at their full length.
#[derive(Args)]
pub struct Campaign {
    /// Which of them, by name; all if none is named.
    names: Vec<String>,
    /// How many points those have that draw them by chance.
    #[arg(long)]
    seeds: Option<u64>,
    /// The first of them, to go on where an earlier run ended.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// List them and run none.
    #[arg(long)]
    list: bool,
}

/// A campaign: its name, the package and target that hold its test, the test, and how many points by chance it has.
struct Kept {
    name: &'static str,
    package: &'static str,
    target: &'static [&'static str],
    test: &'static str,
    seeds: u64,
}

const fn kept(
    name: &'static str,
    package: &'static str,
    target: &'static [&'static str],
    test: &'static str,
    seeds: u64,
) -> Kept {
    Kept { name, package, target, test, seeds }
}

const STORE: &str = "variorum-store";
const CLI: &str = "variorum-cli";

/// All of them, in the order of `docs/guide/faults.md`.
const CAMPAIGNS: [Kept; 15] = [
    kept("kills", CLI, &["--test", "kills"], "killed_at_any_call_nothing_told_is_lost", 1),
    kept("power-cut-exhaustive", STORE, &["--lib"], "power_cut::no_power_cut_breaks_a_promise", 1),
    kept("power-cut-mutations", STORE, &["--lib"], "power_cut::every_sync_is_needed", 1),
    kept("power-cut", STORE, &["--lib"], "power_cut::no_power_cut_by_chance_breaks_a_promise", 100_000),
    kept(
        "nth-call-of-making",
        STORE,
        &["--lib"],
        "faults::a_fault_at_any_moment_of_making_a_case_leaves_a_case_or_none",
        1,
    ),
    kept("nth-call-of-work", STORE, &["--lib"], "faults::a_fault_at_any_moment_of_work_loses_nothing", 1),
    kept(
        "nth-call-of-mending",
        STORE,
        &["--lib"],
        "faults::a_fault_at_any_moment_of_mending_a_torn_tail_loses_nothing",
        1,
    ),
    kept("nth-call-of-caching", STORE, &["--lib"], "faults::a_fault_at_any_moment_of_caching_leaves_no_wrong_value", 1),
    kept("disk-full", CLI, &["--test", "disk_full"], "a_full_disk_loses_nothing", 1),
    kept("torn-tails", STORE, &["--test", "store"], "damage::any_tail_by_chance_is_set_aside", 5000),
    kept("bit-rot-small", CLI, &["--test", "bit_rot"], "every_bit_of_a_small_case", 1),
    kept("bit-rot", CLI, &["--test", "bit_rot"], "any_damage_of_a_larger_case", 1000),
    kept("foreign-hands", CLI, &["--test", "foreign_hands"], "whatever_others_do_in_the_folder_is_told", 1),
    kept("writers", CLI, &["--test", "writers"], "one_writer_at_a_time_and_readers_beside_it", 1),
    kept("hostile", CLI, &["--test", "hostile_case"], "hostile_files_end_as_documents_or_findings", 1),
];

impl Campaign {
    pub fn run(self) -> Result<()> {
        if self.list {
            CAMPAIGNS.iter().for_each(|kept| println!("{}", kept.name));
            return Ok(());
        }
        if let Some(name) = self.names.iter().find(|name| CAMPAIGNS.iter().all(|kept| kept.name != **name)) {
            bail!("there is no campaign {name:?}\nhelp: cargo xtask campaign --list");
        }
        packages::ensure(&[Group::Browser, Group::Python, Group::Go])?;
        let mut rows = Vec::new();
        for kept in
            CAMPAIGNS.iter().filter(|kept| self.names.is_empty() || self.names.iter().any(|name| name == kept.name))
        {
            rows.push((kept.name, kept.run(self.seeds.unwrap_or(kept.seeds), self.from)?));
        }
        println!("\n{:<22} {:>9} {:>10} {:>8}  more", "campaign", "points", "violations", "seconds");
        for (name, figures) in &rows {
            let (known, more): (Vec<_>, Vec<_>) =
                figures.iter().partition(|(figure, _)| ["points", "violations", "seconds"].contains(&figure.as_str()));
            let figure = |name: &str| known.iter().find(|(figure, _)| figure == name).map_or("-", |(_, value)| value);
            let more: Vec<String> = more.iter().map(|(figure, value)| format!("{figure} {value}")).collect();
            let (points, violations, seconds) = (figure("points"), figure("violations"), figure("seconds"));
            println!("{name:<22} {points:>9} {violations:>10} {seconds:>8}  {}", more.join(", "));
        }
        match rows.iter().filter(|(_, figures)| figures.is_empty()).map(|(name, _)| *name).collect::<Vec<_>>() {
            failed if failed.is_empty() => Ok(()),
            failed => bail!("these did not reach their end: {}", failed.join(", ")),
        }
    }
}

type Figures = Vec<(String, String)>;

impl Kept {
    /// Runs it and gives its closing figures; none if a point did not hold, which it then has said.
    fn run(&self, seeds: u64, from: u64) -> Result<Figures> {
        let mut command = cargo(&["test", "--package", self.package]);
        command.args(self.target).args(["--", "--exact", self.test, "--nocapture"]);
        command.env("VARIORUM_POINTS", seeds.to_string()).env("VARIORUM_FROM", from.to_string());
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        eprintln!("• {}", self.name);
        let mut child = command.spawn().context("cannot start cargo")?;
        let output = child.stderr.take().context("its output was asked for")?;
        let mut figures = Figures::new();
        for line in BufReader::new(output).lines() {
            let line = line?;
            eprintln!("{line}");
            figures = closing(&line, self.name).unwrap_or(figures);
        }
        Ok(if child.wait()?.success() { figures } else { Figures::new() })
    }
}

/// The figures of a closing line, `campaign NAME points=12 violations=0 seconds=3`.
fn closing(line: &str, name: &str) -> Option<Figures> {
    let rest = line.strip_prefix("campaign ")?.strip_prefix(name)?.strip_prefix(' ')?;
    rest.split(' ')
        .map(|figure| figure.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_read() {
        let figures = closing("campaign power-cut points=12 violations=0 sites=3/3 seconds=1", "power-cut").unwrap();
        assert_eq!(figures[2], ("sites".to_owned(), "3/3".to_owned()));
        assert_eq!(closing("campaign power-cut-mutations points=12", "power-cut"), None);
        assert_eq!(closing("power-cut: 12 points, 20 s", "power-cut"), None);
    }
}
