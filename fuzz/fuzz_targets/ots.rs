#![no_main]
use {libfuzzer_sys::fuzz_target, variorum_anchor::stamp::Stamp};
fuzz_target!(|bytes: &[u8]| {
    if let Ok(stamp) = Stamp::read(bytes) {
        for (height, root) in stamp.blocks() {
            assert_eq!(stamp.check_block(height, root), Ok(()));
        }
    }
});
