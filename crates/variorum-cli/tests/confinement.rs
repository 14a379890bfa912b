//! What confines the processes that read foreign files is said on screen, and less of it is a warning.

use std::process::Command;

use crate::common::{Desk, Ran, group, text};

fn desk() -> Desk {
    let desk = Desk::new();
    desk.ok(&["new", "case", "--title", "A case"]);
    desk.write("report.txt", "Two people died, the police said.\n");
    desk
}

fn lines_on_workers(ran: &Ran) -> Vec<&str> {
    ran.err.lines().filter(|line| line.contains("workers")).collect()
}

#[test]
fn it_is_said_once() {
    let desk = desk();
    for arguments in [&["read", "report.txt", "--reader", "rules", "--json"][..], &["add", "case", "report.txt"]] {
        let ran = desk.run(arguments);
        let said = lines_on_workers(&ran);
        assert!(said.len() == 1 && said[0].contains("workers confined"), "{arguments:?}: {}", ran.err);
    }
    // Nothing foreign is read here, so there is nothing to say.
    assert!(lines_on_workers(&desk.run(&["verify", "case"])).is_empty());
}

/// As on a system that lacks them: strace answers the calls that ask for confinement in the system's place.
#[test]
fn less_than_both_is_a_warning_and_the_file_is_read() {
    if !group("strace") || !cfg!(target_os = "linux") {
        return;
    }
    let desk = desk();
    for (lacking, expected) in [
        ("landlock_create_ruleset", "confined: seccomp + limits, without landlock"),
        ("seccomp", "+ limits, without seccomp"),
        ("seccomp,landlock_create_ruleset", "confined by limits only"),
    ] {
        let mut command = Command::new("strace");
        let inject = format!("inject={lacking}:error=ENOSYS");
        command.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={lacking}"), "-e", &inject]);
        command.arg(env!("CARGO_BIN_EXE_variorum")).args(["read", "report.txt", "--reader", "rules"]);
        let output = command.current_dir(desk.path("")).output().expect("strace runs");
        let ran = Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(ran.code == Some(0) && ran.out.contains("police"), "{lacking}: {}\n{}", ran.out, ran.err);
        let said = lines_on_workers(&ran);
        assert!(said.len() == 1 && said[0].starts_with("warning: ") && said[0].contains(expected), "{}", ran.err);
    }
}
