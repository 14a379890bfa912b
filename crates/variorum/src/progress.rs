//! Progress of long work, told through a trait so that no library prints.

/// Whoever wants to know how far the work is. Calls may come from several threads.
pub trait Progress: Sync {
    /// A stage begins, with so many steps.
    fn start(&self, stage: &str, steps: u64);
    /// So many steps are done.
    fn advance(&self, steps: u64);
    /// The stage is over.
    fn finish(&self);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _stage: &str, _steps: u64) {}
    fn advance(&self, _steps: u64) {}
    fn finish(&self) {}
}
