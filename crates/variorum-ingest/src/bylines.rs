//! Bylines: the words as printed, and the names in them.
//!
//! Whether two reports have the same author says something about whether they are one source, so the names
//! must compare; and what was printed must stay, because the cutting may be wrong. Agencies, job titles and
//! addresses are not names. A byline of nothing else has no names, and its raw words still say "Reuters".

use std::sync::LazyLock;

use regex::Regex;
use variorum_evidence::document::Byline;

/// Words in front of the names.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^\s*(?:(?:written|reported|story|text|words|article)\s+)?(?:by|por|texto|redacción)\b\s*:?\s*")
});
static PARENTHESES: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s*[(\[][^()\[\]]*[)\]]"));
/// What stands between two names, or between a name and where it works.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\s*(?:[,;/|&•·\u{2013}\u{2014}()\[\]]|\s-\s|\s(?:and|y|e|with|con|for|para|in|en|from|desde)\s)\s*")
});

/// What between two separators says that what follows is where somebody writes.
const WHERE: &[&str] = &["for", "para", "in", "en", "from", "desde"];

/// Words of agencies, papers and jobs: what holds one of them is no person's name. In lower case.
const NOT_NAMES: &str = "reuters ap afp efe dpa ansa upi xinhua tass interfax bloomberg bbc cnn press prensa \
    agencia agencias agency agencies agence newsroom desk redacción redaccion redactor redactora staff editorial \
    editor editora editors correspondent correspondents corresponsal corresponsales reporter reporters reportero \
    reportera writer writers periodista journalist enviado enviada special especial bureau team equipo admin news \
    noticias wire online digital contributor colaborador times post guardian daily diario weekly semanario herald \
    heraldo journal chronicle crónica courier correo gazette gaceta ledger digest tribune tribuna monitor dispatch \
    review revista magazine observer nacional universal mundo país radio tv televisión television network media \
    medios group grupo foundation fundación watch observatory observatorio international ministry ministerio \
    webmaster unknown anonymous guest";

/// Small words within a name.
const PARTICLES: &[&str] = &[
    "de", "del", "la", "las", "los", "y", "van", "von", "der", "den", "da", "dos", "di", "du", "le", "al", "el", "bin",
    "ibn", "ter", "st",
];

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns of this file are constant and tested")
}

/// A byline from the words of a page's byline or author field; `None` if there are no words.
pub(crate) fn byline(raw: &str) -> Option<Byline> {
    let raw = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    if raw.is_empty() {
        return None;
    }
    let lead = LEAD.find(&raw).map_or(0, |lead| lead.end());
    let mut parts = parts(&PARENTHESES.replace_all(&raw[lead..], ""));
    // "By Ana Ruiz and Juan Paz, La Montaña": after a comma that ends a printed byline stands the paper.
    // Several people are printed with "and".
    let ends_in_paper = lead > 0 && parts.len() > 1 && parts.last().is_some_and(|(before, _)| before == ",");
    if ends_in_paper {
        parts.pop();
    }
    let mut names: Vec<String> = Vec::new();
    for (_, part) in parts.iter().filter(|(before, _)| !WHERE.contains(&before.as_str())) {
        names.extend(name(part).filter(|name| !names.contains(name)));
    }
    // Beside a full name, a single word is a place or a column: "Ana Ruiz, Caracas".
    if names.iter().any(|name| name.contains(' ')) {
        names.retain(|name| name.contains(' '));
    }
    Some(Byline { raw, names })
}

/// The parts of a byline, each with the separator before it in lower case.
fn parts(text: &str) -> Vec<(String, String)> {
    let (mut parts, mut start, mut before) = (Vec::new(), 0, String::new());
    for between in BETWEEN.find_iter(text) {
        parts.push((before, text[start..between.start()].to_owned()));
        before = between.as_str().trim().to_lowercase();
        start = between.end();
    }
    parts.push((before, text[start..].to_owned()));
    parts.retain(|(_, part)| !part.trim().is_empty());
    parts
}

/// The byline that one line of a plain text is: "By" or "Por" and then names, and nothing else.
pub(crate) fn of_line(line: &str) -> Option<Byline> {
    let line = line.trim();
    let rest = LEAD.find(line).map(|lead| &line[lead.end()..])?;
    if line.len() > 120 || line.ends_with(['.', ':', '?', '!']) || rest.is_empty() {
        return None;
    }
    let byline = byline(line)?;
    let starts_as_a_name = rest.starts_with(char::is_uppercase);
    (starts_as_a_name && (!byline.names.is_empty() || is_agency(rest))).then_some(byline)
}

