//! What endangers people if it is published: telephone numbers, mail addresses, keys and sessions, cookies, positions.
//!
//! A text is searched with the patterns of `lexicon/exposures.toml`. Reports are full of numbers that are nothing of
//! the kind (dates, tolls, cases, money), and a list of alarms that are mostly false is not read by anybody; so a
//! telephone number must be written as one ([`telephone`]), and how often news cry wolf is measured
//! (`tests/exposures.rs`). What is not in the text but in the bytes, such as the position in a photograph, is looked
//! for in [`unread`]. Each finding names the place and shows of the secret its ends alone.
//!
//! Left out: names, addresses of houses, licence plates, numbers of identity and of accounts; a number that is written
//! as a telephone's in none of the ways in the table and stands without a word for it; and whether anybody is in danger.

mod telephone;
pub(crate) mod unread;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::Deserialize;
use variorum_evidence::document::Document;
use variorum_evidence::exposure::{Exposure, ExposureKind};
use variorum_evidence::finding::Finding;
use variorum_evidence::span::TextSpan;

/// How many of one kind are told of one text. All are in its [`Document::exposures`].
const MOST_TOLD: usize = 20;

/// What may endanger somebody in a text, in its order; none overlaps another.
pub fn exposures(text: &str) -> Vec<Exposure> {
    let mut taken: BTreeMap<usize, (usize, ExposureKind)> = BTreeMap::new();
    // A rule before another one knows better: the digits in a key are no telephone number.
    for rule in &*RULES {
        for found in rule.found(text) {
            let before = taken.range(..found.end).next_back();
            if before.is_none_or(|(_, (end, _))| *end <= found.start) {
                taken.insert(found.start, (found.end, rule.kind));
            }
        }
    }
    let exposure = |(start, (end, kind))| Some(Exposure { kind, span: TextSpan::of(text, start..end)? });
    taken.into_iter().filter_map(exposure).collect()
}

/// Searches a document, and says what there is.
pub(crate) fn search(document: &mut Document, about: &str) {
    document.exposures = exposures(&document.text);
    let findings = told(&document.text, &document.exposures, about);
    document.findings.extend(findings);
    let byline = document.byline.as_ref().map(|byline| byline.raw.as_str()).unwrap_or_default();
    for exposure in exposures(byline).into_iter().take(MOST_TOLD) {
        let words = exposure.span.words(byline).unwrap_or_default();
        if !document.text.contains(words) {
            document.findings.push(finding(exposure.kind, about, words, "in the words about who wrote it"));
        }
    }
}

fn told(text: &str, exposures: &[Exposure], about: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut counts: BTreeMap<ExposureKind, usize> = BTreeMap::new();
    let (mut line, mut counted) = (1, 0);
    for exposure in exposures {
        let start = exposure.span.start as usize;
        line += text[counted..start].matches('\n').count();
        counted = start;
        let count = counts.entry(exposure.kind).or_default();
        *count += 1;
        if *count <= MOST_TOLD {
            let words = exposure.span.words(text).unwrap_or_default();
            findings.push(finding(exposure.kind, about, words, &format!("in line {line} of its text")));
        }
    }
    for (kind, count) in counts.into_iter().filter(|(_, count)| *count > MOST_TOLD) {
        let message = format!("{} more like this: {}", count - MOST_TOLD, kind.in_words());
        findings.push(Finding::new(kind.code(), about, message));
    }
    findings
}

/// One finding. It is shown where the secret must not be, so it shows its ends alone.
fn finding(kind: ExposureKind, about: &str, words: &str, place: &str) -> Finding {
    let message = format!("{} ({}) {place}: publishing it may endanger somebody", kind.in_words(), masked(words));
    Finding::new(kind.code(), about, message)
}

/// The first two and the last two characters; of short words the first alone.
fn masked(words: &str) -> String {
    let letters: Vec<char> = words.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }).collect();
    let shown = |letters: &[char]| letters.iter().collect::<String>();
    match letters.len() {
        0..8 => format!("{}…", shown(&letters[..letters.len().min(1)])),
        all => format!("{}…{}", shown(&letters[..2]), shown(&letters[all - 2..])),
    }
}

