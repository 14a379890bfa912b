//! What can be read of a text in a language that has no reader?
//!
//! Only what looks alike in all languages: words in quotation marks or behind a dash of dialogue are somebody's own,
//! numbers and dates are written as CLDR says ([`crate::locale`]). Who speaks is left open unless the layout alone tells
//! it: a name before a colon that a quotation follows, or a name that stands right behind the quotation. A sentence of the
//! report becomes its claim only where it answers a question in words of its own language, which a case can give for any
//! language. Precision goes before recall: short quotations are left out, for they are titles and single words as often as
//! statements. A finding says in each such reading what was read and what was not.

use std::ops::Range;

use variorum_evidence::claim::{Claim, Hedge, HedgeValue, Manner, Source};
use variorum_evidence::document::Language;
use variorum_evidence::finding::Finding;
use variorum_evidence::ids::ClaimId;
use variorum_evidence::span::TextSpan;

use crate::drafts::{Draft, Page};
use crate::lexicon::Lexicon;
use crate::line::Line;
use crate::locale::is_spaceless;
use crate::sentences::Sentence;
use crate::telling::Part;
use crate::tokens::is_apostrophe;

/// Name and version.
pub(crate) const NAME: &str = "universal/1";
const QUOTATION: &str = "universal.quotation";
const STATEMENT: &str = "universal.statement";

/// Fewest words of a quotation that is taken for a statement; one fewer where a mark of a sentence stands with it.
const FEWEST: usize = 4;
/// The same in letters, where no spaces part words.
const FEWEST_LETTERS: usize = 8;
/// A quotation of more bytes has lost its closing mark.
const LONGEST: usize = 3_000;
/// Most words of a name beside a quotation.
const LONGEST_NAME: usize = 4;
const DASHES: [char; 3] = ['—', '–', '―'];

/// Quotations, and the sentences that may turn out to answer a question.
fn drafts(page: &Page<'_>, language: Language) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut number = 0;
    for paragraph in page.sentences.chunk_by(|one, next| one.paragraph == next.paragraph) {
        let range = paragraph[0].range.start..paragraph[paragraph.len() - 1].range.end;
        let spoken = spoken(&page.text.raw[range.clone()], language);
        let moved = |found: Range<usize>| found.start + range.start..found.end + range.start;
        let marked: Vec<Range<usize>> = spoken.iter().map(|spoken| moved(spoken.words.clone())).collect();
        for spoken in spoken {
            drafts.extend(quotation(page, moved(spoken.words), spoken.name.map(moved)));
        }
        for (at, sentence) in (number..).zip(paragraph) {
            let quoted =
                marked.iter().any(|words| words.start < sentence.range.end && sentence.range.start < words.end);
            if !quoted && !sentence.heading {
                drafts.extend(statement(page, at, sentence));
            }
        }
        number += paragraph.len();
    }
    drafts
}

/// Adds what nobody has found yet: quotations and sentences that share no word with the content of a claim.
pub(crate) fn add(page: &Page<'_>, language: Language, found: &mut Vec<Draft>) {
    let taken: Vec<TextSpan> = found.iter().flat_map(|draft| draft.claim.content.iter().copied()).collect();
    let free = |draft: &Draft| {
        let spans = &draft.claim.content;
        !spans.iter().any(|span| taken.iter().any(|other| span.start < other.end && other.start < span.end))
    };
    found.extend(drafts(page, language).into_iter().filter(free));
}

/// Not a sentence of the report that was only tried here and answers nothing.
pub(crate) fn is_kept(draft: &Draft) -> bool {
    draft.claim.rule != STATEMENT || !draft.claim.readings.is_empty()
}

