//! The one thread that holds the case: it makes pages, writes decisions, and reads the case anew when it has changed.
//!
//! One thread, because there is one person: a page takes milliseconds, and decisions have an order. Questions wait in a
//! line of fixed length; whoever finds it full is told to come again. A case that cannot be read any more (somebody is
//! editing `case.toml`) is told as an error on each page until it can.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use tokio::sync::oneshot;
use variorum::decide::Request;
use variorum::error::Error;
use variorum::evidence::document::Language;
use variorum::progress::{Progress, Silent};
use variorum::search::Sought;
use variorum::standing::Standing;
use variorum::{Pages, Workbench};

use crate::desk::{Done, FormDesk, Told};
use crate::history;
use crate::publishing::{self, Planned};
use crate::search::{self, Turn};
use crate::words::Words;

/// Questions that wait. A browser asks for one page and its parts at a time.
const LONGEST_LINE: usize = 32;

/// What is asked of the clerk.
pub(crate) enum Ask {
    /// A page by its path in a dossier.
    View(String),
    /// Every decision, to be undone.
    History,
    /// Claims that are meant.
    Search(Box<Sought>, Turn),
    /// What a dossier would hold.
    Publish(Planned),
    /// To record decisions, all or none.
    Decide(Vec<Request>),
    /// To undo those from one entry to another.
    Undo(u64, u64),
}

/// What the clerk says.
pub(crate) enum Answer {
    /// A page.
    Page(String),
    /// There is no such page.
    Absent,
    /// It is on record.
    Done(Told),
    /// It could not be done: a whole page that says why, and whether whoever asked can mend it.
    Refused { page: String, usage: bool },
}

/// A question with where it was asked and where the answer goes.
pub(crate) struct Asked {
    pub(crate) ask: Ask,
    /// The address of the page that is asked for, to come back to.
    pub(crate) at: String,
    /// What has just been done.
    pub(crate) told: Option<Told>,
    pub(crate) reply: oneshot::Sender<Answer>,
}

/// The line in which questions wait: where to put them, and where to take them from.
pub(crate) fn counter() -> (SyncSender<Asked>, Receiver<Asked>) {
    sync_channel(LONGEST_LINE)
}

/// Whoever holds the case.
pub(crate) struct Clerk<'a> {
    workbench: &'a Workbench,
    folder: &'a Path,
    form_token: String,
    language: Language,
    first: Standing,
}

impl<'a> Clerk<'a> {
    /// Reads the case.
    pub(crate) fn open(
        workbench: &'a Workbench,
        folder: &'a Path,
        form_token: String,
        progress: &dyn Progress,
    ) -> Result<Self, Error> {
        let first = workbench.standing(folder, progress)?;
        Ok(Self { workbench, folder, form_token, language: first.built.config.language(), first })
    }

    /// What the page says itself, in the first language of the case.
    pub(crate) const fn words(&self) -> &'static Words {
        Words::of(self.language)
    }

    /// Answers until nobody can ask any more.
    pub(crate) fn attend(self, questions: &Receiver<Asked>) {
        let Self { workbench, folder, form_token, language, first } = self;
        let mut standing = Ok(first);
        let mut waiting = None;
        loop {
            match &standing {
                Ok(current) => {
                    let desk = FormDesk::of(&current.built, form_token.clone());
                    let moment = Moment { workbench, folder, standing: current, desk: &desk };
                    let ended = current.pages(&desk, |pages| moment.attend(pages, questions, waiting.take()));
                    match ended {
                        Ok(ControlFlow::Break(())) => return,
                        Ok(ControlFlow::Continue(next)) => {
                            waiting = next;
                            standing = workbench.standing(folder, &Silent);
                        }
                        Err(error) => standing = Err(error),
                    }
                }
                Err(_) => {
                    let Some(asked) = waiting.take().or_else(|| questions.recv().ok()) else { return };
                    // It may have been mended since.
                    standing = workbench.standing(folder, &Silent);
                    match &standing {
                        Ok(_) => waiting = Some(asked),
                        Err(error) => {
                            let page = Words::of(language).plain_error(&causes(error), error.help().as_deref());
                            // The browser may have gone; there is nobody else to tell.
                            let _ = asked.reply.send(Answer::Refused { page, usage: false });
                        }
                    }
                }
            }
        }
    }
}

/// The case as it stands, and the pages of it.
struct Moment<'a> {
    workbench: &'a Workbench,
    folder: &'a Path,
    standing: &'a Standing,
    desk: &'a FormDesk<'a>,
}

impl Moment<'_> {
    /// Answers until the case has changed; gives the question that found it changed.
    fn attend(
        &self,
        pages: &Pages<'_>,
        questions: &Receiver<Asked>,
        mut waiting: Option<Asked>,
    ) -> ControlFlow<(), Option<Asked>> {
        loop {
            let Some(asked) = waiting.take().or_else(|| questions.recv().ok()) else {
                return ControlFlow::Break(());
            };
            if !self.standing.is_current() {
                return ControlFlow::Continue(Some(asked));
            }
            let Asked { ask, at, told, reply } = asked;
            self.desk.stand(at, told);
            let answer = self.answer(pages, &ask).unwrap_or_else(|error| self.refused(pages, &error));
            let _ = reply.send(answer);
        }
    }

    fn answer(&self, pages: &Pages<'_>, ask: &Ask) -> Result<Answer, Error> {
        Ok(match ask {
            Ask::View(path) => pages.page(path).map_or(Answer::Absent, Answer::Page),
            Ask::History => {
                let words = self.desk.words;
                Answer::Page(pages.framed(words.history, &history::body(self.desk, &self.standing.built)))
            }
            Ask::Search(sought, turn) => {
                let body = search::body(self.desk, pages, &self.standing.built, sought, *turn);
                Answer::Page(pages.framed(self.desk.words.search, &body))
            }
            Ask::Publish(planned) => {
                let plan = self.workbench.plan_publish(self.folder, &planned.options(), &Silent);
                let plan = plan.map_err(|error| (causes(&error), error.help()));
                let body = publishing::body(self.desk, &self.standing.built, self.folder, *planned, &plan);
                Answer::Page(pages.framed(self.desk.words.publish, &body))
            }
            Ask::Decide(requests) => {
                let recorded = self.workbench.decide_about(self.folder, &self.standing.built, requests)?;
                let done = if recorded.stood { Done::Stood } else { Done::Recorded };
                Answer::Done(Told { done, first: recorded.seq, last: recorded.last })
            }
            Ask::Undo(first, last) => {
                self.workbench.undo_among(self.folder, *first..=*last)?;
                Answer::Done(Told { done: Done::Undone, first: *first, last: *last })
            }
        })
    }

    fn refused(&self, pages: &Pages<'_>, error: &Error) -> Answer {
        let (title, body) = self.desk.refusal(&causes(error), error.help().as_deref());
        Answer::Refused { page: pages.framed(title, &body), usage: error.kind() == variorum::error::Kind::Usage }
    }
}

/// An error with all that caused it.
fn causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        let part = error.to_string();
        if !text.ends_with(&part) {
            text.push_str(": ");
            text.push_str(&part);
        }
        source = error.source();
    }
    text
}
