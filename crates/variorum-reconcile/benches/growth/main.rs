//! How time and memory of lining up accounts grow with the number of reports.
//!
//! `cargo bench -p variorum-reconcile --bench growth -- 1000 10000 100000`. Each size is run in a process of its own, so
//! that the peak of memory is its own. Figures are printed, never asserted: they are those of the machine and the hour.
#![expect(clippy::disallowed_methods, reason = "a measurement needs a clock, arguments and a process of its own")]
#![expect(clippy::print_stdout, reason = "what it measures is what it prints")]

mod generated;

use std::process::{Command, ExitCode};
use std::time::Instant;

use generated::Generated;
use variorum_evidence::account::Apparatus;
use variorum_evidence::digest::Digest;
use variorum_reconcile::reconcile_taking;

const SEED: u64 = 1;
/// Marks the process of one size.
const ALONE: &str = "--alone";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [mark, reports] = arguments.as_slice()
        && mark == ALONE
    {
        return reports.parse().map_or(ExitCode::FAILURE, |reports| {
            measure(reports);
            ExitCode::SUCCESS
        });
    }
    let asked: Vec<usize> = arguments.iter().filter_map(|size| size.parse().ok()).collect();
    let sizes = if asked.is_empty() { vec![1_000, 3_000, 10_000] } else { asked };
    println!("reports\tclaims\tquestions\tseconds\tprocessor s\tinput MB\tpeak MB\tdigest");
    let alone = |size: &usize| {
        let program = std::env::current_exe().ok()?;
        Command::new(program).args([ALONE, &size.to_string()]).status().ok().filter(|status| status.success())
    };
    if sizes.iter().all(|size| alone(size).is_some()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn measure(reports: usize) {
    let mut case = Generated::of(reports, SEED);
    let input = memory("VmRSS");
    let (begun, used) = (Instant::now(), processor_seconds());
    let claims = case.take_claims();
    let apparatus = reconcile_taking(&case.accounts(), claims);
    let whole = begun.elapsed().as_secs_f64();
    let used = processor_seconds() - used;
    let peak = memory("VmHWM");
    let (claims, questions) = (apparatus.claims.len(), apparatus.questions.len());
    let digest = digest(&apparatus).unwrap_or_default();
    println!("{reports}\t{claims}\t{questions}\t{whole:.2}\t{used:.2}\t{input}\t{peak}\t{digest}");
}

/// What tells one apparatus from another; none of a large one, whose text would not fit into memory.
fn digest(apparatus: &Apparatus) -> Option<String> {
    const LARGEST: usize = 300_000;
    let text = (apparatus.claims.len() <= LARGEST).then(|| serde_json::to_vec(apparatus).ok())??;
    Some(Digest::of(&text).to_string().chars().take(16).collect())
}

/// Processor seconds of this process, its own and the system's, which other processes disturb less; 0 where nobody counts.
fn processor_seconds() -> f64 {
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    behind_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// A line of the kernel's account of this process, in MB; 0 where there is none.
fn memory(line: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of_line = status.lines().find_map(|found| found.strip_prefix(line)?.strip_prefix(':'));
    let kilobytes = of_line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
