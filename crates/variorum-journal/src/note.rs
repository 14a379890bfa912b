//! A text signed by a named key, as other people's tools read it too.
//!
//! C2SP signed-note with Ed25519 (type 0x01): the text, an empty line, then a line for each signature. A key
//! is named by its id, the first four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key). Unknown keys are
//! passed over, as the format asks; a known key whose signature fails refuses the note. Base64 must be in
//! its one canonical spelling, so that no bit of a note can change unnoticed. Left out: other key types.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, VerifyingKey};
use sha2::{Digest as _, Sha256};

/// The signature type of Ed25519.
const ED25519: u8 = 0x01;

/// What a signature line begins with: an em dash and a space.
const SIGNATURE_MARK: &str = "\u{2014} ";

/// The most signature lines that are read; witnesses add some, but nobody adds a hundred.
const MOST_SIGNATURES: usize = 100;

/// A note, key or signature that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// A key's name is empty or holds a space or a plus sign.
    #[error("the key name {name:?} is empty or holds a space or a plus sign")]
    KeyName {
        /// The name.
        name: String,
    },
    /// Not a verifier key.
    #[error("not a verifier key (name+id+base64, on one line): {why}")]
    NotAVkey {
        /// What is wrong with it.
        why: &'static str,
    },
    /// The text cannot be signed: it does not end in a line feed or holds other control characters.
    #[error("a signed text is lines, each ended by a line feed, without other control characters")]
    NotAText,
    /// The note does not have the shape of one.
    #[error("not a signed note: {why}")]
    NotANote {
        /// What is wrong with it.
        why: &'static str,
    },
    /// No signature by the key that was asked for.
    #[error("the note carries no signature by {key}")]
    NotSigned {
        /// The key, as name and id.
        key: String,
    },
    /// A signature in this key's name that the key did not make.
    #[error("the signature of {key} does not fit the text: one of them was changed")]
    WrongSignature {
        /// The key, as name and id.
        key: String,
    },
}

/// The id of a key: eight hexadecimal digits in an entry's `by` and in a verifier key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(pub [u8; 4]);

impl KeyId {
    fn of(name: &str, public: &[u8; 32]) -> Self {
        let digest = Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(public).finalize();
        Self([digest[0], digest[1], digest[2], digest[3]])
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

/// A key that signs. Its secret half is wiped from memory when it goes.
#[derive(Clone)]
pub struct SigningKey {
    key: ed25519_dalek::SigningKey,
    vkey: Vkey,
}

impl SigningKey {
    /// The key of this name that follows from 32 secret bytes.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, NoteError> {
        let key = ed25519_dalek::SigningKey::from_bytes(&seed);
        let vkey = Vkey::new(name, key.verifying_key())?;
        Ok(Self { key, vkey })
    }

    /// The 32 secret bytes.
    pub fn seed(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The half that everybody may have.
    pub fn vkey(&self) -> Vkey {
        self.vkey.clone()
    }

    /// The note of `text`, which must end in a line feed.
    pub fn sign(&self, text: &str) -> Result<String, NoteError> {
        check_text(text)?;
        let mut signature = self.vkey.id.0.to_vec();
        signature.extend(self.key.sign(text.as_bytes()).to_bytes());
        Ok(format!("{text}\n{SIGNATURE_MARK}{} {}\n", self.vkey.name, BASE64.encode(signature)))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({}, secret)", self.vkey.label())
    }
}

/// A key that verifies, with its name: `name+id+base64(0x01 ‖ public key)`.
#[derive(Clone, PartialEq, Eq)]
pub struct Vkey {
    name: String,
    id: KeyId,
    key: VerifyingKey,
}

impl Vkey {
    fn new(name: &str, key: VerifyingKey) -> Result<Self, NoteError> {
        if name.is_empty() || name.chars().any(|char| char.is_whitespace() || char.is_control() || char == '+') {
            return Err(NoteError::KeyName { name: name.to_owned() });
        }
        Ok(Self { name: name.to_owned(), id: KeyId::of(name, key.as_bytes()), key })
    }

    /// The key of this name with these public bytes.
    pub fn from_public(name: &str, public: &[u8; 32]) -> Result<Self, NoteError> {
        let key = VerifyingKey::from_bytes(public).map_err(|_| NoteError::NotAVkey { why: "not an Ed25519 key" })?;
        if key.is_weak() {
            return Err(NoteError::NotAVkey { why: "a key of small order, which anybody can sign for" });
        }
        Self::new(name, key)
    }

    /// The name, which for a case is its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The id of the key.
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// Whether `signature` is this key's over `message`.
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        // Strict: one message has one signature, whatever cofactors would allow.
        self.key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }

    /// The text of a note that this key signed, with its last line feed.
    pub fn open<'a>(&self, note: &'a str) -> Result<&'a str, NoteError> {
        let (text, lines) = split_note(note)?;
        let mut signed = false;
        for line in lines.lines() {
            let (name, id, signature) = read_signature(line)?;
            if name != self.name || id != self.id {
                continue;
            }
            let fits = signature.as_slice().try_into().is_ok_and(|bytes| self.verifies(text.as_bytes(), bytes));
            if !fits {
                return Err(NoteError::WrongSignature { key: self.label() });
            }
            signed = true;
        }
        if signed { Ok(text) } else { Err(NoteError::NotSigned { key: self.label() }) }
    }

    fn label(&self) -> String {
        format!("{}+{}", self.name, self.id)
    }
}

