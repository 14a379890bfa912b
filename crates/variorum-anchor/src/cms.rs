//! The envelope of a token: TimeStampResp around ContentInfo around SignedData (RFC 3161, RFC 5652).
//!
//! Read as BER, more leniently than written: certificates stand in any order and lengths may be indefinite, since
//! authorities do both. What is signed is taken as its bytes stand. Of the rest (certificates, who the signer is said
//! to be, attributes outside the signature) nothing is believed: the signed attributes name the certificate by digest.

use bcder::decode::{Constructed, DecodeError, Source};
use bcder::{Mode, OctetString, Oid, Tag};

use crate::ber::{self, skip_all};
use crate::names::{self, Hash};
use crate::token::TokenError;

/// A token of ten certificates has 20 kB; revocation lists inside make some far longer.
pub(crate) const LONGEST_TOKEN: usize = 4 << 20;
/// More than any chain has.
const MOST_CERTIFICATES: usize = 50;

/// A signed content with all that is needed to check it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignedData {
    /// The bytes that are vouched for.
    pub(crate) content: Vec<u8>,
    /// Certificates that came along, in the order found.
    pub(crate) certificates: Vec<Vec<u8>>,
    /// The identifier of the digest over `content`.
    pub(crate) digest_algorithm: Vec<u8>,
    pub(crate) signature_algorithm: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    /// The attributes as they are signed: a SET in definite length.
    pub(crate) attributes: Vec<u8>,
    pub(crate) message_digest: Vec<u8>,
    /// The signer's certificate, by digest.
    pub(crate) certificate: CertificateDigest,
}

/// A certificate named by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CertificateDigest {
    pub(crate) hash: Hash,
    pub(crate) digest: Vec<u8>,
}

/// What an authority answered.
struct Answer {
    /// The status and its words; none in a token without a response around it.
    status: Option<(u8, Vec<String>)>,
    token: Option<Parts>,
}

/// A SignedData before its attributes are read.
struct Parts {
    content: Vec<u8>,
    certificates: Vec<Vec<u8>>,
    digest_algorithm: Vec<u8>,
    signature_algorithm: Vec<u8>,
    signature: Vec<u8>,
    attributes: Vec<Vec<u8>>,
}

/// Reads a response or a token; tells which of them it is by the first element.
pub(crate) fn read(bytes: &[u8]) -> Result<(bool, SignedData), TokenError> {
    if bytes.len() > LONGEST_TOKEN {
        return Err(TokenError::shape("it is longer than 4 MiB"));
    }
    let answer = ber::sequence(bytes, Mode::Ber, answer).map_err(TokenError::shape)?;
    let Answer { status, token } = answer;
    let is_response = status.is_some();
    match (status, token) {
        // 0 is granted, 1 granted with modifications.
        (Some((status, words)), _) if status > 1 => Err(TokenError::Refused { status, words: words.join(" ") }),
        (_, Some(parts)) => Ok((is_response, with_attributes(parts)?)),
        (_, None) => Err(TokenError::shape("the answer holds no token")),
    }
}

fn answer<S: Source>(cons: &mut Constructed<S>) -> Result<Answer, DecodeError<S::Error>> {
    if let Some(kind) = Oid::take_opt_from(cons)? {
        return Ok(Answer { status: None, token: Some(content_info(cons, &kind)?) });
    }
    let status = cons.take_sequence(|cons| {
        let status = cons.take_u8()?;
        let words = cons.take_opt_sequence(|cons| {
            let mut words = Vec::new();
            while let Some(text) = cons.take_opt_primitive_if(Tag::UTF8_STRING, |text| text.take_all())? {
                words.push(String::from_utf8_lossy(&text).into_owned());
            }
            Ok(words)
        })?;
        skip_all(cons)?;
        Ok((status, words.unwrap_or_default()))
    })?;
    let token = cons.take_opt_sequence(|cons| {
        let kind = Oid::take_from(cons)?;
        content_info(cons, &kind)
    })?;
    Ok(Answer { status: Some(status), token })
}

