//! Which page does an address lead to, and when was it captured there?
//!
//! Addresses are one where they differ in what does not change the page. An archive of pages writes the address of the
//! page into its own, behind the second of the capture ("web/20180115103000/https://…"), so that captures from there are
//! captures of the page. The archives are data (`lexicon/archives.toml`). Left out: short addresses of archives, which do
//! not tell their page; a time that is given in part, which leads to whichever capture is nearest to it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use serde::Deserialize;
use variorum_evidence::moment::{Precision, SaidAt};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lexicon {
    hosts: BTreeSet<String>,
}

static ARCHIVES: LazyLock<Lexicon> =
    LazyLock::new(|| toml::from_str(include_str!("../lexicon/archives.toml")).expect("embedded: a test reads it"));

/// An address without what does not change the page: an archive around it, scheme, "www.", the port of the scheme,
/// fragment, a last slash.
pub(crate) fn address(url: &str) -> String {
    let rest = without_scheme(page(url).0);
    let rest = rest.split('#').next().unwrap_or_default().trim_end_matches('/');
    let (host, path) = host_and_path(rest);
    if path.is_empty() { host } else { format!("{host}/{path}") }
}

/// When an archive captured the page that an address of it shows.
pub fn archived_at(url: &str) -> Option<SaidAt> {
    let second = page(url).1?;
    let (to, basis) = (second.checked_add(1.second()).ok()?, format!("the address of the capture: {}", url.trim()));
    Some(SaidAt::between(second, to, Some(0), Precision::Second, basis))
}

/// The page that an address shows, and when it was captured. Of an archive's capture of another archive's page, the first
/// capture is the one that saw the page.
fn page(url: &str) -> (&str, Option<DateTime>) {
    let (mut url, mut captured) = (url.trim(), None);
    while let Some((inner, when)) = unwrapped(url) {
        (url, captured) = (inner, when.or(captured));
    }
    (url, captured)
}

/// The address inside that of an archive, with the second of the capture.
fn unwrapped(url: &str) -> Option<(&str, Option<DateTime>)> {
    let (host, path) = host_and_path(without_scheme(url));
    if !ARCHIVES.hosts.contains(&host) {
        return None;
    }
    let mut at = 0;
    for segment in path.split('/') {
        let inner = &path[at..];
        if ["http:", "https:"].contains(&segment.to_lowercase().as_str()) {
            let before = path[..at].trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            // What stands there instead of a time may be a list of captures ("2018*").
            let listed = before.contains('*');
            return (!listed).then(|| (inner, second(before)));
        }
        at += segment.len() + 1;
        if second(segment).is_some() && !path.get(at..)?.to_lowercase().starts_with("http") {
            return Some((path.get(at..)?, second(segment)));
        }
    }
    None
}

/// "20180115103000", also with what an archive shows of the page behind it ("id_"), or "2018.01.15-103000".
fn second(segment: &str) -> Option<DateTime> {
    let (time, shown) =
        segment.split_at(segment.find(|letter: char| letter.is_ascii_lowercase()).unwrap_or(segment.len()));
    let digits: String = time.chars().filter(|letter| !matches!(letter, '.' | '-')).collect();
    let is_time = digits.len() == 14 && (shown.is_empty() || shown.ends_with('_'));
    is_time.then(|| DateTime::strptime("%Y%m%d%H%M%S", &digits).ok()).flatten()
}

/// An address may have lost a slash inside that of an archive ("http:/a.example").
fn without_scheme(url: &str) -> &str {
    let scheme = url.split_once(":/").filter(|(scheme, _)| !scheme.contains('/'));
    scheme.map_or(url, |(_, rest)| rest.trim_start_matches('/'))
}

/// The host, without "www." and the port of the scheme, and what follows it.
fn host_and_path(rest: &str) -> (String, &str) {
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_lowercase();
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(&host);
    (host.strip_prefix("www.").unwrap_or(host).to_owned(), path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address() {
        for (url, expected) in [
            ("https://www.Example.org/a/B/#top", "example.org/a/B"),
            ("http://example.org/a/B", "example.org/a/B"),
            ("http://example.org:80/a/B", "example.org/a/B"),
            ("https://example.org/", "example.org"),
            ("https://example.org/a?id=2", "example.org/a?id=2"),
            (
                "https://example.org/web/20180115103000/https://b.example/a",
                "example.org/web/20180115103000/https://b.example/a",
            ),
            ("", ""),
        ] {
            assert_eq!(address(url), expected);
        }
    }

    #[test]
    fn a_capture_in_an_archive() {
        for (url, expected, second) in [
            (
                "https://web.archive.org/web/20180115103000/https://www.a.example/b?c=1",
                "a.example/b?c=1",
                "2018-01-15T10:30:00",
            ),
            (
                "http://web.archive.org/web/20180115103000id_/http://a.example:80/b/",
                "a.example/b",
                "2018-01-15T10:30:00",
            ),
            ("https://web.archive.org/web/20180115103000/http:/a.example/b", "a.example/b", "2018-01-15T10:30:00"),
            ("https://web.archive.org/web/20180115103000/a.example/b", "a.example/b", "2018-01-15T10:30:00"),
            ("https://archive.ph/2018.01.15-103000/https://a.example/b", "a.example/b", "2018-01-15T10:30:00"),
            ("https://archive.is/20180115103000/https://a.example/b#x", "a.example/b", "2018-01-15T10:30:00"),
            (
                "https://wayback.archive-it.org/1234/20180115103000/https://a.example/b",
                "a.example/b",
                "2018-01-15T10:30:00",
            ),
            (
                "https://archive.ph/20200101000000/https://web.archive.org/web/20180115103000/http://a.example/b",
                "a.example/b",
                "2018-01-15T10:30:00",
            ),
            ("https://web.archive.org/web/2018/https://a.example/b", "a.example/b", ""),
            ("https://web.archive.org/web/https://a.example/b", "a.example/b", ""),
            ("https://archive.is/newest/https://a.example/b", "a.example/b", ""),
            ("https://web.archive.org/web/20189915103000/https://a.example/b", "a.example/b", ""),
            (
                "https://web.archive.org/web/2018*/https://a.example/b",
                "web.archive.org/web/2018*/https://a.example/b",
                "",
            ),
            ("https://archive.ph/aBcD1", "archive.ph/aBcD1", ""),
            ("https://a.example/20180115103000/b", "a.example/20180115103000/b", ""),
            ("https://web.archive.org/web/20180115103000/", "", "2018-01-15T10:30:00"),
        ] {
            let found = archived_at(url).and_then(|when| when.from).map(|from| from.to_string());
            assert_eq!((address(url).as_str(), found.as_deref().unwrap_or_default()), (expected, second), "{url}");
        }
    }
}
