//! Connections on loopback: how many at once, how long for a request's head, how large that may be.
//!
//! Other programs of this machine can connect too, and a page in the browser can make it connect: none of them may keep
//! the person out by opening many connections or by sending slowly.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};

/// A browser opens six to one host.
const MOST_CONNECTIONS: usize = 64;
/// For the head of a request; waiting for the next request on an open connection counts too.
const LONGEST_HEAD: Duration = Duration::from_secs(20);
/// The head of a request in bytes. Search addresses are the longest that are meant.
const LARGEST_HEAD: usize = 16 << 10;

/// Takes connections until closed.
pub(crate) async fn accept(listener: std::net::TcpListener, router: Router, closing: &Notify) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return Ok(()) };
        let taken = tokio::select! {
            () = closing.notified() => return Ok(()),
            taken = listener.accept() => taken,
        };
        // A connection that went before it was taken, or no file handle left for a moment: the next one may work.
        let Ok((stream, _)) = taken else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let router = router.clone();
        tokio::spawn(async move {
            converse(stream, router).await;
            drop(place);
        });
    }
}

async fn converse(stream: TcpStream, router: Router) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(LONGEST_HEAD).max_buf_size(LARGEST_HEAD);
    // Whoever sent what is no request has been answered by hyper, or is gone.
    let _ = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router)).await;
}
