//! What a redacted edition says of itself: that it is one, at its head; and at each quotation, that the words are not
//! the original's. A full edition says none of it.

use maud::{Markup, html};
use variorum_evidence::document::Language;
use variorum_evidence::ids::DocumentId;

use crate::copies;
use crate::view::View;

/// The phrases of one language.
struct Phrases {
    title: &'static str,
    /// What it is; the number of altered texts stands before it.
    what: [&'static str; 2],
    altered: &'static str,
    unnamed: &'static str,
    copies: &'static str,
    instructions: &'static str,
}

const EN: Phrases = Phrases {
    title: "Redacted edition",
    what: [
        "texts were altered by the publisher and are not proven: names of people at risk stand under other names.",
        "What was altered or withheld stays under the same signed head: its publisher can show it later, entry by \
         entry, to whoever has a right to see it.",
    ],
    altered: "altered by the publisher, not proven",
    unnamed: "not named: the entry that names it is withheld",
    copies: "Altered copies of pictures, without what the files said of place, time and camera; not proven",
    instructions: "This is a redacted edition. Texts marked “altered by the publisher, not proven” hold other names than\n\
        their originals, which are withheld; pictures in data/copies are copies without what the files said\n\
        of themselves. Neither is proved by anything here. All else is checked as below.\n",
};

const ES: Phrases = Phrases {
    title: "Edición reservada",
    what: [
        "textos fueron alterados por quien publica y no están probados: las personas en riesgo figuran con otros nombres.",
        "Lo alterado o reservado sigue bajo la misma cabecera firmada: quien publica puede mostrarlo después, asiento \
         por asiento, a quien tenga derecho a verlo.",
    ],
    altered: "alterado por quien publica, no probado",
    unnamed: "no se nombra: el asiento que lo nombra está reservado",
    copies: "Copias alteradas de imágenes, sin lo que los archivos decían de lugar, hora y cámara; no probadas",
    instructions: "Esta es una edición reservada. Los textos marcados «altered by the publisher, not proven» llevan otros\n\
        nombres que sus originales, que se reservan; las imágenes de data/copies son copias sin lo que los\n\
        archivos decían de sí mismos. Nada de aquí prueba lo uno ni lo otro. Lo demás se comprueba así:\n",
};

const fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::Es => &ES,
        _ => &EN,
    }
}

/// At the head of the overview.
pub(crate) fn notice(view: &View<'_>) -> Markup {
    let phrases = phrases(view.edition.language);
    html! {
        @if let Some(redaction) = &view.edition.redaction {
            section id="redacted" {
                h2 { (phrases.title) }
                p.measure { (redaction.altered.len()) " " (phrases.what[0]) " " (phrases.what[1]) }
            }
        }
    }
}

/// Beside words of an altered text.
pub(crate) fn mark(view: &View<'_>, document: DocumentId) -> Markup {
    html! {
        @if view.is_altered(document) { p.apparatus { span.label { (phrases(view.edition.language).altered) } } }
    }
}

/// In the place of a digest that is withheld.
pub(crate) const fn unnamed(language: Language) -> &'static str {
    phrases(language).unnamed
}

/// The list of copied pictures.
pub(crate) fn pictures(view: &View<'_>) -> Markup {
    let pictures = view.edition.redaction.as_ref().map_or(&[][..], |redaction| redaction.pictures);
    html! {
        @if !pictures.is_empty() {
            p.measure { (phrases(view.edition.language).copies) ":" }
            ul.plain {
                @for copy in pictures {
                    li { span.code { (copy.report) } " " bdi { (copy.name) } " " span.digest { (copies::path(copy)) } }
                }
            }
        }
    }
}

/// The first paragraph of `VERIFY.txt`.
pub(crate) fn instructions(view: &View<'_>) -> String {
    let is_redacted = view.edition.redaction.is_some();
    if is_redacted { format!("\n{}", phrases(view.edition.language).instructions) } else { String::new() }
}
