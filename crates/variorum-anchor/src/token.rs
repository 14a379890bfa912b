//! Time-stamp tokens (RFC 3161): an authority signs the digest of a file and a time.
//!
//! [`Token::read`] takes what an authority sent, the whole response or the bare token. [`Token::check`] says whether it
//! is about these bytes and validly signed; [`Token::check_root`] whether the signer's certificate leads to a root that
//! the user trusts, at the token's own time. Both are needed: anybody can sign with a certificate of their own making.
//!
//! Left out: revocation; tokens with several signers, which RFC 3161 does not have; DSA, SHA-1, RSA keys below 2048
//! bits, and curves other than P-256 and P-384.

use std::fmt;

use bcder::decode::{Constructed, DecodeError, Source};
use bcder::{Mode, OctetString, Oid, Tag};
use jiff::{SignedDuration, Timestamp};

use crate::ber;
pub use crate::certificate::{Roots, RootsError};
use crate::certificate::{Signer, dotted};
use crate::cms::{self, SignedData};
use crate::names::Hash;
pub use crate::request::{Nonce, request};

/// A token that cannot be read or does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token.
    #[error("no time-stamp token of RFC 3161: {why}")]
    Shape {
        /// What is wrong with it.
        why: String,
    },
    /// The authority did not give one.
    #[error("the authority gave no token (status {status}): {words}")]
    Refused {
        /// Its status.
        status: u8,
        /// What it said.
        words: String,
    },
    /// It is about other bytes.
    #[error("the token is about another file")]
    OtherData,
    /// It answers another request.
    #[error("the token answers another request: its nonce is {found}, {expected} was asked")]
    OtherNonce {
        /// The nonce in it.
        found: String,
        /// The nonce that was sent.
        expected: String,
    },
    /// Its content is not what was signed.
    #[error("the token was changed: its content has another digest than was signed")]
    Changed,
    /// The signer's certificate did not come along.
    #[error(
        "the token does not bring the certificate of its signer: ask again with a request that wants it (`openssl ts \
         -query -cert`, or what `variorum anchor request` writes)"
    )]
    NoCertificate,
    /// A certificate that is for something else.
    #[error("the certificate of {name} is not for time-stamping alone, and critically so, as RFC 3161 asks")]
    NotForTime {
        /// Whose it is.
        name: String,
    },
    /// An algorithm that is not checked here.
    #[error(
        "it is signed with an algorithm that this program does not check ({oid}, digest {digest}); `openssl ts -verify` \
         may"
    )]
    Algorithm {
        /// The signature algorithm.
        oid: String,
        /// The digest algorithm.
        digest: String,
    },
    /// The signature fails.
    #[error("the signature is not that of {name}: token or certificate were changed")]
    Signature {
        /// Whose certificate was named.
        name: String,
    },
    /// The certificate leads nowhere.
    #[error("the certificate of {name} does not hold: {why}")]
    Chain {
        /// Whose it is.
        name: String,
        /// What is wrong.
        why: String,
    },
}

impl TokenError {
    pub(crate) fn shape(why: impl fmt::Display) -> Self {
        Self::Shape { why: why.to_string() }
    }
}

/// A token as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Whether the response stands around it, as in a `.tsr` file.
    pub is_response: bool,
    /// The authority's time.
    pub at: Timestamp,
    /// How far it may be off, if the authority says so.
    pub accuracy: Option<SignedDuration>,
    /// The authority's rules, as an object identifier.
    pub policy: String,
    /// The number that the authority gave to this token, in hexadecimal digits.
    pub serial: String,
    /// The nonce of the request, if it had one.
    pub nonce: Option<Nonce>,
    imprint: (Hash, Vec<u8>),
    signed: SignedData,
}

/// Who signed a token, whose signature holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Whose certificate it says to be.
    pub authority: String,
    signer: Signer,
}

impl Token {
    /// Reads a response or a token.
    pub fn read(bytes: &[u8]) -> Result<Self, TokenError> {
        let (is_response, signed) = cms::read(bytes)?;
        let info = ber::sequence(&signed.content, Mode::Ber, Info::take).map_err(TokenError::shape)?;
        let hash = Hash::of_oid(&info.algorithm)
            .ok_or_else(|| TokenError::shape(format!("it is about a digest by {}", dotted(&info.algorithm))))?;
        let at = time_of(&info.time).ok_or_else(|| TokenError::shape("its time is none"))?;
        Ok(Self {
            is_response,
            at,
            accuracy: info.accuracy,
            policy: info.policy,
            serial: info.serial,
            nonce: info.nonce,
            imprint: (hash, info.digest),
            signed,
        })
    }

    /// Whether it is about these bytes.
    pub fn is_about(&self, data: &[u8]) -> bool {
        let (hash, digest) = &self.imprint;
        hash.of(data) == *digest
    }

    /// The latest time at which, by its word, those bytes were there.
    pub fn by(&self) -> Timestamp {
        self.at.checked_add(self.accuracy.unwrap_or_default()).unwrap_or(self.at)
    }

