//! What the pages say themselves, in the languages of the pages. Evidence is never translated.

use variorum_evidence::account::{CheckKind, RelationKind, RelationType};
use variorum_evidence::claim::{HedgeValue, Manner};
use variorum_evidence::document::Language;
use variorum_evidence::question::PartyGroup;

/// The phrases of one language.
pub(crate) struct Phrases {
    pub(crate) lang: &'static str,
    pub(crate) imprint: &'static str,
    pub(crate) contents: &'static str,
    pub(crate) question: &'static str,
    pub(crate) report: &'static str,
    pub(crate) reports: &'static str,
    pub(crate) checks: &'static str,
    pub(crate) origins: &'static str,
    pub(crate) findings: &'static str,
    pub(crate) custody: &'static str,
    pub(crate) timeline: &'static str,
    pub(crate) speakers: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) not_proved_title: &'static str,
    pub(crate) not_proved: &'static str,
    pub(crate) how_to_read: &'static str,
    pub(crate) position: &'static str,
    pub(crate) positions: &'static str,
    pub(crate) support: &'static str,
    pub(crate) proposed: &'static str,
    pub(crate) reworded: &'static str,
    pub(crate) merged: &'static str,
    pub(crate) split_from: &'static str,
    pub(crate) closed: &'static str,
    /// How a person left a question: where the answer lies, whose word goes first, or open on purpose.
    pub(crate) resolved: &'static str,
    pub(crate) taken_to_be: &'static str,
    pub(crate) put_first: &'static str,
    pub(crate) left_pending: &'static str,
    /// How a source knows: itself, or from others.
    pub(crate) hands: [&'static str; 2],
    pub(crate) unanswering: &'static str,
    pub(crate) unanswering_about: &'static str,
    pub(crate) silent: &'static str,
    pub(crate) nobody_silent: &'static str,
    pub(crate) voiceless: &'static str,
    pub(crate) one_origin: &'static str,
    pub(crate) relations: &'static str,
    pub(crate) no_relations: &'static str,
    pub(crate) others_on_page: [&'static str; 2],
    /// After a number: answers that a table leaves out.
    pub(crate) more_positions: &'static str,
    pub(crate) all_questions: &'static str,
    pub(crate) all_reports: &'static str,
    pub(crate) page: &'static str,
    pub(crate) no_questions: &'static str,
    pub(crate) no_checks: &'static str,
    pub(crate) no_findings: &'static str,
    pub(crate) alone: &'static str,
    pub(crate) not_read: &'static str,
    pub(crate) said: &'static str,
    pub(crate) said_unknown: &'static str,
    pub(crate) machine: &'static str,
    pub(crate) person: &'static str,
    pub(crate) marked_by_person: &'static str,
    pub(crate) decided_in: &'static str,
    pub(crate) rejected: &'static str,
    pub(crate) note: &'static str,
    pub(crate) own_claim: &'static str,
    pub(crate) over_time: &'static str,
    pub(crate) claims: &'static str,
    pub(crate) no_claims: &'static str,
    pub(crate) legend: &'static str,
    pub(crate) legend_source: &'static str,
    pub(crate) legend_cue: &'static str,
    pub(crate) legend_content: &'static str,
    pub(crate) legend_hedge: &'static str,
    pub(crate) legend_reading: &'static str,
    pub(crate) legend_rejected: &'static str,
    pub(crate) published: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) byline: &'static str,
    pub(crate) publisher: &'static str,
    pub(crate) title: &'static str,
    pub(crate) address: &'static str,
    pub(crate) file: &'static str,
    pub(crate) original: &'static str,
    pub(crate) original_here: &'static str,
    pub(crate) original_withheld: &'static str,
    pub(crate) text: &'static str,
    pub(crate) read_by: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) same_text: &'static str,
    pub(crate) modified: &'static str,
    pub(crate) collected: &'static str,
    pub(crate) journal: &'static str,
    pub(crate) journal_intro: &'static str,
    pub(crate) entries_left_out: &'static str,
    pub(crate) withheld: &'static str,
    pub(crate) proof: &'static str,
    pub(crate) signed_head: &'static str,
    pub(crate) key: &'static str,
    pub(crate) key_intro: &'static str,
    pub(crate) proves_title: &'static str,
    pub(crate) proves: &'static str,
    pub(crate) entry_columns: [&'static str; 5],
    pub(crate) clock_back: &'static str,
    pub(crate) check_columns: [&'static str; 4],
    pub(crate) holds: &'static str,
    pub(crate) fails: &'static str,
    pub(crate) cannot_tell: &'static str,
    pub(crate) predicate: &'static str,
    pub(crate) told_inside: &'static str,
    pub(crate) colophon: [&'static str; 2],
    counts: [[&'static str; 2]; 7],
    groups: [&'static str; 5],
    hedges: [&'static str; 7],
    manners: [&'static str; 4],
    relation_kinds: [&'static str; 4],
    relation_types: [&'static str; 12],
    check_kinds: [&'static str; 2],
}

/// What is counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Counted {
    Reports,
    Origins,
    Claims,
    Questions,
    Positions,
    Conflicts,
    Entries,
}

impl Phrases {
    pub(crate) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Es => &ES,
            _ => &EN,
        }
    }

    /// `3 origins`, `1 report`.
    pub(crate) fn count(&self, number: usize, of: Counted) -> String {
        let [one, many] = self.counts[of as usize];
        format!("{number} {}", if number == 1 { one } else { many })
    }

    pub(crate) const fn group(&self, group: PartyGroup) -> &'static str {
        self.groups[group as usize]
    }

    pub(crate) const fn hedge(&self, hedge: HedgeValue) -> &'static str {
        self.hedges[hedge as usize]
    }

    pub(crate) const fn manner(&self, manner: Manner) -> &'static str {
        self.manners[manner as usize]
    }

    pub(crate) const fn relation(&self, relation: RelationKind) -> &'static str {
        self.relation_kinds[relation as usize]
    }

    pub(crate) const fn relation_type(&self, relation_type: RelationType) -> &'static str {
        self.relation_types[relation_type as usize]
    }

    pub(crate) const fn check_kind(&self, kind: CheckKind) -> &'static str {
        self.check_kinds[kind as usize]
    }

    pub(crate) const fn holds(&self, holds: Option<bool>) -> &'static str {
        match holds {
            Some(true) => self.holds,
            Some(false) => self.fails,
            None => self.cannot_tell,
        }
    }
}

