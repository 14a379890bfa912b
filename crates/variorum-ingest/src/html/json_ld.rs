//! What a page states about itself in JSON-LD (schema.org), the most exact of the ways pages use.
//!
//! Only the nodes about the page itself count: the outermost, those of an `@graph` and what they call their
//! main entity. Reports that are merely listed or linked have dates too, and taking those would be worse
//! than having none. Pages break the JSON in few ways (raw line breaks, comments around it), which are mended.

use serde_json::{Map, Value};

use super::dom::{Page, squeezed};

/// What the nodes about the page say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct JsonLd {
    pub(crate) headline: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) language: Option<String>,
    /// `datePublished` of a report, or of the page where no node is a report.
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
}

/// Reads all JSON-LD of a page.
pub(crate) fn of(page: &Page) -> JsonLd {
    let is_json_ld = |id: &_| {
        page.attribute(*id, "type").is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/ld+json"))
    };
    let scripts = page.elements(&["script"]).into_iter().filter(is_json_ld);
    let values: Vec<Value> = scripts.filter_map(|id| parse(&page.source(id))).collect();
    of_values(&values)
}

fn of_values(values: &[Value]) -> JsonLd {
    let mut nodes = Vec::new();
    values.iter().for_each(|value| gather(value, &mut nodes, 0));
    let of_kind =
        |kinds: &'static [&str]| nodes.iter().copied().find(move |node| kinds.iter().any(|kind| is_a(node, kind)));
    let report = of_kind(&[
        "Article",
        "BlogPosting",
        "Report",
        "SocialMediaPosting",
        "DiscussionForumPosting",
        "LiveBlogPosting",
    ]);
    let page = of_kind(&["WebPage"]);
    let first = |key: &str| [report, page].into_iter().flatten().find_map(|node| words(node.get(key)?));
    JsonLd {
        headline: report.and_then(|node| words(node.get("headline").or_else(|| node.get("name"))?)),
        authors: report
            .and_then(|node| node.get("author").or_else(|| node.get("creator")))
            .map(|author| names(author, &nodes))
            .unwrap_or_default(),
        publisher: [report, page]
            .into_iter()
            .flatten()
            .find_map(|node| names(node.get("publisher")?, &nodes).into_iter().next()),
        language: first("inLanguage"),
        published: first("datePublished"),
        modified: first("dateModified"),
    }
}

fn parse(source: &str) -> Option<Value> {
    let source = source.trim();
    let source = source.strip_prefix("<!--").unwrap_or(source).trim_end_matches("-->").trim();
    let source = source.trim_start_matches("//").trim_start().strip_prefix("<![CDATA[").unwrap_or(source);
    let source =
        source.trim_end().trim_end_matches("]]>").trim_end().trim_end_matches("//").trim_end().trim_end_matches(';');
    serde_json::from_str(source).ok().or_else(|| {
        let mended: String = source.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&mended).ok()
    })
}

/// The nodes about the page: outermost, in lists, in `@graph`, and main entities.
fn gather<'a>(value: &'a Value, nodes: &mut Vec<&'a Map<String, Value>>, depth: usize) {
    match value {
        Value::Array(values) if depth < 8 => values.iter().for_each(|value| gather(value, nodes, depth + 1)),
        Value::Object(node) if depth < 8 => {
            nodes.push(node);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                node.get(key).into_iter().for_each(|inner| gather(inner, nodes, depth + 1));
            }
        }
        _ => (),
    }
}

/// Whether a node is of this kind or of a narrower one, whose name ends in it (`NewsArticle`).
fn is_a(node: &Map<String, Value>, kind: &str) -> bool {
    let ends = |value: &Value| value.as_str().is_some_and(|name| name.ends_with(kind));
    match node.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(ends),
        Some(one) => ends(one),
        None => false,
    }
}

/// A string, or the first of several, or its `@value`.
fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => squeezed(text),
        Value::Array(values) => words(values.first()?)?,
        Value::Object(node) => {
            words(node.get("@value").or_else(|| node.get("name")).or_else(|| node.get("alternateName"))?)?
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The names of one or more people or organisations, given in place or by the `@id` of another node.
fn names(value: &Value, nodes: &[&Map<String, Value>]) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::Object(node) if !node.contains_key("name") => {
            let id = node.get("@id")?;
            nodes
                .iter()
                .find(|other| other.get("@id") == Some(id) && other.contains_key("name"))
                .and_then(|other| words(&other["name"]))
        }
        Value::Object(node) => words(&node["name"]),
        other => words(other),
    };
    match value {
        Value::Array(values) => values.iter().filter_map(one).collect(),
        one_value => one(one_value).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &str) {
        let read = of_values(&parse(source).into_iter().collect::<Vec<_>>());
        let parts = [read.headline, Some(read.authors.join("+")), read.publisher, read.published, read.modified];
        assert_eq!(parts.map(Option::unwrap_or_default).join("|"), expected, "{source}");
    }

    #[test]
    fn nodes_about_the_page() {
        check(
            r#"{"@type":"NewsArticle","headline":"Seven die","author":[{"name":"Ana Ruiz"},"Juan Paz"],
                "publisher":{"@type":"Organization","name":"El Norte"},"datePublished":"2018-01-16","dateModified":"2018-01-17"}"#,
            "Seven die|Ana Ruiz+Juan Paz|El Norte|2018-01-16|2018-01-17",
        );
        check(
            r##"{"@graph":[{"@type":"Person","@id":"#ana","name":"Ana Ruiz"},{"@type":["Article","X"],"headline":"A","author":{"@id":"#ana"}}]}"##,
            "A|Ana Ruiz|||",
        );
        check(
            r#"[{"@type":"WebPage","datePublished":"2018-01-16"},{"@type":"Organization","name":"x"}]"#,
            "|||2018-01-16|",
        );
        check(
            r#"{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other","datePublished":"2017-01-01"}]}"#,
            "||||",
        );
        check("<!-- //<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"Seven\n die\"}\n//]]> -->", "Seven die||||");
        check("{\"@type\":\"Article\",", "||||");
        check(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), "||||");
    }
}
