//! What stands around the views: where else to go, what has just been done, and beside each claim, question and report
//! what people decided and what can be decided.
//!
//! All of it is plain forms. What a person decided stands in a list of its own, with act, entry and key, under what the
//! machine proposed: the two are never one line.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use axum::http::Uri;
use maud::{Markup, html};
use variorum::Desk;
use variorum::build::Built;
use variorum::decide::{Listed, listed};
use variorum::evidence::account::{AccountClaim, QuestionAccount, Report};
use variorum::evidence::decision::Decision;
use variorum::evidence::document::Language;
use variorum::evidence::span::TextSpan;

use crate::words::Words;

/// What has just been done, and to which entries: from the first to the last of those that were written together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) done: Done,
    pub(crate) first: u64,
    pub(crate) last: u64,
}

/// What became of some entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// They are new.
    Recorded,
    /// They stood already.
    Stood,
    /// They no longer hold.
    Undone,
}

impl Done {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Recorded, "recorded"), (Self::Stood, "stood"), (Self::Undone, "undone")];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(done, _)| *done == self).map_or("", |(_, name)| name)
    }
}

impl Told {
    /// As the address of a page says it. Only numbers come in this way, so that nobody can put words on a page.
    pub(crate) fn from_query(query: &BTreeMap<String, String>) -> Option<Self> {
        let seq = |name: &str| query.get(name)?.parse().ok();
        let (done, first) = Done::ALL.iter().find_map(|(done, name)| Some((*done, seq(name)?)))?;
        Some(Self { done, first, last: seq("last").unwrap_or(first) })
    }

    /// The address without it.
    pub(crate) fn without(address: &Uri) -> String {
        let is_told =
            |pair: &&str| !["recorded=", "last=", "stood=", "undone="].iter().any(|name| pair.starts_with(name));
        let rest: Vec<&str> = address.query().unwrap_or_default().split('&').filter(is_told).collect();
        let rest = rest.join("&");
        if rest.is_empty() { address.path().to_owned() } else { format!("{}?{rest}", address.path()) }
    }

    /// An address with it, before the place on the page.
    pub(crate) fn appended_to(self, address: &str) -> String {
        let Self { done, first, last } = self;
        let (page, place) = address.split_once('#').unwrap_or((address, ""));
        let joint = if page.contains('?') { '&' } else { '?' };
        let hash = if place.is_empty() { "" } else { "#" };
        let last = if last == first { String::new() } else { format!("&last={last}") };
        format!("{page}{joint}{}={first}{last}{hash}{place}", done.name())
    }
}

/// The desk of somebody who may decide.
pub(crate) struct FormDesk<'a> {
    pub(crate) words: &'static Words,
    built: &'a Built,
    token: String,
    decisions: BTreeMap<u64, Listed>,
    page: RefCell<(String, Option<Told>)>,
}

impl<'a> FormDesk<'a> {
    pub(crate) fn of(built: &'a Built, token: String) -> Self {
        let decisions = listed(&built.ledger).into_iter().map(|listed| (listed.decided.seq, listed)).collect();
        let words = Words::of(built.config.language());
        Self { words, built, token, decisions, page: RefCell::default() }
    }

    /// The page that is made next: its address, and what has just been done.
    pub(crate) fn stand(&self, address: String, told: Option<Told>) {
        self.page.replace((address, told));
    }

    /// The language of the page.
    pub(crate) fn language(&self) -> Language {
        self.built.config.language()
    }

    /// Every decision, in order.
    pub(crate) fn decisions(&self) -> impl DoubleEndedIterator<Item = &Listed> {
        self.decisions.values()
    }

    /// What every form carries: our secret, and the page to go back to.
    pub(crate) fn hidden(&self, place: &str) -> Markup {
        let hash = if place.is_empty() { "" } else { "#" };
        html! {
            input type="hidden" name="token" value=(self.token);
            input type="hidden" name="back" value={ (self.page.borrow().0) (hash) (place) };
        }
    }

    /// A button that undoes an entry.
    pub(crate) fn undo(&self, seq: u64, place: &str) -> Markup {
        self.undo_to(seq, seq, place)
    }

    fn undo_to(&self, first: u64, last: u64, place: &str) -> Markup {
        html! {
            form.undo method="post" action="/undo" {
                (self.hidden(place))
                input type="hidden" name="seq" value=(first);
                input type="hidden" name="last" value=(last);
                button type="submit" { (self.words.undo) }
            }
        }
    }