impl fmt::Display for Vkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, self.id, BASE64.encode(bytes))
    }
}

impl fmt::Debug for Vkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Vkey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let refuse = |why| NoteError::NotAVkey { why };
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(refuse("it has fewer than three parts"));
        };
        let bytes = BASE64.decode(key).map_err(|_| refuse("the key is not canonical base64"))?;
        let public = match bytes.split_first() {
            Some((&ED25519, public)) => public.try_into().map_err(|_| refuse("the key is not 32 bytes"))?,
            _ => return Err(refuse("the key is not of the Ed25519 type")),
        };
        let vkey = Self::from_public(name, public)?;
        if vkey.id.to_string() == id { Ok(vkey) } else { Err(refuse("the id does not follow from name and key")) }
    }
}

/// Who signed a note first, as the note says: nothing is verified.
pub fn signer(note: &str) -> Option<KeyId> {
    let (_, lines) = split_note(note).ok()?;
    let (_, id, _) = read_signature(lines.lines().next()?).ok()?;
    Some(id)
}

/// Text with its last line feed, and the signature lines.
fn split_note(note: &str) -> Result<(&str, &str), NoteError> {
    let refuse = |why| NoteError::NotANote { why };
    // The last empty line parts the two: signature lines hold none.
    let end = note.rfind("\n\n").ok_or(refuse("no empty line stands before the signatures"))?;
    let (text, lines) = (&note[..=end], &note[end + 2..]);
    check_text(text).map_err(|_| refuse("control characters in the text"))?;
    if !lines.ends_with('\n') {
        return Err(refuse("the last signature line has no line feed"));
    }
    if lines.matches('\n').count() > MOST_SIGNATURES {
        return Err(refuse("more than 100 signatures"));
    }
    Ok((text, lines))
}

fn read_signature(line: &str) -> Result<(&str, KeyId, Vec<u8>), NoteError> {
    let refuse = |why| NoteError::NotANote { why };
    let shape = "a signature line is an em dash, a key name and base64, one space apart";
    let (name, base64) =
        line.strip_prefix(SIGNATURE_MARK).and_then(|rest| rest.split_once(' ')).ok_or(refuse(shape))?;
    if name.is_empty() || name.contains('+') || name.chars().any(char::is_control) {
        return Err(refuse(shape));
    }
    let bytes = BASE64.decode(base64).map_err(|_| refuse("a signature is not canonical base64"))?;
    match bytes.split_first_chunk() {
        Some((id, signature)) if !signature.is_empty() => Ok((name, KeyId(*id), signature.to_vec())),
        _ => Err(refuse("a signature is too short")),
    }
}