const EN: Phrases = Phrases {
    lang: "en",
    imprint: "A variorum dossier",
    contents: "Contents",
    question: "Question",
    report: "Report",
    reports: "Reports",
    checks: "Checks",
    origins: "Origins",
    findings: "Findings",
    custody: "Custody",
    timeline: "Timeline",
    speakers: "Speakers",
    summary: "On one page",
    not_proved_title: "What is not proved",
    not_proved: variorum_verify::Verification::NOT_PROVED,
    how_to_read: "This is an edition of what was said, not a verdict on what happened. Under each question stand \
        the answers that the reports give, each with whoever holds it, grouped by side. A position is a value \
        with its scope: two answers over different people do not conflict. Origins count independent sources, \
        reports count copies too; copies are not corroboration. Every code leads to the exact words. The most \
        disputed questions come first.",
    position: "Position",
    positions: "Positions",
    support: "Support",
    proposed: "Nobody asked this: several reports answer it",
    reworded: "In other words before",
    merged: "With the answers to",
    split_from: "Split off",
    closed: "Closed",
    resolved: "Decided by a person, not by the program",
    taken_to_be: "taken to be",
    put_first: "put first is what is said by",
    left_pending: "left open for now",
    hands: ["first-hand", "second-hand"],
    unanswering: "Claims that answer no question",
    unanswering_about: "Those that are alike stand together, with words that they share.",
    silent: "Silent",
    nobody_silent: "No report is silent on this.",
    voiceless: "Nobody answers for",
    one_origin: "On one origin",
    relations: "How the positions stand to one another",
    no_relations: "There is one position only.",
    others_on_page: [
        "one more relation stands on the page of the question",
        "more relations stand on the page of the question",
    ],
    more_positions: "more answers, with fewer reports, stand in words on the pages of the question",
    all_questions: "All questions",
    all_reports: "All reports",
    page: "Page",
    no_questions: "No report of the case answers any of its questions.",
    no_checks: "No arithmetic could be done over the readings of this case.",
    no_findings: "None.",
    alone: "Each from an origin of its own",
    not_read: "In the journal and not read as reports (containers, images, film, sound); named only, not shown",
    said: "said",
    said_unknown: "when it was said is not known",
    machine: "machine",
    person: "person",
    marked_by_person: "marked it",
    decided_in: "decided in entry",
    rejected: "rejected by a person; counts for nothing",
    note: "note",
    own_claim: "the report’s own words, no source named",
    over_time: "Values over the time of saying",
    claims: "Claims",
    no_claims: "No claim was found in this text.",
    legend: "In the text",
    legend_source: "who says it",
    legend_cue: "the words of saying",
    legend_content: "what is said",
    legend_hedge: "hedge",
    legend_reading: "gives an answer",
    legend_rejected: "rejected",
    published: "published",
    unknown: "unknown",
    byline: "byline",
    publisher: "publisher",
    title: "title",
    address: "address",
    file: "file",
    original: "original",
    original_here: "in this dossier as",
    original_withheld: "not in this dossier; only its SHA-256 is",
    text: "text",
    read_by: "read by",
    origin: "origin",
    same_text: "the same text as",
    modified: "changed",
    collected: "collected",
    journal: "The journal",
    journal_intro: "Every act on the case, in order, as the program recorded it. Times are those that the clock \
        of the case claimed; the order is certain, the times are claimed.",
    entries_left_out: "entries in between are left out here; those that are disclosed are in data/entries.",
    withheld: "withheld: only its number and kind are in this dossier",
    proof: "proof",
    signed_head: "The signed head",
    key: "The key",
    key_intro: "Compare it with the key that you received by another road than this folder: printed, or read \
        aloud. Anybody can make a dossier with a key of their own.",
    proves_title: "What verification proves",
    proves: "That nothing in this folder was changed or lost since it was made; that every entry shown is \
        in the journal that the key signed, at its number, and that none is left out without being listed; that each original is the one the journal names; that every quotation stands \
        in its text, word for word; and that every holder of a position is a claim with such words.",
    entry_columns: ["Entry", "Time", "By", "Kind", "What"],
    clock_back: "the clock had gone back",
    check_columns: ["Check", "Result", "The arithmetic", "Rests on"],
    holds: "holds",
    fails: "fails",
    cannot_tell: "cannot tell",
    predicate: "predicate",
    told_inside: "told inside",
    colophon: ["Made from the first", "of the journal, the last of them written"],
    counts: [
        ["report", "reports"],
        ["origin", "origins"],
        ["claim", "claims"],
        ["question", "questions"],
        ["position", "positions"],
        ["conflict", "conflicts"],
        ["entry", "entries"],
    ],
    groups: ["Officials", "Affected", "Witnesses", "Media", "Other"],
    hedges: ["asserted", "reported", "alleged", "apparent", "planned", "predicted", "asked"],
    manners: ["quoted", "paraphrased", "partly quoted", "narrated"],
    relation_kinds: ["same", "compatible", "superseded", "conflict"],
    relation_types: [
        "value",
        "scope",
        "precision",
        "time of statement",
        "definition",
        "correction",
        "role",
        "denial",
        "plan and act",
        "place",
        "interval",
        "spelling",
    ],
    check_kinds: ["arithmetic", "a text against itself"],
};

