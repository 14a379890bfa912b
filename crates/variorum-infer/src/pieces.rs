//! Tokens to word pieces (WordPiece, small letters without accents).

use std::collections::HashMap;

use rten_text::models::{Model as _, WordPiece, WordPieceOptions};
use rten_text::normalizers::{Bert, BertOptions, Normalizer as _};
use rten_text::pre_tokenizers::{self, PreTokenizer as _};

/// Every mark that opens a quotation is this piece to the encoder.
pub const OPENING_QUOTE: &str = "“";
/// Every mark that closes one.
pub const CLOSING_QUOTE: &str = "”";

/// The vocabulary of one model.
pub struct Pieces {
    words: WordPiece,
    small: Bert,
    marks: pre_tokenizers::Bert,
    /// `[CLS]`, before a window.
    pub frame_start: i32,
    /// `[SEP]`, after it.
    pub frame_end: i32,
    /// Stands between paragraphs; unused in the vocabulary that the model was trained from.
    pub paragraph: i32,
    unknown: i32,
}

impl Pieces {
    /// From the lines of a `vocabulary.txt`; the error names the piece that is missing.
    pub(crate) fn of(vocabulary: &str) -> Result<Self, String> {
        // The library asks for this kind of map; it is only looked things up in.
        let known: HashMap<String, u32> =
            vocabulary.lines().enumerate().map(|(number, piece)| (piece.to_owned(), number as u32)).collect();
        let id = |piece: &str| known.get(piece).map(|id| *id as i32).ok_or(format!("no piece {piece}"));
        let (frame_start, frame_end) = (id("[CLS]")?, id("[SEP]")?);
        let (paragraph, unknown) = (id("[unused0]")?, id("[UNK]")?);
        Ok(Self {
            words: WordPiece::from_vocab(known, WordPieceOptions::default()),
            small: Bert::new(BertOptions { lowercase: true, strip_accents: true }),
            marks: pre_tokenizers::Bert::new(),
            frame_start,
            frame_end,
            paragraph,
            unknown,
        })
    }

    /// The pieces of one token; at least one.
    pub fn of_token(&self, token: &str) -> Vec<i32> {
        let mut found = Vec::new();
        if let Ok((small, _)) = self.small.normalize(token)
            && let Ok(parts) = self.marks.pre_tokenize(&small)
        {
            for part in parts {
                let known = self.words.encode_with_offsets(part, &mut |_, id| found.push(id as i32));
                if known.is_err() {
                    found.push(self.unknown);
                }
            }
        }
        if found.is_empty() {
            found.push(self.unknown);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_marks_and_strangers() {
        let vocabulary = "[PAD]\n[unused0]\n[UNK]\n[CLS]\n[SEP]\nperez\nre\n##verol\n“";
        let pieces = Pieces::of(vocabulary).unwrap();
        let check = |token: &str, expected: &[i32]| assert_eq!(pieces.of_token(token), expected, "{token}");
        check("Pérez", &[5]);
        check("Reverol", &[6, 7]);
        check("“", &[8]);
        check("x", &[2]);
        check("\u{200b}", &[2]);
        check("", &[2]);
        assert_eq!(Pieces::of("a\nb").err().as_deref(), Some("no piece [CLS]"));
    }
}
