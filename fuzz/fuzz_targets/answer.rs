#![no_main]
use {libfuzzer_sys::fuzz_target, variorum_evidence::ids::OriginalId, variorum_ingest::Extraction};
fuzz_target!(|bytes: &[u8]| {
    let _ = Extraction::decode(bytes, OriginalId::of_bytes(b""));
});
