//! The dossier in a real browser: it opens from disk, runs nothing and asks nobody (group `browser`).

use std::path::Path;
use std::process::Command;

use crate::common::{Desk, group, text};
use crate::serve::Served;

/// Chromium with no window, no network services and a profile of its own.
pub(crate) fn chromium(desk: &Desk) -> Command {
    let mut command = Command::new("chromium");
    let profile = format!("--user-data-dir={}", desk.path("profile").display());
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]);
    command.args(["--disable-background-networking", "--disable-component-update", "--disable-sync", &profile]);
    command
}

fn address(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// The page as the browser holds it after loading.
fn loaded(desk: &Desk, path: &Path) -> String {
    let output = chromium(desk).args(["--dump-dom", &address(path)]).output().expect("chromium is installed");
    assert!(output.status.success(), "{}", text(output.stderr));
    text(output.stdout)
}

#[test]
fn the_dossier_opens_from_disk() {
    if !group("browser") {
        return;
    }
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    let page = loaded(&desk, &desk.path("here/dossier/index.html"));
    for words in ["El Junquito", "How many were killed?", "Who fired first?", "silent"] {
        assert!(page.contains(words), "{words}");
    }
    let shot = desk.path("index.png");
    let screenshot = format!("--screenshot={}", shot.display());
    let page = address(&desk.path("here/dossier/index.html"));
    let shown = chromium(&desk).args([&screenshot, "--window-size=1300,1600", &page]).output();
    assert!(shown.expect("chromium is installed").status.success());
    assert!(std::fs::metadata(&shot).expect("a picture was made").len() > 20_000, "the page is all but empty");
}

#[test]
fn the_summary_prints_on_one_sheet() {
    if !group("browser") {
        return;
    }
    let desk = Desk::new();
    desk.ok(&["demo", "here"]);
    let sheet = desk.path("summary.pdf");
    let print = format!("--print-to-pdf={}", sheet.display());
    let page = address(&desk.path("here/dossier/pages/summary.html"));
    let printed = chromium(&desk).args([&print, "--no-pdf-header-footer", &page]).output();
    assert!(printed.expect("chromium is installed").status.success());
    let bytes = std::fs::read(&sheet).expect("it was printed");
    let sheets = bytes.split(|byte| *byte == b'\n').filter(|line| line.ends_with(b"/Type /Page")).count();
    assert_eq!(sheets, 1);
}

#[test]
fn hostile_evidence_runs_nothing_and_asks_nobody() {
    if !group("browser") {
        return;
    }
    let desk = Desk::new();
    let canary = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    canary.set_nonblocking(true).expect("it can be asked without waiting");
    let port = canary.local_addr().expect("it has an address").port();
    let hostile = format!(
        "<script>document.title='RAN'</script>\n\n\
         <img src=http://127.0.0.1:{port}/x onerror=\"document.title='RAN'\"> killed seven people, \
         <b onclick=alert(1)>the minister</b> said. \"><svg onload=document.title='RAN'> Two people were killed, \
         </td></table></style><iframe src=http://127.0.0.1:{port}/y></iframe> the police said.\n"
    );
    desk.ok(&["new", "case", "--title", "</title><script>document.title='RAN'</script>"]);
    desk.write("<img src=x onerror=alert(1)>.txt", &hostile);
    desk.ok(&[
        "add",
        "case",
        "<img src=x onerror=alert(1)>.txt",
        "--publisher",
        "<script>1</script>",
        "--url",
        "javascript:alert(1)",
    ]);
    std::fs::write(
        desk.path("case/case.toml"),
        "title = \"<script>document.title='RAN'</script>\"\nquestions = [\"killing\"]\n",
    )
    .expect("it can be written");
    desk.ok(&["publish", "case", "dossier"]);
    for (name, _) in crate::common::files(&desk.path("dossier"))
        .into_iter()
        .filter(|(name, _)| name.extension().is_some_and(|extension| extension == "html"))
    {
        let page = loaded(&desk, &desk.path("dossier").join(&name));
        // In the page as the browser holds it, words stand with `&lt;` and only elements with `<`.
        for trace in ["<title>ran", "<iframe", "<script", "<img", "<svg onload", "<b onclick", "href=\"javascript"] {
            assert!(!page.to_lowercase().contains(trace), "{}: {trace} became part of the page", name.display());
        }
    }
    assert!(canary.accept().is_err(), "a page asked for something");
}

/// The page that is served: the address lets the browser in, its own script loads under the policy, hostile words stay words.
#[test]
fn the_served_page_runs_nothing_but_its_own() {
    if !group("browser") {
        return;
    }
    let desk = Desk::new();
    let canary = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    canary.set_nonblocking(true).expect("it can be asked without waiting");
    let away = format!("http://127.0.0.1:{}/", canary.local_addr().expect("it has an address").port());
    let hostile = format!(
        "<script>document.title='RAN'</script><img src={away} onerror=document.title='RAN'><iframe src={away}></iframe>"
    );
    desk.ok(&["new", "case", "--title", &hostile]);
    desk.write("report.txt", format!("{hostile} Seven people were killed, the minister said.\n"));
    desk.ok(&["add", "case", "report.txt", "--publisher", &hostile, "--url", "javascript:document.title='RAN'"]);
    let served = Served::start(&desk, "case");
    let entry = format!("http://127.0.0.1:{}/?token={}", served.port, served.token);
    let output = chromium(&desk).args(["--enable-logging=stderr", "--dump-dom", &entry]).output();
    let output = output.expect("chromium is installed");
    let (page, log) = (text(output.stdout), text(output.stderr));
    assert!(output.status.success(), "{log}");
    assert!(page.contains("nav class=\"desk\"") && page.contains("How many were killed?"), "{page}");
    assert!(!page.contains("<title>RAN"), "a script of the evidence ran");
    for trace in ["<iframe", "<img", "<script>document", "href=\"javascript"] {
        assert!(!page.contains(trace), "{trace} became part of the page");
    }
    let complaints: Vec<&str> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    assert!(canary.accept().is_err(), "the page asked for something");
}
