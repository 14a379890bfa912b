//! What the page says itself, in the languages that the views have. Evidence is never translated.

use maud::{DOCTYPE, html};
use variorum::evidence::document::Language;

use crate::posted::Unfit;

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
    pub(crate) key_list: [(&'static str, &'static str); 12],
    pub(crate) keys_on: &'static str,
    pub(crate) close_help: &'static str,
    pub(crate) absent: &'static str,
    pub(crate) busy: &'static str,
    pub(crate) too_slow: &'static str,
    pub(crate) wrong_host: &'static str,
    pub(crate) no_cookie: &'static str,
    pub(crate) used_address: &'static str,
    pub(crate) foreign_form: &'static str,
    pub(crate) publish: &'static str,
    pub(crate) publish_intro: &'static str,
    pub(crate) edition: &'static str,
    pub(crate) edition_full: &'static str,
    pub(crate) edition_redacted: &'static str,
    pub(crate) without_originals: &'static str,
    pub(crate) show_plan: &'static str,
    pub(crate) plan: &'static str,
    pub(crate) publish_command: &'static str,
    pub(crate) hidden_title: &'static str,
    pub(crate) nothing_hidden: &'static str,
    pub(crate) report_code: &'static str,
    pub(crate) about_chosen: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) choose_all: &'static str,
    pub(crate) choose_none: &'static str,
    pub(crate) second_reader: &'static str,
    pub(crate) is_missing: &'static str,
    pub(crate) no_act: &'static str,
    pub(crate) claim: &'static str,
    pub(crate) settled_by: &'static str,
    pub(crate) settled_value: &'static str,
    pub(crate) settlings: [(&'static str, &'static str); 3],
    pub(crate) knows: &'static str,
    pub(crate) hands: [(&'static str, &'static str); 3],
    pub(crate) access: &'static str,
    acts: [(&'static str, &'static str); 23],
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

    /// Why a form is no decision, for whoever filled it in.
    pub(crate) fn unfit(&self, act: &str, unfit: &Unfit) -> String {
        match unfit {
            Unfit::Missing(field) => format!("{}: {} – {}", self.act(act), self.field(field), self.is_missing),
            Unfit::Act => self.no_act.to_owned(),
        }
    }

    /// A field by what stands above it.
    fn field<'a>(&'a self, name: &'a str) -> &'a str {
        match name {
            "claim" => self.claim,
            "report" => self.report_code,
            "question" => self.question,
            "words" => self.exact_words,
            "speaker" => self.speaker,
            "value" => self.value,
            "text" => self.note,
            "id" => self.name_in_files,
            "wording" => self.wording,
            "date" => self.date,
            "event" => self.event,
            other => other,
        }
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
        ("x", "choose this claim among those found"),
        ("/", "search"),
        ("?", "this list"),
    ],
    keys_on: "These keys act",
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
    publish: "Publish",
    publish_intro: "What a dossier would show, withhold and rename as the case stands now. Nothing is written here. What is published cannot be taken back.",
    edition: "Edition",
    edition_full: "full: everything, every name",
    edition_redacted: "redacted: aliases for people at risk, without what is withheld",
    without_originals: "leave the originals out; their digests stay",
    show_plan: "Show the plan",
    plan: "What it would hold",
    publish_command: "To write it, with a folder of your choice for DOSSIER:",
    hidden_title: "At risk and left out",
    nothing_hidden: "Nobody is protected and no report is left out.",
    report_code: "Report (R1)",
    about_chosen: "With all claims that are chosen below:",
    choose: "choose",
    choose_all: "Choose all on this page",
    choose_none: "Choose none",
    second_reader: "accepted by two readers",
    is_missing: "is missing",
    no_act: "This form is none of this page's, or asks for what cannot be done to many claims at once.",
    claim: "The claim",
    knows: "How they know",
    hands: [("", "not noted"), ("first-hand", "first-hand"), ("second-hand", "second-hand")],
    access: "How they came to know it",
    settled_by: "How it is left",
    settled_value: "Where it lies (7..9), or whose word goes first",
    settlings: [
        ("range", "the answer lies here"),
        ("priority", "put first what is said by"),
        ("pending", "left open for now"),
    ],
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
        ("source", "Note of this source"),
        ("resolve", "Record how it is left"),
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
        ("x", "elegir esta afirmación entre las halladas"),
        ("/", "buscar"),
        ("?", "esta lista"),
    ],
    keys_on: "Estas teclas actúan",
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
    publish: "Publicar",
    publish_intro: "Qué mostraría, omitiría y renombraría un dossier según está ahora el caso. Aquí no se escribe nada. Lo publicado no se puede retirar.",
    edition: "Edición",
    edition_full: "completa: todo, con todos los nombres",
    edition_redacted: "reservada: alias para personas en riesgo, sin lo que se omite",
    without_originals: "sin los originales; quedan sus huellas",
    show_plan: "Mostrar el plan",
    plan: "Qué contendría",
    publish_command: "Para escribirlo, con una carpeta a su elección en lugar de DOSSIER:",
    hidden_title: "En riesgo y omitido",
    nothing_hidden: "Nadie está protegido y ningún informe se omite.",
    report_code: "Informe (R1)",
    about_chosen: "Con todas las afirmaciones elegidas abajo:",
    choose: "elegir",
    choose_all: "Elegir todas las de esta página",
    choose_none: "No elegir ninguna",
    second_reader: "aceptada por dos lectoras",
    is_missing: "falta",
    no_act: "Este formulario no es de esta página, o pide lo que no se puede hacer con muchas afirmaciones a la vez.",
    claim: "La afirmación",
    knows: "Cómo lo sabe",
    hands: [("", "sin anotar"), ("first-hand", "de primera mano"), ("second-hand", "de segunda mano")],
    access: "Cómo llegó a saberlo",
    settled_by: "Cómo queda",
    settled_value: "Entre qué valores (7..9), o a quién se pone primero",
    settlings: [
        ("range", "la respuesta está aquí"),
        ("priority", "se pone primero lo que dice"),
        ("pending", "queda abierta por ahora"),
    ],
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
        ("source", "Anotar de esta fuente"),
        ("resolve", "Registrar cómo queda"),
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
