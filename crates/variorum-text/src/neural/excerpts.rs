//! How do many short texts share the encoder's windows?
//!
//! A few full windows take less time than many short ones. Which tokens are whose is kept, so that what is found in one
//! text never goes with what is found in another.

use std::ops::Range;

use variorum_evidence::span::TextSpan;

use crate::encoding::Token;

/// Stretches of one text, put together for the encoder as paragraphs of their own.
pub(super) struct Excerpts<'a> {
    spans: &'a [TextSpan],
    pub(super) joined: String,
    /// Where each begins in `joined`.
    starts: Vec<u32>,
}

impl<'a> Excerpts<'a> {
    pub(super) fn of(raw: &str, spans: &'a [TextSpan]) -> Self {
        let (mut joined, mut starts) = (String::new(), Vec::with_capacity(spans.len()));
        for span in spans {
            starts.push(joined.len() as u32);
            joined.push_str(&raw[span.range()]);
            joined.push_str("\n\n");
        }
        Self { spans, joined, starts }
    }

    /// Which tokens of `joined` are whose.
    pub(super) fn apart(&self, tokens: &[Token]) -> Vec<Range<usize>> {
        let place = |start: u32| tokens.partition_point(|token| token.start < start);
        let ends = self.starts.iter().skip(1).map(|start| place(*start)).chain([tokens.len()]);
        self.starts.iter().zip(ends).map(|(start, end)| place(*start)..end).collect()
    }

    /// Tokens of `joined` as tokens of the text.
    pub(super) fn put_back(&self, tokens: &mut [Token]) {
        for token in tokens {
            let number = self.starts.partition_point(|start| *start <= token.start).saturating_sub(1);
            let (from, to) = (self.starts[number], self.spans[number].start);
            (token.start, token.end) = (token.start - from + to, token.end - from + to);
        }
    }
}

#[cfg(test)]
mod tests {
    use variorum_infer::SHIPPED;

    use super::*;
    use crate::encoding::Encoded;

    #[test]
    fn contents_read_again_together_stay_apart() {
        let raw = "One said: two rose.\n\nThree said: “four\n\nfell”.";
        let span = |words: &str| {
            let start = raw.find(words).unwrap();
            TextSpan { start: start as u32, end: (start + words.len()) as u32 }
        };
        let spans = [span("two rose"), span("four\n\nfell"), span("said")];
        let model = SHIPPED[0].model().unwrap();
        let excerpts = Excerpts::of(raw, &spans);
        let Encoded { mut tokens, windows } = Encoded::of(&excerpts.joined, &model.pieces, model.card.window);
        let apart = excerpts.apart(&tokens);
        assert_eq!((windows.len(), &apart), (1, &vec![0..2, 2..4, 4..5]));
        let seen: Vec<Vec<usize>> = apart.iter().map(|excerpt| windows[0].share(excerpt).unwrap().places).collect();
        // The frame is piece 0, and one stands between paragraphs.
        assert_eq!(seen, [vec![1, 2], vec![4, 6], vec![8]]);
        excerpts.put_back(&mut tokens);
        let words: Vec<&str> = tokens.iter().map(|token| &raw[token.start as usize..token.end as usize]).collect();
        assert_eq!(words, ["two", "rose", "four", "fell", "said"]);
        assert!(!tokens[1].shares_paragraph(&tokens[2]) && !tokens[3].shares_paragraph(&tokens[4]));
        assert!(Excerpts::of(raw, &[]).apart(&[]).is_empty());
    }
}
