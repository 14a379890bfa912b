//! Tokens to word pieces, as the vocabulary of a model cuts them.

use std::collections::HashMap;

use kitoken::{Configuration, Fallback, Kitoken, Metadata, Scores, SpecialToken, SpecialTokenKind, Token, Vocab};
use rten_text::models::{Model as _, WordPiece, WordPieceOptions};
use rten_text::normalizers::{Bert, BertOptions, Normalizer as _};
use rten_text::pre_tokenizers::{self, PreTokenizer as _};
use unicode_normalization::UnicodeNormalization as _;

use crate::card::Tokenizer;

/// Every mark that opens a quotation is this piece to the encoder.
pub const OPENING_QUOTE: &str = "“";
/// Every mark that closes one.
pub const CLOSING_QUOTE: &str = "”";

/// What a unigram vocabulary writes for a space, which is part of the piece after it.
const SPACE: char = '▁';

/// The vocabulary of one model.
pub struct Pieces {
    cutter: Cutter,
    /// Before a window.
    pub frame_start: i32,
    /// After it.
    pub frame_end: i32,
    /// Stands between paragraphs; a piece without a meaning of its own in the vocabulary that the model started from.
    pub paragraph: i32,
    unknown: i32,
}

enum Cutter {
    WordPiece { words: WordPiece, small: Bert, marks: pre_tokenizers::Bert },
    Unigram(Box<Kitoken>),
}

impl Pieces {
    /// From the lines of a `vocabulary.txt`; the error names what is wrong with it.
    pub(crate) fn of(vocabulary: &str, tokenizer: Tokenizer) -> Result<Self, String> {
        match tokenizer {
            Tokenizer::WordPiece => Self::word_pieces(vocabulary),
            Tokenizer::Unigram => Self::unigrams(vocabulary),
        }
    }

    fn word_pieces(vocabulary: &str) -> Result<Self, String> {
        // The library asks for this kind of map; it is only looked things up in.
        let known: HashMap<String, u32> =
            vocabulary.lines().enumerate().map(|(number, piece)| (piece.to_owned(), number as u32)).collect();
        let id = |piece: &str| known.get(piece).map(|id| *id as i32).ok_or(format!("no piece {piece}"));
        let (frame_start, frame_end) = (id("[CLS]")?, id("[SEP]")?);
        let (paragraph, unknown) = (id("[unused0]")?, id("[UNK]")?);
        let cutter = Cutter::WordPiece {
            words: WordPiece::from_vocab(known, WordPieceOptions::default()),
            small: Bert::new(BertOptions { lowercase: true, strip_accents: true }),
            marks: pre_tokenizers::Bert::new(),
        };
        Ok(Self { cutter, frame_start, frame_end, paragraph, unknown })
    }

    fn unigrams(vocabulary: &str) -> Result<Self, String> {
        let (mut pieces, mut scores) = (Vocab::default(), Scores::default());
        let mut marks = [None; 4];
        for (number, line) in vocabulary.lines().enumerate() {
            let (piece, score) = line.split_once('\t').ok_or(format!("line {}: no tab", number + 1))?;
            let score: f32 = score.parse().map_err(|_| format!("line {}: {score} is no number", number + 1))?;
            match ["<s>", "</s>", "<paragraph>", "<unk>"].iter().position(|mark| *mark == piece) {
                Some(mark) => marks[mark] = Some(number as i32),
                None if piece == "<pad>" => {}
                None => {
                    pieces.push(Token { id: number as u32, bytes: piece.as_bytes().to_vec() });
                    scores.push(score);
                }
            }
        }
        let [Some(frame_start), Some(frame_end), Some(paragraph), Some(unknown)] = marks else {
            return Err("one of <s>, </s>, <paragraph>, <unk> is missing".to_owned());
        };
        if pieces.is_empty() {
            return Err("no pieces".to_owned());
        }
        let model = kitoken::Model::Unigram { vocab: pieces, scores };
        let configuration = Configuration { fallback: vec![Fallback::Unknown], ..Configuration::default() };
        let stranger = SpecialToken {
            id: unknown as u32,
            bytes: b"<unk>".to_vec(),
            kind: SpecialTokenKind::Unknown,
            ident: None,
            score: 0.0,
            extract: false,
        };
        let cutter = Kitoken::new(model, vec![stranger], configuration, Metadata::default())
            .map_err(|error| error.to_string())?;
        Ok(Self { cutter: Cutter::Unigram(Box::new(cutter)), frame_start, frame_end, paragraph, unknown })
    }

