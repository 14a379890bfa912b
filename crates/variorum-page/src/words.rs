//! What the page says itself, in the languages that the views have. Evidence is never translated.

use maud::{DOCTYPE, html};
use variorum::evidence::document::Language;

/// The words of one language.
pub(crate) struct Words {
    lang: &'static str,
    pub(crate) page: &'static str,
    pub(crate) overview: &'static str,
    pub(crate) history: &'static str,
    pub(crate) custody: &'static str,
    pub(crate) search: &'static str,
    pub(crate) words_sought: &'static str,
    pub(crate) claims_found: &'static str,
    pub(crate) hedge: &'static str,
    pub(crate) said_from: &'static str,
    pub(crate) said_to: &'static str,
    pub(crate) earlier: &'static str,
    pub(crate) further: &'static str,
    pub(crate) history_intro: &'static str,
    pub(crate) history_columns: [&'static str; 6],
    pub(crate) decisions: &'static str,
    pub(crate) imported: &'static str,
    pub(crate) is_undone: &'static str,
    pub(crate) person: &'static str,
    pub(crate) more: &'static str,
    pub(crate) about_case: &'static str,
    pub(crate) about_question: &'static str,
    pub(crate) about_report: &'static str,
    pub(crate) exact_words: &'static str,
    pub(crate) source_words: &'static str,
    pub(crate) speaker: &'static str,
    pub(crate) question: &'static str,
    pub(crate) value: &'static str,
    pub(crate) scope: &'static str,
    pub(crate) note: &'static str,
    pub(crate) date: &'static str,
    pub(crate) event: &'static str,
    pub(crate) wording: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) name_in_files: &'static str,
    pub(crate) name_to_keep: &'static str,
    pub(crate) other_names: &'static str,
    pub(crate) other_questions: &'static str,
    pub(crate) words_a_line: &'static str,
    pub(crate) spellings: &'static str,
    pub(crate) alias: &'static str,
    pub(crate) undo: &'static str,
    pub(crate) recorded: &'static str,
    pub(crate) stood: &'static str,
    pub(crate) undone: &'static str,
    pub(crate) not_done: &'static str,
    pub(crate) back: &'static str,
    pub(crate) keys: &'static str,
    pub(crate) key_list: [(&'static str, &'static str); 11],
    pub(crate) close_help: &'static str,
    pub(crate) absent: &'static str,
    pub(crate) busy: &'static str,
    pub(crate) too_slow: &'static str,
    pub(crate) wrong_host: &'static str,
    pub(crate) no_cookie: &'static str,
    pub(crate) used_address: &'static str,
    pub(crate) foreign_form: &'static str,
    acts: [(&'static str, &'static str); 21],
}

impl Words {
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Es => &ES,
            _ => &EN,
        }
    }

    /// An act by the name that commands have for it.
    pub(crate) fn act<'a>(&self, act: &'a str) -> &'a str {
        self.acts.iter().find(|(name, _)| *name == act).map_or(act, |(_, words)| words)
    }

    /// A page for whoever is not let in, or for what cannot be shown: nothing of the case is on it.
    pub(crate) fn plain_error(&self, why: &str, help: Option<&str>) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.lang) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { "Variorum" }
                    link rel="stylesheet" href="/assets/style.css";
                }
                body {
                    main {
                        header.title { h1 { (self.not_done) } }
                        p.measure { (why) }
                        @if let Some(help) = help { p.measure.quiet { (help) } }
                        p { a href="/" { (self.overview) } }
                    }
                }
            }
        };
        page.into_string()
    }
}

