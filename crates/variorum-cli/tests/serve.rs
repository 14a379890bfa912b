//! The page over real connections: who is let in, what is written, and what hostile words become.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::common::Desk;

/// A page that is being served, and a browser's cookie for it once somebody went in.
pub(crate) struct Served {
    child: Child,
    pub(crate) port: u16,
    /// The token of the address.
    pub(crate) token: String,
    cookie: String,
    form_token: String,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Reply {
    fn header(&self, name: &str) -> Option<&str> {
        let named = |line: &&str| line.split_once(':').is_some_and(|(found, _)| found.eq_ignore_ascii_case(name));
        self.head.lines().find(named).and_then(|line| line.split_once(':')).map(|(_, value)| value.trim())
    }
}

impl Served {
    pub(crate) fn start(desk: &Desk, case: &str) -> Self {
        let mut child = desk
            .command(&["serve", case])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary runs");
        let mut address = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut address).expect("it prints a line");
        let (host, token) = address.trim().split_once("/?token=").expect("an address with a token");
        let port = host.strip_prefix("http://127.0.0.1:").and_then(|port| port.parse().ok()).expect("a port");
        Self { child, port, token: token.to_owned(), cookie: String::new(), form_token: String::new() }
    }

    /// The same, with the address opened as a browser does.
    pub(crate) fn entered(desk: &Desk, case: &str) -> Self {
        let mut served = Self::start(desk, case);
        let welcome = served.send("GET", &format!("/?token={}", served.token), &[], "");
        assert_eq!((welcome.status, welcome.header("location")), (303, Some("/")));
        let cookie = welcome.header("set-cookie").expect("a cookie");
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        served.cookie = cookie.split(';').next().expect("a pair").to_owned();
        let page = served.get("/history");
        assert_eq!(page.status, 200);
        served.form_token = between(&page.body, "name=\"token\" value=\"", "\"").to_owned();
        served
    }

    /// A request with the right host and nothing else that is not given.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request.push_str(&format!("Host: 127.0.0.1:{}\r\n", self.port));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            request.push_str(&format!(
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
                body.len()
            ));
        }
        self.raw(&format!("{request}\r\n{body}"))
    }

    /// These bytes, and whatever comes back.
    fn raw(&self, request: &str) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(120))).expect("a time-out can be set");
        // Whoever is refused early may find the connection closed while still sending.
        let _ = stream.write_all(request.as_bytes());
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply);
        let reply = String::from_utf8_lossy(&reply).into_owned();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap_or((&reply, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Reply { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[("Cookie", &self.cookie)], "")
    }

    /// A form of our own page, as a browser sends it.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut form = format!("token={}", self.form_token);
        for (name, value) in fields {
            form.push_str(&format!("&{name}={}", encoded(value)));
        }
        let origin = format!("http://127.0.0.1:{}", self.port);
        self.send("POST", path, &[("Cookie", &self.cookie), ("Origin", &origin)], &form)
    }

    /// What SIGINT leads to.
    fn interrupted(mut self) -> Option<i32> {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).expect("it can be told");
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).expect("it stands there");
    rest.split_once(after).expect("it ends there").0
}

