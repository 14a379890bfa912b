//! Certificates of authorities: what one may be used for, whose it is, and whether it leads to a root that was given.
//!
//! The chain is `rustls-webpki`'s work: signatures, validity at a time, constraints. RFC 3161 asks for more of the
//! certificate that signs: time-stamping is its one purpose, and marked as critical. Left out: revocation.

use std::time::Duration;

use bcder::decode::{Constructed, DecodeError, Source};
use bcder::{Mode, OctetString, Oid, Tag};
use jiff::Timestamp;
use p384::ecdsa::signature::hazmat::PrehashVerifier as _;
use p384::ecdsa::{DerSignature, VerifyingKey};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm, TrustAnchor, UnixTime,
    alg_id,
};
use webpki::ring as algorithms;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use crate::ber;
use crate::cms::SignedData;
use crate::names::{self, Hash};
use crate::token::TokenError;

/// A file of roots is a few certificates.
const LONGEST_ROOTS: usize = 1 << 20;
const MOST_ROOTS: usize = 100;

/// What certificates may be signed with.
const OF_CHAINS: [&dyn SignatureVerificationAlgorithm; 12] = [
    algorithms::ECDSA_P256_SHA256,
    algorithms::ECDSA_P256_SHA384,
    algorithms::ECDSA_P384_SHA256,
    algorithms::ECDSA_P384_SHA384,
    &P384Sha512,
    algorithms::ED25519,
    algorithms::RSA_PKCS1_2048_8192_SHA256,
    algorithms::RSA_PKCS1_2048_8192_SHA384,
    algorithms::RSA_PKCS1_2048_8192_SHA512,
    algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
];

/// Certificates that the user trusts: roots, each of which signs itself, and what may stand between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roots {
    roots: Vec<CertificateDer<'static>>,
    between: Vec<CertificateDer<'static>>,
}

/// A file that gives no root.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RootsError {
    /// Not PEM, or nothing in it.
    #[error(
        "holds no certificate in PEM (-----BEGIN CERTIFICATE-----); `openssl x509 -inform der -in FILE -out root.pem` \
         makes it from DER"
    )]
    NotPem,
    /// A certificate that cannot be read.
    #[error("holds a certificate that cannot be read: {why}")]
    Unreadable {
        /// What is wrong with it.
        why: String,
    },
    /// More than anybody trusts on purpose.
    #[error("holds more than {MOST_ROOTS} certificates: give the root of this one authority")]
    TooMany,
    /// Certificates, and none of them a root.
    #[error("holds no root: none of its certificates signs itself; the authority's site has its root (CA) certificate")]
    NoRoot,
}

impl Roots {
    /// The certificates of a PEM file.
    pub fn from_pem(bytes: &[u8]) -> Result<Self, RootsError> {
        if bytes.len() > LONGEST_ROOTS {
            return Err(RootsError::TooMany);
        }
        let (mut roots, mut between) = (Vec::new(), Vec::new());
        for certificate in CertificateDer::pem_slice_iter(bytes).take(MOST_ROOTS + 1) {
            let certificate = certificate.map_err(|_| RootsError::NotPem)?;
            let read = Certificate::read(&certificate).map_err(|why| RootsError::Unreadable { why })?;
            if read.issuer == read.subject { roots.push(certificate) } else { between.push(certificate) }
        }
        match (roots.len() + between.len(), roots.is_empty()) {
            (0, _) => Err(RootsError::NotPem),
            (count, _) if count > MOST_ROOTS => Err(RootsError::TooMany),
            (_, true) => Err(RootsError::NoRoot),
            _ => Ok(Self { roots, between }),
        }
    }
}

/// Whoever signed a token, by the certificate that the signature names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signer {
    der: CertificateDer<'static>,
    /// Whose certificate it says to be.
    pub(crate) name: String,
}

impl Signer {
    /// The certificate among those that came along which the signed attributes name, if its signature holds.
    pub(crate) fn of(signed: &SignedData) -> Result<Self, TokenError> {
        let named = &signed.certificate;
        let found = signed.certificates.iter().find(|certificate| named.hash.of(certificate) == named.digest);
        let der = CertificateDer::from(found.ok_or(TokenError::NoCertificate)?.clone());
        let certificate = Certificate::read(&der).map_err(TokenError::shape)?;
        if !certificate.stamps_time_only {
            return Err(TokenError::NotForTime { name: certificate.name });
        }
        let signer = Self { name: certificate.name, der };
        signer.check_signature(signed)?;
        Ok(signer)
    }

