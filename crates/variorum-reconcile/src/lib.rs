//! Claims to accounts: positions, relations, checks, origins. Disagreement is kept.
