//! When a page was first published, last changed and captured, each with where the page says so.
//!
//! Pages state several dates and most programs pick one; a date of change taken for the date of publication
//! puts words into a mouth before they were said. So the three are kept apart, each candidate has a rank by
//! how exact its place is, and publication dates that disagree by more than a day are a finding. A stated
//! midnight is a day: programs fill in the zeros. Nothing is taken from the running text except after a
//! label, nor from dates of other reports on the page.

use jiff::civil::Date;
use variorum_evidence::finding::Finding;
use variorum_evidence::moment::{Precision, SaidAt, When};

use super::dom::{NodeId, Page};
use super::facts::Facts;
use crate::dates::parse_date;

/// The dates of a page.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    pub(crate) published: Option<SaidAt>,
    pub(crate) modified: Option<SaidAt>,
    pub(crate) captured: Option<SaidAt>,
    /// All that were stated as publication, best first.
    stated: Vec<SaidAt>,
}

/// Metas that say when a page was published, most exact first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "dc.date.issued",
    "dcterms.issued",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "published-date",
    "published_date",
    "publisheddate",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "publication-date",
    "pubdate",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
    "citation_date",
    "originalpublicationdate",
    "article.created",
    "dcterms.created",
    "dc.date.created",
    "date.created",
    "displaydate",
    "dc.date",
    "dcterms.date",
    "date",
];
/// Metas that say when a page was changed.
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "date_modified",
    "dc.date.modified",
    "dcterms.modified",
    "lastmod",
    "last-modified",
    "last_modified",
    "article.updated",
    "updated_time",
    "modified",
    "revised",
    "lastupdated",
];

/// Gathers the dates that the page states. `html` is its source, for what programs that saved it left there.
pub(crate) fn of(page: &Page, html: &str, facts: &Facts) -> Dates {
    let mut stated = Vec::new();
    stated.extend(facts.json_ld.published.as_deref().and_then(|text| read(text, "JSON-LD datePublished")));
    stated.extend(PUBLISHED.iter().filter_map(|name| read_meta(facts, name)));
    let (published, modified) = marked_times(page);
    stated.extend(published);
    stated.extend(facts.addresses.iter().find_map(|address| in_address(address)));
    let modified_by = facts.json_ld.modified.as_deref().and_then(|text| read(text, "JSON-LD dateModified"));
    Dates {
        published: stated.first().cloned(),
        modified: modified_by
            .or_else(|| MODIFIED.iter().find_map(|name| read_meta(facts, name)))
            .or_else(|| modified.into_iter().next()),
        captured: captured(html),
        stated,
    }
}

impl Dates {
    /// Publication dates further apart than time zones can bring them.
    pub(crate) fn disagreement(&self, name: &str) -> Option<Finding> {
        let day = |when: &SaidAt| when.from.map(|from| from.date());
        let taken = self.stated.first()?;
        let other =
            self.stated.iter().find(|other| day(taken).zip(day(other)).is_some_and(|(a, b)| days_between(a, b) > 1))?;
        let shown =
            |when: &SaidAt| format!("{} ({})", day(when).map_or_else(String::new, |day| day.to_string()), when.basis);
        let message = format!(
            "it states different dates of publication: {} and {}; the first was taken",
            shown(taken),
            shown(other)
        );
        Some(Finding::new("date.disagree", name, message))
    }
}

fn days_between(a: Date, b: Date) -> i32 {
    // Two dates that jiff holds are never too far apart to count.
    a.until(b).map_or(0, |span| span.get_days().abs())
}

fn read_meta(facts: &Facts, name: &str) -> Option<SaidAt> {
    read(&facts.meta(&[name])?, &format!("meta {name}"))
}