    /// The pieces of one token, at least one; `spaced`: white space stands before it, or nothing.
    pub fn of_token(&self, token: &str, spaced: bool) -> Vec<i32> {
        let mut found = match &self.cutter {
            Cutter::WordPiece { words, small, marks } => longest_first(words, small, marks, token, self.unknown),
            Cutter::Unigram(cutter) => {
                let shown: String = spaced.then_some(SPACE).into_iter().chain(token.nfkc()).collect();
                let pieces = cutter.encode(shown, false).unwrap_or_default();
                let mut found: Vec<i32> = pieces.into_iter().map(|id| id as i32).collect();
                // Letters of a foreign script side by side are one stranger, as in training.
                found.dedup_by(|one, before| one == before && *one == self.unknown);
                found
            }
        };
        if found.is_empty() {
            found.push(self.unknown);
        }
        found
    }
}

fn longest_first(words: &WordPiece, small: &Bert, marks: &pre_tokenizers::Bert, token: &str, unknown: i32) -> Vec<i32> {
    let mut found = Vec::new();
    if let Ok((small, _)) = small.normalize(token)
        && let Ok(parts) = marks.pre_tokenize(&small)
    {
        for part in parts {
            if words.encode_with_offsets(part, &mut |_, id| found.push(id as i32)).is_err() {
                found.push(unknown);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_marks_and_strangers() {
        let vocabulary = "[PAD]\n[unused0]\n[UNK]\n[CLS]\n[SEP]\nperez\nre\n##verol\n“";
        let pieces = Pieces::of(vocabulary, Tokenizer::WordPiece).unwrap();
        let check = |token: &str, expected: &[i32]| assert_eq!(pieces.of_token(token, true), expected, "{token}");
        check("Pérez", &[5]);
        check("Reverol", &[6, 7]);
        check("“", &[8]);
        check("x", &[2]);
        check("\u{200b}", &[2]);
        check("", &[2]);
        assert_eq!(Pieces::of("a\nb", Tokenizer::WordPiece).err().as_deref(), Some("no piece [CLS]"));
    }

    #[test]
    fn the_likeliest_pieces_together() {
        let marks = "<pad>\t0\n<paragraph>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\n";
        let vocabulary = format!("{marks}▁\t-3\na\t-4\nb\t-4\nab\t-4\n▁a\t-4\n▁aba\t-20\n1\t-4");
        let pieces = Pieces::of(&vocabulary, Tokenizer::Unigram).unwrap();
        let check = |token: &str, spaced: bool, expected: &[i32]| {
            assert_eq!(pieces.of_token(token, spaced), expected, "{token} {spaced}");
        };
        check("ab", true, &[5, 8]);
        check("ab", false, &[8]);
        check("aba", true, &[5, 8, 6]);
        check("①", false, &[11]);
        check("a中国", true, &[9, 2]);
        check("", false, &[2]);
        check("", true, &[5]);
        let error = |vocabulary: &str| Pieces::of(vocabulary, Tokenizer::Unigram).err().unwrap_or_default();
        assert_eq!(error("a"), "line 1: no tab");
        assert_eq!(error("a\tb"), "line 1: b is no number");
        assert_eq!(error("a\t1"), "one of <s>, </s>, <paragraph>, <unk> is missing");
        assert_eq!(error(marks), "no pieces");
    }
}