    /// A form of one act about one thing, with its fields.
    pub(crate) fn form(&self, place: &str, act: &str, about: Option<(&str, &str)>, fields: &Markup) -> Markup {
        html! {
            form.act method="post" action="/decide" data-act=(act) {
                (self.hidden(place))
                @if let Some((name, value)) = about { input type="hidden" name=(name) value=(value); }
                (fields)
                button type="submit" name="act" value=(act) { (self.words.act(act)) }
            }
        }
    }

    /// A page that says why something was not done.
    pub(crate) fn refusal(&self, why: &str, help: Option<&str>) -> (&'static str, Markup) {
        let body = html! {
            header.title { h1 { (self.words.not_done) } }
            p.measure.refusal { bdi { (why) } }
            @if let Some(help) = help { p.measure.quiet { bdi { (help) } } }
            p { a href=(self.page.borrow().0) { (self.words.back) } }
        };
        (self.words.not_done, body)
    }

    fn notice(&self, Told { done, first, last }: Told) -> Markup {
        let words = self.words;
        let sentence = match done {
            Done::Recorded => words.recorded,
            Done::Stood => words.stood,
            Done::Undone => words.undone,
        };
        let entry = |seq: u64| html! { a.code href={ "/pages/custody.html#e" (seq) } { (seq) } };
        let holds = self.decisions.get(&first).filter(|listed| !listed.undone);
        html! {
            div.told role="status" {
                (sentence) " " (entry(first)) @if last != first { "–" (entry(last)) }
                @if let Some(listed) = holds {
                    " · " (words.act(listed.decided.decision.act()))
                    @if last == first { " " bdi { (listed.about()) } }
                    @if done != Done::Undone { " " (self.undo_to(first, last, "")) }
                }
            }
        }
    }

    /// What people decided about a claim, an entry a line.
    fn decided(&self, claim: &AccountClaim, place: &str) -> Markup {
        let found: Vec<&Listed> = claim.decided.iter().filter_map(|seq| self.decisions.get(seq)).collect();
        let accepted = found.iter().filter(|listed| matches!(listed.decided.decision, Decision::Accept { .. }));
        let readers: BTreeSet<&str> = accepted.map(|listed| listed.decided.by.as_str()).collect();
        html! {
            @if readers.len() > 1 { p.seconded { span.label { (self.words.second_reader) } } }
            @if !found.is_empty() {
                ul.decided {
                    @for Listed { decided, .. } in found {
                        li {
                            span.label { (self.words.person) } " "
                            strong { (self.words.act(decided.decision.act())) } " "
                            bdi { (in_short(&outcome(&decided.decision, self.language()))) } " "
                            span.quiet { (decided.at) " " (decided.by) " " a.code href={ "/pages/custody.html#e" (decided.seq) } { (decided.seq) } }
                            " " (self.undo(decided.seq, place))
                        }
                    }
                }
            }
        }
    }

    fn words_of(&self, claim: &AccountClaim) -> &str {
        let hull = claim.claim.content.iter().copied().reduce(TextSpan::hull);
        let text = self.built.texts.get(&claim.document);
        hull.zip(text).and_then(|(hull, text)| hull.words(text)).unwrap_or_default()
    }

    fn field(&self, name: &str, label: &str, value: &str, list: Option<&str>) -> Markup {
        html! { label { span { (label) } input type="text" name=(name) value=(value) list=[list] autocomplete="off"; } }
    }

    fn area(&self, name: &str, label: &str, value: &str) -> Markup {
        // A browser drops one line feed behind the opening of a text area.
        html! { label { span { (label) } textarea name=(name) rows="3" dir="auto" { "\n" (value) } } }
    }

    /// Whether a source was there itself, and how it came to know.
    fn source(&self, name: &str) -> Markup {
        let words = self.words;
        html! {
            (self.field("speaker", words.speaker, name, Some("speakers")))
            label { span { (words.knows) } select name="kind" {
                @for (hand, label) in words.hands { option value=(hand) { (label) } }
            } }
            (self.field("text", words.access, "", None))
        }
    }

    /// Where the answer lies, whose word goes first, or that it is left open; why.
    fn settling(&self, account: &QuestionAccount) -> Markup {
        let words = self.words;
        let chosen = account.handling.resolved.as_ref();
        let reason = chosen.and_then(|resolved| resolved.reason.as_deref()).unwrap_or_default();
        html! {
            label { span { (words.settled_by) } select name="kind" {
                @for (name, label) in words.settlings { option value=(name) { (label) } }
            } }
            (self.field("value", words.settled_value, "", Some("speakers")))
            (self.field("text", words.reason, reason, None))
        }
    }

