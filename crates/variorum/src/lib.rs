//! The façade: a case, and the order of the stages.
