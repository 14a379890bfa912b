//! Proofs from outside that the head of a journal existed by a time.
//!
//! A head that its own key signed says nothing about when: whoever holds the key can write the whole journal anew.
//! Three kinds of outsiders can say more, each about the exact bytes of a checkpoint file:
//!
//! - [`token`]: a time-stamping authority signs its digest and a time (RFC 3161)
//! - [`stamp`]: its digest went into a Bitcoin block (OpenTimestamps)
//! - [`witness`]: a colleague's key signs it, and only if it extends what that colleague saw before (C2SP tlog-witness)
//!
//! Everything here is a function on bytes: no file, no clock, no network. What comes in is foreign, so sizes, depths
//! and counts are bounded, and whatever is malformed is an error. Who asks, keeps and shows: `variorum`. The choice of
//! crates: ADR 0011.
//!
//! Left out: asking authorities and calendars (the program opens no connection), certificate revocation, which needs
//! an authority's word of the day, and whether a Bitcoin block is in the chain, which needs a node.

mod ber;
mod certificate;
mod cms;
mod names;
mod request;
pub mod stamp;
pub mod token;
pub mod witness;