/// Says how the text was read, where that is less than a person may think; `heard`: somebody found out who says what.
pub(crate) fn finding(text: &str, language: Option<Language>, heard: bool) -> Option<Finding> {
    if !text.chars().any(char::is_alphabetic) || language.is_some_and(|language| heard && Lexicon::knows(language)) {
        return None;
    }
    Some(match language {
        Some(language) if heard => Finding::new(
            "language.encoder_only",
            language.code(),
            format!(
                "this text is in {}: who says what was found by an encoder that learnt it from other languages for the most \
                 part; words of doubt, pronouns and numbers in words were not understood",
                language.name()
            ),
        )
        .with_help("check its claims against the text, or add a translation (`--transcript-of R…`)"),
        Some(language) => Finding::new(
            "language.no_reader",
            language.code(),
            format!(
                "this text is in {}: only its quotations, numbers and dates were read, for nothing here can tell who says \
                 what in that language",
                language.name()
            ),
        )
        .with_help("read it yourself, or add a translation (`--transcript-of R…`); no claim here does not mean that it says nothing"),
        None => Finding::new(
            "language.not_told",
            "text",
            "the language of this text cannot be told (it is too short, or several are mixed): nothing of it was read",
        )
        .with_help("read it yourself, or add a longer text or a translation (`--transcript-of R…`)"),
    })
}

/// Says that sentences were left out because they are in another script than the text.
pub(crate) fn other_script(language: Language, sentences: usize) -> Option<Finding> {
    let what = match sentences {
        0 => return None,
        1 => "a line is".to_owned(),
        many => format!("{many} lines are"),
    };
    Some(
        Finding::new(
            "language.other_script",
            language.code(),
            format!("{what} in another script than the rest, which is in {}: left out", language.name()),
        )
        .with_help("read these lines yourself, or add them as a text of their own"),
    )
}

/// Somebody's own words in a paragraph, in bytes of it.
#[derive(Debug, PartialEq, Eq)]
struct Spoken {
    words: Range<usize>,
    name: Option<Range<usize>>,
}

fn quotation(page: &Page<'_>, words: Range<usize>, name: Option<Range<usize>>) -> Option<Draft> {
    let span = TextSpan::of(page.text.raw, words)?;
    let source = name.and_then(|name| {
        let span = TextSpan::of(page.text.raw, name)?;
        let name = span.words(page.text.raw)?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Source { span, name, role: None })
    });
    let parts = parts(page, span);
    (!parts.is_empty()).then(|| Draft::plain(claim(page, source, span, Manner::Quoted, QUOTATION), parts))
}

/// A finished sentence in the report's own words.
fn statement(page: &Page<'_>, number: usize, sentence: &Sentence) -> Option<Draft> {
    let line = page.line(number);
    let words = &page.text.raw[sentence.range.clone()];
    let asks = words.ends_with(['?', '？', '؟', ';']);
    let tokens = line.trimmed(0..line.len());
    let span = line.span(&tokens).filter(|_| !asks && ends(words))?;
    let parts = vec![Part { sentence: number, tokens }];
    Some(Draft::plain(claim(page, None, span, Manner::Narrated, STATEMENT), parts))
}

fn claim(page: &Page<'_>, source: Option<Source>, content: TextSpan, manner: Manner, rule: &str) -> Claim {
    Claim {
        id: ClaimId::of(page.document, source.as_ref().map(|source| source.span), None, &[content]),
        source,
        cue: None,
        content: vec![content],
        manner,
        hedge: Hedge { value: HedgeValue::Asserted, span: None },
        said_at: None,
        nested_in: None,
        rule: rule.to_owned(),
        readings: Vec::new(),
    }
}

/// The tokens under `span`, sentence by sentence.
fn parts(page: &Page<'_>, span: TextSpan) -> Vec<Part> {
    let under = page
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| sentence.range.start < span.range().end && span.range().start < sentence.range.end);
    let parts = under.map(|(number, sentence)| {
        let line = Line { text: page.text, tokens: &sentence.tokens };
        Part { sentence: number, tokens: line.trimmed(line.touching(span)) }
    });
    parts.filter(|part| !part.tokens.is_empty()).collect()
}

/// The quotations of a paragraph, or its line of dialogue.
fn spoken(words: &str, language: Language) -> Vec<Spoken> {
    if let Some(words) = dialogue(words).filter(|range| says_something(&words[range.clone()], "", language)) {
        return vec![Spoken { words, name: None }];
    }
    let marks = marks(words);
    let long =
        marks.into_iter().filter(|marks| says_something(&words[marks.inside.clone()], &words[marks.end..], language));
    long.map(|marks| {
        let name = name_before(words, marks.start).or_else(|| name_behind(words, marks.end));
        Spoken { words: trimmed(words, marks.inside), name }
    })
    .collect()
}