/// A date as a program writes it: the years of the web, no placeholder, and no midnight.
fn read(text: &str, basis: &str) -> Option<SaidAt> {
    let when = parse_date(text, None, basis)?;
    let (from, precision) = (when.from?, when.precision);
    if from.year() < 1985 || precision > Precision::Day {
        return None;
    }
    let midnight = precision != Precision::Day && from.time() == jiff::civil::Time::midnight();
    if !midnight {
        return Some(when);
    }
    let basis = format!("{basis}, its midnight read as the day");
    Some(When::between(from, from.tomorrow().ok()?, when.offset, Precision::Day, basis))
}

/// Dates of `<time>` and `itemprop` elements that are marked as publication, and as change.
fn marked_times(page: &Page) -> (Vec<SaidAt>, Vec<SaidAt>) {
    let (mut published, mut modified) = (Vec::new(), Vec::new());
    for id in page.elements(&["time", "span", "div", "p", "abbr"]) {
        let mark = mark(page, id);
        let is = |words: &[&str]| words.iter().any(|word| mark.contains(word));
        let to = if is(&["modif", "updat", "actualiz", "lastmod"]) {
            &mut modified
        } else if is(&["datepublished", "publish", "posted", "pubdate", "entry-date", "publicad", "publicaci"]) {
            &mut published
        } else {
            continue;
        };
        let is_time = page.tag(id) == "time";
        let words = || Some(page.words(id)).filter(|words| words.len() < 60);
        let Some(text) = page
            .attribute(id, "datetime")
            .or_else(|| page.attribute(id, "content"))
            .or_else(|| page.attribute(id, "title").filter(|_| is_time))
            .or_else(words)
        else {
            continue;
        };
        if is_in_aside(page, id) {
            continue;
        }
        let place = if is_time { "<time>" } else { "element" };
        to.extend(read(&text, &format!("{place} marked \"{}\"", mark.trim())));
    }
    (published, modified)
}

/// What an element is marked with: class, `itemprop`, id, and `pubdate`.
fn mark(page: &Page, id: NodeId) -> String {
    let parts = ["itemprop", "class", "id"].iter().filter_map(|key| page.attribute(id, key));
    let pubdate = page.has_attribute(id, "pubdate").then(|| "pubdate".to_owned());
    let mark: String = parts.chain(pubdate).collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    mark.chars().take(80).collect()
}

/// Whether an element stands where pages list other reports.
fn is_in_aside(page: &Page, id: NodeId) -> bool {
    let mut above = page.parent(id);
    while let Some(id) = above {
        let class = page.attribute(id, "class").unwrap_or_default().to_ascii_lowercase();
        let listed = ["related", "sidebar", "comment", "recommend", "most-read", "relacionad", "teaser"]
            .iter()
            .any(|word| class.contains(word));
        if matches!(page.tag(id), "aside" | "footer" | "nav") || listed {
            return true;
        }
        above = page.parent(id);
    }
    false
}

/// The day in an address: `/2018/01/16/`, `/20180116/`, `-2018-01-16`.
fn in_address(address: &str) -> Option<SaidAt> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest).split(['?', '#']).next()?;
    let digits: Vec<&str> = path.split(|c: char| !c.is_ascii_digit()).collect();
    let joined = |three: &[&str]| match three {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            Some(format!("{year}-{month:0>2}-{day:0>2}"))
        }
        _ => None,
    };
    let apart = digits.windows(3).filter_map(joined).find_map(|text| read(&text, "the page's address"));
    apart.or_else(|| digits.iter().filter(|run| run.len() == 8).find_map(|run| read(run, "the page's address")))
}

