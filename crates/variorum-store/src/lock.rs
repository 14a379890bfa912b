//! One writer at a time.
//!
//! The lock is the operating system's (flock) and goes away with its holder, however that one ends. What the
//! file says, process and host, is for people only. Network file systems are known to lose such locks, so
//! a case on one is a finding.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};

use variorum_evidence::finding::Finding;

use crate::disk::{Disk, DiskError};
use crate::layout::LOCK_FILE;

/// Held as long as a case is open for writing.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

/// Why a lock was not given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LockError {
    #[error(transparent)]
    Disk(#[from] DiskError),
    #[error("held by {holder}")]
    Held { holder: String },
}

impl Lock {
    /// Takes the lock of a case, or tells who has it.
    pub(crate) fn take(disk: &Disk) -> Result<Self, LockError> {
        let mut file = disk.open_lock(LOCK_FILE)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held { holder: holder(&mut file) }),
            Err(TryLockError::Error(error)) => return Err(disk.error("lock", LOCK_FILE)(error).into()),
        }
        let name = rustix::system::uname();
        let text = format!("process {} on {}\n", std::process::id(), name.nodename().to_string_lossy());
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(text.as_bytes()))
            .map_err(disk.error("write", LOCK_FILE))?;
        Ok(Self { _file: file })
    }
}

fn holder(file: &mut File) -> String {
    let mut text = String::new();
    // Whoever holds the lock may be writing this very line; then it is not known yet.
    let read = file.take(400).read_to_string(&mut text);
    match read.map(|_| text.trim_end()) {
        Ok(holder) if !holder.is_empty() => holder.chars().filter(|char| !char.is_control()).collect(),
        _ => "another process".to_owned(),
    }
}

/// A doubt about the file system that the case lies on.
pub(crate) fn file_system_finding(disk: &Disk) -> Option<Finding> {
    let kind = network_file_system(disk)?;
    let folder = disk.whole_path("").display().to_string();
    let message = format!("the case lies on {kind}, where two writers are not kept apart and syncs may not be real");
    Some(Finding::new("case.network_disk", folder, message).with_help("copy the case to a disk of this machine"))
}

#[cfg(target_os = "linux")]
fn network_file_system(disk: &Disk) -> Option<&'static str> {
    // Numbers from linux/magic.h. FUSE is left out: it is as often a local disk (NTFS, encrypted) as a remote one.
    match rustix::fs::fstatfs(disk.root()).ok()?.f_type as u32 {
        0x6969 => Some("NFS"),
        0x517B | 0xFF53_4D42 | 0xFE53_4D42 => Some("SMB"),
        0x0102_1997 => Some("9P"),
        _ => None,
    }
}

#[cfg(not(target_os = "linux"))]
fn network_file_system(_: &Disk) -> Option<&'static str> {
    None
}
