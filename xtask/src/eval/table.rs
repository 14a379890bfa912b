//! Plain aligned tables: first column to the left, figures to the right.

/// Rows of cells under a heading; all rows are as long as the heading.
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn with(heading: &[&str]) -> Self {
        Self { rows: vec![heading.iter().map(|&cell| cell.to_owned()).collect()] }
    }

    pub fn row(&mut self, name: &str, cells: impl IntoIterator<Item = String>) {
        self.rows.push(std::iter::once(name.to_owned()).chain(cells).collect());
    }

    pub fn print(&self) {
        for row in &self.rows {
            println!("{}", self.line(row));
        }
    }

    fn line(&self, row: &[String]) -> String {
        let cells = row.iter().enumerate().map(|(column, cell)| match (column, self.width(column)) {
            (0, width) => format!("{cell:width$}"),
            (_, width) => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }

    fn width(&self, column: usize) -> usize {
        self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    }
}

/// A share in percent, or a dash where there is nothing to take it of.
pub fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "-".to_owned() } else { format!("{:.1}", 100.0 * part as f64 / whole as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_below_one_another() {
        let mut table = Table::with(&["", "F1"]);
        table.row("cue", ["7.5".to_owned()]);
        table.row("señal", ["50.1".to_owned()]);
        assert_eq!(
            table.rows.iter().map(|row| table.line(row)).collect::<Vec<_>>(),
            ["         F1", "cue     7.5", "señal  50.1"]
        );
    }
}