fn encoded(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

const REPORT: &str = "The minister said that seven people were killed in the raid.\n\n\
    A witness told the agency that two people were killed in the raid.\n";

#[test]
fn nobody_comes_in_without_the_address() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let served = Served::entered(&desk, "case");
    let host = format!("127.0.0.1:{}", served.port);
    let again = served.send("GET", &format!("/?token={}", served.token), &[], "");
    assert_eq!(again.status, 403, "an address works once");
    assert!(again.body.contains("used already") && again.header("set-cookie").is_none(), "{}", again.body);
    let paths =
        ["/", "/index.html", "/pages/custody.html", "/pages/r-1.html", "/history", "/search", "/publish", "/nothing"];
    let assets = ["/assets/style.css", "/assets/page.css", "/assets/page.js"];
    for path in paths.into_iter().chain(assets) {
        assert_eq!(served.send("GET", path, &[], "").status, 401, "{path}");
        let foreign = served.send("GET", path, &[("Cookie", "variorum-000000000000=0")], "");
        assert_eq!(foreign.status, 401, "{path}");
        for host in ["evil.example", "localhost", "[::1]", &format!("evil.example:{}", served.port)] {
            let rebound = served.send("GET", path, &[("Host", host), ("Cookie", &served.cookie)], "");
            assert_eq!(rebound.status, 421, "{path} as {host}");
            assert!(!rebound.body.contains("A case"), "{path} as {host}");
        }
        let nameless = served.raw(&format!("GET {path} HTTP/1.0\r\nCookie: {}\r\n\r\n", served.cookie));
        assert_eq!(nameless.status, 421, "{path} without a host");
        let twice = format!(
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nCookie: {}\r\nConnection: close\r\n\r\n",
            served.cookie
        );
        assert!(matches!(served.raw(&twice).status, 400 | 421), "{path} with two hosts");
    }
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn every_answer_carries_the_policy() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let served = Served::entered(&desk, "case");
    for reply in [
        served.get("/"),
        served.get("/pages/r-1.html"),
        served.get("/assets/page.js"),
        served.get("/nothing"),
        served.send("GET", "/", &[], ""),
        served.send("GET", "/", &[("Host", "evil.example")], ""),
        served.send("OPTIONS", "/decide", &[("Cookie", &served.cookie)], ""),
    ] {
        let policy = reply.header("content-security-policy").expect("a policy");
        for part in ["default-src 'none'", "frame-ancestors 'none'", "script-src 'self'", "form-action 'self'"] {
            assert!(policy.contains(part), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert!(reply.header("access-control-allow-origin").is_none());
    }
    let page = served.get("/pages/r-1.html").body;
    for inline in ["<style", "style=\"", " onclick", "<script>"] {
        assert!(!page.contains(inline), "{inline}");
    }
}

#[test]
fn a_write_needs_cookie_origin_and_token() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let served = Served::entered(&desk, "case");
    let before = desk.json(&["decide", "case", "--json", "list"]);
    let page = served.get("/pages/r-1.html").body;
    let code = between(&page, "data-claim=\"", "\"").to_owned();
    let form = format!("token={}&act=reject&claim={code}&back=/", served.form_token);
    let (own, cookie) = (format!("http://127.0.0.1:{}", served.port), served.cookie.as_str());
    let check = |headers: &[(&str, &str)], form: &str, expected: u16| {
        let reply = served.send("POST", "/decide", headers, form);
        assert_eq!(reply.status, expected, "{headers:?} {form}\n{}", reply.body);
    };
    check(&[("Origin", &own)], &form, 401);
    check(&[("Cookie", cookie)], &form, 403);
    check(&[("Cookie", cookie), ("Origin", "http://evil.example")], &form, 403);
    check(&[("Cookie", cookie), ("Origin", "null")], &form, 403);
    check(&[("Cookie", cookie), ("Origin", &own), ("Sec-Fetch-Site", "cross-site")], &form, 403);
    check(&[("Cookie", cookie), ("Origin", &own)], &format!("act=reject&claim={code}&back=/"), 403);
    check(&[("Cookie", cookie), ("Origin", &own)], &format!("token=0&act=reject&claim={code}&back=/"), 403);
    check(&[("Cookie", cookie), ("Origin", &own)], &format!("{form}&surprise=1"), 422);
    assert_eq!(served.get(&format!("/decide?act=reject&claim={code}")).status, 405, "no GET writes");
    assert_eq!(desk.json(&["decide", "case", "--json", "list"]), before, "nothing was written");
    check(&[("Cookie", cookie), ("Origin", &own)], &form, 303);
    assert_eq!(desk.json(&["decide", "case", "--json", "list"])["decisions"][0]["act"], "reject");
}

#[test]
fn paths_lead_to_pages_only() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let served = Served::entered(&desk, "case");
    for path in [
        "/pages/../case.toml",
        "/pages/..%2f..%2fcase.toml",
        "/pages/%2e%2e/case.toml",
        "/../../../../etc/passwd",
        "/pages/%00",
        "/pages/q-99.html",
        "/data/case.toml",
        "/VERIFY.txt",
        "/assets/../Cargo.toml",
        "//evil.example/",
    ] {
        let reply = served.get(path);
        assert!(matches!(reply.status, 400 | 404), "{path}: {}", reply.status);
        assert!(!reply.body.contains("title =") && !reply.body.contains("root:"), "{path}");
    }
}

