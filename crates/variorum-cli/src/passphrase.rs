//! Where passphrases come from: a file that was named, or the person at the terminal.
//!
//! The terminal is `/dev/tty`, so that standard input and output stay what they are in a pipe. It is asked without echo
//! through rustix, which is here anyway: the usual crate for this gives the terminal back only when it returns, and
//! Ctrl-C would leave it without echo (`give_back` is called then).

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use variorum::seal::{NoPassphrase, Passphrase, Passphrases};
use zeroize::Zeroizing;

use crate::output::say;

/// More than anybody types, or writes on the first line of a file.
const LONGEST: u64 = 4096;

/// The person at the terminal, or a file in their place.
pub(crate) struct Asked {
    /// The passphrase is its first line.
    pub(crate) file: Option<PathBuf>,
}

impl Passphrases for Asked {
    fn of(&self, path: &Path) -> Result<Passphrase, NoPassphrase> {
        match &self.file {
            Some(file) => first_line(file),
            None => typed(&format!("Passphrase of {}: ", path.display())),
        }
    }

    fn choose(&self, path: &Path) -> Result<Passphrase, NoPassphrase> {
        if let Some(file) = &self.file {
            return first_line(file);
        }
        say("Choose a passphrase. Nobody can find it again for you: five words drawn by dice, written down elsewhere.");
        let (one, other) = (line(&format!("New passphrase for {}: ", path.display()))?, line("The same once more: ")?);
        if *one != *other {
            return Err(NoPassphrase::new("the two are not the same; nothing was changed"));
        }
        Passphrase::new(String::clone(&one))
    }
}

fn first_line(path: &Path) -> Result<Passphrase, NoPassphrase> {
    let unread = |error| NoPassphrase::because(format!("cannot read the passphrase in {}", path.display()), error);
    let file = File::open(path).map_err(unread)?;
    let found = file.metadata().map_err(unread)?;
    if found.is_file() && found.mode() & 0o077 != 0 {
        say(format!("note: others can read {p}\nhelp: chmod 600 {p}", p = path.display()));
    }
    let mut text = Zeroizing::new(String::with_capacity(LONGEST as usize));
    file.take(LONGEST).read_to_string(&mut text).map_err(unread)?;
    let line = text.split('\n').next().unwrap_or_default();
    Passphrase::new(line.strip_suffix('\r').unwrap_or(line).to_owned())
        .map_err(|_| NoPassphrase::new(format!("the first line of {} is empty: no passphrase", path.display())))
}

fn typed(prompt: &str) -> Result<Passphrase, NoPassphrase> {
    let line = line(prompt)?;
    Passphrase::new(String::clone(&line))
}

/// The terminal as it was before it was told not to show what is typed.
static BEFORE: Mutex<Option<(File, Termios)>> = Mutex::new(None);

/// Lets the terminal show again what is typed.
pub(crate) fn give_back() {
    if let Some((terminal, before)) = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take() {
        // If this fails there is nobody to tell it to: it is the terminal that failed.
        let _ = tcsetattr(&terminal, OptionalActions::Now, &before);
    }
}

/// A line from the terminal, which does not show it.
fn line(prompt: &str) -> Result<Zeroizing<String>, NoPassphrase> {
    let mut terminal = File::options().read(true).write(true).open("/dev/tty").map_err(|error| {
        NoPassphrase::because(
            "there is no terminal to ask at: write the passphrase on the first line of a file and name it, with \
             --passphrase-file FILE or in VARIORUM_PASSPHRASE_FILE",
            error,
        )
    })?;
    let failed = |error: io::Error| NoPassphrase::because("the terminal cannot be asked", error);
    let before = tcgetattr(&terminal).map_err(|error| failed(error.into()))?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    let kept = (terminal.try_clone().map_err(failed)?, before);
    *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    let answered = tcsetattr(&terminal, OptionalActions::Now, &silent)
        .map_err(io::Error::from)
        .and_then(|()| terminal.write_all(prompt.as_bytes()))
        .and_then(|()| read_line(&mut terminal));
    give_back();
    // The line feed that was typed was not shown either.
    let _ = terminal.write_all(b"\n");
    answered.map_err(failed)
}

fn read_line(terminal: &mut File) -> io::Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST as usize));
    let mut byte = [0];
    while bytes.len() < LONGEST as usize && terminal.read(&mut byte)? == 1 && byte[0] != b'\n' {
        bytes.push(byte[0]);
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| io::Error::other("what was typed is not UTF-8"))?;
    Ok(Zeroizing::new(text.to_owned()))
}
