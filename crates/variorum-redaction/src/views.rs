//! The texts that bytes can be read as: a word hides from a search wherever the search reads another form than a
//! person does.
//!
//! Raw, as UTF-8 with any other byte as Latin-1; as UTF-16 of either order; with escapes undone (percent, HTML, JSON,
//! quoted-printable, RTF), markup taken out or parting words; and bytes in base64 or hexadecimal as bytes of
//! their own. Left out: UTF-7, EBCDIC and the like, and encodings that take a key.

use std::borrow::Cow;
use std::ops::ControlFlow;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// How often escapes are undone: a mail in quoted-printable with a page in it with an address in it.
const ROUNDS: usize = 3;
/// The shortest run that is read as base64: a name of ten letters.
const SHORTEST_BASE64: usize = 14;
/// The shortest run that is read as hexadecimal: a name of four letters.
const SHORTEST_HEX: usize = 8;

/// A text, and how it lies in the bytes.
pub(crate) struct View {
    pub(crate) text: String,
    pub(crate) form: &'static str,
    /// Whether it is the nearest to what a person reads; one of the texts of some bytes is.
    pub(crate) is_read: bool,
}

/// The texts of these bytes, each as soon as it is made, until `next` says stop.
pub(crate) fn texts(bytes: &[u8], mut next: impl FnMut(View) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut escaped: Cow<'_, [u8]> = bytes.into();
    for _ in 0..ROUNDS {
        match unescaped(&escaped) {
            Some(undone) => escaped = undone.into(),
            None => break,
        }
    }
    let markup = bytes.contains(&b'<') || escaped.contains(&b'<');
    let is_escaped = matches!(escaped, Cow::Owned(_));
    let mut give = |text, form, is_read| next(View { text, form, is_read });
    if markup {
        give(lenient(&without_markup(&escaped, b"")), "with markup taken out", false)?;
        give(lenient(&without_markup(&escaped, b" ")), "with markup taken out", true)?;
    }
    if is_escaped {
        give(lenient(&escaped), "in an escaped form", !markup)?;
    }
    drop(escaped);
    give(lenient(bytes), "as text", !markup && !is_escaped)?;
    if bytes.contains(&0) {
        for offset in [0, 1] {
            let pairs = bytes.get(offset..).unwrap_or_default();
            give(wide(pairs, u16::from_le_bytes), "as UTF-16", false)?;
            give(wide(pairs, u16::from_be_bytes), "as UTF-16", false)?;
        }
    }
    ControlFlow::Continue(())
}

/// UTF-8 as far as it is that, every other byte as Latin-1.
pub(crate) fn lenient(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| char::from(*byte)));
    }
    text
}

fn wide(bytes: &[u8], order: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| order(*pair));
    char::decode_utf16(units).map(|character| character.unwrap_or(' ')).collect()
}

/// The bytes with one layer of escapes undone; none if there are none.
fn unescaped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut made = Vec::with_capacity(bytes.len());
    let (mut at, mut any) = (0, false);
    while let Some(byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let undone = match byte {
            b'%' => hex(rest.get(1..3)).map(|byte| (3, vec![byte])),
            b'=' => quoted_printable(rest),
            b'&' => entity(rest),
            b'\\' => backslash(rest),
            _ => None,
        };
        match undone {
            Some((length, bytes)) => {
                made.extend(bytes);
                at += length;
                any = true;
            }
            None => {
                made.push(*byte);
                at += 1;
            }
        }
    }
    any.then_some(made)
}

fn hex(digits: Option<&[u8]>) -> Option<u8> {
    let digits = digits?;
    let all = digits.iter().all(u8::is_ascii_hexdigit);
    u8::from_str_radix(std::str::from_utf8(digits).ok().filter(|_| all)?, 16).ok()
}

type Undone = Option<(usize, Vec<u8>)>;

fn quoted_printable(rest: &[u8]) -> Undone {
    if rest.starts_with(b"=\r\n") {
        return Some((3, Vec::new()));
    }
    if rest.starts_with(b"=\n") {
        return Some((2, Vec::new()));
    }
    hex(rest.get(1..3)).map(|byte| (3, vec![byte]))
}

