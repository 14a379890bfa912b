//! `variorum`: the command line. One file a verb, in `commands`; the work is done by the façade.

mod bar;
mod checks;
mod commands;
mod failure;
mod interrupt;
mod output;
mod passphrase;
mod proposals;
mod tables;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::commands::{Command, Surroundings};

/// Who says what about a contested event: accounts side by side, with every disagreement typed.
#[derive(Parser)]
#[command(name = "variorum", version, arg_required_else_help = true, subcommand_required = true)]
#[command(after_help = "Examples:\n  \
    variorum demo                         the sample case, to an apparatus and a dossier\n  \
    variorum read report.txt --published 2018-01-16 --zone -04:00\n  \
    variorum new mycase --title \"The strike of 3 May\"\n  \
    variorum add mycase reports/ && variorum apparatus mycase\n  \
    variorum serve mycase                 the same in the browser, to read and to decide\n  \
    variorum publish mycase dossier && variorum verify dossier\n\n\
    Exit codes: 0 done, 1 the answer is no, 2 usage or configuration, 3 input or disk, 101 our bug, 130 interrupted.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Take the passphrase from the first line of this file instead of the terminal
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

fn main() -> ExitCode {
    without_core_dumps();
    let arguments = Arguments::parse();
    if matches!(arguments.command, Command::Worker) {
        return commands::worker();
    }
    // What is acknowledged is on disk, so an interrupt needs no clean-up: it only needs its own exit code.
    if let Err(error) = ctrlc::set_handler(|| {
        if interrupt::is_taken() {
            return;
        }
        passphrase::give_back();
        std::process::exit(130)
    }) {
        output::say(format!("note: Ctrl-C will end this with a signal instead of exit code 130 ({error})"));
    }
    failure::exit_code(commands::run(arguments.command, &Surroundings::from_environment(arguments.passphrase_file)))
}

/// Keys and evidence are in memory: what is left of a crash must not hold them. The worker inherits this.
fn without_core_dumps() {
    let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = rustix::process::setrlimit(rustix::process::Resource::Core, none) {
        output::say(format!("note: after a crash this could leave a memory image behind ({error})"));
    }
}