fn check_text(text: &str) -> Result<(), NoteError> {
    let has_control = text.chars().any(|char| char.is_control() && char != '\n');
    if text.ends_with('\n') && !has_control { Ok(()) } else { Err(NoteError::NotAText) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "variorum.invalid/test\n3\nroot\n";

    fn key() -> SigningKey {
        SigningKey::from_seed("variorum.invalid/test", [9; 32]).unwrap()
    }

    #[test]
    fn signed_and_opened() {
        let note = key().sign(TEXT).unwrap();
        assert_eq!(key().vkey().open(&note), Ok(TEXT));
        let other = SigningKey::from_seed("variorum.invalid/other", [8; 32]).unwrap();
        assert!(matches!(other.vkey().open(&note), Err(NoteError::NotSigned { .. })));
    }

    #[test]
    fn other_signatures_are_passed_over() {
        let other = SigningKey::from_seed("witness.example", [8; 32]).unwrap().sign(TEXT).unwrap();
        let line = &other[TEXT.len() + 1..];
        let note = key().sign(TEXT).unwrap() + &line.repeat(16);
        assert_eq!(key().vkey().open(&note), Ok(TEXT));
        let many = key().sign(TEXT).unwrap() + &line.repeat(100);
        assert!(key().vkey().open(&many).is_err());
    }

    #[test]
    fn a_known_key_that_fails_refuses_the_note() {
        let wrong = key().sign("something else\n").unwrap();
        let note = key().sign(TEXT).unwrap() + &wrong["something else\n\n".len()..];
        assert!(matches!(key().vkey().open(&note), Err(NoteError::WrongSignature { .. })));
    }

    #[test]
    fn a_vkey_is_read_as_it_is_shown() {
        let shown = key().vkey().to_string();
        assert_eq!(shown.parse(), Ok(key().vkey()));
        assert_eq!(shown.split('+').nth(1), Some(key().vkey().id().to_string().as_str()));
    }

    #[test]
    fn broken_keys_are_refused() {
        let shown = key().vkey().to_string();
        let small_order = {
            let mut public = [0; 32];
            public[0] = 1;
            public
        };
        assert!(Vkey::from_public("name", &small_order).is_err());
        for text in ["", "name", "name+00000000", &format!("{shown}\n"), &shown.replace("test", "tests"), &shown[1..]] {
            assert!(text.parse::<Vkey>().is_err(), "{text:?}");
        }
        for name in ["", "a b", "a+b", "a\u{a0}b", "a\n"] {
            assert!(SigningKey::from_seed(name, [1; 32]).is_err(), "{name:?}");
        }
    }

    #[test]
    fn texts_that_cannot_be_signed() {
        for text in ["", "no line feed", "tab\t\n", "carriage return\r\n", "nul\0\n"] {
            assert_eq!(key().sign(text), Err(NoteError::NotAText), "{text:?}");
        }
    }

    #[test]
    fn the_secret_is_not_shown() {
        assert!(format!("{:?}", key()).ends_with(", secret)"));
    }

    proptest! {
        #[test]
        fn a_flipped_bit_is_noticed(place in any::<usize>(), bit in 0u8..8) {
            let note = key().sign(TEXT).unwrap();
            let mut bytes = note.into_bytes();
            let place = place % bytes.len();
            bytes[place] ^= 1 << bit;
            if let Ok(damaged) = std::str::from_utf8(&bytes) {
                prop_assert!(key().vkey().open(damaged).is_err(), "{damaged}");
            }
        }

        #[test]
        fn no_note_makes_it_panic(note in "[\u{2014}a+= \n]{0,60}") {
            let _ = key().vkey().open(&note);
            let _ = note.parse::<Vkey>();
        }
    }
}