    /// Acts that concern no single claim, report or question.
    pub(crate) fn at_case(&self) -> Markup {
        let words = self.words;
        let kinds = ["text", "count", "time", "duration"];
        let ask = html! {
            (self.field("id", words.name_in_files, "", None))
            (self.field("wording", words.wording, "", None))
            label { span { (words.kind) } select name="kind" { @for kind in kinds { option value=(kind) { (kind) } } } }
        };
        let merge = html! { (self.field("speaker", words.name_to_keep, "", Some("speakers"))) (self.area("names", words.other_names, "")) };
        html! {
            div.hands {
                (self.form("", "ask", None, &ask))
                (self.form("", "merge", None, &merge))
            }
        }
    }

    /// Acts that say what a redacted edition hides.
    pub(crate) fn at_hiding(&self) -> Markup {
        let words = self.words;
        let protect = html! { (self.area("names", words.spellings, "")) (self.field("alias", words.alias, "", None)) };
        html! {
            div.hands {
                (self.form("", "protect", None, &protect))
                (self.form("", "withhold", None, &self.field("report", words.report_code, "", None)))
            }
        }
    }

    /// What a decision is about, in a line; reports by their codes.
    pub(crate) fn about(&self, listed: &Listed) -> String {
        let Decision::Withhold { original } = &listed.decided.decision else { return listed.about() };
        let reports = &self.built.apparatus.reports;
        let known = reports.iter().find(|report| report.original == *original);
        known.map_or_else(|| original.to_string(), |report| format!("{} {}", report.code, report.name))
    }

    /// Acts on all claims that are chosen on a page. The first button is what Enter in the field presses: no rejection.
    pub(crate) fn at_chosen(&self, id: &str) -> Markup {
        let words = self.words;
        html! {
            form.act.chosen id=(id) method="post" action="/decide" {
                (self.hidden(""))
                p { (words.about_chosen) }
                (self.field("question", words.question, "", Some("questions")))
                @for act in ["assign", "accept", "reject"] {
                    button type="submit" name="act" value=(act) { (words.act(act)) } " "
                }
            }
        }
    }

    /// The names and codes that fields offer.
    fn lists(&self) -> Markup {
        let apparatus = &self.built.apparatus;
        html! {
            datalist id="questions" {
                @for account in &apparatus.questions {
                    option value=(account.code) { (variorum::wire::apparatus::wording(&account.question, self.language())) }
                }
            }
            datalist id="speakers" { @for speaker in apparatus.speakers.iter().take(MOST_OFFERED) { option value=(speaker.name) {} } }
        }
    }
}

/// More names than anybody looks through; others can be typed.
const MOST_OFFERED: usize = 500;