/// The person's name that `part` is, in ordinary capitals.
fn name(part: &str) -> Option<String> {
    let part = LEAD.replace(part, "");
    let part = part.trim_matches(|c: char| c.is_whitespace() || ".,:*\"“”'".contains(c));
    let words: Vec<&str> = part.split_whitespace().collect();
    let strange = |c: char| c.is_ascii_digit() || "@:/_<>{}=".contains(c);
    if words.is_empty() || words.len() > 6 || part.contains(strange) || is_agency(part) {
        return None;
    }
    let shaped = |word: &&str| word.starts_with(char::is_uppercase) || PARTICLES.contains(word);
    if !words.iter().all(shaped) || !words[0].starts_with(char::is_uppercase) && words.len() < 2 {
        return None;
    }
    let shouted = part.chars().filter(|c| c.is_alphabetic()).count() > 3 && !part.chars().any(char::is_lowercase);
    Some(if shouted { words.iter().map(|word| calmed(word)).collect::<Vec<_>>().join(" ") } else { words.join(" ") })
}

fn is_agency(part: &str) -> bool {
    let folded = part.to_lowercase();
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| NOT_NAMES.split_whitespace().any(|not| not == word))
}

/// `PÉREZ-MORA` to `Pérez-Mora`, `DE` to `de`.
fn calmed(word: &str) -> String {
    let lower = word.to_lowercase();
    if PARTICLES.contains(&lower.as_str()) {
        return lower;
    }
    let mut starts = true;
    let calm = |c: char| {
        let out = if starts { c.to_uppercase().collect::<String>() } else { c.to_string() };
        starts = matches!(c, '-' | '\'' | '’');
        out
    };
    lower.chars().map(calm).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_out() {
        for (raw, names) in [
            ("By Ana Ruiz", "Ana Ruiz"),
            ("by ANA RUIZ AND JUAN DE LA CRUZ", "Ana Ruiz; Juan de la Cruz"),
            ("Por Ana Ruiz y Juan Pérez-Mora", "Ana Ruiz; Juan Pérez-Mora"),
            ("By Ana Ruiz, Reuters", "Ana Ruiz"),
            ("Ana Ruiz | AFP", "Ana Ruiz"),
            ("Ana Ruiz (Caracas correspondent)", "Ana Ruiz"),
            ("Ana Ruiz for The Daily Times", "Ana Ruiz"),
            ("By Ana Ruiz and Ana Ruiz", "Ana Ruiz"),
            ("Reuters Staff", ""),
            ("redaccion@example.org", ""),
            ("https://example.org/ana", ""),
            ("Redacción", ""),
            ("Óscar van der Berg", "Óscar van der Berg"),
            ("By Ana Ruiz in Caracas and Juan Pérez in Bogotá", "Ana Ruiz; Juan Pérez"),
            ("Ana Ruiz, Caracas", "Ana Ruiz"),
            ("Madonna", "Madonna"),
            ("By Ana Ruiz and Juan Paz, La Montaña (morning edition)", "Ana Ruiz; Juan Paz"),
            ("By Ana Ruiz, Juan Paz and Eva Sol", "Ana Ruiz; Juan Paz; Eva Sol"),
            ("Ana Ruiz; Juan Paz", "Ana Ruiz; Juan Paz"),
            ("By Agencia Norte (Caracas), Correo del Puerto", ""),
        ] {
            assert_eq!(byline(raw).map(|byline| byline.names.join("; ")).as_deref(), Some(names), "{raw}");
        }
        assert_eq!(byline("  \n "), None);
    }

    #[test]
    fn a_line_is_a_byline_or_not() {
        for (line, expected) in [
            ("By Ana Ruiz", true),
            ("Por Ana Ruiz, Agencia Norte", true),
            ("By Reuters Staff", true),
            ("By Monday the count had risen to seven", false),
            ("By Ana Ruiz, who was there.", false),
            ("by the time police came", false),
            ("Ana Ruiz", false),
            ("Byron Ruiz", false),
        ] {
            assert_eq!(of_line(line).is_some(), expected, "{line}");
        }
    }
}
