//! Who says what in a Spanish sentence?
//!
//! Every group of a verb of saying ([`crate::verbs`]) is taken with the subject before or behind it and with what it
//! takes: a clause, a question, an infinitive, a quotation, a noun phrase. "Según", views ("a su juicio") and nouns of
//! saying stand beside the verbs. Quotations are read again for what is told inside them. Where the verb alone tells
//! who speaks, the subject is dropped and no words name it. One question a module: `subject`, `complement`, `bounds`,
//! `quotation`, `according`, `unnamed`. Left out: what runs over several sentences (`utterances`).

mod according;
mod bounds;
mod complement;
mod quotation;
mod subject;
mod unnamed;

use std::ops::Range;

use crate::attribution::{Attribution, Voice};
use crate::conjugation::Form;
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::stance::is_no_one;
use crate::tokens::Kind;
use crate::verbs::{Group, group_at};
use subject::Subject;

/// The attributions of a sentence, those inside its quotations included, in the order of their cues.
pub(crate) fn find(line: &Line<'_>, lexicon: &Lexicon, inside: bool) -> Vec<Attribution> {
    let mut found = Clause::of(line, lexicon, inside).attributions();
    for quote in line.quotes() {
        for part in parts(line, quote) {
            let inner = Line { text: line.text, tokens: &line.tokens[part.clone()] };
            let told = Clause::of(&inner, lexicon, true).attributions();
            let told = told.into_iter().map(|told| moved(told, part.start));
            // What dashes insert into the quotation has been read already.
            let told: Vec<Attribution> =
                told.filter(|told| told.cue.is_some() && found.iter().all(|one| one.cue != told.cue)).collect();
            found.extend(told);
        }
    }
    found.sort_by_key(|found| found.cue.as_ref().map(|cue| cue.start));
    found
}

/// The sentences of a quotation.
fn parts(line: &Line<'_>, quote: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = quote.start;
    for at in quote.clone() {
        if matches!(line.word(at), "." | "?" | "!" | "…") || at + 1 == quote.end {
            parts.push(start..at + 1);
            start = at + 1;
        }
    }
    parts.retain(|part| part.len() >= 3 && !part.clone().any(|at| line.word(at) == "?"));
    parts
}

/// `found` in a line that begins `by` tokens earlier.
pub(crate) fn moved(found: Attribution, by: usize) -> Attribution {
    let shift = |range: Range<usize>| range.start + by..range.end + by;
    Attribution {
        voice: match found.voice {
            Voice::Words(words) => Voice::Words(shift(words)),
            other => other,
        },
        cue: found.cue.map(shift),
        content: found.content.into_iter().map(shift).collect(),
        rule: found.rule,
    }
}

/// A stretch of text that one voice speaks.
struct Clause<'a> {
    line: &'a Line<'a>,
    lexicon: &'a Lexicon,
    /// Tokens between quotation marks, marks included.
    quoted: Vec<bool>,
    quotes: Vec<Range<usize>>,
    groups: Vec<Group>,
    inside: bool,
}

impl<'a> Clause<'a> {
    fn of(line: &'a Line<'a>, lexicon: &'a Lexicon, inside: bool) -> Self {
        let quotes = line.quotes();
        let mut quoted = vec![false; line.len()];
        for quote in &quotes {
            let end = (quote.end + 1).min(line.len());
            quoted[quote.start.saturating_sub(1)..end].fill(true);
        }
        let mut clause = Self { line, lexicon, quoted, quotes, groups: Vec::new(), inside };
        clause.open_insertions();
        clause.find_groups();
        clause
    }

    /// "«… —subrayó— …»": what dashes insert into a quotation is not quoted.
    fn open_insertions(&mut self) {
        let dashes: Vec<usize> = (0..self.line.len()).filter(|at| self.line.is_dash(*at)).collect();
        for (number, dash) in dashes.iter().enumerate() {
            let cue = group_at(self.line, self.lexicon, dash + 1, false).is_some();
            if cue && self.quoted[*dash] && *dash > 0 {
                let close = dashes.get(number + 1).copied().unwrap_or(self.line.len());
                let close = (*dash..close).find(|at| self.line.kind(*at) == Some(Kind::Close)).unwrap_or(close);
                let end = close + usize::from(self.line.is_dash(close));
                self.quoted[*dash..end].fill(false);
            }
        }
    }

