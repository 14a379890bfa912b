//! The JSON contracts that programs read: read/1 and apparatus/1.
