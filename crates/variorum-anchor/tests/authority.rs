//! Tokens of authorities made here with `openssl`, as many kinds as authorities come in.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the authority is another program, with files of its own, and what is left out is said"
)]

use std::fs;
use std::process::Command;

use variorum_anchor::token::{Nonce, Roots, RootsError, Token, TokenError, request};
use variorum_testkit::authority::{Authority, Kind, P256, P384, PLAIN, RSA};

const DATA: &[u8] = b"variorum.invalid/00112233445566778899aabbccddeeff\n10\nroot\n";

const P521: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"];

fn roots(authority: &Authority) -> Roots {
    Roots::from_pem(&authority.read("root.pem")).unwrap()
}

fn nonce() -> Nonce {
    Nonce::of_random([0xa5; 8])
}

fn query() -> Vec<u8> {
    request(DATA, &nonce())
}

/// Everything that a token must be.
fn check(token: &[u8], roots: &Roots) -> Result<Token, TokenError> {
    let token = Token::read(token)?;
    let signed = token.check(DATA, Some(&nonce()))?;
    token.check_root(&signed, roots)?;
    Ok(token)
}

#[test]
fn the_request_is_the_one_that_openssl_writes() {
    let authority = Authority::of(&PLAIN);
    authority.query(DATA);
    fs::write(authority.path("ours.tsq"), query()).unwrap();
    let read = |file: &str| {
        let output = Command::new("openssl").args(["ts", "-query", "-text", "-in"]).arg(authority.path(file)).output();
        let lines = String::from_utf8(output.unwrap().stdout).unwrap();
        lines.lines().filter(|line| !line.starts_with("Nonce")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(read("ours.tsq"), read("made.tsq"));
    assert!(read("ours.tsq").len() > 5);
}

#[test]
fn authorities_of_many_kinds() {
    for kind in [
        Kind { key: RSA, ..PLAIN },
        Kind { key: RSA, digest: "sha512", names_by: "sha1", has_intermediate: true, ..PLAIN },
        Kind { key: P256, names_by: "sha384", ..PLAIN },
        Kind { key: P256, digest: "sha384", has_intermediate: true, ..PLAIN },
        Kind { key: P384, digest: "sha256", names_by: "sha1", ..PLAIN },
        Kind { key: P384, digest: "sha384", names_by: "sha512", has_intermediate: true, ..PLAIN },
        Kind { key: P384, digest: "sha512", ..PLAIN },
    ] {
        let authority = Authority::of(&kind);
        let about = format!("{:?} {} {}", kind.key, kind.digest, kind.names_by);
        let both: &[&[&str]] = &[&["between.pem", "root.pem"], &["root.pem", "between.pem"]];
        let one: &[&[&str]] = &[&["root.pem"]];
        let orders = if kind.has_intermediate { both } else { one };
        for along in orders.iter().map(|order| Some(*order)).chain([None]) {
            let response = authority.reply_with(&query(), along);
            let untrusted = (kind.has_intermediate && along.is_none()).then_some("between.pem");
            assert!(authority.accepts(DATA, &response, untrusted), "{about}: openssl refuses it");
            let checked = check(&response, &roots(&authority));
            if untrusted.is_some() {
                let refused = checked.unwrap_err().to_string();
                assert!(refused.contains("nothing leads from it to a root that was given"), "{about}: {refused}");
                let both = ["root.pem", "between.pem"].map(|name| authority.read(name)).concat();
                check(&response, &Roots::from_pem(&both).unwrap()).unwrap();
                continue;
            }
            let token = checked.unwrap_or_else(|error| panic!("{about} {along:?}: {error}"));
            assert!(token.is_response);
            assert_eq!(token.by().duration_since(token.at).as_millis(), 1500);
            assert_eq!(token.policy, "1.2.3.4");
        }
    }
}

#[test]
fn a_bare_token_and_one_in_indefinite_lengths() {
    let authority = Authority::of(&PLAIN);
    let response = authority.reply_with(&query(), Some(&["root.pem"]));
    assert!(authority.openssl(&["ts", "-reply", "-in", "out.tsr", "-token_out", "-out", "bare.tst"]));
    let bare = authority.read("bare.tst");
    let token = check(&bare, &roots(&authority)).unwrap();
    assert!(!token.is_response);
    assert_eq!(Token::read(&response).unwrap().at, token.at);

    // As older authorities write it: every length around the signed parts is left open.
    let open = in_open_lengths(&bare);
    assert_ne!(open, bare);
    assert_eq!(check(&open, &roots(&authority)).unwrap().serial, token.serial);
}

/// Leaves the lengths open of what is around and beside the signed parts, down to the set of signers.
fn in_open_lengths(der: &[u8]) -> Vec<u8> {
    let (tag, content, rest) = element(der);
    assert!(rest.is_empty());
    let mut open = vec![tag, 0x80];
    let mut content = content;
    while !content.is_empty() {
        let (tag, inner, rest) = element(content);
        let whole = &content[..content.len() - rest.len()];
        // The certificates and the signers stay; the sequences and [0] above them, and the content, are opened.
        let is_around =
            matches!(tag, 0x30 | 0xa0) && inner.first().is_some_and(|first| matches!(first, 0x30 | 0x02 | 0x06 | 0x04));
        let is_certificates = tag == 0xa0 && inner.len() > 300 && inner.get(4) == Some(&0x30);
        match (is_around && !is_certificates, tag) {
            (true, _) => open.extend(in_open_lengths(whole)),
            (false, 0x04) => {
                open.extend([0x24, 0x80]);
                open.extend(whole);
                open.extend([0, 0]);
            }
            _ => open.extend(whole),
        }
        content = rest;
    }
    open.extend([0, 0]);
    open
}

fn element(der: &[u8]) -> (u8, &[u8], &[u8]) {
    let (head, length) = match der[1] {
        short @ 0..=0x7f => (2, usize::from(short)),
        long => {
            let digits = usize::from(long & 0x7f);
            (2 + digits, der[2..2 + digits].iter().fold(0, |length, byte| length << 8 | usize::from(*byte)))
        }
    };
    (der[0], &der[head..head + length], &der[head + length..])
}

#[test]
fn what_is_wrong_is_refused_by_its_name() {
    let authority = Authority::of(&PLAIN);
    let other = Authority::of(&PLAIN);
    let response = authority.reply_with(&query(), None);
    let token = Token::read(&response).unwrap();
    assert_eq!(token.check(b"other data", None).unwrap_err(), TokenError::OtherData);
    let asked = Nonce::of_random([1; 8]);
    assert!(matches!(token.check(DATA, Some(&asked)), Err(TokenError::OtherNonce { .. })));
    assert!(token.check(DATA, None).is_ok());
    // The other root has the same name, and another key.
    let refused = check(&response, &roots(&other)).unwrap_err();
    assert!(refused.to_string().contains("was not signed by the one above it"), "{refused}");

    // OpenSSL does not sign with such certificates, so each takes the place of the right one in a token.
    for purposes in ["", "timeStamping", "critical,timeStamping,codeSigning", "critical,codeSigning"] {
        let wrong = Authority::of(&Kind { purposes, ..PLAIN });
        let refused = check(&renamed(&authority, &wrong), &roots(&wrong));
        assert!(matches!(refused, Err(TokenError::NotForTime { .. })), "{purposes:?}: {refused:?}");
    }
    let unknown = Authority::of(&Kind { key: P521, digest: "sha512", ..PLAIN });
    let refused = check(&unknown.reply_with(&query(), None), &roots(&unknown)).unwrap_err();
    assert!(matches!(refused, TokenError::Signature { .. }), "{refused}");
}

/// A token of `good` that names and brings the certificate of `wrong` instead. What it may be used for is looked at
/// before the signature, which does not fit.
fn renamed(good: &Authority, wrong: &Authority) -> Vec<u8> {
    let response = good.reply_with(&query(), None);
    let der = |authority: &Authority| {
        assert!(authority.openssl(&["x509", "-in", "tsa.pem", "-outform", "der", "-out", "tsa.der"]));
        authority.read("tsa.der")
    };
    let (old, new) = (der(good), der(wrong));
    let digest = |bytes: &[u8]| variorum_evidence::digest::Digest::of(bytes).as_bytes().to_vec();
    let at = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).position(|window| window == part).unwrap();
    let place = at(&response, &digest(&old));
    let mut changed = response.clone();
    changed.splice(place..place + 32, digest(&new));
    // Certificates differ in length, so the token is put together again around them.
    replaced(&changed, &old, &new)
}

/// A response in which one element takes the place of another, with all lengths around it made anew.
fn replaced(response: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    fn rebuilt(der: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = der;
        while !rest.is_empty() {
            let (tag, content, after) = element(rest);
            let whole = &rest[..rest.len() - after.len()];
            let holds = whole.windows(old.len()).any(|window| window == old);
            if whole == old {
                out.extend(new);
            } else if holds {
                let content = rebuilt(content, old, new);
                out.push(tag);
                out.extend([0x83]);
                out.extend(&(content.len() as u32).to_be_bytes()[1..]);
                out.extend(content);
            } else {
                out.extend(whole);
            }
            rest = after;
        }
        out
    }
    rebuilt(response, old, new)
}

/// What comes of a token when its signature is made anew with PSS, as some authorities sign. `openssl ts` itself knows no
/// such tokens, `openssl dgst` makes the signature.
#[test]
fn a_signature_by_pss() {
    let authority = Authority::of(&Kind { key: RSA, ..PLAIN });
    let response = authority.reply_with(&query(), None);
    let signer = signer_of(&response);
    let parts = parts(element(signer).1);
    let attributes = parts.iter().position(|part| part[0] == 0xa0).unwrap();
    fs::write(authority.path("attributes"), [&[0x31], &parts[attributes][1..]].concat()).unwrap();
    let pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32"];
    let sign = ["dgst", "-sha256", "-sign", "tsa.key", "-out", "signature", "attributes"];
    assert!(authority.openssl(&[&sign[..4], &pss, &sign[4..]].concat()));
    let signed = |algorithm: &[u8]| {
        let signature = [&[0x04, 0x82, 0x01, 0x00], authority.read("signature").as_slice()].concat();
        let body = [parts[..=attributes].concat(), algorithm.to_vec(), signature].concat();
        let length = (body.len() as u16).to_be_bytes();
        replaced(&response, signer, &[&[0x30, 0x82], length.as_slice(), &body].concat())
    };
    check(&signed(PSS_SHA256), &roots(&authority)).unwrap();
    // The same signature under the name of plain RSA.
    let refused = check(&signed(parts[attributes + 1]), &roots(&authority));
    assert!(matches!(refused, Err(TokenError::Signature { .. })), "{refused:?}");
}

/// RSASSA-PSS with SHA-256, MGF1 with SHA-256, and a salt of 32 bytes.
const PSS_SHA256: &[u8] = &[
    0x30, 0x41, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a, 0x30, 0x34, 0xa0, 0x0f, 0x30, 0x0d,
    0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0xa1, 0x1c, 0x30, 0x1a, 0x06, 0x09,
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03,
    0x04, 0x02, 0x01, 0x05, 0x00, 0xa2, 0x03, 0x02, 0x01, 0x20,
];

/// The elements of a content, each as its bytes stand.
fn parts(mut content: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while !content.is_empty() {
        let after = element(content).2;
        parts.push(&content[..content.len() - after.len()]);
        content = after;
    }
    parts
}

/// The one SignerInfo of a response.
fn signer_of(response: &[u8]) -> &[u8] {
    let token = parts(element(response).1)[1];
    let signed = parts(element(parts(element(token).1)[1]).1)[0];
    let signers = *parts(element(signed).1).last().unwrap();
    parts(element(signers).1)[0]
}

#[test]
fn an_authority_is_held_to_its_own_time() {
    let authority = Authority::of(&Kind { days: "0", ..PLAIN });
    let response = authority.reply_with(&query(), None);
    let at = Token::read(&response).unwrap().at;
    std::thread::sleep(std::time::Duration::from_secs(1));
    let again = authority.reply_with(&query(), None);
    // Valid for no day at all: to the second in which it was made, if at all.
    let refused = check(&again, &roots(&authority));
    let text = refused.map(|token| token.at.to_string()).unwrap_err().to_string();
    assert!(text.contains("had expired by the time in the token"), "{at} {text}");
}

#[test]
fn files_that_are_no_root() {
    let authority = Authority::of(&Kind { has_intermediate: true, ..PLAIN });
    let read = |name: &str| authority.read(name);
    assert_eq!(Roots::from_pem(b""), Err(RootsError::NotPem));
    assert_eq!(Roots::from_pem(&read("tsa.key")), Err(RootsError::NotPem));
    assert_eq!(Roots::from_pem(&read("between.pem")), Err(RootsError::NoRoot));
    assert_eq!(Roots::from_pem(&read("root.pem").repeat(101)), Err(RootsError::TooMany));
    let broken = String::from_utf8(read("root.pem")).unwrap().replacen("MII", "AAA", 1).replacen("MIIB", "AAAA", 1);
    assert!(Roots::from_pem(broken.as_bytes()).is_err());
}

/// Each changed bit of what is signed is refused, and any other makes no other time, number or signer.
#[test]
fn every_changed_bit() {
    let authority = Authority::of(&Kind { has_intermediate: true, ..PLAIN });
    let response = authority.reply_with(&query(), Some(&["between.pem", "root.pem"]));
    let roots = roots(&authority);
    let good = check(&response, &roots).unwrap();
    let facts =
        |token: &Token| (token.at, token.accuracy, token.serial.clone(), token.policy.clone(), token.nonce.clone());
    let covered = covered(&authority, &response);
    let mut unnoticed = 0;
    for place in 0..response.len() * 8 {
        let mut changed = response.clone();
        changed[place / 8] ^= 1 << (place % 8);
        if let Ok(token) = check(&changed, &roots) {
            assert!(!covered.iter().any(|range| range.contains(&(place / 8))), "bit {place} is signed");
            assert_eq!(facts(&token), facts(&good), "bit {place}");
            unnoticed += 1;
        }
    }
    // No signature covers the root that came along, who the signer is said to be beside the signed attributes, and
    // versions. Over all of them stands the digest under which a case keeps the file.
    println!("{unnoticed} of {} changed bits change nothing that is signed", response.len() * 8);
}

/// Where the parts lie that signatures are over: content, attributes, the signature itself, and two certificates.
fn covered(authority: &Authority, response: &[u8]) -> Vec<std::ops::Range<usize>> {
    let token = parts(element(response).1)[1];
    let signed = parts(element(parts(element(token).1)[1]).1)[0];
    let content = element(element(parts(element(parts(element(signed).1)[2]).1)[1]).1).1;
    let signer = parts(element(signer_of(response)).1);
    let attributes = signer.iter().position(|part| part[0] == 0xa0).unwrap();
    let mut found = vec![content, element(signer[attributes]).1, element(signer[attributes + 2]).1];
    let certificates = ["tsa", "between"].map(|name| {
        let (pem, der) = (format!("{name}.pem"), format!("{name}.der"));
        assert!(authority.openssl(&["x509", "-in", &pem, "-outform", "der", "-out", &der]));
        authority.read(&der)
    });
    found.extend(certificates.iter().map(Vec::as_slice));
    let ranges = found.into_iter().map(|part| {
        let start = response.windows(part.len()).position(|window| window == part).unwrap();
        start..start + part.len()
    });
    ranges.collect()
}

#[test]
fn cut_and_hostile_tokens_are_refused() {
    let authority = Authority::of(&PLAIN);
    let response = authority.reply_with(&query(), None);
    for end in 0..response.len() {
        assert!(Token::read(&response[..end]).is_err(), "cut at {end}");
    }
    assert!(Token::read(&[response.as_slice(), &[0]].concat()).is_err());
    assert!(Token::read(&vec![0x30; 5 << 20]).is_err());
    for opening in [[0x30, 0x80], [0x24, 0x80], [0xa0, 0x80]] {
        assert!(Token::read(&opening.repeat(1 << 20)).is_err());
    }
    let asked_wrongly = authority.reply_with(b"no request", None);
    assert!(matches!(Token::read(&asked_wrongly), Err(TokenError::Refused { status: 2, .. })));
    let without = request(DATA, &nonce());
    let without = [&without[..without.len() - 3], &[]].concat();
    let without = [&[without[0], without[1] - 3], &without[2..]].concat();
    let response = authority.reply_with(&without, None);
    let token = Token::read(&response).unwrap();
    assert_eq!(token.check(DATA, None).unwrap_err(), TokenError::NoCertificate);
}