impl Desk for FormDesk<'_> {
    fn head(&self) -> Markup {
        html! {
            link rel="stylesheet" href="/assets/style.css";
            link rel="stylesheet" href="/assets/page.css";
            script src="/assets/page.js" defer {}
        }
    }

    fn navigation(&self) -> Markup {
        let words = self.words;
        let told = self.page.borrow().1;
        html! {
            nav.desk aria-label=(words.page) {
                a href="/" { (words.overview) }
                a href="/history" { (words.history) }
                a href="/publish" { (words.publish) }
                a href="/pages/custody.html" { (words.custody) }
                button.keys type="button" hidden { (words.keys) }
                form.search role="search" aria-label=(words.words_sought) method="get" action="/search" {
                    input type="search" name="words" aria-label=(words.words_sought) placeholder=(words.words_sought);
                    button type="submit" { (words.search) }
                }
            }
            @if let Some(told) = told { (self.notice(told)) }
            (self.lists())
            dialog.keys aria-label=(words.keys) {
                p { (words.keys) }
                dl { @for (key, what) in words.key_list { dt { kbd { (key) } } dd { (what) } } }
                p { label { input type="checkbox"; " " (words.keys_on) } }
                form method="dialog" { button { (words.close_help) } }
            }
        }
    }

    fn at_claim(&self, claim: &AccountClaim, code: &str) -> Markup {
        let words = self.words;
        let place = code;
        let about = Some(("claim", code));
        let name = claim.claim.source.as_ref().map_or("", |source| source.name.as_str());
        let question = self.field("question", words.question, "", Some("questions"));
        html! {
            div.hands {
                (self.decided(claim, place))
                div.quick {
                    (self.form(place, "accept", about, &html! {}))
                    (self.form(place, "reject", about, &html! {}))
                    details {
                        summary { (words.more) }
                        (self.form(place, "correct", about, &self.area("words", words.exact_words, self.words_of(claim))))
                        (self.form(place, "attribute", about, &self.field("speaker", words.speaker, name, Some("speakers"))))
                        (self.form(place, "source", None, &self.source(name)))
                        (self.form(place, "assign", about, &question))
                        (self.form(place, "answer", about, &html! {
                            (question)
                            (self.field("value", words.value, "", None))
                            (self.field("scope", words.scope, "", None))
                        }))
                        (self.form(place, "note", about, &self.area("text", words.note, "")))
                    }
                }
            }
        }
    }

    fn at_question(&self, account: &QuestionAccount) -> Markup {
        let words = self.words;
        // By its name: when questions are proposed or adopted, codes move.
        let about = Some(("question", account.question.id.0.as_str()));
        let wording = self.field("wording", words.wording, "", None);
        let split = html! {
            (self.field("id", words.name_in_files, "", None))
            (self.field("wording", words.wording, "", None))
            (self.area("words", words.words_a_line, ""))
        };
        html! {
            div.hands {
                @if account.proposed.is_some() { (self.form("", "adopt", about, &html! {})) }
                details {
                    summary { (words.about_question) }
                    (self.form("", "reword", about, &wording))
                    (self.form("", "split", about, &split))
                    (self.form("", "merge-questions", about, &self.area("names", words.other_questions, "")))
                    (self.form("", "resolve", about, &self.settling(account)))
                    @if account.handling.closed { (self.form("", "reopen", about, &html! {})) }
                    @else { (self.form("", "close", about, &self.field("text", words.reason, "", None))) }
                }
            }
        }
    }

    fn at_report(&self, report: &Report) -> Markup {
        let words = self.words;
        let about = Some(("report", report.code.0.as_str()));
        let mark = html! {
            (self.area("words", words.exact_words, ""))
            (self.field("source", words.source_words, "", None))
            (self.field("speaker", words.speaker, "", Some("speakers")))
        };
        html! {
            div.hands {
                details {
                    summary { (words.about_report) }
                    (self.form("", "mark", about, &mark))
                    (self.form("", "published", about, &self.field("date", words.date, "", None)))
                    (self.form("", "place", about, &self.field("event", words.event, "", None)))
                    (self.form("", "withhold", about, &html! {}))
                }
            }
        }
    }
}

/// Words that fit in a line.
pub(crate) fn in_short(words: &str) -> String {
    const LONGEST: usize = 200;
    if words.chars().count() <= LONGEST {
        words.to_owned()
    } else {
        words.chars().take(LONGEST).chain(['…']).collect()
    }
}

/// What a decision about a claim puts in the place of what the machine proposed, beyond its act.
pub(crate) fn outcome(decision: &Decision, language: Language) -> String {
    match decision {
        Decision::Correct { claim, content } => format!("“{}” → “{}”", claim.words, content.words),
        Decision::Attribute { speaker, .. } => format!("→ {speaker}"),
        Decision::Assign { question, .. } => format!("→ {question}"),
        Decision::Answer { question, value, .. } => {
            format!("→ {question}: {}", variorum::evidence::words::value(value, language))
        }
        Decision::Note { text, .. } => text.clone(),
        Decision::Undo { seq } => seq.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_stands_before_the_place_on_the_page() {
        for (address, expected) in [
            ("/", "/?recorded=7"),
            ("/pages/q-1.html#m-C1", "/pages/q-1.html?recorded=7#m-C1"),
            ("/search?words=a#C1", "/search?words=a&recorded=7#C1"),
        ] {
            let told = Told { done: Done::Recorded, first: 7, last: 7 };
            assert_eq!(told.appended_to(address), expected);
        }
        let several = Told { done: Done::Undone, first: 7, last: 9 };
        assert_eq!(several.appended_to("/search?words=a"), "/search?words=a&undone=7&last=9");
        let several: Uri = "/search?words=a&recorded=7&last=9".parse().unwrap();
        assert_eq!(Told::without(&several), "/search?words=a");
        let uri: Uri = "/search?words=a&undone=3".parse().unwrap();
        assert_eq!(Told::without(&uri), "/search?words=a");
        let query = BTreeMap::from([("undone".to_owned(), "3".to_owned()), ("recorded".to_owned(), "<b>".to_owned())]);
        assert_eq!(Told::from_query(&query), Some(Told { done: Done::Undone, first: 3, last: 3 }));
    }
}