const EN: Words = Words {
    lang: "en",
    page: "The case",
    overview: "Overview",
    history: "History",
    custody: "Custody",
    search: "Search",
    words_sought: "Words in claims",
    claims_found: "claims",
    hedge: "Put as",
    said_from: "Said from",
    said_to: "Said to",
    earlier: "Back",
    further: "Further",
    history_intro: "Every decision that people made, the last one first. Undoing one writes another entry: both stay on \
        record. What the machine proposed stays beside it.",
    history_columns: ["Entry", "Time", "By", "Act", "About", ""],
    decisions: "decisions",
    imported: "from a colleague",
    is_undone: "undone",
    person: "person",
    more: "Correct, assign, note …",
    about_case: "Decide about the case",
    about_question: "Decide about this question …",
    about_report: "Mark a claim, date, place …",
    exact_words: "Words, exactly as in the report",
    source_words: "Words that name who says it",
    speaker: "Who says it",
    question: "Question (Q1)",
    value: "Answer: 7, 7..9, 7+, 17m, 2018-01-15T04:30",
    scope: "Over whom: side=officials part=total",
    note: "Note",
    date: "First published (date, or date and time with offset)",
    event: "Event: main, or a name",
    wording: "The question in words",
    reason: "Why",
    kind: "Kind of answer",
    name_in_files: "Its name in files (curfew)",
    name_to_keep: "The name to keep",
    other_names: "The other names, one a line",
    other_questions: "The questions that go into it, one a line",
    words_a_line: "Claims with these words go over, one a line",
    spellings: "Every spelling, one a line",
    alias: "Alias",
    undo: "Undo",
    recorded: "Recorded as entry",
    stood: "Nothing new: it already stands as entry",
    undone: "Undone: entry",
    not_done: "Not done",
    back: "Back",
    keys: "Keys",
    key_list: [
        ("j", "next claim"),
        ("k", "previous claim"),
        ("a", "accept"),
        ("r", "reject"),
        ("u", "undo what was just done, or the last decision on this claim"),
        ("c", "correct the words of this claim: those selected, or in its form"),
        ("s", "change who says it"),
        ("n", "leave a note"),
        ("m", "mark the selected words as a claim; Enter sends it"),
        ("/", "search"),
        ("?", "this list"),
    ],
    close_help: "Close",
    absent: "There is no such page in this case. It may have changed: begin at the overview.",
    busy: "Too much is asked at once, or the page is closing. Load again in a moment.",
    too_slow: "The form did not arrive in time.",
    wrong_host: "This page answers under its own number only: use the address that variorum serve printed.",
    no_cookie: "This page opens with the address that variorum serve printed. If that was used already, end serve with \
        Ctrl-C and start it again for a new one.",
    used_address: "This address was used already, or is not the one that was printed. If it was not you who used it, end \
        serve now. For a new address end serve with Ctrl-C and start it again.",
    foreign_form: "This did not come from a form of this page, so nothing was written. Load the page again.",
    acts: [
        ("accept", "Accept"),
        ("reject", "Reject"),
        ("correct", "Correct"),
        ("attribute", "Change who says it"),
        ("assign", "Assign to question"),
        ("answer", "Answer"),
        ("note", "Leave note"),
        ("mark", "Mark claim"),
        ("published", "Set date"),
        ("place", "Set event"),
        ("withhold", "Leave out of redacted editions"),
        ("adopt", "Ask this question"),
        ("reword", "Reword"),
        ("split", "Split"),
        ("merge-questions", "Merge into this question"),
        ("close", "Close"),
        ("reopen", "Open again"),
        ("ask", "Ask"),
        ("merge", "Merge names"),
        ("protect", "Protect"),
        ("undo", "Undo"),
    ],
};

