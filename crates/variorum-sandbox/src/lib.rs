//! The worker process in which foreign bytes are parsed: limits, pool, protocol.
