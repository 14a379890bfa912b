//! Where sentences begin, well enough to tell whether two places lie in one.
//!
//! A sentence ends at a line's end, or at a full stop, question or exclamation mark, with the quotation marks after
//! it, unless a small letter follows. Left out: abbreviations before a capital ("Dr. Amna"), which part a sentence.

/// The first code point of each sentence.
pub struct Sentences {
    starts: Vec<usize>,
}

impl Sentences {
    /// Parts a text.
    pub fn of(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let mut starts = vec![0];
        for (at, letter) in letters.iter().enumerate() {
            let ends = match letter {
                '\n' => true,
                letter if letter.is_whitespace() => is_stop(&letters[..at]) && !is_small(&letters[at + 1..]),
                _ => false,
            };
            if ends {
                starts.push(at + 1);
            }
        }
        Self { starts }
    }

    /// The number of the sentence that a code point lies in.
    pub fn number(&self, point: usize) -> usize {
        self.starts.partition_point(|start| *start <= point).saturating_sub(1)
    }
}

fn is_stop(before: &[char]) -> bool {
    let closing = |letter: &&char| matches!(letter, '"' | '\'' | '”' | '’' | '»' | ')');
    before.iter().rev().find(|letter| !closing(letter)).is_some_and(|letter| matches!(letter, '.' | '?' | '!' | '…'))
}

fn is_small(after: &[char]) -> bool {
    after.first().is_some_and(|letter| letter.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let sentences = Sentences::of(text);
        let mut found = vec![String::new(); expected.len()];
        for (at, letter) in text.chars().enumerate() {
            found[sentences.number(at)].push(letter);
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end() {
        check("Dead\nAt 5 p.m. it ended.", &["Dead\n", "At 5 p.m. it ended."]);
        check("“No.” Él calló. ¿Y tú?", &["“No.” ", "Él calló. ", "¿Y tú?"]);
        check("He (Mr X.) 4.5 miles", &["He (Mr X.) ", "4.5 miles"]);
    }
}
