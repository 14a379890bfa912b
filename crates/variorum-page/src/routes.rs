//! Paths to questions for the clerk, and his answers to pages.
//!
//! Views have the paths that they have in a dossier. Every answer carries the same policy, refusals too: nothing but our
//! own style, script and forms, in no frame, kept by no cache.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::FormRejection;
use axum::extract::{DefaultBodyLimit, Form, Path, Query, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::routing::{get, post};
use tokio::sync::oneshot;

use variorum::search::Sought;

use crate::clerk::{Answer, Ask, Asked};
use crate::desk::Told;
use crate::door::{Door, Refusal};
use crate::posted::{Posted, safe_return};
use crate::publishing::Planned;
use crate::search::Turn;
use crate::words::Words;

/// A form in bytes: a note or corrected words may be long.
const LARGEST_FORM: usize = 256 << 10;
/// From the head of a request to its answer; a large case that has changed is read anew in between.
const LONGEST_ANSWER: Duration = Duration::from_secs(300);
/// For a form to arrive.
const LONGEST_FORM: Duration = Duration::from_secs(20);

const POLICY: [(header::HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CACHE_CONTROL, "no-store"),
    (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

struct Front {
    counter: SyncSender<Asked>,
    door: Door,
    words: &'static Words,
}

type Shared = State<Arc<Front>>;
type Reply = Response<Body>;

/// All that is answered.
pub(crate) fn router(counter: SyncSender<Asked>, door: Door, words: &'static Words) -> Router {
    let front = Arc::new(Front { counter, door, words });
    Router::new()
        .route("/", get(overview))
        .route("/index.html", get(overview))
        .route("/pages/{name}", get(view))
        .route("/history", get(history))
        .route("/search", get(search))
        .route("/publish", get(publish))
        .route("/decide", post(decide))
        .route("/undo", post(undo))
        .route("/assets/style.css", get(|| async { asset("text/css; charset=utf-8", variorum::STYLE) }))
        .route("/assets/page.css", get(|| async { asset("text/css; charset=utf-8", include_str!("page.css")) }))
        .route("/assets/page.js", get(|| async { asset("text/javascript; charset=utf-8", include_str!("page.js")) }))
        .fallback(|State(front): Shared| async move { absent(&front) })
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn_with_state(front.clone(), admit))
        .with_state(front)
}

/// Lets in who may come in, and puts the policy on whatever is answered.
async fn admit(State(front): Shared, request: Request, next: Next) -> Reply {
    let mut reply = match admitted(&front, &request) {
        Ok(None) => match tokio::time::timeout(LONGEST_ANSWER, next.run(request)).await {
            Ok(reply) => reply,
            Err(_) => busy(&front),
        },
        Ok(Some(welcome)) => welcome,
        Err(refusal) => refused(&front, refusal),
    };
    for (name, value) in POLICY {
        reply.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    reply
}

/// Nothing for who is in; the way in for who brings the address; else why not.
fn admitted(front: &Front, request: &Request) -> Result<Option<Reply>, Refusal> {
    let (headers, door) = (request.headers(), &front.door);
    door.check_host(headers)?;
    let is_in = door.check_cookie(headers);
    if let Some(token) = token_of(request.uri()).filter(|_| request.method() == "GET") {
        if is_in.is_ok() {
            return Ok(Some(see("/")));
        }
        let cookie = door.exchange(token)?;
        let mut welcome = see("/");
        welcome.headers_mut().insert(header::SET_COOKIE, cookie);
        return Ok(Some(welcome));
    }
    is_in?;
    door.check_origin(request.method(), headers)?;
    Ok(None)
}

fn token_of(uri: &Uri) -> Option<&str> {
    if uri.path() != "/" {
        return None;
    }
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("token="))
}

async fn overview(State(front): Shared, uri: Uri) -> Reply {
    ask(&front, Ask::View("index.html".to_owned()), &uri).await
}

async fn view(State(front): Shared, Path(name): Path<String>, uri: Uri) -> Reply {
    ask(&front, Ask::View(format!("pages/{name}")), &uri).await
}

async fn history(State(front): Shared, uri: Uri) -> Reply {
    ask(&front, Ask::History, &uri).await
}

async fn search(State(front): Shared, uri: Uri) -> Reply {
    let sought =
        Query::<Sought>::try_from_uri(&uri).and_then(|sought| Ok((sought, Query::<Turn>::try_from_uri(&uri)?)));
    match sought {
        Ok((Query(sought), Query(turn))) => ask(&front, Ask::Search(Box::new(sought), turn), &uri).await,
        Err(bad) => page(StatusCode::UNPROCESSABLE_ENTITY, front.words.plain_error(&bad.body_text(), None)),
    }
}

async fn publish(State(front): Shared, uri: Uri) -> Reply {
    match Query::<Planned>::try_from_uri(&uri) {
        Ok(Query(planned)) => ask(&front, Ask::Publish(planned), &uri).await,
        Err(bad) => page(StatusCode::UNPROCESSABLE_ENTITY, front.words.plain_error(&bad.body_text(), None)),
    }
}

type Sent = Result<Form<Posted>, FormRejection>;

async fn decide(State(front): Shared, request: Request) -> Reply {
    let posted = match form(&front, request).await {
        Ok(posted) => posted,
        Err(reply) => return reply,
    };
    let back = safe_return(posted.field("back")).to_owned();
    match posted.requests() {
        Ok(requests) => write(&front, Ask::Decide(requests), back).await,
        Err(unfit) => {
            let why = front.words.unfit(posted.field("act"), &unfit);
            page(StatusCode::UNPROCESSABLE_ENTITY, front.words.plain_error(&why, None))
        }
    }
}

async fn undo(State(front): Shared, request: Request) -> Reply {
    let posted = match form(&front, request).await {
        Ok(posted) => posted,
        Err(reply) => return reply,
    };
    let back = safe_return(posted.field("back")).to_owned();
    let seq = posted.field("seq").parse();
    match (seq, posted.field("last").parse()) {
        (Ok(seq), Ok(last)) => write(&front, Ask::Undo(seq, last), back).await,
        _ => page(StatusCode::UNPROCESSABLE_ENTITY, front.words.plain_error("seq", None)),
    }
}

/// The form of a request, if it is one of ours.
async fn form(front: &Front, request: Request) -> Result<Posted, Reply> {
    let taken = axum::RequestExt::extract::<Sent, _>(request);
    let sent = match tokio::time::timeout(LONGEST_FORM, taken).await {
        Ok(Ok(sent)) => sent,
        Ok(Err(never)) => match never {},
        Err(_) => return Err(page(StatusCode::REQUEST_TIMEOUT, front.words.plain_error(front.words.too_slow, None))),
    };
    let Form(posted) = sent.map_err(|bad| page(bad.status(), front.words.plain_error(&bad.body_text(), None)))?;
    front.door.check_form(posted.field("token")).map_err(|refusal| refused(front, refusal))?;
    Ok(posted)
}

async fn ask(front: &Front, ask: Ask, uri: &Uri) -> Reply {
    let query = Query::<BTreeMap<String, String>>::try_from_uri(uri).map(|query| query.0).unwrap_or_default();
    let told = Told::from_query(&query);
    match answered(front, ask, Told::without(uri), told).await {
        Some(Answer::Page(made)) => page(StatusCode::OK, made),
        other => rest(front, other),
    }
}

async fn write(front: &Front, ask: Ask, back: String) -> Reply {
    match answered(front, ask, back.clone(), None).await {
        Some(Answer::Done(told)) => see(&told.appended_to(&back)),
        other => rest(front, other),
    }
}

fn rest(front: &Front, answer: Option<Answer>) -> Reply {
    match answer {
        Some(Answer::Page(made)) => page(StatusCode::OK, made),
        Some(Answer::Done(_)) => see("/"),
        Some(Answer::Absent) => absent(front),
        Some(Answer::Refused { page: made, usage }) => {
            page(if usage { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::INTERNAL_SERVER_ERROR }, made)
        }
        None => busy(front),
    }
}

/// What the clerk says; nothing if too many wait.
async fn answered(front: &Front, ask: Ask, at: String, told: Option<Told>) -> Option<Answer> {
    let (reply, answer) = oneshot::channel();
    match front.counter.try_send(Asked { ask, at, told, reply }) {
        Ok(()) => answer.await.ok(),
        Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => None,
    }
}

fn page(status: StatusCode, html: String) -> Reply {
    with_type(status, "text/html; charset=utf-8", html.into())
}

fn asset(kind: &'static str, text: &'static str) -> Reply {
    with_type(StatusCode::OK, kind, text.into())
}

fn with_type(status: StatusCode, kind: &'static str, body: Body) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    reply
}

/// Sends the browser on, so that going back or loading again repeats no write.
fn see(to: &str) -> Reply {
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = StatusCode::SEE_OTHER;
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    reply.headers_mut().insert(header::LOCATION, to);
    reply
}

fn absent(front: &Front) -> Reply {
    page(StatusCode::NOT_FOUND, front.words.plain_error(front.words.absent, None))
}

fn busy(front: &Front) -> Reply {
    page(StatusCode::SERVICE_UNAVAILABLE, front.words.plain_error(front.words.busy, None))
}

fn refused(front: &Front, refusal: Refusal) -> Reply {
    let words = front.words;
    let (status, why) = match refusal {
        Refusal::Host => (StatusCode::MISDIRECTED_REQUEST, words.wrong_host),
        Refusal::NoCookie => (StatusCode::UNAUTHORIZED, words.no_cookie),
        Refusal::Token => (StatusCode::FORBIDDEN, words.used_address),
        Refusal::Origin | Refusal::Form => (StatusCode::FORBIDDEN, words.foreign_form),
    };
    page(status, words.plain_error(why, None))
}