const ES: Words = Words {
    lang: "es",
    page: "El caso",
    overview: "Panorama",
    history: "Historial",
    custody: "Custodia",
    search: "Buscar",
    words_sought: "Palabras en afirmaciones",
    claims_found: "afirmaciones",
    hedge: "Dicho como",
    said_from: "Dicho desde",
    said_to: "Dicho hasta",
    earlier: "Atrás",
    further: "Más",
    history_intro: "Todas las decisiones que tomaron personas, la última primero. Deshacer una escribe otra entrada: \
        ambas quedan registradas. Lo que propuso la máquina queda al lado.",
    history_columns: ["Entrada", "Hora", "Por", "Acto", "Sobre", ""],
    decisions: "decisiones",
    imported: "de una colega",
    is_undone: "deshecha",
    person: "persona",
    more: "Corregir, asignar, anotar …",
    about_case: "Decidir sobre el caso",
    about_question: "Decidir sobre esta pregunta …",
    about_report: "Marcar una afirmación, fecha, suceso …",
    exact_words: "Palabras, exactamente como en el informe",
    source_words: "Palabras que nombran a quien lo dice",
    speaker: "Quién lo dice",
    question: "Pregunta (Q1)",
    value: "Respuesta: 7, 7..9, 7+, 17m, 2018-01-15T04:30",
    scope: "Sobre quiénes: side=officials part=total",
    note: "Nota",
    date: "Primera publicación (fecha, o fecha y hora con desfase)",
    event: "Suceso: main, o un nombre",
    wording: "La pregunta en palabras",
    reason: "Por qué",
    kind: "Tipo de respuesta",
    name_in_files: "Su nombre en archivos (toque)",
    name_to_keep: "El nombre que queda",
    other_names: "Los otros nombres, uno por línea",
    other_questions: "Las preguntas que se le unen, una por línea",
    words_a_line: "Pasan las afirmaciones con estas palabras, una por línea",
    spellings: "Todas las grafías, una por línea",
    alias: "Alias",
    undo: "Deshacer",
    recorded: "Registrado como entrada",
    stood: "Nada nuevo: ya consta como entrada",
    undone: "Deshecha: entrada",
    not_done: "No se hizo",
    back: "Volver",
    keys: "Teclas",
    key_list: [
        ("j", "afirmación siguiente"),
        ("k", "afirmación anterior"),
        ("a", "aceptar"),
        ("r", "rechazar"),
        ("u", "deshacer lo que se acaba de hacer, o la última decisión sobre esta afirmación"),
        ("c", "corregir las palabras de esta afirmación: las seleccionadas, o en su formulario"),
        ("s", "cambiar quién lo dice"),
        ("n", "dejar una nota"),
        ("m", "marcar como afirmación las palabras seleccionadas; Intro la envía"),
        ("/", "buscar"),
        ("?", "esta lista"),
    ],
    close_help: "Cerrar",
    absent: "No hay tal página en este caso. Puede haber cambiado: empiece por el panorama.",
    busy: "Se pide demasiado a la vez, o la página se está cerrando. Vuelva a cargar en un momento.",
    too_slow: "El formulario no llegó a tiempo.",
    wrong_host: "Esta página responde solo bajo su propio número: use la dirección que mostró variorum serve.",
    no_cookie: "Esta página se abre con la dirección que mostró variorum serve. Si ya se usó, termine serve con Ctrl-C e \
        inícielo de nuevo para obtener otra.",
    used_address: "Esta dirección ya se usó, o no es la que se mostró. Si no fue usted quien la usó, termine serve ahora. \
        Para una dirección nueva termine serve con Ctrl-C e inícielo de nuevo.",
    foreign_form: "Esto no vino de un formulario de esta página, así que no se escribió nada. Vuelva a cargar la página.",
    acts: [
        ("accept", "Aceptar"),
        ("reject", "Rechazar"),
        ("correct", "Corregir"),
        ("attribute", "Cambiar quién lo dice"),
        ("assign", "Asignar a pregunta"),
        ("answer", "Responder"),
        ("note", "Dejar nota"),
        ("mark", "Marcar afirmación"),
        ("published", "Fijar fecha"),
        ("place", "Fijar suceso"),
        ("withhold", "Omitir en ediciones reservadas"),
        ("adopt", "Hacer esta pregunta"),
        ("reword", "Reformular"),
        ("split", "Separar"),
        ("merge-questions", "Unir a esta pregunta"),
        ("close", "Cerrar"),
        ("reopen", "Reabrir"),
        ("ask", "Preguntar"),
        ("merge", "Unir nombres"),
        ("protect", "Proteger"),
        ("undo", "Deshacer"),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_name_the_same_acts_and_keys() {
        let names = |words: &Words| words.acts.map(|(name, _)| name);
        assert_eq!(names(&EN), names(&ES));
        assert_eq!(EN.key_list.map(|(key, _)| key), ES.key_list.map(|(key, _)| key));
    }
}
