//! Reading BER and DER whole: nothing may stand after the value, and nothing recurses on what is read.

use std::convert::Infallible;

use bcder::Mode;
use bcder::decode::{Constructed, DecodeError, SliceSource, Source};

/// The one value that these bytes are, read as a sequence.
pub(crate) fn sequence<'a, T>(
    bytes: &'a [u8],
    mode: Mode,
    read: impl FnOnce(&mut Constructed<SliceSource<'a>>) -> Result<T, DecodeError<Infallible>>,
) -> Result<T, String> {
    let in_words = |error: DecodeError<Infallible>| error.to_string();
    let whole = mode.decode(bytes, |cons| cons.capture_one()).map_err(in_words)?;
    match bytes.len() - whole.as_slice().len() {
        0 => mode.decode(bytes, |cons| cons.take_sequence(read)).map_err(in_words),
        left => Err(format!("{left} bytes stand after its end")),
    }
}

/// Skips to the end, also of a value of indefinite length.
pub(crate) fn skip_all<S: Source>(cons: &mut Constructed<S>) -> Result<(), DecodeError<S::Error>> {
    while cons.skip_opt(|_, _, _| Ok(()))?.is_some() {}
    Ok(())
}
