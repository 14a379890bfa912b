//! Documents to attributed claims and their readings.
