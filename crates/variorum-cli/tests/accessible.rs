//! Dossier and page checked by axe-core in a real browser, light and dark, wide and narrow (group `browser`).
//!
//! What axe cannot see is checked by hand: `docs/guide/accessibility.md`. `cargo xtask test` puts axe-core into the target
//! folder, in the version that `xtask/axe/package-lock.json` names.

use std::path::Path;

use crate::browser::chromium;
use crate::common::{Desk, group, text};
use crate::serve::{Served, between};

/// How a page is looked at.
#[derive(Debug, Clone, Copy)]
enum Look {
    WideLight,
    /// Headless windows are no narrower than this.
    NarrowDark,
}

fn axe() -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let path = target.join("axe/node_modules/axe-core/axe.min.js");
    assert!(path.exists(), "{} is missing: `cargo xtask test` installs it", path.display());
    read(&path).replace("</script", "<\\/script")
}

/// Asserts that axe finds nothing on a page, and that it is no wider than its window.
fn check(desk: &Desk, axe: &str, name: &str, page: &str, look: Look) {
    const RUN: &str = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})\
        .then(found => { const said = document.createElement('pre'); \
        const tell = v => [v.id, v.nodes.length, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary].join(' '); \
        const wider = document.documentElement.scrollWidth - innerWidth; \
        said.textContent = 'FOUND ' + found.violations.length + ' PASSED ' + found.passes.length + ' WIDER ' \
        + Math.max(wider, 0) + ' ' + found.violations.map(tell).join('\\n') + 'SAID'; document.body.append(said); })";
    // The policy of our pages forbids every script, so this one too.
    let policy =
        between(page, "<head>", "</head>").split("<meta ").find(|meta| meta.contains("Content-Security-Policy"));
    let open = policy.map_or_else(|| page.to_owned(), |meta| page.replacen(&format!("<meta {meta}"), "", 1));
    let checked = open.replacen("</body>", &format!("<script>{axe}</script><script>{RUN}</script></body>"), 1);
    desk.write("checked.html", &checked);
    let mut browser = chromium(desk);
    browser.args(match look {
        Look::WideLight => ["--window-size=1280,900", "--blink-settings=preferredColorScheme=1"],
        Look::NarrowDark => ["--window-size=500,900", "--blink-settings=preferredColorScheme=0"],
    });
    let address = format!("file://{}", desk.path("checked.html").display());
    let output = browser.args(["--virtual-time-budget=30000", "--dump-dom", &address]).output();
    let shown = text(output.expect("chromium is installed").stdout);
    assert!(shown.contains(">FOUND "), "axe said nothing of {name}, {look:?}");
    let said = between(&shown, ">FOUND ", "SAID");
    assert!(said.starts_with("0 PASSED ") && said.contains(" WIDER 0 "), "{name}, {look:?}: FOUND {said}");
    let passed: u32 = between(said, "PASSED ", " ").parse().expect("a number");
    assert!(passed > 10, "{name}, {look:?}: axe looked at next to nothing: {said}");
}

#[test]
fn a_dossier_has_no_violation_that_axe_knows() {
    if !group("browser") {
        return;
    }
    let (desk, axe) = (Desk::new(), axe());
    desk.ok(&["demo", "here"]);
    for name in ["index", "pages/q-1", "pages/r-1", "pages/speakers", "pages/s-1", "pages/timeline", "pages/summary"] {
        let page = read(&desk.path(&format!("here/dossier/{name}.html")));
        for look in [Look::WideLight, Look::NarrowDark] {
            check(&desk, &axe, name, &page, look);
        }
    }
    check(&desk, &axe, "custody", &read(&desk.path("here/dossier/pages/custody.html")), Look::WideLight);
}

#[test]
fn the_served_page_has_no_violation_that_axe_knows() {
    if !group("browser") {
        return;
    }
    let (desk, axe) = (Desk::new(), axe());
    desk.ok(&["demo", "here"]);
    let served = Served::entered(&desk, "here/case");
    let style = |name: &str| served.get(&format!("/assets/{name}.css")).body;
    let styles = format!("<style>{}{}</style></head>", style("style"), style("page"));
    let looks = [Look::WideLight, Look::NarrowDark];
    let views = ["/", "/pages/q-1.html", "/pages/r-1.html", "/history", "/search?words=killed&all=true", "/publish"];
    for (view, look) in views.into_iter().zip(looks.into_iter().cycle()) {
        let page = served.get(view).body.replacen("</head>", &styles, 1);
        check(&desk, &axe, view, &page, look);
    }
}

fn read(path: &Path) -> String {
    assert!(path.exists(), "{} is missing", path.display());
    std::fs::read_to_string(path).expect("it can be read")
}
