#![no_main]
use libfuzzer_sys::fuzz_target;
use variorum_anchor::token::{Roots, Token};
fuzz_target!(|input: (&[u8], &[u8])| {
    let (token, roots) = input;
    let roots = Roots::from_pem(roots);
    let Ok(token) = Token::read(token) else { return };
    let Ok(signed) = token.check(b"data", None) else { return };
    if let Ok(roots) = roots {
        let _ = token.check_root(&signed, &roots);
    }
});
