//! Captures of the wall in front of a report: an error page, a demand to log in, a cookie notice, an empty
//! shell that a script was to fill.
//!
//! Such a file looks like a report in every list and says nothing; whoever collected it wants to know while
//! the page can still be captured again. Phrases are only believed where the main text is so short that
//! there is hardly a report beside them. English and Spanish.

use variorum_evidence::finding::Finding;

use super::dom::Page;

/// A main text with fewer words is no report.
const FEWEST_WORDS: usize = 25;

const BY_SCRIPT: &str = "its text was to be put there by a script";

/// A sign of a wall: phrases in lower case, and below how many words of main text they count.
struct Sign {
    reason: &'static str,
    place: Place,
    fewer_than: usize,
    phrases: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In `<title>` or the first heading.
    Title,
    /// Anywhere on the page, `<noscript>` included.
    Page,
    /// In the main text.
    Text,
}

/// In the order in which they are believed.
const SIGNS: &[Sign] = &[
    Sign {
        reason: "it is an error page",
        place: Place::Title,
        fewer_than: 200,
        phrases: &[
            "404",
            "403 forbidden",
            "not found",
            "page unavailable",
            "access denied",
            "error 5",
            "502 bad gateway",
            "503 service",
            "does not exist",
            "no longer available",
            "no encontrada",
            "no encontrado",
            "no existe",
            "no disponible",
            "acceso denegado",
            "error 4",
        ],
    },
    Sign {
        reason: "it is a check for robots",
        place: Place::Title,
        fewer_than: 200,
        phrases: &[
            "just a moment",
            "attention required",
            "are you a robot",
            "captcha",
            "verify you are human",
            "security check",
            "un momento",
            "verificación de seguridad",
        ],
    },
    Sign {
        reason: "it is a demand to log in or to subscribe",
        place: Place::Page,
        fewer_than: 120,
        phrases: &[
            "to continue reading",
            "subscribe to read",
            "subscribers only",
            "for subscribers",
            "log in to continue",
            "sign in to continue",
            "log in to read",
            "create a free account to",
            "to keep reading",
            "para seguir leyendo",
            "para continuar leyendo",
            "suscríbete para leer",
            "solo para suscriptores",
            "exclusivo para suscriptores",
            "inicia sesión para",
            "inicie sesión para",
            "regístrate para",
        ],
    },
    Sign {
        reason: "it is a demand to accept cookies",
        place: Place::Text,
        fewer_than: 150,
        phrases: &[
            "we use cookies",
            "uses cookies",
            "accept all cookies",
            "accept cookies",
            "cookie policy",
            "we value your privacy",
            "before you continue",
            "utilizamos cookies",
            "usamos cookies",
            "aceptar cookies",
            "aceptar todas las cookies",
            "política de cookies",
            "utiliza cookies",
        ],
    },
    Sign {
        reason: BY_SCRIPT,
        place: Place::Page,
        fewer_than: FEWEST_WORDS,
        phrases: &[
            "enable javascript",
            "javascript is disabled",
            "requires javascript",
            "need javascript",
            "turn on javascript",
            "javascript is required",
            "habilita javascript",
            "habilite javascript",
            "activa javascript",
            "active javascript",
            "javascript desactivado",
        ],
    },
];

/// What of the page tells a wall.
pub(crate) struct Seen {
    title: String,
    page: String,
    scripts: bool,
}

impl Seen {
    pub(crate) fn of(page: &Page, title: Option<&str>) -> Self {
        let heading = page.elements(&["h1"]).first().map(|id| page.words(*id)).unwrap_or_default();
        let noscript = page.elements(&["noscript"]).into_iter().map(|id| page.source(id)).collect::<String>();
        let everything = format!("{} {noscript}", page.words(page.body()));
        Self {
            title: format!("{} {heading}", title.unwrap_or_default()).to_lowercase(),
            page: everything.to_lowercase(),
            scripts: !page.elements(&["script"]).is_empty(),
        }
    }

    /// The finding that this is a wall and no report, given its main text.
    pub(crate) fn finding(&self, text: &str, name: &str) -> Option<Finding> {
        let words = text.split_whitespace().count();
        let lower = text.to_lowercase();
        let is_seen = |sign: &&Sign| {
            let place = match sign.place {
                Place::Title => &self.title,
                Place::Page => &self.page,
                Place::Text => &lower,
            };
            words < sign.fewer_than && sign.phrases.iter().any(|phrase| place.contains(phrase))
        };
        let reason = SIGNS.iter().find(is_seen).map(|sign| sign.reason);
        let why = if words == 0 && self.scripts { BY_SCRIPT } else { "it has hardly any text" };
        let short = (words < FEWEST_WORDS).then_some(why);
        let message = format!("this may be no report: {}, and {words} words of text", reason.or(short)?);
        Some(Finding::new("capture.hollow", name, message).with_help("look at the page, capture it again and add that"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: Option<&str>) {
        let page = Page::parse(html);
        let title = page.elements(&["title"]).first().map(|id| page.source(*id));
        let finding = Seen::of(&page, title.as_deref()).finding(&super::super::main_text::all(&page), "test");
        let reason = finding.map(|finding| finding.message);
        assert_eq!(reason.is_some(), expected.is_some(), "{html}: {reason:?}");
        assert!(reason.unwrap_or_default().contains(expected.unwrap_or_default()), "{html}");
    }

    #[test]
    fn walls() {
        let report = "<p>Siete personas murieron el lunes en el operativo, dijo el ministro.</p>".repeat(20);
        check(&report, None);
        check(&format!("<title>Room 404 found</title>{report}"), None);
        check(&format!("{report}<footer>We use cookies. Subscribe to read more.</footer>"), None);
        check("<title>Página no encontrada</title><p>Vuelva al inicio", Some("error page"));
        check("<title>Just a moment...</title>", Some("robots"));
        check("<p>Seven died on Monday.</p><div>Subscribe to continue reading</div>", Some("subscribe"));
        check("<p>Antes de continuar: utilizamos cookies.", Some("cookies"));
        check("<div id=root></div><noscript>You need to enable JavaScript.</noscript>", Some("by a script"));
        check("<div id=root></div><script>load()</script>", Some("by a script"));
        check("<p>Seven died.", Some("hardly any text"));
    }
}