fn content_info<S: Source>(
    cons: &mut Constructed<S>,
    kind: &Oid<impl AsRef<[u8]>>,
) -> Result<Parts, DecodeError<S::Error>> {
    if kind.0.as_ref() != names::SIGNED_DATA {
        return Err(cons.content_err("it holds something else than signed data"));
    }
    cons.take_constructed_if(Tag::CTX_0, |cons| cons.take_sequence(signed_data))
}

fn signed_data<S: Source>(cons: &mut Constructed<S>) -> Result<Parts, DecodeError<S::Error>> {
    cons.take_u8()?;
    cons.take_set(skip_all)?;
    let content = cons.take_sequence(|cons| {
        if Oid::take_from(cons)?.0.as_ref() != names::TST_INFO {
            return Err(cons.content_err("what is signed is no time-stamp"));
        }
        cons.take_constructed_if(Tag::CTX_0, |cons| Ok(OctetString::take_from(cons)?.into_bytes()))
    })?;
    let certificates = cons.take_opt_constructed_if(Tag::CTX_0, |cons| elements(cons, MOST_CERTIFICATES))?;
    cons.take_opt_constructed_if(Tag::CTX_1, skip_all)?;
    let mut parts = cons.take_set(|cons| cons.take_sequence(signer))?;
    parts.content = content.to_vec();
    parts.certificates = certificates.unwrap_or_default();
    Ok(parts)
}

/// The one signer that a token has.
fn signer<S: Source>(cons: &mut Constructed<S>) -> Result<Parts, DecodeError<S::Error>> {
    cons.take_u8()?;
    // Who signed is said here without being signed: the attributes say it too, and are.
    cons.skip_opt(|_, _, _| Ok(()))?;
    let digest_algorithm = algorithm(cons)?;
    let attributes = cons.take_constructed_if(Tag::CTX_0, |cons| elements(cons, 100))?;
    let signature_algorithm = algorithm(cons)?;
    let signature = OctetString::take_from(cons)?.into_bytes().to_vec();
    cons.take_opt_constructed_if(Tag::CTX_1, skip_all)?;
    Ok(Parts {
        content: Vec::new(),
        certificates: Vec::new(),
        digest_algorithm,
        signature_algorithm,
        signature,
        attributes,
    })
}

/// The identifier of an algorithm; its parameters follow from it in all that are accepted.
pub(crate) fn algorithm<S: Source>(cons: &mut Constructed<S>) -> Result<Vec<u8>, DecodeError<S::Error>> {
    cons.take_sequence(|cons| {
        let name = Oid::take_from(cons)?.0.to_vec();
        skip_all(cons)?;
        Ok(name)
    })
}

/// The elements of a set as their bytes stand, at most so many.
fn elements<S: Source>(cons: &mut Constructed<S>, most: usize) -> Result<Vec<Vec<u8>>, DecodeError<S::Error>> {
    let mut all = Vec::new();
    loop {
        let mut is_there = false;
        let element = cons.capture(|cons| {
            is_there = cons.skip_opt(|_, _, _| Ok(()))?.is_some();
            Ok(())
        })?;
        if !is_there {
            return Ok(all);
        }
        if all.len() == most {
            return Err(cons.content_err("a list in it is longer than any that is written"));
        }
        all.push(element.as_slice().to_vec());
    }
}

/// The three attributes that every token signs, each once.
#[derive(Default)]
struct Attributes {
    content_type: Option<Vec<u8>>,
    message_digest: Option<Vec<u8>>,
    certificate: Option<CertificateDigest>,
    certificate_v2: Option<CertificateDigest>,
}