#[test]
fn large_requests_are_refused_and_slow_ones_hold_nobody_up() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let served = Served::entered(&desk, "case");
    let _slow: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = TcpStream::connect(("127.0.0.1", served.port)).expect("it listens");
            stream.write_all(b"GET / HTTP/1.1\r\nHost: ").expect("it takes the beginning");
            stream
        })
        .collect();
    let large = served.send("GET", "/", &[("Cookie", &"x".repeat(1 << 20))], "");
    assert!(matches!(large.status, 431 | 400 | 0), "{}", large.status);
    let form = format!("note={}", "x".repeat(2 << 20));
    let large = served.post("/decide", &[("text", &form)]);
    assert!(matches!(large.status, 413 | 0), "{}", large.status);
    assert_eq!(served.get("/").status, 200);
}

#[test]
fn a_decision_and_its_undoing() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let served = Served::entered(&desk, "case");
    let page = served.get("/pages/r-1.html").body;
    assert!(!page.contains("rejected by a person"), "{page}");
    let code = between(&page, "data-claim=\"", "\"").to_owned();
    let back = format!("/pages/r-1.html#m-{code}");
    let done = served.post("/decide", &[("act", "reject"), ("claim", &code), ("back", &back)]);
    assert_eq!(done.status, 303, "{}", done.body);
    let to = done.header("location").expect("a place").to_owned();
    let seq = between(&to, "recorded=", "#").to_owned();
    let page = served.get(to.split('#').next().expect("a path")).body;
    assert!(page.contains("rejected by a person") && page.contains("Recorded as entry"), "{page}");
    assert!(page.contains("<span class=\"label\">machine</span>"), "the proposal stays beside the decision");
    assert!(page.contains("<strong>Reject</strong>"), "{page}");
    let history = served.get("/history").body;
    assert!(history.contains(&format!("id=\"d{seq}\"")), "{history}");
    let undone = served.post("/undo", &[("seq", &seq), ("last", &seq), ("back", "/history")]);
    assert_eq!(undone.header("location").expect("a place"), format!("/history?undone={seq}"));
    assert!(!served.get("/pages/r-1.html").body.contains("rejected by a person"));
    assert_eq!(desk.run(&["verify", "case"]).code, Some(0), "what the page wrote verifies");
    let refused =
        served.post("/decide", &[("act", "correct"), ("claim", &code), ("words", "no such words"), ("back", "/")]);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("copy them exactly"), "{}", refused.body);
}

#[test]
fn what_others_write_is_shown_at_once() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let served = Served::entered(&desk, "case");
    let code = between(&served.get("/pages/r-1.html").body, "data-claim=\"", "\"").to_owned();
    desk.ok(&["decide", "case", "note", &code, "told by another program"]);
    assert!(served.get("/pages/r-1.html").body.contains("told by another program"));
    std::fs::write(desk.path("case/case.toml"), "title = [").expect("it can be written");
    let broken = served.get("/");
    assert_eq!(broken.status, 500);
    assert!(broken.body.contains("case.toml"), "{}", broken.body);
    std::fs::write(desk.path("case/case.toml"), "title = \"Mended\"\n").expect("it can be written");
    assert!(served.get("/").body.contains("Mended"));
}

