//! Text that a page holds and a reader of the page does not see.
//!
//! It is taken out before anything is read, because what nobody could see was not said to anybody, and
//! because it is how instructions are smuggled to programs. It is told as a finding only where it stood
//! within the main text: pages hide menus and dialogues by the dozen. Judged by the element itself (`hidden`
//! and the `style` attribute); style sheets are not evaluated.

use variorum_evidence::finding::Finding;

use super::dom::{NodeId, Page, Step, folded};

/// So many hidden pieces are looked at for the finding; all are taken out.
const MOST_TOLD: usize = 100;

/// One hidden piece.
pub(crate) struct Hidden {
    words: usize,
    how: &'static str,
    /// The first visible words beside it, folded.
    beside: String,
}

/// Takes the hidden elements out of the page, unless hardly anything is left: then a script showed them, and
/// readers saw what is hidden in the file.
pub(crate) fn take_out(page: &mut Page) -> Vec<Hidden> {
    let hiding = outermost(page);
    let count = |id| page.words(id).split_whitespace().count();
    let counted: Vec<_> = hiding.into_iter().map(|(id, how)| (id, how, count(id))).collect();
    let hidden: usize = counted.iter().map(|(_, _, words)| words).sum();
    let seen = count(page.body()).saturating_sub(hidden);
    if hidden == 0 || hidden > 100 && seen * 4 < hidden {
        return Vec::new();
    }
    let parents: Vec<_> = counted.iter().map(|(id, ..)| page.parent(*id)).collect();
    counted.iter().for_each(|(id, ..)| page.remove(*id));
    let beside = |parent: Option<NodeId>| {
        parent.map_or_else(String::new, |parent| folded(&page.words(parent)).chars().take(30).collect())
    };
    let told = counted.into_iter().zip(parents).filter(|((_, _, words), _)| *words > 0).take(MOST_TOLD);
    told.map(|((_, how, words), parent)| Hidden { words, how, beside: beside(parent) }).collect()
}

/// The hidden elements that are within no other hidden one.
fn outermost(page: &Page) -> Vec<(NodeId, &'static str)> {
    let (mut found, mut within) = (Vec::new(), None);
    for step in page.walk(page.body(), |_| true) {
        match step {
            Step::Enter(id) if within.is_none() && id != page.body() => {
                if let Some(how) = how(page, id) {
                    found.push((id, how));
                    within = Some(id);
                }
            }
            Step::Leave(id) if within == Some(id) => within = None,
            _ => (),
        }
    }
    found
}

/// The finding for what was hidden within the text that was read.
pub(crate) fn finding(hidden: &[Hidden], text: &str, name: &str) -> Option<Finding> {
    let text = folded(text);
    let within: Vec<_> =
        hidden.iter().filter(|piece| piece.beside.len() > 10 && text.contains(&piece.beside)).collect();
    let first = within.first()?;
    let words: usize = within.iter().map(|piece| piece.words).sum();
    let message =
        format!("{words} words within the text cannot be seen on the page ({}); they were left out", first.how);
    Some(Finding::new("html.hidden_text", name, message))
}

/// How an element is hidden, if it is.
fn how(page: &Page, id: NodeId) -> Option<&'static str> {
    if page.has_attribute(id, "hidden") {
        return Some("attribute hidden");
    }
    let style: String =
        page.attribute(id, "style")?.to_ascii_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let declared = |wanted: &[&str]| {
        style.split(';').any(|declaration| wanted.contains(&declaration.trim_end_matches("!important")))
    };
    if declared(&["display:none"]) {
        return Some("style display:none");
    }
    if declared(&["visibility:hidden"]) {
        return Some("style visibility:hidden");
    }
    if declared(&["font-size:0", "font-size:0px", "font-size:0pt", "font-size:1px", "opacity:0"]) {
        return Some("style without size or opacity");
    }
    let white =
        declared(&["color:#fff", "color:#ffffff", "color:white", "color:transparent", "color:rgb(255,255,255)"]);
    (white && !style.contains("background")).then_some("style white on white")
}

#[cfg(test)]
mod tests {
    use super::super::main_text;
    use super::*;

    fn check(html: &str, text: &str, finding: Option<&str>) {
        let mut page = Page::parse(html);
        let hidden = take_out(&mut page);
        assert_eq!(main_text::all(&page), text, "{html}");
        let message = super::finding(&hidden, text, "a.html").map(|finding| finding.message);
        assert_eq!(message.as_deref(), finding, "{html}");
    }

    #[test]
    fn what_is_not_seen_is_not_text() {
        let seen = "<p>Seven people died on Monday</p>";
        let text = "Seven people died on Monday";
        for (style, how) in [
            ("display: none", "style display:none"),
            ("color:red;DISPLAY:NONE !important", "style display:none"),
            ("visibility:hidden", "style visibility:hidden"),
            ("font-size:0", "style without size or opacity"),
            ("color: #FFF", "style white on white"),
        ] {
            let message = format!("2 words within the text cannot be seen on the page ({how}); they were left out");
            check(&format!("{seen}<p style='{style}'>and <b>eight</b></p>"), text, Some(&message));
        }
        for style in ["color:#fff;background:#000", "display:block", "font-size:12px"] {
            check(&format!("{seen}<p style='{style}'>and eight</p>"), &format!("{text}\n\nand eight"), None);
        }
        check(&format!("<div><ul hidden><li>Home<li>News</ul><i>x</i></div>{seen}"), &format!("x\n\n{text}"), None);
    }

    #[test]
    fn what_a_script_shows_is_text() {
        let article = "word ".repeat(200);
        check(&format!("<p>Loading</p><div hidden>{article}</div>"), &format!("Loading\n\n{}", article.trim()), None);
    }
}