struct Rule {
    kind: ExposureKind,
    is: Option<telephone::Form>,
    regex: Regex,
    /// Whether it also holds in bytes that nobody reads as a text.
    of_machines: bool,
}

#[derive(Deserialize)]
struct Lexicon {
    patterns: Vec<Pattern>,
    files: Files,
    #[serde(flatten)]
    telephones: telephone::Lexicon,
}

#[derive(Deserialize)]
struct Pattern {
    kind: ExposureKind,
    is: Option<telephone::Form>,
    regex: String,
    #[serde(default)]
    of_machines: bool,
}

#[derive(Deserialize)]
struct Files {
    endings: Vec<String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    toml::from_str(include_str!("../lexicon/exposures.toml")).expect("the lexicon is tested to be readable")
});

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let rule = |pattern: &Pattern| Rule {
        kind: pattern.kind,
        is: pattern.is,
        regex: Regex::new(&pattern.regex).expect("the patterns are tested to be regular expressions"),
        of_machines: pattern.of_machines,
    };
    LEXICON.patterns.iter().map(rule).collect()
});

impl Rule {
    /// What is meant by each match that stands the closer look.
    fn found<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        self.regex.captures_iter(text).filter_map(|captures| {
            let whole = captures.get(0)?;
            let meant = captures.name("secret").unwrap_or(whole).range();
            match self.kind {
                ExposureKind::Phone => {
                    self.is.and_then(|form| telephone::judged(form, text, meant, &LEXICON.telephones))
                }
                ExposureKind::Position => (is_on_earth(&captures) && stands_alone(text, &meant)).then_some(meant),
                ExposureKind::Mail => (stands_alone(text, &meant) && !is_file(&captures)).then_some(meant),
                ExposureKind::Token | ExposureKind::Cookie => Some(meant),
            }
        })
    }
}

/// Whether the degrees, where the pattern has some, are degrees, and of another place than the sea where both are 0:
/// two small fractions are more often chances.
fn is_on_earth(captures: &Captures<'_>) -> bool {
    let degrees = |name: &str| {
        let written = captures.name(name)?.as_str().replace(',', ".").replace('−', "-");
        written.parse::<f64>().ok().map(f64::abs)
    };
    let Some((lat, lon)) = degrees("lat").zip(degrees("lon")) else { return true };
    lat <= 90.0 && lon <= 180.0 && (lat >= 1.0 || lon >= 1.0)
}

fn is_file(captures: &Captures<'_>) -> bool {
    let ending = captures.name("ending").map(|ending| ending.as_str().to_lowercase()).unwrap_or_default();
    LEXICON.files.endings.contains(&ending)
}