const ES: Phrases = Phrases {
    lang: "es",
    imprint: "Un expediente variorum",
    contents: "Contenido",
    question: "Pregunta",
    report: "Informe",
    reports: "Informes",
    checks: "Comprobaciones",
    origins: "Orígenes",
    findings: "Observaciones",
    custody: "Custodia",
    timeline: "Cronología",
    speakers: "Quién habla",
    summary: "En una página",
    not_proved_title: "Lo que no queda probado",
    not_proved: "No queda probado: que los textos sean lo que dicen los originales (constan lector y versión; \
        «variorum build --check» vuelve a leerlos), que las páginas y los CSV repitan fielmente las tablas, que la \
        carpeta sea la que hizo quien la publica (compárense clave y huella por otra vía), que sea verdad nada de \
        lo dicho, ni que quien tiene la clave fuera honrado antes de entregar la primera cabecera firmada.",
    how_to_read: "Esta es una edición de lo que se dijo, no un veredicto sobre lo que pasó. Bajo cada pregunta \
        están las respuestas que dan los informes, cada una con quienes la sostienen, agrupados por parte. Una \
        posición es un valor con su alcance: dos respuestas sobre personas distintas no se contradicen. Los \
        orígenes cuentan fuentes independientes; los informes cuentan también las copias, y una copia no \
        corrobora. Cada código lleva a las palabras exactas. Las preguntas más disputadas van primero.",
    position: "Posición",
    positions: "Posiciones",
    support: "Apoyo",
    proposed: "Nadie lo preguntó: varios informes lo responden",
    reworded: "Antes con otras palabras",
    merged: "Con las respuestas a",
    split_from: "Separada de",
    closed: "Cerrada",
    resolved: "Decidido por una persona, no por el programa",
    taken_to_be: "se toma por",
    put_first: "se pone primero lo que dice",
    left_pending: "queda abierto por ahora",
    hands: ["de primera mano", "de segunda mano"],
    unanswering: "Afirmaciones que no responden a ninguna pregunta",
    unanswering_about: "Las parecidas van juntas, con palabras que comparten.",
    silent: "Callan",
    nobody_silent: "Ningún informe calla sobre esto.",
    voiceless: "Nadie responde por",
    one_origin: "De un solo origen",
    relations: "Cómo están unas posiciones respecto de otras",
    no_relations: "Hay una sola posición.",
    others_on_page: [
        "otra relación está en la página de la pregunta",
        "relaciones más están en la página de la pregunta",
    ],
    more_positions: "respuestas más, con menos informes, están en palabras en las páginas de la pregunta",
    all_questions: "Todas las preguntas",
    all_reports: "Todos los informes",
    page: "Página",
    no_questions: "Ningún informe del caso responde a sus preguntas.",
    no_checks: "No se pudo hacer ninguna cuenta con las lecturas de este caso.",
    no_findings: "Ninguna.",
    alone: "Cada uno de un origen propio",
    not_read: "En el diario y no leídos como informes (contenedores, imágenes, vídeo, sonido); solo se nombran",
    said: "dicho",
    said_unknown: "no se sabe cuándo se dijo",
    machine: "máquina",
    person: "persona",
    marked_by_person: "la señaló",
    decided_in: "decidió en el asiento",
    rejected: "rechazada por una persona; no cuenta",
    note: "nota",
    own_claim: "palabras del propio informe, sin fuente",
    over_time: "Valores según cuándo se dijeron",
    claims: "Afirmaciones",
    no_claims: "No se halló ninguna afirmación en este texto.",
    legend: "En el texto",
    legend_source: "quién lo dice",
    legend_cue: "el verbo de decir",
    legend_content: "lo dicho",
    legend_hedge: "reserva",
    legend_reading: "da una respuesta",
    legend_rejected: "rechazada",
    published: "publicado",
    unknown: "desconocido",
    byline: "firma",
    publisher: "medio",
    title: "título",
    address: "dirección",
    file: "archivo",
    original: "original",
    original_here: "en este expediente como",
    original_withheld: "no está en este expediente; solo su SHA-256",
    text: "texto",
    read_by: "leído por",
    origin: "origen",
    same_text: "el mismo texto que",
    modified: "modificado",
    collected: "recogido",
    journal: "El diario",
    journal_intro: "Todo acto sobre el caso, en orden, como lo anotó el programa. Las horas son las que decía el \
        reloj del caso; el orden es seguro, las horas son declaradas.",
    entries_left_out: "asientos intermedios se omiten aquí; los que se publican están en data/entries.",
    withheld: "reservado: en este expediente solo constan su número y su clase",
    proof: "prueba",
    signed_head: "La cabecera firmada",
    key: "La clave",
    key_intro: "Compárela con la clave que recibió por otra vía que esta carpeta: impresa o leída en voz alta. \
        Cualquiera puede hacer un expediente con una clave propia.",
    proves_title: "Lo que prueba la verificación",
    proves: "Que nada de esta carpeta se cambió ni se perdió desde que se hizo; que cada asiento mostrado está \
        en el diario que firmó la clave, con su número, y que ninguno falta sin constar; que cada original es el que nombra el diario; que cada cita está en su texto, \
        palabra por palabra; y que cada apoyo de una posición es una afirmación con esas palabras.",
    entry_columns: ["Asiento", "Hora", "Por", "Clase", "Qué"],
    clock_back: "el reloj había retrocedido",
    check_columns: ["Prueba", "Resultado", "La cuenta", "Se apoya en"],
    holds: "cuadra",
    fails: "no cuadra",
    cannot_tell: "no se sabe",
    predicate: "predicado",
    told_inside: "contada dentro de",
    colophon: ["Hecho con los primeros", "del diario, el último de ellos escrito el"],
    counts: [
        ["informe", "informes"],
        ["origen", "orígenes"],
        ["afirmación", "afirmaciones"],
        ["pregunta", "preguntas"],
        ["posición", "posiciones"],
        ["conflicto", "conflictos"],
        ["asiento", "asientos"],
    ],
    groups: ["Oficiales", "Afectados", "Testigos", "Medios", "Otros"],
    hedges: ["afirmado", "según se informa", "presunto", "aparente", "planeado", "previsto", "preguntado"],
    manners: ["citado", "parafraseado", "citado en parte", "narrado"],
    relation_kinds: ["igual", "compatible", "sustituida", "conflicto"],
    relation_types: [
        "valor",
        "alcance",
        "precisión",
        "momento de lo dicho",
        "definición",
        "corrección",
        "papel",
        "negación",
        "plan y acto",
        "lugar",
        "intervalo",
        "grafía",
    ],
    check_kinds: ["aritmética", "un texto consigo mismo"],
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables above are indexed by the order of the variants, which lives in another crate.
    #[test]
    fn words_stand_in_the_order_of_their_variants() {
        let en = Phrases::of(Language::En);
        assert_eq!((en.group(PartyGroup::Officials), en.group(PartyGroup::Other)), ("Officials", "Other"));
        assert_eq!((en.hedge(HedgeValue::Asserted), en.hedge(HedgeValue::Asked)), ("asserted", "asked"));
        assert_eq!((en.manner(Manner::Quoted), en.manner(Manner::Narrated)), ("quoted", "narrated"));
        assert_eq!(en.relation(RelationKind::Same), "same");
        assert_eq!(en.relation(RelationKind::Conflict), "conflict");
        assert_eq!(en.relation_type(RelationType::Value), "value");
        assert_eq!(en.relation_type(RelationType::TimeOfStatement), "time of statement");
        assert_eq!(en.relation_type(RelationType::Spelling), "spelling");
        assert_eq!(en.check_kind(CheckKind::Internal), "a text against itself");
        assert_eq!(en.count(1, Counted::Reports), "1 report");
        assert_eq!(Phrases::of(Language::Es).count(2, Counted::Entries), "2 asientos");
    }
}