    fn check_signature(&self, signed: &SignedData) -> Result<(), TokenError> {
        let certificate =
            EndEntityCert::try_from(&self.der).map_err(|error| TokenError::shape(format!("{error:?}")))?;
        let candidates = candidates(signed).ok_or_else(|| TokenError::Algorithm {
            oid: dotted(&signed.signature_algorithm),
            digest: dotted(&signed.digest_algorithm),
        })?;
        let holds = |algorithm: &&dyn SignatureVerificationAlgorithm| {
            certificate.verify_signature(*algorithm, &signed.attributes, &signed.signature).is_ok()
        };
        if candidates.iter().any(holds) { Ok(()) } else { Err(TokenError::Signature { name: self.name.clone() }) }
    }

    /// Whether the certificate leads to one of these roots, at this time, over those that came along.
    pub(crate) fn check_chain(&self, signed: &SignedData, roots: &Roots, at: Timestamp) -> Result<(), TokenError> {
        let refuse = |error: webpki::Error| TokenError::Chain { name: self.name.clone(), why: in_words(&error) };
        let certificate = EndEntityCert::try_from(&self.der).map_err(refuse)?;
        let anchors: Result<Vec<TrustAnchor<'_>>, _> = roots.roots.iter().map(anchor_from_trusted_cert).collect();
        let came_along = signed.certificates.iter().map(|certificate| CertificateDer::from(certificate.as_slice()));
        let between: Vec<CertificateDer<'_>> = came_along.chain(roots.between.iter().cloned()).collect();
        let seconds = u64::try_from(at.as_second()).unwrap_or_default();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        // Certificates between may have no purposes; the one that signs was asked for its own.
        let usage = KeyUsage::required_if_present(names::TIME_STAMPING);
        certificate
            .verify_for_usage(&OF_CHAINS, &anchors.map_err(refuse)?, &between, time, usage, None, None)
            .map(|_| ())
            .map_err(refuse)
    }
}

/// The algorithms that the identifiers of a token can mean; which of them it is follows from the key.
fn candidates(signed: &SignedData) -> Option<Vec<&'static dyn SignatureVerificationAlgorithm>> {
    let rsa = |hash| match hash {
        Hash::Sha256 => Some(algorithms::RSA_PKCS1_2048_8192_SHA256),
        Hash::Sha384 => Some(algorithms::RSA_PKCS1_2048_8192_SHA384),
        Hash::Sha512 => Some(algorithms::RSA_PKCS1_2048_8192_SHA512),
        Hash::Sha1 => None,
    };
    let pss = |hash| match hash {
        Hash::Sha256 => Some(algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY),
        Hash::Sha384 => Some(algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY),
        Hash::Sha512 => Some(algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY),
        Hash::Sha1 => None,
    };
    let one = |algorithm: Option<&'static dyn SignatureVerificationAlgorithm>| algorithm.map(|one| vec![one]);
    match signed.signature_algorithm.as_slice() {
        names::RSA => one(rsa(Hash::of_oid(&signed.digest_algorithm)?)),
        names::RSA_SHA256 => one(rsa(Hash::Sha256)),
        names::RSA_SHA384 => one(rsa(Hash::Sha384)),
        names::RSA_SHA512 => one(rsa(Hash::Sha512)),
        names::RSA_PSS => one(pss(Hash::of_oid(&signed.digest_algorithm)?)),
        names::ECDSA_SHA256 => Some(vec![algorithms::ECDSA_P256_SHA256, algorithms::ECDSA_P384_SHA256]),
        names::ECDSA_SHA384 => Some(vec![algorithms::ECDSA_P256_SHA384, algorithms::ECDSA_P384_SHA384]),
        names::ECDSA_SHA512 => Some(vec![&P384Sha512]),
        _ => None,
    }
}

/// ECDSA over P-384 with SHA-512: a pair that the other algorithms here leave out, and that a public authority uses.
#[derive(Debug)]
struct P384Sha512;

impl SignatureVerificationAlgorithm for P384Sha512 {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P384
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA512
    }

    fn verify_signature(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        let key = VerifyingKey::from_sec1_bytes(key).map_err(|_| InvalidSignature)?;
        let signature = DerSignature::from_bytes(signature).map_err(|_| InvalidSignature)?;
        key.verify_prehash(&Hash::Sha512.of(message), &signature).map_err(|_| InvalidSignature)
    }
}

/// What a certificate says of itself, as far as it is asked here.
struct Certificate {
    issuer: Vec<u8>,
    subject: Vec<u8>,
    name: String,
    /// Time-stamping is its one purpose, and critical.
    stamps_time_only: bool,
}

impl Certificate {
    fn read(der: &[u8]) -> Result<Self, String> {
        ber::sequence(der, Mode::Der, Self::take)
    }