/// When a program saved the page, by the comment it left.
fn captured(html: &str) -> Option<SaidAt> {
    const MARKS: &[(&str, &str, &str)] = &[
        ("saved date:", "\n", "the comment of SingleFile"),
        ("FILE ARCHIVED ON ", " AND RETRIEVED", "the comment of the Internet Archive"),
        ("by HTTrack Website Copier", "-->", "the comment of HTTrack"),
    ];
    MARKS.iter().find_map(|(before, after, basis)| {
        let (_, rest) = html.split_once(before)?;
        let (text, _) = rest.split_once(after)?;
        let text = text.trim();
        if let Some((clock, date)) = text.split_once(' ').filter(|_| text.as_bytes().get(2) == Some(&b':')) {
            // The Internet Archive writes the time of day first, in UTC.
            return parse_date(&format!("{date} {clock}"), Some(0), basis);
        }
        let text = text.rsplit_once("], ").map_or(text, |(_, date)| date);
        parse_date(text, None, basis)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, published: &str, modified: &str, captured: &str) {
        let page = Page::parse(html);
        let dates = of(&page, html, &Facts::of(&page));
        let shown = |date: &Option<SaidAt>| date.as_ref().map_or(String::new(), |date| format!("{date:?}"));
        let shown = [shown(&dates.published), shown(&dates.modified), shown(&dates.captured)];
        for (shown, expected) in shown.iter().zip([published, modified, captured]) {
            // The end of each interval is left out: `from (precision: basis)`.
            let (from, rest) = shown.split_once("..").unwrap_or_default();
            let told = rest.split_once(' ').map_or(String::new(), |(_, rest)| format!("{from} {rest}"));
            assert_eq!(told, expected, "{html}");
        }
    }

    #[test]
    fn each_date_stays_what_it_is() {
        let published = "2018-01-16T00:00:00 (Day: meta article:published_time)";
        check("<meta property='article:published_time' content='2018-01-16'>", published, "", "");
        check(
            "<meta property='article:modified_time' content='2018-01-17T10:30:00Z'>",
            "",
            "2018-01-17T10:30:00 (Second: meta article:modified_time)",
            "",
        );
        check(
            "<meta name='DC.Date' content='2018-01-16T00:00:00+00:00'>",
            "2018-01-16T00:00:00 (Day: meta dc.date, its midnight read as the day)",
            "",
            "",
        );
        check("<meta name=date content='0001-01-01'><meta name=pubdate content='yesterday'>", "", "", "");
        check(
            "<time class='Post-updated' datetime='2018-01-17'></time><time itemprop='datePublished'>16 de enero de 2018</time>",
            "2018-01-16T00:00:00 (Day: <time> marked \"datepublished\")",
            "2018-01-17T00:00:00 (Day: <time> marked \"post-updated\")",
            "",
        );
        check("<time datetime='2018-01-16'>Tuesday</time>", "", "", "");
        check("<aside><time class=published datetime='2018-01-16'></time></aside>", "", "", "");
    }

    #[test]
    fn addresses_and_programs_that_saved() {
        let from_address = "2018-01-16T00:00:00 (Day: the page's address)";
        check("<link rel=canonical href='https://a.example/2018/01/16/seven'>", from_address, "", "");
        check("<meta property='og:url' content='https://a.example/news-20180116-7'>", from_address, "", "");
        check("<link rel=canonical href='https://a.example/2018/01/?p=20180116'>", "", "", "");
        check(
            "<!-- FILE ARCHIVED ON 12:34:56 Jan 18, 2018 AND RETRIEVED FROM THE INTERNET ARCHIVE ON -->",
            "",
            "",
            "2018-01-18T12:34:56 (Second: the comment of the Internet Archive)",
        );
        check(
            "<!--\n Page saved with SingleFile \n saved date: Thu Jan 18 2018 12:34:56 GMT-0400 (VET)\n-->",
            "",
            "",
            "2018-01-18T12:34:56 (Second: the comment of SingleFile)",
        );
    }

    #[test]
    fn dates_that_disagree_are_a_finding() {
        let found = |a: &str, b: &str| {
            let html = format!("<meta name=pubdate content='{a}'><meta name=date content='{b}'>");
            let page = Page::parse(&html);
            of(&page, &html, &Facts::of(&page)).disagreement("a.html").map(|finding| finding.code)
        };
        assert_eq!(found("2018-01-16", "2018-01-17T02:00:00Z"), None, "time zones can do that");
        assert_eq!(found("2018-01-16", "2018-03-16").as_deref(), Some("date.disagree"));
    }
}
