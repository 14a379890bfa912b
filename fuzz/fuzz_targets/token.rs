#![no_main]
use libfuzzer_sys::fuzz_target;
use variorum_anchor::token::{Roots, Token};
// A corpus of real tokens is worth having here: `openssl ts -reply` makes them.
fuzz_target!(|bytes: &[u8]| {
    let _ = Roots::from_pem(bytes);
    if let Ok(token) = Token::read(bytes) {
        let _ = token.check(b"data", None);
        let _ = token.by();
    }
});