    fn find_groups(&mut self) {
        let mut at = 0;
        while at < self.line.len() {
            let group = (!self.quoted[at]).then(|| group_at(self.line, self.lexicon, at, self.inside)).flatten();
            match group {
                Some(group) if !(group.tokens.clone()).any(|at| self.quoted[at]) => {
                    at = group.tokens.end;
                    self.groups.push(group);
                }
                _ => at += 1,
            }
        }
    }

    fn word(&self, at: usize) -> &'a str {
        self.line.word(at)
    }

    fn attributions(&self) -> Vec<Attribution> {
        let mut found = Vec::new();
        let mut taken: Vec<usize> = Vec::new();
        for at in 0..self.line.len() {
            if !self.quoted[at]
                && let Some(one) = self.according(at).or_else(|| self.view(at))
            {
                taken.extend(one.cue.clone().into_iter().flatten());
                found.push(one);
            }
        }
        // The voices so far that a verb without a subject may go on with: those of what is told inside are left out.
        let mut voices: Vec<Option<Voice>> = Vec::new();
        for number in 0..self.groups.len() {
            if self.groups[number].tokens.clone().any(|at| taken.contains(&at)) {
                voices.push(None);
                continue;
            }
            let start = self.groups[number].tokens.start;
            let inner =
                found.iter().any(|found: &Attribution| found.content.iter().any(|content| content.contains(&start)));
            let (voice, told) = self.spoken(number, &voices);
            voices.push(voice.filter(|_| !inner));
            found.extend(told);
        }
        for at in 0..self.line.len() {
            if !self.quoted[at] {
                found.extend(self.noun(at, &found));
            }
        }
        let headed = self.named_before_colon().or_else(|| self.named_behind_colon());
        // "X: «…», dijo" has told it already.
        let told = headed.as_ref().is_some_and(|headed| {
            found.iter().any(|found| found.content.iter().any(|content| content.start <= headed.content[0].start))
        });
        found.extend(headed.filter(|_| !told));
        found
    }

    /// One verb with its subject and content; the voice also where nothing is told, for the verbs that go on.
    fn spoken(&self, number: usize, voices: &[Option<Voice>]) -> (Option<Voice>, Option<Attribution>) {
        let group = &self.groups[number];
        let cue = group.tokens.clone();
        if cue.start > 0 && self.word(cue.start - 1) == "como" {
            return (None, None);
        }
        if let Some(found) = self.content_first(group) {
            return (Some(found.voice.clone()), Some(found));
        }
        let subject = match group.form {
            Form::Gerund | Form::Infinitive => self.subject_of_nonfinite(cue.start),
            _ => self.subject(cue.start),
        };
        if self.is_aside(group) || self.is_effect(group, &subject) {
            return (None, None);
        }
        let se = group.se && !group.reflexive;
        if se && !group.addressed && matches!(subject, Subject::Here(_)) {
            return (None, None);
        }
        let impersonal = group.addressed || se || group.passive;
        let mut voice = match subject {
            Subject::Relative => return (None, None),
            _ if impersonal => Voice::Nobody,
            Subject::Here(words) => Voice::Words(words),
            Subject::Shared => {
                let last = voices.iter().rev().flatten().find(|voice| **voice != Voice::Nobody);
                last.cloned().or_else(|| self.leading().map(Voice::Words)).unwrap_or(Voice::Dropped)
            }
            Subject::Dropped => Voice::Dropped,
        };
        if group.frames.impersonal && !group.frames.object && voice == Voice::Dropped {
            voice = Voice::Nobody;
        }
        if group.passive {
            return (None, self.charged(group));
        }
        if group.negated && self.is_outlet(&voice) {
            return (None, None);
        }
        let told = self.content(group, &mut voice).filter(|(content, _)| !self.is_silence(group, content));
        let no_one = matches!(&voice, Voice::Words(words) if is_no_one(self.line, self.lexicon, words) && self.word(words.start) != "ni");
        // "Nobody wanted to go" tells what was not wanted by anybody; "nobody said that" is kept and answers nothing.
        let told = told.filter(|(_, rule)| !no_one || *rule == "attribution.that-clause");
        let told = told.map(|(content, rule)| Attribution {
            voice: if no_one { Voice::NoOne } else { voice.clone() },
            cue: Some(cue),
            content: vec![self.bounded(content, number, rule)],
            rule,
        });
        (Some(voice), told.filter(|told| !told.content[0].is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shown::shown;
    use variorum_evidence::document::Language;

    fn check(sentence: &str, expected: &[&str]) {
        assert_eq!(shown(sentence, Language::Es, |line, lexicon| find(line, lexicon, false)), expected, "{sentence}");
    }

    #[test]
    fn subjects() {
        check("La jueza, Ana Ruiz, negó los hechos.", &["La jueza, Ana Ruiz | negó | los hechos"]);
        check("El lunes, la jueza admitió errores.", &["la jueza | admitió | errores"]);
        check(
            "Una mujer que huyó relató que vio fuego.",
            &["Una mujer que huyó | relató | que vio fuego", "(dropped) | vio | fuego"],
        );
        check("Agregó que había niños.", &["(dropped) | Agregó | que había niños"]);
        check("Dijo el alcalde que nadie murió.", &["el alcalde | Dijo | que nadie murió"]);
        check(
            "El jefe negó el ataque y culpó al gremio.",
            &["El jefe | negó | el ataque", "El jefe | culpó | al gremio"],
        );
        check(
            "El jefe admitió que tardó, pero descartó renunciar.",
            &["El jefe | admitió | que tardó", "El jefe | descartó | renunciar"],
        );
        check("El gremio, que convocó el paro, exige diálogo.", &["El gremio | exige | diálogo"]);
        check("Amnistía Norte pidió que se investigue.", &["Amnistía Norte | pidió | que se investigue"]);
    }

    #[test]
    fn contents_before_the_verb() {
        check("«Nadie murió», dijo el alcalde.", &["el alcalde | dijo | Nadie murió"]);
        check("“Nadie murió”, precisó.", &["(dropped) | precisó | Nadie murió"]);
        check("Murieron dos, informó ayer la Cruz Roja.", &["la Cruz Roja | informó | Murieron dos"]);
        check("«Fue una guerra —subrayó—. El agua sobró».", &["(dropped) | subrayó | Fue una guerra … El agua sobró"]);
        check("—No hubo armas —contó la vecina—. Ni una.", &["la vecina | contó | No hubo armas … Ni una"]);
        check("Leiva, que tiene 54 años, niega los cargos.", &["Leiva | niega | los cargos"]);
    }

    #[test]
    fn a_colon_before_another_statement() {
        check(
            "El gremio rechazó el plan: la alcaldesa sostiene que sobra agua.",
            &["El gremio | rechazó | el plan", "la alcaldesa | sostiene | que sobra agua"],
        );
        check(
            "La jueza entiende que el pacto, y no la tropa, asegura la paz.",
            &["La jueza | entiende | que el pacto, y no la tropa, asegura la paz"],
        );
    }

    #[test]
    fn a_gerund_has_the_subject_of_its_verb() {
        check("La vocera salió diciendo que no saben.", &["La vocera | diciendo | que no saben"]);
    }

    #[test]
    fn without_a_verb_of_saying() {
        check(
            "Según la alcaldesa de Torrel, Ana Ruiz, nadie murió.",
            &["la alcaldesa de Torrel, Ana Ruiz | Según | nadie murió"],
        );
        check("Según Vega, nadie murió.", &["Vega | Según | nadie murió"]);
        check("Murieron dos, según dijo la policía.", &["la policía | según dijo | Murieron dos"]);
        check("A juicio de Vega, nadie mintió.", &["Vega | A juicio de | nadie mintió"]);
        check("A su juicio, nadie mintió.", &["su | juicio | nadie mintió"]);
        check("Vecinos: «No dormimos»", &["Vecinos |  | No dormimos"]);
        check("La denuncia de que hubo golpes llegó ayer.", &["(nobody) | denuncia | que hubo golpes"]);
    }

    #[test]
    fn nobody_is_named() {
        check("Se informó que el puente cayó.", &["(nobody) | Se informó | que el puente cayó"]);
        check("Trascendió que huyó.", &["(nobody) | Trascendió | que huyó"]);
        check("Se le dijo que volviera.", &["(nobody) | Se le dijo | que volviera"]);
        check("Un cabo fue acusado de mentir.", &["(nobody) | fue acusado de | Un cabo … mentir"]);
        check("Se oyeron ráfagas.", &[]);
    }

    #[test]
    fn what_is_told_inside() {
        check(
            "Vega dijo que un guía le contó que huyó.",
            &["Vega | dijo | que un guía le contó que huyó", "un guía | le contó | que huyó"],
        );
        check(
            "«Ella me dijo que huyó», recuerda Vega.",
            &["Ella | me dijo | que huyó", "Vega | recuerda | Ella me dijo que huyó"],
        );
    }

    #[test]
    fn things_that_look_like_saying() {
        check("La denuncia llegó tarde.", &[]);
        check("Los vecinos llevaron mantas a los que duermen fuera.", &[]);
        check("El informe está sobre la mesa.", &[]);
    }

    /// Verbs of saying that do something else, as news of many kinds has them.
    #[test]
    fn verbs_of_saying_in_another_sense() {
        for sentence in [
            "El fiscal señaló con el dedo al acusado durante la audiencia.",
            "La flecha de la carta señala hacia el norte del valle.",
            "El soldado apuntó el arma contra los vecinos.",
            "Un guardia indicó el camino a los peregrinos.",
            "Los trabajadores se declararon en huelga el martes.",
            "Se confirmó la muerte de dos mineros en el hospital.",
            "El juez se negó a declarar ante la prensa.",
            "La ministra declaró abierta la sesión del Senado.",
            "El Gobierno declaró el estado de sitio en tres provincias.",
            "El alcalde presentó una demanda contra la empresa.",
            "El portavoz respondió a las preguntas de los periodistas.",
            "El embajador expresó sus condolencias a las familias.",
            "El testigo contó los billetes delante del cajero.",
            "La manifestación recordó a las víctimas con un minuto de silencio.",
            "El comité convocó una marcha para el viernes.",
            "El general saludó a la tropa en el cuartel.",
            "El presidente recibió y escuchó a las familias.",
            "El equipo visitó el lugar y verificó los daños.",
            "La policía registró la vivienda del sospechoso durante tres horas.",
            "El obispo celebró una misa por las víctimas.",
            "Rosa Peña reconoció el viernes el cuerpo de su hijo.",
            "El hombre que dijo ser policía huyó en moto.",
            "El plan que anunció el ministro fue aprobado el lunes.",
            "La explosión dejó ver una grieta en el muro.",
            "El Ejército mantiene tres retenes en la carretera.",
            "El consejero no quiso hacer declaraciones.",
            "Cabe recordar que en 2015 hubo una protesta similar.",
            "El temporal obligó a cerrar tres carreteras.",
            "Así lo confirmó a este medio el jefe de bomberos, Luis Peña.",
            "La Audiencia ha condenado a dos años de cárcel al exalcalde.",
            "Los agentes vieron a un hombre que corría hacia el río.",
        ] {
            check(sentence, &[]);
        }
        check("Los sindicatos celebraron el fallo.", &["Los sindicatos | celebraron | el fallo"]);
        check(
            "El presidente pide calma y la oposición exige dimisiones",
            &["El presidente | pide | calma", "la oposición | exige | dimisiones"],
        );
        check("El alcalde obligó a cerrar las tiendas.", &["El alcalde | obligó a | cerrar las tiendas"]);
        check("La Defensoría registró 14 muertos.", &["La Defensoría | registró | 14 muertos"]);
        check("La comisión recordó que el plazo venció.", &["La comisión | recordó | que el plazo venció"]);
    }

    #[test]
    fn segun_of_measure_and_manner() {
        for sentence in [
            "Según avanzaba la tarde, los vecinos salieron a la calle.",
            "Según lo previsto, el convoy llegó a las seis.",
            "Según la temporada, los precios suben o bajan.",
            "Los precios varían según la temporada.",
            "Las penas cambian según la gravedad del delito.",
            "En opinión de este periódico, la reforma llega tarde.",
        ] {
            check(sentence, &[]);
        }
        check("Hay 14 muertos según vecinos del barrio.", &["vecinos del barrio | según | Hay 14 muertos"]);
        check("Según lo que dijo Vega, nadie murió.", &["lo que dijo Vega | Según | nadie murió"]);
    }
}
