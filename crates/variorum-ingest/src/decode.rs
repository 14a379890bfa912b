//! Bytes to text: which encoding, on what ground, and what was lost.
//!
//! In order: a byte order mark; valid UTF-8; UTF-16 told by its zero bytes; UTF-8 with a few broken places
//! (a truncated file); the encoding that the file states; a guess from the bytes. Whatever was not certain is
//! a finding that names the encoding. The text is otherwise left as it is: no trimming, no change of line
//! ends, no Unicode normalisation. Left out: UTF-7 and UTF-32, which only attackers still send.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use variorum_evidence::finding::Finding;

/// Text, and what is doubtful about it.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) findings: Vec<Finding>,
}

/// The text of `bytes`, or `None` if they are no text. `stated` is the name of an encoding that the file or
/// its envelope gives; `about` is whom a finding is about.
pub(crate) fn decode(bytes: &[u8], stated: Option<&str>, about: &str) -> Option<Decoded> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return converted(encoding, &bytes[mark..], None, about);
    }
    if let Ok(text) = str::from_utf8(bytes) {
        let text = (!looks_binary(bytes)).then(|| text.to_owned());
        return text.or_else(|| utf_16(bytes)).map(|text| Decoded { text, findings: Vec::new() });
    }
    if let Some(encoding) = utf_16_pattern(bytes) {
        return converted(encoding, bytes, Some("its zero bytes"), about);
    }
    if looks_binary(bytes) {
        return None;
    }
    if is_damaged_utf_8(bytes) {
        return converted(UTF_8, bytes, None, about);
    }
    if let Some(encoding) = stated.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        let (text, _, lossy) = encoding.decode(bytes);
        if !lossy {
            return Some(Decoded { text: text.into_owned(), findings: Vec::new() });
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    converted(detector.guess(None, Utf8Detection::Deny), bytes, Some("its bytes"), about)
}

/// Whether these bytes are no text in any encoding of single bytes: control characters.
pub(crate) fn looks_binary(bytes: &[u8]) -> bool {
    let control = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 127);
    bytes.contains(&0) || bytes.iter().filter(control).count() * 200 > bytes.len()
}

fn converted(encoding: &'static Encoding, bytes: &[u8], guess: Option<&str>, about: &str) -> Option<Decoded> {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    if text.contains('\0') {
        return None;
    }
    let mut findings = Vec::new();
    if let Some(ground) = guess {
        let message = format!("it does not state its encoding: read as {}, judged by {ground}", encoding.name());
        findings.push(
            Finding::new("text.decoded", about, message).with_help("compare names and accents with the original"),
        );
    }
    if lossy {
        let lost = text.matches('\u{fffd}').count();
        let message = format!("places that are not valid {} and are shown as \u{fffd}: {lost}", encoding.name());
        findings.push(Finding::new("text.replaced", about, message));
    }
    Some(Decoded { text: text.into_owned(), findings })
}

/// UTF-16 of ASCII text is also valid UTF-8, with zero bytes.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let (text, lossy) = utf_16_pattern(bytes)?.decode_without_bom_handling(bytes);
    (!lossy && !text.contains('\0')).then(|| text.into_owned())
}

/// The byte order in which most characters of the first few thousand have a zero byte, if there is one.
fn utf_16_pattern(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    let most = |many: usize, few: usize| pairs >= 2 && many * 10 >= pairs * 6 && few * 20 <= pairs;
    match (most(second, first), most(first, second)) {
        (true, _) => Some(UTF_16LE),
        (_, true) => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether this is UTF-8 with few broken places: far more whole characters beyond ASCII than errors. In a
/// text of single bytes hardly any of those would be whole by chance.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= 10 * broken
}

/// What a text holds that a reader cannot see and a program can, as a finding.
pub(crate) fn hidden_characters(text: &str, about: &str) -> Option<Finding> {
    let (mut turned, mut tags, mut widthless, mut flag) = (0usize, 0usize, 0usize, false);
    for c in text.chars() {
        match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => turned += 1,
            // After a black flag these spell a region's flag, which is what they are for today.
            '\u{e0000}'..='\u{e007f}' if !flag => tags += 1,
            '\u{200b}' | '\u{2060}' | '\u{feff}' => widthless += 1,
            _ => (),
        }
        flag = c == '\u{1f3f4}' || flag && ('\u{e0020}'..='\u{e007f}').contains(&c);
    }
    let kinds =
        [(turned, "that turn the reading direction"), (tags, "of the tags block"), (widthless, "without width")];
    let parts: Vec<_> = kinds.iter().filter(|kind| kind.0 > 0).map(|(count, kind)| format!("{count} {kind}")).collect();
    let message = format!("the text holds characters that are not seen: {}", parts.join(", "));
    (!parts.is_empty()).then(|| Finding::new("text.hidden_characters", about, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], stated: Option<&str>, text: Option<&str>, codes: &[&str]) {
        let decoded = decode(bytes, stated, "test");
        assert_eq!(decoded.as_ref().map(|decoded| decoded.text.as_str()), text, "{bytes:?}");
        let found: Vec<_> = decoded.iter().flat_map(|decoded| &decoded.findings).map(|finding| &finding.code).collect();
        assert_eq!(found, codes, "{bytes:?}");
    }

    #[test]
    fn encodings() {
        check("¿Quién disparó?\r\n".as_bytes(), None, Some("¿Quién disparó?\r\n"), &[]);
        check("\u{feff} Óscar \n".as_bytes(), None, Some(" Óscar \n"), &[]);
        check(b"\xff\xfeS\0\xed\0", None, Some("Sí"), &[]);
        check(b"\xfe\xff\0S\0\xed", None, Some("Sí"), &[]);
        check(b"s\0e\0v\0e\0n\0", None, Some("seven"), &[]);
        check(b"\0s\0e\0v\0e\0n", None, Some("seven"), &[]);
        let latin = b"El a\xf1o pasado, en la regi\xf3n de M\xe9rida, murieron siete j\xf3venes.";
        let text = "El año pasado, en la región de Mérida, murieron siete jóvenes.";
        check(latin, None, Some(text), &["text.decoded"]);
        check(latin, Some("ISO-8859-1"), Some(text), &[]);
        let cut = "¿Quién disparó? Así murió Óscar Pérez, según él, en El Ávila".as_bytes();
        check(
            &[cut, b"\xc3"].concat(),
            None,
            Some("¿Quién disparó? Así murió Óscar Pérez, según él, en El Ávila\u{fffd}"),
            &["text.replaced"],
        );
    }

    #[test]
    fn rubbish_is_no_text() {
        check(b"\x7fELF\x02\x01\x01\0\0\0", None, None, &[]);
        check(b"seven\0people", None, None, &[]);
        check(&(0u8..=255).collect::<Vec<_>>(), None, None, &[]);
        check(b"\xff\xfe\0\0s\0\0\0", None, None, &[]);
    }

    #[test]
    fn what_is_not_seen_is_said() {
        let found = |text| hidden_characters(text, "test").map(|finding| finding.message);
        assert_eq!(found("Óscar\n\t🏴\u{e0067}\u{e0062}\u{e007f}"), None);
        insta::assert_snapshot!(
            found("a\u{202e}b\u{2066}c\u{200b}d\u{e0041}").unwrap_or_default(),
            @"the text holds characters that are not seen: 2 that turn the reading direction, 1 of the tags block, 1 without width"
        );
    }
}
