//! Checks a case or a dossier. Owns the dossier's format. Knows evidence and journal, nothing else.
