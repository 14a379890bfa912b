//! A case in the browser: one person, one machine, nobody else.
//!
//! The views are those of the dossier, made on demand under the same paths, with what can be decided beside each claim.
//! Every write is a plain form, so that all of it works without scripts; the one script adds keys.
//!
//! - `door`: who may come in: an address that works once, a cookie, one host, one origin, a token in each form
//! - `connections`: how many, how slow and how large requests may be
//! - `routes`: paths to questions for the clerk, his answers to pages
//! - `clerk`: the one thread that holds the case, answers, and writes decisions
//! - `desk`: what stands around the views: forms, what was decided, where else to go; `posted`: forms to decisions
//! - `search`: claims by words, speaker, question, hedge and day
//! - `history`, `words`: every decision with its undoing; what the page says itself, in English and Spanish
//!
//! What it does not do: listen on anything but loopback, ask anybody anything, show an original (evidence is escaped
//! text only), hold less than the whole table in memory (ADR 0025).

mod clerk;
mod connections;
mod desk;
mod door;
mod history;
mod posted;
mod publishing;
mod routes;
mod search;
mod words;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;

use tokio::sync::Notify;
use variorum::Workbench;
use variorum::progress::Progress;

use crate::clerk::Clerk;
use crate::door::Door;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The case.
    #[error(transparent)]
    Case(#[from] variorum::error::Error),
    /// The port.
    #[error("cannot listen on 127.0.0.1 port {port}; leave out --port to take any that is free")]
    Port {
        /// Which one; 0 for any.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The system, while serving.
    #[error("cannot serve")]
    Serving(#[source] io::Error),
    /// Secrets cannot be made.
    #[error("the system gives no random bytes")]
    NoRandomness,
}

/// A case that is open and a port that is taken; nothing is answered before [`Page::serve`].
pub struct Page<'a> {
    clerk: Clerk<'a>,
    listener: TcpListener,
    door: Door,
    closing: Arc<Notify>,
}

/// Ends a page from anywhere.
#[derive(Clone)]
pub struct Closing(Arc<Notify>);

impl Closing {
    /// No further request is taken; the one under way is answered on disk.
    pub fn close(&self) {
        self.0.notify_one();
    }
}

impl<'a> Page<'a> {
    /// Reads the case and takes the port; 0 takes any that is free.
    pub fn open(
        workbench: &'a Workbench,
        folder: &'a Path,
        port: u16,
        progress: &dyn Progress,
    ) -> Result<Self, PageError> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            .map_err(|source| PageError::Port { port, source })?;
        let port = listener.local_addr().map_err(PageError::Serving)?.port();
        let door = Door::new(port).map_err(|_| PageError::NoRandomness)?;
        let clerk = Clerk::open(workbench, folder, door.form_token(), progress)?;
        Ok(Self { clerk, listener, door, closing: Arc::new(Notify::new()) })
    }

    /// The address, with the token that lets the first visitor in.
    pub fn address(&self) -> String {
        self.door.address()
    }

    /// What ends it.
    pub fn closing(&self) -> Closing {
        Closing(self.closing.clone())
    }

    /// Answers until it is closed.
    pub fn serve(self) -> Result<(), PageError> {
        let Self { clerk, listener, door, closing } = self;
        let words = clerk.words();
        let (counter, questions) = clerk::counter();
        listener.set_nonblocking(true).map_err(PageError::Serving)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(PageError::Serving)?;
        let router = routes::router(counter, door, words);
        std::thread::scope(|scope| {
            scope.spawn(move || clerk.attend(&questions));
            runtime.block_on(connections::accept(listener, router, &closing)).map_err(PageError::Serving)?;
            // With the runtime go the last senders: the clerk finishes what he is at, and ends.
            drop(runtime);
            Ok(())
        })
    }
}
