//! Originals by digest and the journal on disk. The only writer of a case folder.
