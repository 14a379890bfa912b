use std::path::PathBuf;

use clap::Args;
use variorum_page::Page;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::interrupt;
use crate::output::{Output, say};

/// Read and decide in the browser, on this machine only
///
/// Prints one address, which lets in the first browser that opens it. Ctrl-C ends it.
#[derive(Args)]
#[command(after_help = "Examples:\n  \
    variorum serve mycase\n  \
    variorum serve mycase --port 8642")]
pub(crate) struct Serve {
    /// The case
    case: PathBuf,
    /// Listen on this port of 127.0.0.1; any that is free if not given
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Print the address as one JSON document
    #[arg(long)]
    json: bool,
}

impl Serve {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let workbench = around.workbench()?;
        let page = Page::open(&workbench, &self.case, self.port, &Bar::default())?;
        let closing = page.closing();
        interrupt::tell(move || closing.close());
        let mut output = Output::standard();
        if self.json {
            output.json(&serde_json::json!({ "schema": "variorum.serving/1", "address": page.address() }))?;
        } else {
            output.line(page.address())?;
        }
        drop(output);
        say("the address works once; Ctrl-C ends this");
        page.serve()?;
        Ok(Outcome::Done)
    }
}
