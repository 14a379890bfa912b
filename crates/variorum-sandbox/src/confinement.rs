//! What a worker process takes from itself before the first foreign byte: files, network, other processes.
//!
//! The limits stop a parser that breaks. This stops one that was taken over by the file it reads. Two layers, each
//! of which would do, because either may be missing: Landlock closes the file system, TCP, signals and abstract
//! sockets; a seccomp filter ([`system_calls`]) kills the process for any call but the few that computing and the
//! three pipes need. Neither can be undone by the process. A system that has not both is no error, since reports
//! must be read there too; but it is never passed over: the worker tells the main program what it put on, and
//! surfaces show that ([`Confinement`]).

use std::fmt;

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
mod system_calls;

/// What confines a worker beside its [`Limits`](crate::Limits). The less of it, the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confinement {
    /// Only the system calls that the work needs: a seccomp filter.
    pub system_calls: bool,
    /// No file, no TCP, no signal to others, as far as this version of Landlock goes.
    pub landlock: Option<u8>,
    /// Memory, processor time, file sizes and open files are limited by the system.
    pub limits: bool,
}

/// What a worker answers first of all. Larger than no frame it could be taken for.
pub(crate) const ENCODED: usize = 3;

impl Confinement {
    /// Whether a worker that was taken over could still do no more than give wrong answers.
    pub const fn is_whole(&self) -> bool {
        self.system_calls && self.landlock.is_some() && self.limits
    }

    /// Puts on this process what the system has, for good; `answers` is the only open file that is not a standard
    /// one. To be called while there is one thread.
    pub(crate) fn enter(limit: impl FnOnce() -> std::io::Result<()>, answers: i32) -> std::io::Result<Self> {
        // In this order: a Landlock rule set is an open file for a moment, and the filter forbids to set limits.
        let landlock = forbid_files();
        limit()?;
        Ok(Self { system_calls: forbid_system_calls(answers), landlock, limits: cfg!(unix) })
    }

    pub(crate) fn encode(self) -> [u8; ENCODED] {
        [u8::from(self.system_calls), self.landlock.unwrap_or(0), u8::from(self.limits)]
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let &[system_calls, landlock, limits] = bytes else { return None };
        let landlock = (landlock > 0).then_some(landlock);
        Some(Self { system_calls: system_calls == 1, landlock, limits: limits == 1 })
    }
}

impl fmt::Display for Confinement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.landlock, self.system_calls) {
            (Some(abi), true) => write!(f, "confined: landlock ABI {abi} + seccomp + limits"),
            (Some(abi), false) => write!(f, "confined: landlock ABI {abi} + limits, without seccomp"),
            (None, true) => write!(f, "confined: seccomp + limits, without landlock"),
            (None, false) if self.limits => write!(f, "confined by limits only"),
            (None, false) => write!(f, "confined by time and size only"),
        }
    }
}

/// Forbids every file, TCP port, signal to others and abstract socket. The version of Landlock that does it.
#[cfg(target_os = "linux")]
fn forbid_files() -> Option<u8> {
    use landlock::{ABI, Access, AccessFs, AccessNet, LandlockStatus, Ruleset, RulesetAttr, RulesetStatus, Scope};
    // The newest version known: nothing is allowed, so what an older kernel does not know is all that is missing.
    let everything = ABI::V10;
    let rules = Ruleset::default().handle_access(AccessFs::from_all(everything)).ok()?;
    let rules = rules.handle_access(AccessNet::from_all(everything)).ok()?.scope(Scope::from_all(everything)).ok()?;
    let entered = rules.create().ok()?.restrict_self().ok()?;
    match (entered.ruleset, entered.landlock) {
        (RulesetStatus::NotEnforced, _) => None,
        (_, LandlockStatus::Available { effective_abi, .. }) => u8::try_from(effective_abi as u32).ok(),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn forbid_files() -> Option<u8> {
    None
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
fn forbid_system_calls(answers: i32) -> bool {
    system_calls::filter(answers).and_then(|filter| seccompiler::apply_filter(&filter)).is_ok()
}

#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64"))))]
fn forbid_system_calls(_answers: i32) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_said() {
        let check = |system_calls, landlock, limits, expected: &str, whole| {
            let confinement = Confinement { system_calls, landlock, limits };
            assert_eq!(confinement.to_string(), expected);
            assert_eq!(confinement.is_whole(), whole, "{expected}");
            assert_eq!(Confinement::decode(&confinement.encode()), Some(confinement));
        };
        check(true, Some(7), true, "confined: landlock ABI 7 + seccomp + limits", true);
        check(false, Some(1), true, "confined: landlock ABI 1 + limits, without seccomp", false);
        check(true, None, true, "confined: seccomp + limits, without landlock", false);
        check(false, None, true, "confined by limits only", false);
        check(false, None, false, "confined by time and size only", false);
        assert_eq!(Confinement::decode(b"four"), None);
    }

    /// Landlock alone, without the filter that would kill first: it binds the thread that asks for it.
    #[cfg(target_os = "linux")]
    #[test]
    fn landlock_alone_closes_files_and_tcp() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let inside = std::thread::spawn(move || {
            let version = forbid_files();
            let file = std::env::temp_dir().join(format!("variorum-landlock-{}", std::process::id()));
            let kinds = [
                std::fs::read("/etc/passwd").map(|_| ()),
                std::fs::write(&file, "was here"),
                std::net::TcpStream::connect(address).map(|_| ()),
            ];
            (version, kinds.map(|did| did.map_err(|error| error.kind())))
        });
        let (version, done) = inside.join().expect("it does not panic");
        let asked = landlock::CompatLevel::HardRequirement;
        let asked = landlock::Compatible::set_compatibility(landlock::Ruleset::default(), asked);
        let asked = landlock::RulesetAttr::handle_access(asked, landlock::AccessFs::ReadFile);
        let has_landlock = asked.is_ok_and(|rules| rules.create().is_ok());
        assert_eq!(version.is_some(), has_landlock, "what the kernel has is used");
        let denied = Err(std::io::ErrorKind::PermissionDenied);
        match version {
            None => println!("left out: this kernel has no Landlock"),
            Some(1..=3) => assert_eq!(done[..2], [denied, denied]),
            Some(_) => assert_eq!(done, [denied; 3]),
        }
    }
}
