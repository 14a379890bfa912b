//! Who may come in.
//!
//! Any page in the browser can send requests to loopback, any name can be made to point at it, and any other program here
//! can connect. So: the address that is printed carries a secret that works once; it is exchanged for a cookie that no
//! script reads and no other site sends, under a name that changes with every start, since cookies ignore ports. Only
//! the one host by its number is answered. A write must come from our own page (`Origin`, `Sec-Fetch-Site`) and carry
//! the secret that only our own forms hold, since a server on another port could have set the cookie.
//!
//! Left out: other users of this machine who may read this process or its terminal.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::{HeaderMap, HeaderValue, Method, header};
use subtle::ConstantTimeEq as _;

/// A secret of 256 bits, in hexadecimal digits.
#[derive(Clone)]
struct Secret(String);

impl Secret {
    fn new() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(digits(&bytes)))
    }

    /// Takes as long for a guess that is almost right.
    fn is(&self, guess: &str) -> bool {
        self.0.as_bytes().ct_eq(guess.as_bytes()).into()
    }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The door of one page, for as long as it is served.
pub(crate) struct Door {
    port: u16,
    entry: Secret,
    used: AtomicBool,
    cookie_name: String,
    cookie: Secret,
    form: Secret,
}

/// Why a request is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It asks for another host: a name that was made to point here.
    Host,
    /// It has no cookie of ours.
    NoCookie,
    /// Its address was used already, or was never one.
    Token,
    /// It writes, and comes from another page.
    Origin,
    /// It writes without the token of our forms.
    Form,
}

impl Door {
    pub(crate) fn new(port: u16) -> Result<Self, getrandom::Error> {
        let mut name = [0; 6];
        getrandom::fill(&mut name)?;
        Ok(Self {
            port,
            entry: Secret::new()?,
            used: AtomicBool::new(false),
            cookie_name: format!("variorum-{}", digits(&name)),
            cookie: Secret::new()?,
            form: Secret::new()?,
        })
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The address to print.
    pub(crate) fn address(&self) -> String {
        format!("http://{}/?token={}", self.host(), self.entry.0)
    }

    /// What every form carries.
    pub(crate) fn form_token(&self) -> String {
        self.form.0.clone()
    }

    /// Whether a form is one of ours.
    pub(crate) fn check_form(&self, token: &str) -> Result<(), Refusal> {
        if self.form.is(token) { Ok(()) } else { Err(Refusal::Form) }
    }

    /// Whether it is for this host, by number and port, said once.
    pub(crate) fn check_host(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        match one(headers, header::HOST) {
            Some(host) if host == self.host() => Ok(()),
            _ => Err(Refusal::Host),
        }
    }

    /// Exchanges the secret of the address for a cookie, once.
    pub(crate) fn exchange(&self, token: &str) -> Result<HeaderValue, Refusal> {
        if !self.entry.is(token) || self.used.swap(true, Ordering::SeqCst) {
            return Err(Refusal::Token);
        }
        let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name, self.cookie.0);
        HeaderValue::try_from(cookie).map_err(|_| Refusal::Token)
    }

    /// Whether it carries our cookie.
    pub(crate) fn check_cookie(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let ours = |(name, value): (&str, &str)| name == self.cookie_name && self.cookie.is(value);
        if pairs.any(ours) { Ok(()) } else { Err(Refusal::NoCookie) }
    }

    /// Whether a write comes from our own page. Our pages send no referrer, for which browsers write `Origin: null`; a
    /// frame without an origin would too, so that this alone is only believed together with what the browser says of
    /// the site, which no page can set.
    pub(crate) fn check_origin(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        if matches!(*method, Method::GET | Method::HEAD) {
            return Ok(());
        }
        let site = one(headers, header::HeaderName::from_static("sec-fetch-site"));
        if site.is_some_and(|site| site != "same-origin") {
            return Err(Refusal::Origin);
        }
        match one(headers, header::ORIGIN) {
            Some(origin) if origin == format!("http://{}", self.host()) => Ok(()),
            Some("null") if site == Some("same-origin") => Ok(()),
            _ => Err(Refusal::Origin),
        }
    }
}

/// The value of a header that stands there once.
fn one(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    value.to_str().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn one_host_by_its_number() {
        let door = Door::new(4321).unwrap();
        assert_eq!(door.check_host(&headers(&[("host", "127.0.0.1:4321")])), Ok(()));
        for host in [
            "localhost:4321",
            "127.0.0.1",
            "127.0.0.1:4322",
            "127.0.0.1:4321.",
            "127.0.0.1.nip.io:4321",
            "[::1]:4321",
            "evil.example:4321",
            "0.0.0.0:4321",
            "127.1:4321",
            "2130706433:4321",
            "user@127.0.0.1:4321",
            "",
        ] {
            assert_eq!(door.check_host(&headers(&[("host", host)])), Err(Refusal::Host), "{host}");
        }
        assert_eq!(door.check_host(&headers(&[])), Err(Refusal::Host));
        let twice = headers(&[("host", "127.0.0.1:4321"), ("host", "127.0.0.1:4321")]);
        assert_eq!(door.check_host(&twice), Err(Refusal::Host));
    }

    #[test]
    fn the_address_works_once() {
        let door = Door::new(1).unwrap();
        let token = door.address().split_once("token=").unwrap().1.to_owned();
        assert_eq!(door.exchange(&token[1..]), Err(Refusal::Token));
        let cookie = door.exchange(&token).unwrap();
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict"), "{cookie}");
        assert!(!cookie.contains(&token), "the address must not be in the cookie");
        assert_eq!(door.exchange(&token), Err(Refusal::Token));
        let pair = cookie.split(';').next().unwrap();
        assert_eq!(door.check_cookie(&headers(&[("cookie", &format!("a=b; {pair}"))])), Ok(()));
        for wrong in ["", &pair[..pair.len() - 1], &format!("x{pair}"), "a=b"] {
            assert_eq!(door.check_cookie(&headers(&[("cookie", wrong)])), Err(Refusal::NoCookie), "{wrong}");
        }
    }

    #[test]
    fn writes_come_from_our_own_page() {
        let door = Door::new(4321).unwrap();
        let check = |pairs: &[(&'static str, &str)]| door.check_origin(&Method::POST, &headers(pairs)).is_ok();
        assert!(check(&[("origin", "http://127.0.0.1:4321")]));
        assert!(check(&[("origin", "http://127.0.0.1:4321"), ("sec-fetch-site", "same-origin")]));
        assert!(check(&[("origin", "null"), ("sec-fetch-site", "same-origin")]));
        for pairs in [
            &[][..],
            &[("origin", "null")],
            &[("sec-fetch-site", "same-origin")],
            &[("origin", "null"), ("sec-fetch-site", "cross-site")],
            &[("origin", "http://127.0.0.1:4321"), ("sec-fetch-site", "same-site")],
            &[("origin", "http://127.0.0.1:4322")],
            &[("origin", "https://127.0.0.1:4321")],
            &[("origin", "http://localhost:4321")],
        ] {
            assert!(!check(pairs), "{pairs:?}");
        }
    }
}