    /// Whether it is about these bytes, answers this request if one is named, and was signed by whom it names.
    pub fn check(&self, data: &[u8], nonce: Option<&Nonce>) -> Result<Signed, TokenError> {
        if !self.is_about(data) {
            return Err(TokenError::OtherData);
        }
        if let Some(expected) = nonce.filter(|nonce| self.nonce.as_ref() != Some(nonce)) {
            let found = self.nonce.as_ref().map_or_else(|| "none".to_owned(), Nonce::to_string);
            return Err(TokenError::OtherNonce { found, expected: expected.to_string() });
        }
        let hash = Hash::of_oid(&self.signed.digest_algorithm).ok_or_else(|| TokenError::Algorithm {
            oid: dotted(&self.signed.signature_algorithm),
            digest: dotted(&self.signed.digest_algorithm),
        })?;
        if hash.of(&self.signed.content) != self.signed.message_digest {
            return Err(TokenError::Changed);
        }
        let signer = Signer::of(&self.signed)?;
        Ok(Signed { authority: signer.name.clone(), signer })
    }

    /// Whether its signer's certificate leads to one of these roots, at the time in the token.
    pub fn check_root(&self, signed: &Signed, roots: &Roots) -> Result<(), TokenError> {
        signed.signer.check_chain(&self.signed, roots, self.at)
    }
}

/// TSTInfo, what an authority signs.
struct Info {
    policy: String,
    algorithm: Vec<u8>,
    digest: Vec<u8>,
    serial: String,
    time: Vec<u8>,
    accuracy: Option<SignedDuration>,
    nonce: Option<Nonce>,
}

impl Info {
    fn take<S: Source>(cons: &mut Constructed<S>) -> Result<Self, DecodeError<S::Error>> {
        cons.skip_u8_if(1)?;
        let policy = Oid::take_from(cons)?.to_string();
        let (algorithm, digest) = cons.take_sequence(|cons| {
            let algorithm = cms::algorithm(cons)?;
            Ok((algorithm, OctetString::take_from(cons)?.into_bytes().to_vec()))
        })?;
        let serial = Nonce(cons.take_primitive_if(Tag::INTEGER, |serial| serial.take_all())?.to_vec()).to_string();
        let time = cons.take_primitive_if(Tag::GENERALIZED_TIME, |time| time.take_all())?.to_vec();
        let accuracy = cons.take_opt_sequence(accuracy)?;
        cons.take_opt_bool()?;
        let nonce = cons.take_opt_primitive_if(Tag::INTEGER, |nonce| nonce.take_all())?;
        cons.take_opt_constructed_if(Tag::CTX_0, ber::skip_all)?;
        cons.take_opt_constructed_if(Tag::CTX_1, |cons| {
            while cons.take_opt_sequence(no_critical_extension)?.is_some() {}
            Ok(())
        })?;
        Ok(Self { policy, algorithm, digest, serial, time, accuracy, nonce: nonce.map(|nonce| Nonce(nonce.to_vec())) })
    }
}

/// An extension that must be understood is none that we know.
fn no_critical_extension<S: Source>(cons: &mut Constructed<S>) -> Result<(), DecodeError<S::Error>> {
    Oid::take_from(cons)?;
    if cons.take_opt_bool()?.unwrap_or_default() {
        return Err(cons.content_err("it has an extension that must be understood, and is not"));
    }
    OctetString::take_from(cons).map(|_| ())
}

/// Seconds, thousandths and millionths, each of which may be absent.
fn accuracy<S: Source>(cons: &mut Constructed<S>) -> Result<SignedDuration, DecodeError<S::Error>> {
    let seconds = cons.take_opt_u32()?.unwrap_or_default();
    let part = |cons: &mut Constructed<S>, tag| {
        let part = cons.take_opt_primitive_if(tag, |part| part.to_u16())?.unwrap_or_default();
        if part > 999 { Err(cons.content_err("its accuracy is none")) } else { Ok(part) }
    };
    let millis = part(cons, Tag::CTX_0)?;
    let micros = part(cons, Tag::CTX_1)?;
    Ok(SignedDuration::new(i64::from(seconds), i32::from(millis) * 1_000_000 + i32::from(micros) * 1000))
}

/// `20261122180000.5Z`, in UTC and nothing else.
fn time_of(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 14 || !digits(whole) || fraction.is_empty() || fraction.len() > 9 || !digits(fraction) {
        return None;
    }
    let part = |from: usize, to: usize| whole.get(from..to)?.parse::<i8>().ok();
    let nanos = format!("{fraction:0<9}").parse().ok()?;
    let year = whole.get(..4)?.parse().ok()?;
    let time =
        jiff::civil::DateTime::new(year, part(4, 6)?, part(6, 8)?, part(8, 10)?, part(10, 12)?, part(12, 14)?, nanos);
    let at = jiff::tz::Offset::UTC.to_timestamp(time.ok()?).ok()?;
    (at >= Timestamp::UNIX_EPOCH).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(time_of(text.as_bytes()).map(|at| at.to_string()).as_deref(), expected, "{text}");
        };
        check("20261122180000Z", Some("2026-11-22T18:00:00Z"));
        check("20261122180000.25Z", Some("2026-11-22T18:00:00.25Z"));
        for text in [
            "",
            "Z",
            "20261122180000",
            "20261122180000+0100",
            "20261132180000Z",
            "2026112218000Z",
            "20261122180000.Z",
            "19691122180000Z",
            "20261122180061Z",
            "é0261122180000Z",
        ] {
            check(text, None);
        }
    }
}
