//! What several fuzz targets share.

use std::panic;
use std::sync::Once;

/// Reads an original as the program does. A library that panics over a file is caught there and told as a finding, so
/// that only a panic of our own code, or one that nobody catches, is a fault.
pub fn read_original(bytes: &[u8], name: &str) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        // The fuzzer's own, which ends the process.
        let told = panic::take_hook();
        panic::set_hook(Box::new(move |panicked| {
            if panicked.location().is_some_and(|place| place.file().contains("variorum-")) {
                told(panicked);
            }
        }));
    });
    variorum_ingest::read_original(bytes, name);
}