fn trimmed(words: &str, range: Range<usize>) -> Range<usize> {
    let inside = &words[range.clone()];
    let start = range.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

/// Whether a quotation is long enough to state something; `behind` is what follows its closing mark.
fn says_something(quotation: &str, behind: &str, language: Language) -> bool {
    if is_spaceless(language) {
        return quotation.chars().filter(|letter| letter.is_alphabetic()).count() >= FEWEST_LETTERS;
    }
    let count = quotation.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let sentence = quotation.contains(['.', '!', '?', ',', '…', '।', '۔', '،', '؟']) || behind.starts_with([',', '،']);
    count >= FEWEST || sentence && count + 1 == FEWEST
}

/// "— Текст, — сказал …": what stands before the second dash; without one it may be an item of a list.
fn dialogue(words: &str) -> Option<Range<usize>> {
    let rest = words.strip_prefix(DASHES)?;
    let start = words.len() - rest.len();
    let begins =
        rest.trim_start().chars().next().is_some_and(|letter| letter.is_uppercase() || matches!(letter, '¿' | '¡'));
    let second = rest.char_indices().filter(|(_, letter)| DASHES.contains(letter)).map(|(at, _)| at).find(|at| {
        let before = rest[..*at].trim_end();
        let tells = rest[*at..].trim_start_matches(DASHES).trim_start().chars().next().is_some_and(char::is_lowercase);
        tells && before.ends_with([',', '.', '!', '?', '…'])
    })?;
    let said = rest[..second].trim_end().trim_end_matches(',');
    begins.then(|| trimmed(words, start..start + said.len()))
}

/// A pair of quotation marks.
struct Marks {
    /// Before the opening mark.
    start: usize,
    inside: Range<usize>,
    /// Behind the closing mark.
    end: usize,
}

/// The outer pairs of quotation marks that close in `words`.
fn marks(words: &str) -> Vec<Marks> {
    let mut found = Vec::new();
    let mut free = 0;
    for (at, letter) in words.char_indices() {
        let inside = at + letter.len_utf8();
        if at < free {
            continue;
        }
        let Some(closers) = closers(letter, words[..at].chars().next_back(), words[inside..].chars().next()) else {
            continue;
        };
        if let Some((close, end)) = closing(words, inside, letter, closers) {
            found.push(Marks { start: at, inside: inside..close, end });
            free = end;
        }
    }
    found
}

/// What closes a quotation that `letter` opens between these two; none where it opens nothing.
fn closers(letter: char, before: Option<char>, after: Option<char>) -> Option<&'static [char]> {
    // Marks that open in one language close in another: what opens has free space before it and none behind.
    let opens = !before.is_some_and(char::is_alphanumeric)
        && !before.is_some_and(|before| matches!(before, '.' | ',' | '!' | '?' | '…'))
        && after.is_some_and(|after| !after.is_whitespace());
    Some(match letter {
        '“' | '‟' => &['”'],
        '„' => &['“', '”', '"', '‟'],
        '«' => &['»'],
        '‹' => &['›'],
        '「' => &['」'],
        '『' => &['』'],
        '»' if opens => &['«', '»'],
        '›' if opens => &['‹'],
        '”' if opens => &['”'],
        '"' if opens => &['"'],
        _ => return None,
    })
}

/// Where the quotation closes whose words begin at `from`, and where its mark ends.
fn closing(words: &str, from: usize, open: char, closers: &[char]) -> Option<(usize, usize)> {
    let mut depth = 0usize;
    let mut before = None;
    let mut letters = words[from..].char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if at > LONGEST {
            return None;
        }
        let after = letters.peek().map(|(_, after)| *after);
        // Hebrew writes the mark inside words that are made of initials.
        let hebrew = |letter: char| ('\u{5d0}'..='\u{5ea}').contains(&letter);
        let between = before.is_some_and(hebrew) && after.is_some_and(hebrew);
        before = Some(letter);
        if closers.contains(&letter) && !(letter == '"' && between) {
            if depth == 0 {
                return Some((from + at, from + at + letter.len_utf8()));
            }
            depth -= 1;
        } else if letter == open && !closers.contains(&open) {
            depth += 1;
        }
    }
    None
}

