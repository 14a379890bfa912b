//! Everything that a change must pass, in the order in which failures are cheapest to find.

use anyhow::{Result, bail};

use crate::Group;
use crate::packages;
use crate::run::{self, cargo, run_seeing, shared};

/// Runs format, clippy, tests and documentation; the last lines count the tests and name what was left out.
pub fn run(without: &[Group]) -> Result<()> {
    packages::ensure(without)?;
    if !without.contains(&Group::Validators) {
        packages::ensure_validators()?;
    }
    if !without.contains(&Group::Browser) {
        packages::ensure_axe()?;
    }
    run::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    run::run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))?;
    let left_out = without.iter().map(|group| word(*group)).collect::<Vec<_>>().join(",");
    let mut count = Count::default();
    let tests = ["test", "--workspace", "--no-fail-fast"];
    let passed = run_seeing(cargo(&tests).env("VARIORUM_WITHOUT", &left_out), |line| count.see(line))?;
    run::run(cargo(&["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "--deny warnings"))?;
    close(without, &count);
    if !passed || count.failed > 0 || count.passed == 0 {
        bail!("the tests failed");
    }
    Ok(())
}

/// The group's name, as in `--without`.
pub fn word(group: Group) -> &'static str {
    match group {
        Group::Browser => "browser",
        Group::Python => "python",
        Group::Go => "go",
        Group::Validators => "validators",
        Group::Strace => "strace",
        Group::Age => "age",
    }
}

/// What the test runner's own closing lines add up to.
#[derive(Default)]
struct Count {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Count {
    /// Adds a line such as `test result: ok. 9 passed; 0 failed; 0 ignored; …`.
    fn see(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else { return };
        for part in result.split([';', '.']) {
            let mut words = part.split_whitespace();
            if let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse::<u64>), words.next()) {
                match what {
                    "passed" => self.passed += number,
                    "failed" => self.failed += number,
                    "ignored" => self.ignored += number,
                    _ => {}
                }
            }
        }
    }
}

fn close(without: &[Group], count: &Count) {
    let mut left_out: Vec<String> = without.iter().map(|group| format!("group {}", word(*group))).collect();
    let shared = shared();
    if !shared.is_dir() {
        left_out.push(format!("tests on shared data ({} is not there; set VARIORUM_SHARED)", shared.display()));
    }
    let left_out = if left_out.is_empty() { "nothing".to_owned() } else { left_out.join(", ") };
    println!("left out: {left_out}");
    println!("{} passed, {} failed, {} skipped", count.passed, count.failed, count.ignored);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_add_up() {
        let mut count = Count::default();
        count.see("test result: ok. 9 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.15s");
        count.see("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out");
        count.see("nothing of the kind: 7 passed");
        assert_eq!((count.passed, count.failed, count.ignored), (10, 2, 1));
    }
}
