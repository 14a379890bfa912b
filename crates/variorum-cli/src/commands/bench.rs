//! The workbench of one command. When the command is done, it says what confined the processes that read foreign
//! files, if there were any: that differs from system to system, and weaker must not mean unnoticed.

use std::ops::Deref;

use variorum::Workbench;
use variorum::sandbox::Confinement;

use crate::output::say;

/// A workbench that closes with a word on its workers.
pub(crate) struct Bench(pub(crate) Workbench);

impl Deref for Bench {
    type Target = Workbench;

    fn deref(&self) -> &Workbench {
        &self.0
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if let Some(confinement) = self.0.confinement() {
            say(in_words(confinement));
        }
    }
}

fn in_words(confinement: Confinement) -> String {
    if confinement.is_whole() {
        return format!("workers {confinement}");
    }
    format!(
        "warning: workers {confinement}: a file that takes over its reader may do more here than give wrong answers\n\
         help: read what you do not trust on Linux 6.12 or newer, which has both landlock and seccomp"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weaker_is_a_warning() {
        let check = |system_calls, landlock, expected: &str| {
            let words = in_words(Confinement { system_calls, landlock, limits: true });
            assert!(words.starts_with(expected), "{words}");
            assert_eq!(words.contains("help:"), words.contains("warning:"), "{words}");
        };
        check(true, Some(7), "workers confined: landlock ABI 7 + seccomp + limits");
        check(true, None, "warning: workers confined: seccomp + limits, without landlock: ");
        check(false, None, "warning: workers confined by limits only: ");
    }
}