/// "Anna Weber: „…“": the name at the head of the sentence, before the colon.
fn name_before(words: &str, open: usize) -> Option<Range<usize>> {
    let head = words[..open].trim_end().strip_suffix(':')?;
    let start = head
        .rfind(['.', '!', '?', '\n', '…'])
        .map_or(0, |stop| stop + head[stop..].chars().next().map_or(1, char::len_utf8));
    let name = trimmed(head, start..head.len());
    is_name(&head[name.clone()]).then_some(name)
}

/// "„…“, Anna Weber." or "«…» — Иван Петров": the name right behind, up to a mark.
fn name_behind(words: &str, end: usize) -> Option<Range<usize>> {
    let rest = &words[end..];
    let bare = rest.trim_start();
    let name = bare.strip_prefix(',').map(str::trim_start).unwrap_or(bare);
    let name = name.trim_start_matches(DASHES).trim_start();
    let parted = bare.len() > name.len() && bare.starts_with(|letter| letter == ',' || DASHES.contains(&letter));
    let start = words.len() - name.len();
    let length = name.find([',', '.', '(', ';', '\n', '،']).unwrap_or(name.len());
    let range = trimmed(words, start..start + length);
    (parted && is_name(&words[range.clone()])).then_some(range)
}

/// Two words or more, each with a capital letter: one alone may be any word at the head of a sentence.
fn is_name(words: &str) -> bool {
    let capital = |word: &str| {
        let letters = word
            .chars()
            .all(|letter| letter.is_alphabetic() || letter == '-' || letter == '.' || is_apostrophe(letter));
        letters && word.chars().next().is_some_and(char::is_uppercase)
    };
    let count = words.split_whitespace().count();
    (2..=LONGEST_NAME).contains(&count) && words.split_whitespace().all(capital)
}

