//! What a dossier would show, withhold and rename, before anything is written.
//!
//! Left out: the writing. A dossier goes to a folder that somebody chooses, and may be given to strangers: the command for
//! it stands below the plan, to be run on purpose.

use std::path::Path;

use maud::{Markup, html};
use serde::Deserialize;
use variorum::build::Built;
use variorum::publish::{EditionKind, PublishOptions};

use crate::desk::FormDesk;

/// Which dossier is looked at.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub(crate) struct Planned {
    edition: Which,
    without_originals: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Which {
    #[default]
    Full,
    Redacted,
}

impl Planned {
    pub(crate) fn options(self) -> PublishOptions {
        let edition = match self.edition {
            Which::Full => EditionKind::Full,
            Which::Redacted => EditionKind::Redacted,
        };
        PublishOptions { without_originals: self.without_originals, edition, ..PublishOptions::default() }
    }

    fn command(self, case: &Path) -> String {
        let redacted = if self.edition == Which::Redacted { " --redacted" } else { "" };
        let bare = if self.without_originals { " --without-originals" } else { "" };
        format!("variorum publish {} DOSSIER{redacted}{bare}", quoted(&case.to_string_lossy()))
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-~".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// The plan, or why there can be none and how to mend it.
type Plan = Result<Vec<String>, (String, Option<String>)>;

pub(crate) fn body(desk: &FormDesk<'_>, built: &Built, case: &Path, planned: Planned, plan: &Plan) -> Markup {
    let words = desk.words;
    html! {
        header.title { p.imprint { bdi { (built.config.title) } } h1 { (words.publish) } }
        p.measure { (words.publish_intro) }
        (choice(desk, planned))
        h2 { (words.plan) }
        @match plan {
            Ok(lines) => {
                ul.plan lang="en" { @for line in lines { li { bdi { (line) } } } }
                p.measure { (words.publish_command) }
                pre.command { code { (planned.command(case)) } }
            }
            Err((why, help)) => {
                p.measure.refusal lang="en" { bdi { (why) } }
                @if let Some(help) = help { p.measure.quiet lang="en" { bdi { (help) } } }
            }
        }
        h2 { (words.hidden_title) }
        (hidden(desk))
        (desk.at_hiding())
    }
}

fn choice(desk: &FormDesk<'_>, planned: Planned) -> Markup {
    let words = desk.words;
    let edition = |value: &str, which: Which, label: &str| {
        html! { label { input type="radio" name="edition" value=(value) checked[planned.edition == which]; " " (label) } }
    };
    html! {
        form.edition method="get" action="/publish" {
            fieldset {
                legend { (words.edition) }
                (edition("full", Which::Full, words.edition_full))
                (edition("redacted", Which::Redacted, words.edition_redacted))
            }
            label {
                input type="checkbox" name="without-originals" value="true" checked[planned.without_originals];
                " " (words.without_originals)
            }
            button type="submit" { (words.show_plan) }
        }
    }
}

/// Who and what a redacted edition hides, each with its undoing. Of people the alias alone: a screen can be seen.
fn hidden(desk: &FormDesk<'_>) -> Markup {
    let words = desk.words;
    let hiding = || desk.decisions().filter(|listed| !listed.undone && listed.decided.decision.is_about_hiding());
    html! {
        @if hiding().next().is_none() { p.measure.quiet { (words.nothing_hidden) } }
        @else {
            ul.decided {
                @for listed in hiding() {
                    li {
                        strong { (words.act(listed.decided.decision.act())) } " " bdi { (desk.about(listed)) } " "
                        span.quiet { (listed.decided.at) " " (listed.decided.by) } " " (desk.undo(listed.decided.seq, ""))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_survive_a_shell() {
        let planned = Planned { edition: Which::Redacted, without_originals: true };
        let command = |case: &str| planned.command(Path::new(case));
        assert_eq!(command("/a/my-case"), "variorum publish /a/my-case DOSSIER --redacted --without-originals");
        assert!(command("it's; rm").contains("'it'\\''s; rm' DOSSIER"), "{}", command("it's; rm"));
    }
}