/// `\u00f3` with its other half where it is one of two, `\xf3`, RTF's `\'f3`, and PDF's octal `\363`.
fn backslash(rest: &[u8]) -> Undone {
    match rest.get(1)? {
        b'u' => {
            let unit = |rest: &[u8]| Some(u16::from_be_bytes([hex(rest.get(2..4))?, hex(rest.get(4..6))?]));
            let first = unit(rest)?;
            let second = rest.get(6..).filter(|next| next.starts_with(b"\\u")).and_then(unit);
            let pair = char::decode_utf16([first].into_iter().chain(second)).next()?;
            let length = if (0xd800..0xdc00).contains(&first) && pair.is_ok() { 12 } else { 6 };
            Some((length, pair.unwrap_or(' ').to_string().into_bytes()))
        }
        b'\\' => Some((2, b"\\".to_vec())),
        // JSON's: a name can stand after a line break.
        b'n' | b'r' | b't' | b'f' | b'b' => Some((2, b"\n".to_vec())),
        b'x' | b'\'' => hex(rest.get(2..4)).map(|byte| (4, vec![byte])),
        b'0'..=b'7' => {
            let digits = std::str::from_utf8(rest.get(1..4)?).ok()?;
            Some((4, vec![u8::from_str_radix(digits, 8).ok()?]))
        }
        _ => None,
    }
}

/// `&#243;`, `&#xf3;` and the named letters of Latin-1, by the letter that they begin with and the mark that they name.
fn entity(rest: &[u8]) -> Undone {
    const LONGEST: usize = 12;
    let end = rest.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(rest.get(1..end)?).ok()?;
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let digits = number.strip_prefix(['x', 'X']);
            let code = digits.map_or_else(|| number.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok());
            char::from_u32(code?)?.to_string()
        }
        None => named(name)?,
    };
    Some((end + 1, character.into_bytes()))
}

/// A letter with a mark is read as the letter alone, as the search does; a space parts words.
fn named(name: &str) -> Option<String> {
    const MARKS: [&str; 9] = ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "caron", "slash"];
    let letter = MARKS.iter().find_map(|mark| name.strip_suffix(mark)).filter(|letter| letter.len() == 1);
    let whole = match name {
        "nbsp" | "ensp" | "emsp" | "thinsp" => " ",
        "shy" | "zwnj" | "zwj" | "lrm" | "rlm" => "",
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" | "rsquo" | "lsquo" => "'",
        "szlig" => "ss",
        "aelig" | "AElig" => "ae",
        "oelig" | "OElig" => "oe",
        "eth" | "ETH" | "dstrok" | "Dstrok" => "d",
        "thorn" | "THORN" => "th",
        "lstrok" | "Lstrok" => "l",
        "imath" | "inodot" => "i",
        _ => return letter.map(str::to_owned),
    };
    Some(whole.to_owned())
}

/// The bytes with `instead` for each tag.
fn without_markup(bytes: &[u8], instead: &[u8]) -> Vec<u8> {
    const LONGEST_TAG: usize = 4096;
    let mut made = Vec::with_capacity(bytes.len());
    let (mut at, mut close) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        let next = bytes.get(at + 1);
        let opens = *byte == b'<' && next.is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next));
        // Looked for once: of many that open and never close, each would look to the end.
        if opens && close <= at {
            close = bytes[at..].iter().position(|byte| *byte == b'>').map_or(usize::MAX, |length| at + length);
        }
        if opens && close - at < LONGEST_TAG {
            made.extend_from_slice(instead);
            at = close + 1;
        } else {
            made.push(*byte);
            at += 1;
        }
    }
    made
}

