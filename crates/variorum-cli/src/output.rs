//! Data to standard output, talk to standard error; readable without colour and with no terminal at all.

use std::io::{self, BufWriter, StdoutLock, Write};

use comfy_table::{ContentArrangement, Table, presets};

/// Where a command's data goes. A closed pipe ends the command quietly: see `failure`.
pub(crate) struct Output {
    out: StdoutLock<'static>,
    width: u16,
}

/// The width of tables when nobody looks.
const DEFAULT_WIDTH: u16 = 110;

impl Output {
    /// Standard output, as wide as the terminal.
    pub(crate) fn standard() -> Self {
        let width = terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| width.0.max(60));
        Self { out: io::stdout().lock(), width }
    }

    /// A line of data.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        writeln!(self.out, "{}", printable(text.as_ref()))
    }

    /// A value as one JSON document.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let mut buffered = self.buffered();
        serde_json::to_writer_pretty(&mut buffered, value).map_err(io::Error::from)?;
        writeln!(buffered)?;
        buffered.flush()
    }

    /// Where much is written piece by piece. Standard output sends every line on its own: millions, in a large case.
    pub(crate) fn buffered(&mut self) -> BufWriter<&mut StdoutLock<'static>> {
        BufWriter::with_capacity(1 << 16, &mut self.out)
    }

    /// Bytes that are another program's: written as they are.
    pub(crate) fn raw(&mut self, text: &[u8]) -> io::Result<()> {
        self.out.write_all(text)
    }

    /// A table with a head.
    pub(crate) fn table(&mut self, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(self.width).set_header(head.to_vec());
        for row in rows {
            table.add_row(row.iter().map(|cell| printable(cell)).collect::<Vec<_>>());
        }
        writeln!(self.out, "{table}")
    }
}

/// A note to the person, on standard error.
pub(crate) fn say(text: impl AsRef<str>) {
    // Nobody can be told that standard error is closed.
    let _ = writeln!(io::stderr(), "{}", printable(text.as_ref()));
}

/// Evidence is foreign: control characters and direction overrides in it could repaint a terminal, so they are
/// shown as their code points. Line feeds and tabs stay.
fn printable(text: &str) -> String {
    let hostile = |letter: char| {
        (letter.is_control() && !matches!(letter, '\n' | '\t'))
            || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(hostile) {
        return text.to_owned();
    }
    text.chars().fold(String::with_capacity(text.len()), |mut shown, letter| {
        if hostile(letter) {
            shown.push_str(&format!("<U+{:04X}>", u32::from(letter)));
        } else {
            shown.push(letter);
        }
        shown
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_cannot_repaint_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\u{202e}c\r"), "a<U+001B>[2Jb<U+202E>c<U+000D>");
        assert_eq!(printable("día\tuno\n"), "día\tuno\n");
    }
}