#[test]
fn claims_are_found_by_words_speaker_question_and_day() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let served = Served::entered(&desk, "case");
    let found = |query: &str| {
        let page = served.get(&format!("/search?{query}"));
        assert_eq!(page.status, 200, "{}", page.body);
        page.body.matches("<li data-claim=").count()
    };
    let all = found("");
    assert!(all > 1, "{all} claims");
    let some = found("words=WITNESS");
    assert!(some > 0 && some < all, "{some} of {all}");
    assert_eq!(found("question=Q1&words=witness"), some);
    assert_eq!(found("question=Q999"), 0);
    assert_eq!(found("speaker=nobody+of+that+name"), 0);
    assert_eq!(found("from=2100-01-01"), 0);
    assert_eq!(found("hedge=asserted") + found("hedge=reported"), all);
    assert_eq!(found("page=7"), 0);
    assert_eq!(served.get("/search?page=many").status, 422);
    assert!(served.get("/").body.contains("action=\"/search\""), "every page has the form");
}

#[test]
fn many_claims_are_decided_and_undone_at_once() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    let served = Served::entered(&desk, "case");
    let page = served.get("/search").body;
    assert!(!page.contains(" checked"), "nothing is chosen until somebody chooses");
    let page = served.get("/search?all=true").body;
    let codes: Vec<String> = page
        .split("name=\"claim\" value=\"")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .collect();
    let boxes = page.matches("type=\"checkbox\" form=\"chosen\"").count();
    assert!(boxes > 1 && page.matches(" checked").count() == boxes, "{page}");
    let chosen: Vec<&str> =
        codes.iter().map(String::as_str).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let mut fields = vec![("act", "reject"), ("back", "/search?words=")];
    fields.extend(chosen.iter().map(|code| ("claim", *code)));
    let done = served.post("/decide", &fields);
    assert_eq!(done.status, 303, "{}", done.body);
    let to = done.header("location").expect("a place").to_owned();
    let first = between(&to, "recorded=", "&").to_owned();
    let last = to.rsplit_once("last=").expect("a last entry").1.to_owned();
    assert!(served.get(&to).body.contains("name=\"last\""), "one button takes all of it back");
    let rejected = || served.get("/pages/r-1.html").body.matches("rejected by a person").count();
    assert_eq!(rejected(), chosen.len());
    fields.push(("claim", "C999"));
    assert_eq!(served.post("/decide", &fields).status, 422, "all of them or none");
    fields[0] = ("act", "correct");
    assert_eq!(served.post("/decide", &fields).status, 422, "no words fit many claims");
    let undone = served.post("/undo", &[("seq", &first), ("last", &last), ("back", "/search")]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    assert_eq!(undone.header("location").expect("a place"), format!("/search?undone={first}&last={last}"));
    assert_eq!(rejected(), 0);
    let again = served.post("/undo", &[("seq", &first), ("last", &last), ("back", "/search")]);
    assert_eq!(again.status, 422, "there is nothing left to undo");
    assert_eq!(desk.run(&["verify", "case"]).code, Some(0));
}

#[test]
fn what_a_dossier_would_hold_is_seen_before_it_is_written() {
    let desk = Desk::new();
    desk.case_with("Maria Quispe said that seven people were killed in the raid.\n");
    let served = Served::entered(&desk, "case");
    let full = served.get("/publish").body;
    assert!(full.contains("each with its whole text") && full.contains("DOSSIER</code>"), "{full}");
    assert!(full.contains("Nobody is protected"), "{full}");
    let done = served.post(
        "/decide",
        &[("act", "protect"), ("names", "Maria Quispe"), ("alias", "Witness A"), ("back", "/publish?edition=redacted")],
    );
    assert_eq!(done.status, 303, "{}", done.body);
    let full = served.get("/publish").body;
    assert!(full.contains("class=\"measure refusal\"") && !full.contains("DOSSIER</code>"), "{full}");
    let redacted = served.get("/publish?edition=redacted&without-originals=true").body;
    assert!(redacted.contains("Witness A: stands for"), "{redacted}");
    assert!(redacted.contains("DOSSIER --redacted --without-originals</code>"), "{redacted}");
    let history = redacted.split_once("At risk and left out").expect("a list of what is hidden").1;
    assert!(history.contains("as Witness A") && !history.contains("Quispe"), "the list names the alias alone");
    assert_eq!(served.get("/publish?edition=all").status, 422);
    served.post("/decide", &[("act", "withhold"), ("report", "R1"), ("back", "/publish")]);
    assert!(served.get("/publish?edition=redacted").body.contains("<bdi>R1 "), "reports by their codes");
    let missing = served.post("/decide", &[("act", "withhold"), ("back", "/publish")]);
    assert!(missing.status == 422 && missing.body.contains("Report (R1) – is missing"), "{}", missing.body);
}

