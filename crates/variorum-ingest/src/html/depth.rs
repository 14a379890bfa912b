//! Pages nested absurdly deep, made shallow before they are parsed.
//!
//! The algorithm that browsers parse by looks through all open elements at each tag, so 100,000 nested
//! elements take minutes, and everything after it that recurses overflows the stack. Here the source is read
//! once, and tags that would open a level below the limit are left out, with the tags that close them. All
//! text stays. What is open is reckoned roughly: elements that close themselves are not counted.

use std::borrow::Cow;

/// Elements may be nested this deep; programs that make pages stay below fifty.
pub(crate) const DEEPEST: usize = 256;

/// The source with what is nested too deep taken out of its elements; borrowed if there is nothing.
pub(crate) fn made_shallow(html: &str) -> Cow<'_, str> {
    let mut open: Vec<&str> = Vec::new();
    let mut kept = String::new();
    // Up to here everything is in `kept` or was left out.
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let tag = Tag::at(html, start);
        at = tag.end;
        if is_counted(tag.name) && !follow(&mut open, &tag) {
            kept.push_str(&html[done..start]);
            done = tag.end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[done..]);
    Cow::Owned(kept)
}

/// Opens or closes an element; says whether the tag is to be kept.
fn follow<'a>(open: &mut Vec<&'a str>, tag: &Tag<'a>) -> bool {
    if !tag.closes {
        let room = open.len() < DEEPEST;
        if room {
            open.push(tag.name);
        }
        return room;
    }
    // A tag that closes nothing changes nothing.
    match open.iter().rposition(|name| name.eq_ignore_ascii_case(tag.name)) {
        Some(at) => open.truncate(at),
        None => return open.len() < DEEPEST,
    }
    true
}

/// Whether an element of this name stays open until it is closed.
fn is_counted(name: &str) -> bool {
    const NOT: &[&str] = &[
        "", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "a", "area", "base", "br",
        "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "html", "head",
        "body", "script", "style", "textarea", "title", "noscript", "iframe", "xmp",
    ];
    !NOT.iter().any(|not| not.eq_ignore_ascii_case(name))
}

/// A tag, a comment, or a `<` that is neither: those have no name.
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    /// Past its `>`; past the closing tag for elements whose content is not markup.
    end: usize,
}

impl<'a> Tag<'a> {
    fn at(html: &'a str, start: usize) -> Self {
        let rest = &html[start + 1..];
        let past = |mark: &str| rest.find(mark).map_or(html.len(), |at| start + 1 + at + mark.len());
        if rest.starts_with("!--") {
            return Self { name: "", closes: false, end: past("-->") };
        }
        let closes = rest.starts_with('/');
        let name = rest.trim_start_matches('/');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len())];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Self { name: "", closes: false, end: start + 1 };
        }
        let end = start + 1 + end_of_tag(rest);
        let is_raw = ["script", "style", "textarea", "title", "xmp"].iter().any(|raw| raw.eq_ignore_ascii_case(name));
        let end = if is_raw && !closes { end_of_raw(html, end, name) } else { end };
        Self { name, closes, end }
    }
}

/// Past the `>` that is not within quotes.
fn end_of_tag(rest: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            // Quotes only begin after `=`; elsewhere they are letters.
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => (),
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    rest.len()
}

/// Where the closing tag of an element begins whose content is no markup.
fn end_of_raw(html: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let start = at + found;
        let closing = html.as_bytes().get(start + 2..start + 2 + name.len());
        if closing.is_some_and(|closing| closing.eq_ignore_ascii_case(name.as_bytes())) {
            return start;
        }
        at = start + 2;
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::super::dom::Page;
    use super::super::main_text;
    use super::*;

    #[test]
    fn ordinary_pages_are_left_alone() {
        for html in [
            "<html><p>one<p>two<br><ul><li>three</ul>".repeat(200),
            "<div title='a>b'>x</div>".repeat(500),
            "<script>if (a<b) { x = '<div>' }</script>".repeat(500),
            "<!-- <div> -->< div>".repeat(500),
            "</x><div></div>".repeat(500),
        ] {
            assert!(matches!(made_shallow(&html), Cow::Borrowed(_)), "{html:.40}");
        }
    }

    #[test]
    fn depth_is_taken_out_and_text_kept() {
        for (open, close) in
            [("<div>", "</div>"), ("<div></x>", ""), ("<SPAN>a", "</span>"), ("<table><tr><td>", ""), ("<b><i>", "")]
        {
            let html = format!("{}seven{}", open.repeat(50_000), close.repeat(50_000));
            let page = Page::parse(&made_shallow(&html));
            assert!(page.depth() < 5 * DEEPEST, "{open}: {}", page.depth());
            assert!(main_text::all(&page).ends_with("seven"), "{open}");
        }
    }
}
