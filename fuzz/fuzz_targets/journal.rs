//! Any text as what a journal is made of: refused, or read to the very letter.
#![no_main]

use libfuzzer_sys::fuzz_target;
use variorum_journal::checkpoint::{Checkpoint, SignedCheckpoint};
use variorum_journal::entry::Entry;
use variorum_journal::note::{SigningKey, Vkey, signer};
use variorum_journal::proof::EntryProof;

fuzz_target!(|text: &str| {
    if let Ok(entry) = Entry::from_line(text) {
        assert_eq!(entry.to_line().expect("it was read"), text);
    }
    if let Ok(head) = Checkpoint::from_text(text) {
        assert_eq!(head.to_text(), text);
    }
    let key = SigningKey::from_seed("variorum.invalid/fuzz", [7; 32]).expect("a name").vkey();
    // Nobody signs these: what opens is forged.
    assert!(SignedCheckpoint::open(text, &key).is_err());
    assert!(EntryProof::from_text(text, &key).is_err());
    let _ = (text.parse::<Vkey>(), signer(text), variorum_verify::bag::read_manifest(text));
});
