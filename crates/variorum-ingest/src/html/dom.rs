//! The parsed page, as few questions as we have for it.
//!
//! It is the tree of the crate that finds the main text, so that a page is parsed once; this is the one file
//! that knows. All walks here go in a loop and not by recursion, because what a parser makes of a broken
//! page may be deeper than its source.

use trafilatura::dom::Document;
pub(crate) use trafilatura::dom::NodeId;

/// A parsed page.
pub(crate) struct Page {
    document: Document,
}

/// An element or a piece of text in document order.
pub(crate) enum Step {
    /// An element begins.
    Enter(NodeId),
    /// An element ends.
    Leave(NodeId),
    /// A piece of text.
    Text(String),
}

impl Page {
    pub(crate) fn parse(html: &str) -> Self {
        Self { document: Document::parse(html) }
    }

    /// The tree for the crate that finds the main text, which takes it apart.
    pub(crate) fn copy(&self) -> Document {
        self.document.clone_document()
    }

    pub(crate) fn body(&self) -> NodeId {
        self.document.body().unwrap_or_else(|| self.document.root())
    }

    pub(crate) fn tag(&self, id: NodeId) -> &str {
        self.document.tag_name(id)
    }

    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.document.parent(id)
    }

    /// An attribute's value without outer spaces, if it has one that is not empty.
    pub(crate) fn attribute(&self, id: NodeId, name: &str) -> Option<String> {
        let value = self.document.get_attribute(id, name)?;
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    pub(crate) fn has_attribute(&self, id: NodeId, name: &str) -> bool {
        self.document.get_attribute(id, name).is_some()
    }

    pub(crate) fn remove(&mut self, id: NodeId) {
        self.document.remove(id, true);
    }

    /// Everything under `root`, in document order; `wanted` says which elements to go into.
    pub(crate) fn walk(&self, root: NodeId, wanted: impl Fn(NodeId) -> bool) -> impl Iterator<Item = Step> {
        let mut open = vec![(root, false)];
        std::iter::from_fn(move || {
            loop {
                let (id, left) = open.pop()?;
                if left {
                    return Some(Step::Leave(id));
                }
                if self.document.is_text(id) {
                    return Some(Step::Text(self.document.outer_html(id)));
                }
                let is_element = self.document.is_element(id);
                if is_element && !wanted(id) {
                    continue;
                }
                if is_element {
                    open.push((id, true));
                }
                open.extend(self.document.child_nodes(id).into_iter().rev().map(|child| (child, false)));
                if is_element {
                    return Some(Step::Enter(id));
                }
            }
        })
    }

    /// The elements with one of these names, in document order.
    pub(crate) fn elements(&self, tags: &[&str]) -> Vec<NodeId> {
        let steps = self.walk(self.document.root(), |_| true);
        let elements = steps.filter_map(|step| if let Step::Enter(id) = step { Some(id) } else { None });
        elements.filter(|id| tags.is_empty() || tags.contains(&self.tag(*id))).collect()
    }

    /// The words in an element, each run of white space as one space.
    pub(crate) fn words(&self, id: NodeId) -> String {
        let steps = self.walk(id, |id| !is_never_text(self.tag(id)));
        let text: String =
            steps.filter_map(|step| if let Step::Text(text) = step { Some(text) } else { None }).collect();
        squeezed(&text)
    }

    /// Text as it stands in the source, of an element that holds no other.
    pub(crate) fn source(&self, id: NodeId) -> String {
        self.document.text(id)
    }

    /// How deep elements are nested.
    #[cfg(test)]
    pub(crate) fn depth(&self) -> usize {
        let (mut depth, mut deepest) = (0usize, 0usize);
        for step in self.walk(self.document.root(), |_| true) {
            match step {
                Step::Enter(_) => depth += 1,
                Step::Leave(_) => depth -= 1,
                Step::Text(_) => (),
            }
            deepest = deepest.max(depth);
        }
        deepest
    }
}

/// Elements whose content is no text of the page.
pub(crate) fn is_never_text(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "iframe"
            | "object"
            | "svg"
            | "math"
            | "canvas"
            | "select"
            | "textarea"
            | "button"
            | "audio"
            | "video"
    )
}

/// Each run of white space as one space, none at the ends.
pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits only, in lower case: for comparing titles.
pub(crate) fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