/// Whether a match is not a piece of a longer word or number.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let goes_on = |letter: char| letter.is_alphanumeric() || letter == '_';
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    !before.is_some_and(|letter| goes_on(letter) || letter == '.') && !after.is_some_and(goes_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a text, as `kind:words` in order.
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = exposures(text)
            .into_iter()
            .map(|one| {
                let kind = one.kind.code().trim_start_matches("intake.");
                format!("{kind}:{}", one.span.words(text).expect("the span fits"))
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    fn all(kind: &str, words: &[&str]) {
        for words in words {
            check(&format!("She wrote: {words}\nand left."), &[&format!("{kind}:{words}")]);
        }
    }

    fn none(texts: &[&str]) {
        texts.iter().for_each(|text| check(text, &[]));
    }

    #[test]
    fn telephones_of_many_countries() {
        all(
            "phone",
            &[
                "+58 412-555.12.34",
                "+58 (212) 555-1234",
                "0058 212 5551234",
                "0412-5551234",
                "0424-555.12.34",
                "(0212) 555.12.34",
                "04145551234",
                "+1 212 555 0123",
                "+1 (212) 555-0123",
                "+12125550123",
                "(212) 555-0123",
                "212-555-0123",
                "212.555.0123",
                "1-800-555-0199",
                "+44 20 7946 0958",
                "+44 (0)20 7946 0958",
                "020 7946 0958",
                "07700 900123",
                "+49 30 123456",
                "+49 171 1234567",
                "0171 1234567",
                "+33 1 23 45 67 89",
                "01 23 45 67 89",
                "+34 612 345 678",
                "+55 11 98765-4321",
                "(11) 98765-4321",
                "+52 55 1234 5678",
                "+57 310 1234567",
                "+54 9 11 4321-1234",
                "+963 944 123 456",
                "0944-123-456",
                "+91 98765 43210",
                "+880 1712 345678",
                "+234 803 123 4567",
                "+380 44 123 4567",
                "+7 495 123-45-67",
                "+86 138 1234 5678",
                "+972 50-123-4567",
            ],
        );
        check("Teléfono: 555 12 34", &["phone:555 12 34"]);
        check("tel. 5551234.", &["phone:5551234"]);
        check("(call 1 (870)-572-3441)", &["phone:1 (870)-572-3441"]);
        check("for help (phone 800-273-8255) and (800-273-8255)", &["phone:800-273-8255", "phone:800-273-8255"]);
        check("Reach Andrew at 937-5414.", &["phone:937-5414"]);
        check("ana@example.org • 518-454-5467", &["mail:ana@example.org", "phone:518-454-5467"]);
        check("su celular es el 310 123 4567", &["phone:310 123 4567"]);
        check("WhatsApp 612 345 678", &["phone:612 345 678"]);
        check("Her phone number is 98765 43210", &["phone:98765 43210"]);
        check("тел. 495 123-45-67", &["phone:495 123-45-67"]);
        check("写信或电话:13812345678。", &["phone:13812345678"]);
        check("see https://wa.me/584125551234", &["phone:584125551234"]);
        check("<tel:+15555550123>", &[]);
        check("<tel:+12125550123>", &["phone:+12125550123"]);
        check("Call 212-555-0123 or +58 412 555 1234 2019 times", &["phone:212-555-0123", "phone:+58 412 555 1234"]);
    }

    #[test]
    fn numbers_that_are_no_telephones() {
        none(&[
            // dates and times
            "On 2018-01-15, on 15-01-2018, on 15/01/2018 and 01.02.2018.",
            "Between 2017-2018 and 2019-2020, at 10:30:45 -04:00 and 2018-01-15T09:40:00-04:00.",
            "20180115094000, 1516009200 and +0400 and GMT+1 2019-12-12 12",
            "(12) 2017-2018 and pp. 123-456",
            // tolls and counts
            "Murieron 1.234.567 personas, y 12 345 678 huyeron; +1 000 000 votes",
            "killed 7, wounded 12-15, of 1,234,567 in 2018",
            "more than 10 000 000 000 bolívares",
            // cases, laws, identity
            "Expediente N° 0412-2018-123456",
            "Exp. 0412-5551234 del tribunal",
            "case no. 212-555-0123",
            "Case 1:18-cv-02212-555-0123",
            "Gaceta Oficial N° 041.234 and Ley 0212-555.12.34",
            "C.I. V-12.345.678, RIF J-30123456-7, SSN 123-45-6789",
            "ISBN 978-3-16-148410-0, ISBN 0-306-40615-2, ISSN 0317-8471",
            "IBAN DE89 3704 0044 0532 0130 00",
            // money and measures
            "$212.555.0123, 212,555.01 euros and +58 %",
            "a sum of 1.250.000,00 Bs. and US$ 1 234 567",
            "score 101-99, 9-11, 24/7, 4x4, 192.168.100.200",
            "Windows 10.0.19041.1 and v1.2.3456.7890",
            // words for telephones with other numbers
            "by mobile on 2019-05-12 and by phone on 12.05.2019",
            "the phone hit 1 000 000 buyers",
            "https://example.org/2018/212-555-0123-story/04125551234",
        ]);
    }

    #[test]
    fn addresses_of_mail() {
        all(
            "mail",
            &["ana.ruiz@example.org", "a+b@sub.example.co.uk", "josé@correo.example", "ana [at] example [dot] org"],
        );
        all("mail", &["ana (arroba) example.org"]);
        check("mailto:ana@example.org?subject=x", &["mail:ana@example.org"]);
        none(&["@ministerio", "icon@2x.png", "meet @ 10.30", "a@b", "5@10.00", "look at example.org"]);
    }

    #[test]
    fn keys_passwords_and_sessions() {
        all(
            "token",
            &[
                "AKIAIOSFODNN7EXAMPLE",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "xoxb-123456789012-abcdefABCDEF",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
                "123456789:AAabcdefghijklmnopqrstuvwxyz0123456",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----",
            ],
        );
        check("Authorization: Bearer abcdef0123456789abcdef", &["token:abcdef0123456789abcdef"]);
        check("https://example.org/reset?user=1&token=abc123def456", &["token:abc123def456"]);
        check("http://example.org/a;jsessionid=0A1B2C3D4E?x=1", &["token:0A1B2C3D4E?x=1"]);
        check("ftp://ana:s3cret@example.org/x", &["token:ana:s3cret"]);
        check("Contraseña: tr0ub4dor", &["token:tr0ub4dor"]);
        none(&[
            "the bearer of bad news",
            "a token of respect",
            "a session of parliament",
            "password: none was needed",
            "https://example.org/?page=2&sort=new",
            "a key=value pair",
            "http://example.org:8080/a@b",
        ]);
    }

    #[test]
    fn cookies() {
        check("Set-Cookie: sid=31d4d96e407aad42; Path=/", &["cookie:sid=31d4d96e407aad42; Path=/"]);
        check("> Cookie: a=b; c=d", &["cookie:a=b; c=d"]);
        check("document.cookie = \"sid=12345\"", &["cookie:sid=12345"]);
        none(&["Cookie: we use them", "a cookie, please", "document.cookie;"]);
    }

    #[test]
    fn positions() {
        all(
            "position",
            &[
                "10.4806° N, 66.9036° W",
                "10,4806 N 66,9036 O",
                "10°28′50″N 66°54′13″W",
                "10° 28' 50\" N, 66° 54' 13\" W",
                "N 10.4806, W 66.9036",
                "10.48061, -66.90361",
                "41.454397 -81.764533",
                "geo:10.48,-66.9",
                "https://www.google.com/maps/@10.4806,-66.9036",
                "https://www.openstreetmap.org/#map=17/10.48060/-66.90360",
                "https://www.openstreetmap.org/?mlat=10.4806&mlon=-66.9036",
                "https://maps.google.com/?q=10.4806,-66.9036",
                "77P4F3J3+5X",
                "///filled.count.soap",
            ],
        );
        none(&[
            "1.5, 2.5 and 3.75",
            "99.12345, 12.12345 of it",
            "10.4806 percent, 66.9036 percent",
            "12.5 N and 13.5 N",
            "a room of 20° and one of 30°",
            "24.12.2018, 25.12.2018",
            "p = 0.0001, 0.0002 % of all",
        ]);
    }

    #[test]
    fn the_time_it_takes_follows_the_length() {
        // One line, and hardly anything on it that is no candidate: whatever looked back over the line would take hours.
        let text = "0212-555.12.34 case a@example.org ".repeat(30_000);
        assert_eq!(exposures(&text).len(), 30_001);
    }

    #[test]
    fn findings_show_no_secret_and_are_bounded() {
        let text = (0..25).map(|number| format!("+58 412 55512{number:02}\n")).collect::<String>();
        let found = told(&text, &exposures(&text), "list.txt");
        assert_eq!(found.len(), 21);
        assert_eq!(
            found[1].message,
            "a telephone number (+5…01) in line 2 of its text: publishing it may endanger somebody"
        );
        assert!(found[20].message.starts_with("5 more"), "{}", found[20].message);
        assert_eq!(masked("a1b2c3"), "a…");
        assert_eq!(masked(""), "…");
        assert_eq!(masked("josé@x.é"), "jo….é");
    }
}