/// Whether a sentence is finished.
fn ends(words: &str) -> bool {
    let bare = words.trim_end_matches([')', '）', '"', '”', '»', '“']);
    bare.ends_with(['.', '!', '。', '！', '।', '۔', '…', '｡'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use variorum_evidence::claim::{DocumentReading, Value};
    use variorum_evidence::moment::{Precision, SaidAt};

    use crate::incidents::PredicateSet;
    use crate::questions::QuestionSet;
    use crate::reader::{Reader, ReadingContext, RuleReader};

    /// Published on Wednesday, 17 January 2018.
    fn read(text: &str, questions: &QuestionSet) -> DocumentReading {
        let from = jiff::civil::date(2018, 1, 17).at(0, 0, 0, 0);
        let to = jiff::civil::date(2018, 1, 18).at(0, 0, 0, 0);
        let published = SaidAt::between(from, to, None, Precision::Day, "stated".to_owned());
        let context = ReadingContext {
            published: Some(&published),
            offset: None,
            questions,
            predicates: &PredicateSet::default(),
        };
        RuleReader.read(text, &context).unwrap()
    }

    fn language_of(reading: &DocumentReading) -> &'static str {
        reading.language.map_or("", Language::code)
    }

    /// Each claim as "source | content".
    fn check(language: &str, text: &str, claims: &[&str], times: &[&str]) {
        let reading = read(text, &QuestionSet::default());
        assert_eq!((language_of(&reading), reading.reader.as_str()), (language, NAME), "{text}");
        assert_eq!(reading.findings[0].code, "language.no_reader", "{text}");
        let words = |span: TextSpan| span.words(text).unwrap();
        let shown = reading.claims.iter().map(|claim| {
            let source = claim.source.as_ref().map_or("", |source| words(source.span));
            format!("{source} | {}", words(claim.content[0]))
        });
        assert_eq!(shown.collect::<Vec<_>>(), claims, "{text}");
        assert!(reading.claims.iter().all(|claim| claim.manner == Manner::Quoted));
        let named = reading.times.iter().map(|time| format!("{} = {}", words(time.span), time.value));
        assert_eq!(named.collect::<Vec<_>>(), times, "{text}");
    }

    #[test]
    fn latin_script() {
        check(
            "de",
            "Zwei Tote nach Schüssen am Hafen\n\nAm Montag, den 15. Januar, wurden zwei Männer am Hafen erschossen. „Wir haben sie nie bedroht“, sagte eine Anwohnerin der Zeitung. Der Einsatz begann um 14.30 Uhr. Der Begriff „Hafenkrieg“ fiel gestern oft.\n\nErika Sommer: „Niemand hat uns gewarnt, niemand war da.“",
            &[" | Wir haben sie nie bedroht", "Erika Sommer | Niemand hat uns gewarnt, niemand war da."],
            &["Montag, den 15. Januar = 2018-01-15", "14.30 = 2018-01-15T14:30", "gestern = 2018-01-16"],
        );
        check(
            "fr",
            "Deux morts à Valmore\n\nDeux hommes ont été tués lundi 15 janvier 2018 à Valmore. « Nous n’avions aucune arme sur nous », a affirmé un habitant. La police est arrivée à 14h30, selon le maire. Une marche est prévue vendredi prochain.",
            &[" | Nous n’avions aucune arme sur nous"],
            &["lundi 15 janvier 2018 = 2018-01-15", "14h30 = 2018-01-15T14:30", "vendredi prochain = 2018-01-19"],
        );
        check(
            "pt",
            "O comandante disse que a operação começou em 15 de janeiro de 2018 e terminou na sexta-feira. “Não houve tiros do nosso lado”, disse ele aos jornalistas. A investigação começa em março de 2018, segundo o governo.",
            &[" | Não houve tiros do nosso lado"],
            &["15 de janeiro de 2018 = 2018-01-15", "sexta-feira = 2018-01-12", "março de 2018 = 2018-03"],
        );
        check(
            "pl",
            "Do strzelaniny doszło 15 stycznia 2018 r. w porcie, a w środę policja zatrzymała trzy osoby. „Nie mieliśmy żadnej broni przy sobie”, powiedział jeden ze świadków zdarzenia.",
            &[" | Nie mieliśmy żadnej broni przy sobie"],
            &["15 stycznia 2018 = 2018-01-15", "środę = 2018-01-17"],
        );
        check(
            "tr",
            "Saldırı 15 Ocak 2018'de limanda meydana geldi ve iki kişi öldü. \"Bizde hiç silah yoktu, kimse ateş etmedi\" diyen bir tanık dün polise ifade verdi. Soruşturma için bir ekip kuruldu ve bu ekip çalışıyor.",
            &[" | Bizde hiç silah yoktu, kimse ateş etmedi"],
            &["15 Ocak 2018 = 2018-01-15", "dün = 2018-01-16"],
        );
        check(
            "hu",
            "A lövöldözés január 15-én történt a kikötőben, és két ember meghalt, közölte hétfőn a rendőrség. „Semmilyen fegyver nem volt nálunk”, mondta az egyik szemtanú, aki a kikötőben dolgozik.",
            &[" | Semmilyen fegyver nem volt nálunk"],
            &["január 15 = 2018-01-15", "hétfőn = 2018-01-15"],
        );
        check(
            "vi",
            "Hai người đã thiệt mạng trong vụ nổ súng ngày 15 tháng 1, 2018 tại cảng. “Chúng tôi không có vũ khí nào”, một nhân chứng nói với phóng viên của báo.",
            &[" | Chúng tôi không có vũ khí nào"],
            &["15 tháng 1, 2018 = 2018-01-15"],
        );
    }

    #[test]
    fn other_scripts() {
        check(
            "ru",
            "Стрельба в порту произошла 15 января 2018 года, сообщили вчера в полиции. «У нас не было никакого оружия», — сказал один из очевидцев.\n\n— Мы никого не трогали в тот день, — рассказала соседка.",
            &[" | У нас не было никакого оружия", " | Мы никого не трогали в тот день"],
            &["15 января 2018 = 2018-01-15", "вчера = 2018-01-16"],
        );
        check(
            "uk",
            "Стрілянина в порту сталася 15 січня 2018 року, а у п'ятницю поліція затримала трьох людей. «Ми не мали при собі жодної зброї» — Олена Коваль.",
            &["Олена Коваль | Ми не мали при собі жодної зброї"],
            &["15 січня 2018 = 2018-01-15", "п'ятницю = 2018-01-12"],
        );
        check(
            "ar",
            "قتل شخصان في إطلاق نار وقع في الميناء يوم الاثنين 15 كانون الثاني 2018، وفق ما أعلنت الشرطة أمس. وقال أحد الشهود: «لم يكن معنا أي سلاح في ذلك اليوم».",
            &[" | لم يكن معنا أي سلاح في ذلك اليوم"],
            &["الاثنين 15 كانون الثاني 2018 = 2018-01-15", "أمس = 2018-01-16"],
        );
        check(
            "he",
            "שני בני אדם נהרגו בירי שאירע בנמל ב-15 בינואר 2018, כך הודיעה המשטרה אתמול. \"לא היה לנו שום נשק ביד\", אמר אחד העדים לכתב צה\"ל בנמל.",
            &[" | לא היה לנו שום נשק ביד"],
            &["15 בינואר 2018 = 2018-01-15", "אתמול = 2018-01-16"],
        );
        check(
            "fa",
            "دو نفر در تیراندازی روز دوشنبه ۱۵ ژانویه ۲۰۱۸ در بندر کشته شدند، پلیس دیروز اعلام کرد. یکی از شاهدان گفت: «ما هیچ سلاحی همراه نداشتیم».",
            &[" | ما هیچ سلاحی همراه نداشتیم"],
            &["دوشنبه ۱۵ ژانویه ۲۰۱۸ = 2018-01-15", "دیروز = 2018-01-16"],
        );
        check(
            "hi",
            "बंदरगाह पर 15 जनवरी 2018 को हुई गोलीबारी में दो लोगों की मौत हो गई। \"हमारे पास कोई हथियार नहीं था\", एक चश्मदीद ने सोमवार को बताया।",
            &[" | हमारे पास कोई हथियार नहीं था"],
            &["15 जनवरी 2018 = 2018-01-15", "सोमवार = 2018-01-15"],
        );
        check(
            "ja",
            "港で2018年1月15日に銃撃があり、2人が死亡した。目撃者は「私たちは武器を持っていなかった」と話した。警察は16時20分に到着した。「港の戦争」という言葉もある。",
            &[" | 私たちは武器を持っていなかった"],
            &["2018年1月15日 = 2018-01-15", "16時20分 = 2018-01-15T16:20"],
        );
        check(
            "zh",
            "港口1月15日发生枪击事件，两人死亡。一名目击者说：“我们当时没有携带任何武器。”警方昨天表示，调查仍在进行。",
            &[" | 我们当时没有携带任何武器。"],
            &["1月15日 = 2018-01-15", "昨天 = 2018-01-16"],
        );
        check(
            "ko",
            "항구에서 2018년 1월 15일 총격이 발생해 두 명이 숨졌다고 경찰이 어제 밝혔다. 한 목격자는 \"우리는 무기를 가지고 있지 않았다\"고 말했다.",
            &[" | 우리는 무기를 가지고 있지 않았다"],
            &["2018년 1월 15일 = 2018-01-15", "어제 = 2018-01-16"],
        );
        check(
            "el",
            "Δύο άνδρες σκοτώθηκαν στις 15 Ιανουαρίου 2018 στο λιμάνι. «Δεν είχαμε κανένα όπλο μαζί μας», είπε χθες ένας μάρτυρας.",
            &[" | Δεν είχαμε κανένα όπλο μαζί μας"],
            &["15 Ιανουαρίου 2018 = 2018-01-15", "χθες = 2018-01-16"],
        );
    }

    /// Numbers answer only where a case says how the question is asked in the language.
    #[test]
    fn a_sentence_is_a_claim_where_it_answers_a_question() {
        let questions = |language: &str, words: &str| {
            QuestionSet::parse(&format!(
                "[[question]]\nid = \"dead\"\npredicate = \"killed\"\nkind = \"count\"\nwording = {{ en = \"How many?\" }}\nwords = {{ {language} = [\"{words}\"] }}"
            ))
            .unwrap()
        };
        let check = |language: &str, words: &str, text: &str, expected: &[u64]| {
            let reading = read(text, &questions(language, words));
            let counted: Vec<u64> = reading
                .claims
                .iter()
                .flat_map(|claim| &claim.readings)
                .map(|reading| match reading.value {
                    Value::Count { min, .. } => min,
                    _ => 0,
                })
                .collect();
            assert_eq!((language_of(&reading), counted.as_slice()), (language, expected), "{text}");
        };
        let german = "Bei dem Angriff auf die Stadt wurden 1.200 Menschen getötet. Die Stadt hat 3 Millionen Einwohner, und das ist viel.";
        check("de", "getötet|toten?", german, &[1200]);
        check(
            "fr",
            "tuées?|tués?",
            "Dans la ville, 12 personnes ont été tuées par des hommes armés selon le maire.",
            &[12],
        );
        check("ja", "死亡", "警察は12人が死亡したと発表した。", &[12]);
        check("hi", "मौत", "बंदरगाह पर हुई गोलीबारी में १२ लोगों की मौत हो गई, पुलिस ने कहा।", &[12]);
        // Behind the verb a number may count anything.
        check("ar", "قتل", "قتل ١٢ شخصا في الهجوم على المدينة، وفق ما أعلنت الشرطة يوم الأحد.", &[]);
        check(
            "it",
            "mort[ie]",
            "Nella città la polizia ha detto che il ponte è chiuso e che non è stato visto nessuno.",
            &[],
        );
    }

    #[test]
    fn pairs_of_marks() {
        let check = |words: &str, expected: &[&str]| {
            let found: Vec<&str> = marks(words).into_iter().map(|marks| &words[marks.inside]).collect();
            assert_eq!(found, expected, "{words}");
        };
        check("Er rief „Halt“ und »Nein« und ‚nie‘.", &["Halt", "Nein"]);
        check("Hän sanoi: ”Emme ampuneet.” Ja »kyllä» vielä.", &["Emme ampuneet.", "kyllä"]);
        check("Il dit « oui », puis ‹non›.", &[" oui ", "non"]);
        check("彼は「『水』をくれ」と言った。", &["『水』をくれ"]);
        check("דובר צה\"ל אמר \"צה\"ל לא ירה\" אמש.", &["צה\"ל לא ירה"]);
        check("“Ein “Ding” hier” und „offen", &["Ein “Ding” hier"]);
        check("", &[]);
    }

    #[test]
    fn names_beside_a_quotation() {
        let check = |words: &str, expected: &[&str]| {
            let found = spoken(words, Language::De).into_iter();
            let shown: Vec<&str> = found.map(|spoken| spoken.name.map_or("", |name| &words[name])).collect();
            assert_eq!(shown, expected, "{words}");
        };
        check("Die Polizei: „Wir haben niemanden gesehen.“", &["Die Polizei"]);
        check("Er sagte: „Wir haben niemanden gesehen.“", &[""]);
        check("Zitat: „Wir haben niemanden gesehen.“", &[""]);
        check("„Wir haben niemanden gesehen“, Anna Weber, 34.", &["Anna Weber"]);
        check("„Wir haben niemanden gesehen“ – Anna Weber (Nachbarin)", &["Anna Weber"]);
        check("„Wir haben niemanden gesehen“, sagte Anna Weber.", &[""]);
        check("„Wir haben niemanden gesehen“ Anna Weber.", &[""]);
        check("„Krieg und Frieden“ lief im Kino.", &[]);
    }

    #[test]
    fn what_cannot_be_told_is_said() {
        let reading = read("Xyq zzt brr klp. Wvw qqt.", &QuestionSet::default());
        assert_eq!((language_of(&reading), reading.findings[0].code.as_str()), ("", "language.not_told"));
        assert!(read("2018 – 12", &QuestionSet::default()).findings.is_empty());
        let mixed =
            "The mayor said that two men were killed at the harbour.\n\nСтрельба произошла в порту вчера вечером.";
        let reading = read(mixed, &QuestionSet::default());
        assert_eq!((language_of(&reading), reading.findings[0].code.as_str()), ("en", "language.other_script"));
        assert_eq!(reading.claims.len(), 1);
    }
}