    fn take<S: Source>(cons: &mut Constructed<S>) -> Result<Self, DecodeError<S::Error>> {
        let certificate = cons.take_sequence(|cons| {
            cons.take_opt_constructed_if(Tag::CTX_0, |cons| cons.take_u8())?;
            cons.skip_one()?;
            cons.skip_one()?;
            let issuer = cons.capture_one()?.as_slice().to_vec();
            cons.skip_one()?;
            let subject = cons.capture_one()?;
            let name = subject.clone().decode(whole_name).map_err(|error| cons.content_err(error))?;
            let name = name.unwrap_or_else(|| "an authority without a name".to_owned());
            cons.skip_one()?;
            cons.take_opt_value_if(Tag::CTX_1, |content| match content {
                bcder::decode::Content::Primitive(inner) => inner.skip_all(),
                bcder::decode::Content::Constructed(inner) => inner.skip_all(),
            })?;
            cons.take_opt_value_if(Tag::CTX_2, |content| match content {
                bcder::decode::Content::Primitive(inner) => inner.skip_all(),
                bcder::decode::Content::Constructed(inner) => inner.skip_all(),
            })?;
            let stamps_time_only = cons.take_opt_constructed_if(Tag::CTX_3, |cons| cons.take_sequence(extensions))?;
            Ok(Self {
                issuer,
                subject: subject.as_slice().to_vec(),
                name,
                stamps_time_only: stamps_time_only.unwrap_or_default(),
            })
        })?;
        cons.skip_all()?;
        Ok(certificate)
    }
}

/// Whether one of the extensions says, critically, that time-stamping is the one purpose.
fn extensions<S: Source>(cons: &mut Constructed<S>) -> Result<bool, DecodeError<S::Error>> {
    let mut stamps_time_only = false;
    while cons
        .take_opt_sequence(|cons| {
            let name = Oid::take_from(cons)?;
            let is_critical = cons.take_opt_bool()?.unwrap_or_default();
            let value = OctetString::take_from(cons)?.into_bytes();
            if name.0.as_ref() == names::EXTENDED_KEY_USAGE && is_critical {
                stamps_time_only = is_time_stamping(&value);
            }
            Ok(())
        })?
        .is_some()
    {}
    Ok(stamps_time_only)
}

fn is_time_stamping(purposes: &[u8]) -> bool {
    let only = ber::sequence(purposes, Mode::Der, Oid::take_from);
    only.is_ok_and(|purpose| purpose.0.as_ref() == names::TIME_STAMPING)
}

/// Whose name it is, in words: what it is commonly called, and of which organisation.
fn whole_name<S: Source>(cons: &mut Constructed<S>) -> Result<Option<String>, DecodeError<S::Error>> {
    let (mut common, mut organisation) = (None, None);
    cons.take_sequence(|cons| {
        while cons
            .take_opt_set(|cons| {
                while cons
                    .take_opt_sequence(|cons| {
                        let kind = Oid::take_from(cons)?;
                        let text = cons.take_value(|_, content| match content {
                            bcder::decode::Content::Primitive(inner) => inner.take_all(),
                            bcder::decode::Content::Constructed(inner) => {
                                inner.skip_all()?;
                                Ok(Default::default())
                            }
                        })?;
                        match kind.0.as_ref() {
                            names::COMMON_NAME => common = Some(in_letters(&text)),
                            names::ORGANISATION => organisation = Some(in_letters(&text)),
                            _ => {}
                        }
                        Ok(())
                    })?
                    .is_some()
                {}
                Ok(())
            })?
            .is_some()
        {}
        Ok(())
    })?;
    Ok(match (common, organisation) {
        (Some(common), Some(organisation)) => Some(format!("{common} ({organisation})")),
        (common, organisation) => common.or(organisation),
    })
}

fn in_letters(bytes: &[u8]) -> String {
    let letters = String::from_utf8_lossy(bytes);
    letters.chars().filter(|letter| !letter.is_control()).take(100).collect()
}

fn in_words(error: &webpki::Error) -> String {
    match error {
        webpki::Error::CertExpired { .. } => "it, or one above it, had expired by the time in the token".to_owned(),
        webpki::Error::CertNotValidYet { .. } => {
            "it, or one above it, was not yet valid at the time in the token".to_owned()
        }
        webpki::Error::UnknownIssuer => "nothing leads from it to a root that was given".to_owned(),
        webpki::Error::InvalidSignatureForPublicKey => {
            "one of the certificates was not signed by the one above it".to_owned()
        }
        other => format!("{other:?}"),
    }
}

/// An identifier as people write it.
pub(crate) fn dotted(content: &[u8]) -> String {
    Oid(content).to_string()
}
