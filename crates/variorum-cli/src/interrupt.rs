//! What Ctrl-C ends: the whole program, unless a command that runs until then has asked to be told.

use std::sync::Mutex;

type Told = Box<dyn FnOnce() + Send>;

static TOLD: Mutex<Option<Told>> = Mutex::new(None);

/// The next Ctrl-C calls this in the place of ending the program; the one after that ends it.
pub(crate) fn tell(told: impl FnOnce() + Send + 'static) {
    if let Ok(mut place) = TOLD.lock() {
        *place = Some(Box::new(told));
    }
}

/// Tells whoever asked to be told; whether anybody did.
pub(crate) fn is_taken() -> bool {
    let told = TOLD.lock().ok().and_then(|mut place| place.take());
    told.map(|told| told()).is_some()
}