fn with_attributes(parts: Parts) -> Result<SignedData, TokenError> {
    let mut found = Attributes::default();
    for attribute in &parts.attributes {
        ber::sequence(attribute, Mode::Ber, |cons| found.take(cons)).map_err(TokenError::shape)?;
    }
    let missing = |what: &str| TokenError::shape(format!("{what} is not among the signed attributes"));
    if found.content_type.as_deref() != Some(names::TST_INFO) {
        return Err(missing("that it is a time-stamp"));
    }
    Ok(SignedData {
        message_digest: found.message_digest.ok_or_else(|| missing("the digest of what is signed"))?,
        // Where both forms stand, the newer one counts: its digest is the stronger.
        certificate: found.certificate_v2.or(found.certificate).ok_or_else(|| missing("the signer's certificate"))?,
        attributes: set_of(&parts.attributes),
        content: parts.content,
        certificates: parts.certificates,
        digest_algorithm: parts.digest_algorithm,
        signature_algorithm: parts.signature_algorithm,
        signature: parts.signature,
    })
}

impl Attributes {
    fn take<S: Source>(&mut self, cons: &mut Constructed<S>) -> Result<(), DecodeError<S::Error>> {
        let name = Oid::take_from(cons)?;
        cons.take_set(|cons| match name.0.as_ref() {
            names::CONTENT_TYPE => {
                let value = Oid::take_from(cons)?.0.to_vec();
                once(&mut self.content_type, value, cons)
            }
            names::MESSAGE_DIGEST => {
                let value = OctetString::take_from(cons)?.into_bytes().to_vec();
                once(&mut self.message_digest, value, cons)
            }
            names::SIGNING_CERTIFICATE => {
                let value = signing_certificate(cons, |_| Ok(Hash::Sha1))?;
                once(&mut self.certificate, value, cons)
            }
            names::SIGNING_CERTIFICATE_V2 => {
                let value = signing_certificate(cons, stated_hash)?;
                once(&mut self.certificate_v2, value, cons)
            }
            _ => skip_all(cons),
        })
    }
}

fn once<T, S: Source>(place: &mut Option<T>, value: T, cons: &Constructed<S>) -> Result<(), DecodeError<S::Error>> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(cons.content_err("a signed attribute stands there twice")),
    }
}

/// The first certificate of the list is the signer's; others only say under which it may be looked at.
fn signing_certificate<S: Source>(
    cons: &mut Constructed<S>,
    hash: impl FnOnce(&mut Constructed<S>) -> Result<Hash, DecodeError<S::Error>>,
) -> Result<CertificateDigest, DecodeError<S::Error>> {
    cons.take_sequence(|cons| {
        let first = cons.take_sequence(|cons| {
            let first = cons.take_sequence(|cons| {
                let hash = hash(cons)?;
                let digest = OctetString::take_from(cons)?.into_bytes().to_vec();
                skip_all(cons)?;
                Ok(CertificateDigest { hash, digest })
            })?;
            skip_all(cons)?;
            Ok(first)
        })?;
        skip_all(cons)?;
        Ok(first)
    })
}

/// SHA-256 where nothing is stated.
fn stated_hash<S: Source>(cons: &mut Constructed<S>) -> Result<Hash, DecodeError<S::Error>> {
    let stated = cons.take_opt_sequence(|cons| {
        let name = Oid::take_from(cons)?;
        skip_all(cons)?;
        Ok(name)
    })?;
    match stated {
        None => Ok(Hash::Sha256),
        Some(name) => Hash::of_oid(name.0.as_ref()).ok_or_else(|| cons.content_err("a digest that is not used here")),
    }
}

/// The attributes as a SET of definite length, in the order received: what the signature is over.
fn set_of(elements: &[Vec<u8>]) -> Vec<u8> {
    let length: usize = elements.iter().map(Vec::len).sum();
    let digits: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    let mut set = vec![0x31];
    if length < 0x80 {
        set.push(length as u8);
    } else {
        set.push(0x80 | digits.len() as u8);
        set.extend(digits);
    }
    set.extend(elements.iter().flatten());
    set
}
