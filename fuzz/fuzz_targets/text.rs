#![no_main]
use libfuzzer_sys::fuzz_target;
fuzz_target!(|bytes: &[u8]| {
    variorum_fuzz::read_original(bytes, "a.txt");
});
