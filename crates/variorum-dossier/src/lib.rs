//! Accounts to the published folder; the same bytes every time.
