//! Any bytes as the tar inside a locked case: counted or refused, no panic, no memory for what is only announced.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    drop(variorum_store::archive::look(bytes));
});
