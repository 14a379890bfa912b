//! The text of a page as paragraphs: the main text, or all that is seen where there is no main part.
//!
//! White space is what a browser shows: runs are one space, `<br>` ends a line, blocks are apart by a blank
//! line, cells of a table row by a tab. No word is added or changed.

use trafilatura::Options;

use super::dom::{Page, Step, folded, is_never_text};

/// The main text, without navigation, advertisements, comments of readers and lists of other reports.
pub(crate) fn of(page: &Page) -> String {
    let options = Options::default().with_fallback(true).with_exclude_comments(true);
    let main = trafilatura::extract_document(prepared(page), &options);
    let main = main.map(|found| all(&Page::parse(&found.content_html))).unwrap_or_default();
    if main.contains("\n\n") { main } else { with_paragraphs(main, &all(page)) }
}

/// A main text that came as one paragraph, parted as it is on the page: the last resort of the crate that
/// finds it runs everything together.
fn with_paragraphs(main: String, all: &str) -> String {
    if main.is_empty() {
        return all.to_owned();
    }
    let whole = folded(&main);
    let parts: Vec<&str> = all.split("\n\n").filter(|part| whole.contains(&folded(part))).collect();
    if parts.len() > 1 { parts.join("\n\n") } else { main }
}

/// The page without elements that are thrown away with words of the report in them: times and insertions
/// within a sentence, and a form around the whole page.
fn prepared(page: &Page) -> trafilatura::dom::Document {
    let mut document = page.copy();
    let count = |id| page.words(id).len();
    let all = count(page.body());
    for id in page.elements(&["time", "ins", "form"]) {
        let is_advertisement = || page.attribute(id, "class").is_some_and(|class| class.contains("ads"));
        match page.tag(id) {
            "form" if count(id) * 2 > all => document.set_tag_name(id, "div"),
            "time" => document.set_tag_name(id, "span"),
            "ins" if !is_advertisement() => document.set_tag_name(id, "span"),
            _ => (),
        }
    }
    document
}

/// All text of the page that is seen.
pub(crate) fn all(page: &Page) -> String {
    let mut blocks = Blocks::default();
    for step in page.walk(page.body(), |id| !is_never_text(page.tag(id))) {
        match step {
            Step::Enter(id) if page.tag(id) == "br" => blocks.break_line('\n'),
            Step::Enter(id) if is_block(page.tag(id)) => blocks.end(),
            Step::Leave(id) if matches!(page.tag(id), "td" | "th") => blocks.break_line('\t'),
            Step::Leave(id) if is_block(page.tag(id)) => blocks.end(),
            Step::Text(text) => blocks.text(&text),
            Step::Enter(_) | Step::Leave(_) => (),
        }
    }
    blocks.end();
    blocks.done
}

fn is_block(tag: &str) -> bool {
    const BLOCKS: &[&str] = &[
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "tr",
        "table",
        "caption",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "figure",
        "figcaption",
        "address",
        "form",
        "fieldset",
        "hr",
        "body",
        "center",
        "details",
        "summary",
    ];
    BLOCKS.contains(&tag)
}

/// Paragraphs being put together.
#[derive(Default)]
struct Blocks {
    done: String,
    line: String,
    space: bool,
}

impl Blocks {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            // The no-break space is a character of the text; the others are how the source was laid out.
            if matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
                self.space = true;
                continue;
            }
            if self.space && !self.line.is_empty() && !self.line.ends_with(['\n', '\t']) {
                self.line.push(' ');
            }
            self.space = false;
            self.line.push(c);
        }
    }

    fn break_line(&mut self, with: char) {
        self.space = false;
        if !self.line.is_empty() {
            self.line.push(with);
        }
    }

    fn end(&mut self) {
        let line = self.line.trim();
        if !line.is_empty() {
            if !self.done.is_empty() {
                self.done.push_str("\n\n");
            }
            self.done.push_str(line);
        }
        self.line.clear();
        self.space = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_what_is_shown() {
        for (html, text) in [
            ("<p>Seven\n  people <b>died</b> .</p><p>Two</p>", "Seven people died .\n\nTwo"),
            ("<p>One<br>two<br/> three</p>", "One\ntwo\nthree"),
            ("<div>loose<p>block</p>tail</div>", "loose\n\nblock\n\ntail"),
            ("<table><tr><td>Killed</td><td> 7 </td></tr><tr><td>Hurt</td></tr></table>", "Killed\t7\n\nHurt"),
            ("<p>a<script>b</script><style>c</style><!-- d --><noscript>e</noscript>f</p>", "af"),
            ("<p>&iquest;Qui&eacute;n? 7&nbsp;000</p>", "¿Quién? 7\u{a0}000"),
            ("", ""),
        ] {
            assert_eq!(all(&Page::parse(html)), text, "{html}");
        }
    }
}
