//! What is asked of a time-stamping authority: TimeStampReq of RFC 3161.
//!
//! The digest, a nonce that the answer must repeat, and that the answer should bring its certificate. Nothing in it
//! tells what the digest is of, or who asks.

use std::fmt;

use crate::names::Hash;

/// Version 1, and a digest by SHA-256 of 32 bytes; the lengths around them are fixed.
const BEFORE_DIGEST: [u8; 22] = [
    0x02, 0x01, 0x01, 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// "Bring your certificate".
const CERTIFICATE_WANTED: [u8; 3] = [0x01, 0x01, 0xff];

/// A number that ties an answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(pub(crate) Vec<u8>);

impl Nonce {
    /// A nonce of eight random bytes, two bits of which are lost: it is a positive number of eight bytes.
    pub fn of_random(mut bytes: [u8; 8]) -> Self {
        bytes[0] = (bytes[0] & 0x7f) | 0x40;
        Self(bytes.to_vec())
    }

    /// The nonce of its hexadecimal digits, as [`fmt::Display`] writes them.
    pub fn of_digits(digits: &str) -> Option<Self> {
        let fits = digits.is_ascii() && digits.len().is_multiple_of(2) && (2..=80).contains(&digits.len());
        let bytes = (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok());
        fits.then(|| bytes.collect::<Option<Vec<u8>>>()).flatten().map(Self)
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The request for a time-stamp token over these bytes, in DER: what `openssl ts -query -cert -data` writes.
pub fn request(data: &[u8], nonce: &Nonce) -> Vec<u8> {
    let mut body = BEFORE_DIGEST.to_vec();
    body.extend(Hash::Sha256.of(data));
    body.push(0x02);
    body.push(nonce.0.len() as u8);
    body.extend(&nonce.0);
    body.extend(CERTIFICATE_WANTED);
    let mut request = vec![0x30, body.len() as u8];
    request.append(&mut body);
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_a_positive_number_of_eight_bytes() {
        for bytes in [[0; 8], [0xff; 8], [0x80, 0, 0, 0, 0, 0, 0, 1]] {
            let nonce = Nonce::of_random(bytes);
            assert_eq!(nonce.0.len(), 8);
            assert!((0x40..0x80).contains(&nonce.0[0]));
            assert_eq!(Nonce::of_digits(&nonce.to_string()), Some(nonce));
        }
        for digits in ["", "0", "0g", "éé", &"00".repeat(41)] {
            assert_eq!(Nonce::of_digits(digits), None, "{digits}");
        }
    }

    #[test]
    fn the_request_is_as_long_as_it_says() {
        let made = request(b"checkpoint", &Nonce::of_random([7; 8]));
        assert_eq!((made[0], usize::from(made[1]) + 2), (0x30, made.len()));
        assert_eq!(made.len(), 69);
    }
}
