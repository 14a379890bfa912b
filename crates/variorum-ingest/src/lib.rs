//! Foreign bytes to documents and media. Hostile input ends here.