#[test]
fn a_second_reader_is_somebody_with_another_key() {
    let desk = Desk::new();
    desk.case_with(REPORT);
    desk.ok(&["new", "theirs", "--title", "The same event"]);
    desk.ok(&["add", "theirs", "report.txt", "--published", "2021-03-03", "--zone", "+00:00"]);
    let served = Served::entered(&desk, "case");
    let code = between(&served.get("/pages/r-1.html").body, "data-claim=\"", "\"").to_owned();
    served.post("/decide", &[("act", "accept"), ("claim", &code), ("back", "/")]);
    let seconded = || served.get("/pages/r-1.html").body.matches("accepted by two readers").count();
    assert_eq!(seconded(), 0, "one reader is not two");
    desk.ok(&["decide", "theirs", "accept", &code]);
    desk.ok(&["import", "case", "theirs", "--apply"]);
    assert_eq!(seconded(), 1);
}

#[test]
fn hostile_words_stay_words() {
    let desk = Desk::new();
    let script = "<script>alert(1)</script>";
    desk.ok(&["new", "case", "--title", script]);
    let report = format!("{script} \"><img src=x onerror=alert(1)> killed seven people, the minister said.\n");
    desk.write("<img src=x onerror=alert(1)>.txt", report);
    let file = "<img src=x onerror=alert(1)>.txt";
    desk.ok(&["add", "case", file, "--publisher", script, "--url", "javascript:alert(1)"]);
    let served = Served::entered(&desk, "case");
    let code = between(&served.get("/pages/r-1.html").body, "data-claim=\"", "\"").to_owned();
    for (act, field) in [("note", "text"), ("attribute", "speaker")] {
        let done = served
            .post("/decide", &[("act", act), ("claim", &code), (field, "\"><svg onload=alert(1)>"), ("back", "/")]);
        assert_eq!(done.status, 303, "{}", done.body);
    }
    let hostile_back = served.post("/decide", &[("act", "accept"), ("claim", &code), ("back", "//evil.example/")]);
    assert!(hostile_back.header("location").expect("a place").starts_with("/?"), "{}", hostile_back.head);
    let paths = [
        "/",
        "/pages/r-1.html",
        "/pages/custody.html",
        "/history",
        "/?recorded=%3Cscript%3E",
        "/pages/%3Cscript%3E",
        "/search?words=%22%3E%3Cscript%3E",
    ];
    for path in paths {
        let page = served.get(path).body.to_lowercase();
        let own = page.replace("<script src=\"/assets/page.js\" defer></script>", "");
        for trace in ["<script", "<img", "<svg onload", "href=\"javascript"] {
            assert!(!own.contains(trace), "{path}: {trace}");
        }
    }
}

#[test]
fn it_starts_and_ends_plainly() {
    let desk = Desk::new();
    let absent = desk.run(&["serve", "nothing"]);
    assert_eq!(absent.code, Some(3), "{}", absent.err);
    desk.ok(&["new", "empty", "--title", "Empty"]);
    let empty = desk.run(&["serve", "empty"]);
    assert_eq!(empty.code, Some(2), "{}", empty.err);
    assert!(empty.err.contains("variorum add"), "{}", empty.err);
    desk.case_with(REPORT);
    let served = Served::start(&desk, "case");
    let taken = desk.run(&["serve", "case", "--port", &served.port.to_string()]);
    assert_eq!(taken.code, Some(3), "{}", taken.err);
    assert!(taken.err.contains("--port"), "{}", taken.err);
    assert_eq!(served.interrupted(), Some(0), "Ctrl-C is how it ends");
}