/// Bytes that are written in these bytes as base64 or hexadecimal, each as soon as it is made, until `next` says stop.
pub(crate) fn written(bytes: &[u8], mut next: impl FnMut(&[u8], &'static str) -> ControlFlow<()>) -> ControlFlow<()> {
    for run in runs(bytes, |byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte), SHORTEST_BASE64) {
        let text: Vec<u8> = run.iter().filter(|byte| !byte.is_ascii_whitespace()).copied().collect();
        // What stands before it may look like a part of it.
        for offset in 0..4 {
            let aligned = text.get(offset..).unwrap_or_default();
            let whole = &aligned[..aligned.len() - usize::from(aligned.len() % 4 == 1)];
            let decoded = ENGINES.iter().find_map(|engine| engine.decode(whole).ok());
            if let Some(decoded) = decoded.filter(|decoded| is_readable(decoded)) {
                next(&decoded, "in base64")?;
            }
        }
    }
    for run in runs(bytes, |byte| byte.is_ascii_hexdigit(), SHORTEST_HEX) {
        let digits: Vec<u8> = run.iter().filter(|byte| !byte.is_ascii_whitespace()).copied().collect();
        let decoded: Vec<u8> = digits.as_chunks::<2>().0.iter().filter_map(|pair| hex(Some(pair))).collect();
        if is_readable(&decoded) {
            next(&decoded, "in hexadecimal")?;
        }
    }
    ControlFlow::Continue(())
}

const LOOSE: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const ENGINES: [GeneralPurpose; 2] =
    [GeneralPurpose::new(&alphabet::STANDARD, LOOSE), GeneralPurpose::new(&alphabet::URL_SAFE, LOOSE)];

/// Whether bytes that came out of base64 may be a text or a known container: hashes are neither.
fn is_readable(bytes: &[u8]) -> bool {
    let container = [b"PK\x03\x04".as_slice(), b"\x1f\x8b", b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"RIFF"];
    let odd = bytes.iter().filter(|byte| byte.is_ascii_control() && !b"\t\n\r\0".contains(byte)).count();
    container.iter().any(|magic| bytes.starts_with(magic)) || odd * 16 <= bytes.len()
}

/// Stretches of such bytes, line breaks with their indentation left in.
fn runs(bytes: &[u8], of: impl Fn(u8) -> bool, shortest: usize) -> impl Iterator<Item = &[u8]> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += bytes.get(at..)?.iter().position(|byte| of(*byte))?;
            let start = at;
            let (mut end, mut count) = (at, 0);
            while let Some(byte) = bytes.get(at) {
                if of(*byte) {
                    at += 1;
                    end = at;
                    count += 1;
                } else if count >= 40 && b"\r\n".contains(byte) || at > end && b" \t\r\n".contains(byte) {
                    at += 1;
                } else {
                    break;
                }
            }
            if count >= shortest {
                return Some(&bytes[start..end]);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        for (escaped, expected) in [
            ("%C3%93scar%20P%C3%A9rez", "Óscar Pérez"),
            ("&Oacute;scar&nbsp;P&#233;r&#x65;z", "Oscar Pérez"),
            (r"\u00d3scar P\u00e9rez \ud83d\ude00", "Óscar Pérez 😀"),
            ("=D3scar P=E9=\r\nrez", "Óscar Pérez"),
            (r"P\351rez P\'e9rez P\xe9rez", "Pérez Pérez Pérez"),
        ] {
            assert_eq!(lenient(&unescaped(escaped.as_bytes()).unwrap()), expected, "{escaped}");
        }
        assert_eq!(unescaped(b"100 % of a=b & c; \\z"), None);
    }

    #[test]
    fn markup_is_taken_out() {
        assert_eq!(without_markup(b"P<b class=x>er</b>ez < 3 <", b""), b"Perez < 3 <");
    }

    #[test]
    fn runs_go_over_lines() {
        let long = format!("x: {}\r\n {}=\n", "A".repeat(60), "B".repeat(20));
        let found: Vec<&[u8]> = runs(long.as_bytes(), |byte| byte.is_ascii_alphanumeric(), 14).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].iter().filter(|byte| byte.is_ascii_alphanumeric()).count(), 80);
    }
}
