//! How bytes cross the pipe: a length (4 bytes, little-endian), then that many bytes.
//!
//! The first frame from the main program holds the [`Limits`](crate::Limits); after it every frame is a job,
//! and the worker sends one frame back for each. A length is not believed before it has been compared with
//! the limit.

use std::io::{self, Read, Write};

/// What came out of the pipe.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// A whole frame.
    Whole(Vec<u8>),
    /// The other side announced more than the limit; nothing after the length was read.
    TooLarge(u64),
    /// The other side closed the pipe, before a frame or within one.
    Closed,
}

/// Writes `bytes` as one frame. Fails for more than 4 GiB, which no limit allows.
pub fn write(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

/// Reads one frame of at most `limit` bytes.
pub fn read(from: &mut impl Read, limit: u64) -> io::Result<Frame> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Frame::Closed),
        other => other?,
    }
    let length = u64::from(u32::from_le_bytes(length));
    if length > limit {
        return Ok(Frame::TooLarge(length));
    }
    let mut bytes = Vec::new();
    // All at once: growing by doubling would count twice against a limit on address space.
    bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX)).map_err(|_| io::ErrorKind::OutOfMemory)?;
    from.take(length).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 == length { Frame::Whole(bytes) } else { Frame::Closed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pipe: &[u8], limit: u64, expected: &Frame) {
        assert_eq!(&read(&mut &pipe[..], limit).expect("memory does not fail"), expected);
    }

    #[test]
    fn frames_end_where_they_say() {
        let mut pipe = Vec::new();
        write(&mut pipe, b"seven").expect("memory does not fail");
        check(&pipe, 5, &Frame::Whole(b"seven".to_vec()));
        check(&pipe, 4, &Frame::TooLarge(5));
        check(&pipe[..8], 5, &Frame::Closed);
        check(&pipe[..3], 5, &Frame::Closed);
        check(b"", 5, &Frame::Closed);
        check(&[0, 0, 0, 0], 0, &Frame::Whole(Vec::new()));
    }
}
