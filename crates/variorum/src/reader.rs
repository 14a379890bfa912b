//! Which reader reads.

use std::path::PathBuf;

use serde::Deserialize;
use variorum_infer::Model;
use variorum_text::{NeuralReader, Reader, RuleReader};

use crate::error::{Error, Result};

/// The reader of a case, as `case.toml` names it. A case is read alike on every machine, so it names no file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CaseReader {
    /// The encoder that ships with the program, and rules for what it does not know.
    #[default]
    Neural,
    /// Rules and word lists alone.
    Rules,
}

/// The reader of files without a case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FileReader {
    /// As in a case that says nothing of its reader.
    #[default]
    Shipped,
    /// Rules and word lists alone.
    Rules,
    /// The model in this folder.
    Folder(PathBuf),
}

impl FileReader {
    /// From the words of a command line: `neural`, `rules` or a folder.
    pub fn parse(words: &str) -> Self {
        match words {
            "neural" => Self::Shipped,
            "rules" => Self::Rules,
            folder => Self::Folder(folder.into()),
        }
    }

    pub(crate) fn open(&self) -> Result<Box<dyn Reader>> {
        match self {
            Self::Shipped => CaseReader::Neural.open(),
            Self::Rules => CaseReader::Rules.open(),
            Self::Folder(folder) => Ok(Box::new(NeuralReader::with(Model::open(folder)?))),
        }
    }
}

impl CaseReader {
    pub(crate) fn open(self) -> Result<Box<dyn Reader>> {
        match self {
            Self::Neural => Ok(Box::new(NeuralReader::shipped().map_err(Error::Model)?)),
            Self::Rules => Ok(Box::new(RuleReader)),
        }
    }
}
