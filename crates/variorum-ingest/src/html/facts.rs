//! What a page says about itself, apart from dates: title, byline, publisher, language, address.
//!
//! The title is the heading that was seen, when there is one heading or the page's own data point to one;
//! the data's title otherwise. Publisher and byline are only what the page states.

use variorum_evidence::document::Byline;

use super::dom::{Page, folded, squeezed};
use super::json_ld::{self, JsonLd};
use crate::bylines;

/// What the page states.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) title: Option<String>,
    /// What stands in `<title>`, which also names the site, or the error.
    pub(crate) page_title: Option<String>,
    pub(crate) byline: Option<Byline>,
    pub(crate) publisher: Option<String>,
    pub(crate) language: Option<String>,
    /// Addresses the page gives as its own.
    pub(crate) addresses: Vec<String>,
    /// `name` or `property` in lower case, and `content`, in document order.
    pub(crate) metas: Vec<(String, String)>,
    pub(crate) json_ld: JsonLd,
}

impl Facts {
    pub(crate) fn of(page: &Page) -> Self {
        let mut facts = Self { metas: metas(page), json_ld: json_ld::of(page), ..Self::default() };
        facts.page_title = first_words(page, "title");
        facts.publisher = facts.publisher();
        facts.title = facts.title(page);
        facts.byline = facts.author(page).and_then(|author| bylines::byline(&author));
        if let Some(byline) = &mut facts.byline {
            byline
                .names
                .retain(|name| facts.publisher.as_deref().is_none_or(|publisher| folded(publisher) != folded(name)));
        }
        let lang = page.elements(&["html"]).first().and_then(|html| page.attribute(*html, "lang"));
        facts.language = lang
            .or_else(|| facts.json_ld.language.clone())
            .or_else(|| facts.meta(&["og:locale", "content-language", "language"]));
        facts.addresses = facts.addresses(page);
        facts
    }

    /// The first of these metas that the page has.
    pub(crate) fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.metas.iter().find(|meta| meta.0 == *name).map(|meta| meta.1.clone()))
    }

    fn publisher(&self) -> Option<String> {
        let stated = self.meta(&["og:site_name"]).or_else(|| self.json_ld.publisher.clone());
        stated
            .or_else(|| self.meta(&["dc.publisher", "publisher", "citation_journal_title", "application-name"]))
            .filter(|name| !name.starts_with("http"))
    }

    fn title(&self, page: &Page) -> Option<String> {
        let stated = [self.meta(&["og:title", "twitter:title", "dc.title"]), self.json_ld.headline.clone()];
        let stated: Vec<String> = stated.into_iter().flatten().map(|title| self.without_publisher(&title)).collect();
        let headings: Vec<String> = page
            .elements(&["h1"])
            .into_iter()
            .map(|id| page.words(id))
            .filter(|words| !words.is_empty() && words.len() <= 400)
            .collect();
        let is_stated = |heading: &&String| stated.iter().any(|title| folded(title) == folded(heading));
        let is_publisher =
            |heading: &str| self.publisher.as_deref().is_some_and(|name| folded(name) == folded(heading));
        let seen = headings
            .iter()
            .find(is_stated)
            .or_else(|| headings.first().filter(|heading| headings.len() == 1 && !is_publisher(heading)));
        seen.cloned()
            .or_else(|| stated.into_iter().next())
            .or_else(|| self.page_title.as_deref().map(|title| self.without_publisher(title)))
    }

    /// `Seven die | El Norte` without what stands for the site.
    fn without_publisher(&self, title: &str) -> String {
        let cut = [" | ", " - ", " – ", " — ", " :: ", " » "].iter().find_map(|between| {
            let (front, back) = title.rsplit_once(between)?;
            let is_site = self
                .publisher
                .as_deref()
                .is_some_and(|name| folded(back).contains(&folded(name)) || folded(name).contains(&folded(back)));
            is_site.then(|| front.trim().to_owned())
        });
        cut.unwrap_or_else(|| title.to_owned())
    }

    /// What is printed as byline, else what the page's data name as author.
    fn author(&self, page: &Page) -> Option<String> {
        if !self.json_ld.authors.is_empty() {
            return Some(self.json_ld.authors.join("; "));
        }
        let is_name = |words: &String| !words.starts_with("http") && words.len() <= 200;
        let names = [
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
            "citation_author",
        ];
        self.meta(&names).filter(is_name).or_else(|| printed_byline(page).filter(is_name))
    }

    fn addresses(&self, page: &Page) -> Vec<String> {
        let canonical = page
            .elements(&["link"])
            .into_iter()
            .find(|id| page.attribute(*id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")));
        let canonical = canonical.and_then(|id| page.attribute(id, "href"));
        canonical.into_iter().chain(self.meta(&["og:url"])).collect()
    }
}

fn metas(page: &Page) -> Vec<(String, String)> {
    let of = |id| {
        let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| page.attribute(id, key))?;
        Some((name.to_ascii_lowercase(), squeezed(&page.attribute(id, "content")?)))
    };
    page.elements(&["meta"]).into_iter().filter_map(of).collect()
}

fn first_words(page: &Page, tag: &str) -> Option<String> {
    page.elements(&[tag]).into_iter().map(|id| squeezed(&page.source(id))).find(|words| !words.is_empty())
}

/// The first element that is marked as byline and short enough to be one.
fn printed_byline(page: &Page) -> Option<String> {
    let is_marked = |id: &_| {
        let is =
            |key: &str, value: &str| page.attribute(*id, key).is_some_and(|given| given.eq_ignore_ascii_case(value));
        let class = page.attribute(*id, "class").unwrap_or_default().to_ascii_lowercase();
        let of_class = class.split_whitespace().any(|class| {
            [
                "byline",
                "author",
                "autor",
                "article-author",
                "entry-author",
                "post-author",
                "author-name",
                "byline-name",
                "c-byline",
                "article__author",
                "firma",
            ]
            .contains(&class)
        });
        is("rel", "author") || is("itemprop", "author") || of_class
    };
    let marked =
        page.elements(&["a", "address", "div", "p", "span", "li", "strong", "em"]).into_iter().filter(is_marked);
    marked.map(|id| page.words(id)).find(|words| {
        (3..=120).contains(&words.chars().count())
            && bylines::byline(words).is_some_and(|byline| !byline.names.is_empty())
    })
}
