use std::path::PathBuf;

use clap::Args;

use super::Surroundings;
use crate::bar::Bar;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, say};
use crate::tables;

/// Build the bundled sample case, print its apparatus and publish its dossier
///
/// A second run goes on where the first one stopped and overwrites nothing that you changed.
#[derive(Args)]
pub(crate) struct Demo {
    /// Where to make `case` and `dossier`
    #[arg(default_value = "variorum-demo")]
    folder: PathBuf,
}

impl Demo {
    pub(crate) fn run(&self, around: &Surroundings) -> Result<Outcome, Failure> {
        let made = around.workbench()?.demo(&self.folder, &Bar::default())?;
        let mut output = Output::standard();
        tables::apparatus(&mut output, &made.built)?;
        output.line("")?;
        output.line(format!("case      {}", made.case.display()))?;
        output.line(format!("dossier   {}  (open index.html in any browser)", made.dossier.display()))?;
        if !made.dossier_is_current {
            say(format!(
                "note: the dossier is of an earlier state of the case\nhelp: variorum publish {} {}-2",
                made.case.display(),
                made.dossier.display()
            ));
        }
        say(format!(
            "next: variorum explain {case} {code}\n      variorum verify {dossier}",
            case = made.case.display(),
            code = tables::first_position(&made.built).unwrap_or_else(|| "Q1".to_owned()),
            dossier = made.dossier.display()
        ));
        Ok(Outcome::Done)
    }
}
