//! `VERIFY.txt`: what a stranger runs, without this program first and with it afterwards.
//!
//! The commands are tested as they stand (`tests/instructions.rs`). They use what a Unix system has: coreutils,
//! sed, awk, openssl from 3.0, Python from 3.8. Everything indented by four spaces is a command.

use variorum_evidence::document::Language;

use crate::view::View;
use crate::{anchors, redacted};

/// The commands for a dossier's paths; the key's DER frame is written with `printf`, since `xxd` is not everywhere.
const MANIFESTS: &str = "    sha256sum -c --quiet tagmanifest-sha256.txt manifest-sha256.txt\n";
const ORIGINALS: &str = "    find data/originals -type f | awk -F/ '{print $NF\"  \"$0}' | sha256sum -c --quiet\n";
const SIGNATURE: &str = r"    T=$(mktemp -d)
    sed '/^$/,$d' data/checkpoint > $T/text
    awk '/^— /{print $3}' data/checkpoint | head -1 | base64 -d | tail -c +5 > $T/sig
    { printf '\060\052\060\005\006\003\053\145\160\003\041\000'; cut -d+ -f3- data/case.vkey | base64 -d | tail -c +2; } > $T/pub.der
    openssl pkeyutl -verify -pubin -keyform DER -inkey $T/pub.der -rawin -in $T/text -sigfile $T/sig
";

const ENTRIES: &str = "    python3 verify.py .\n";

/// A verifier of a hundred lines, which goes with every dossier so that it can be read before it is trusted.
pub(crate) const SECOND_VERIFIER: &[u8] = include_bytes!("../../../docs/format/verify.py");

pub(crate) fn text(view: &View<'_>) -> String {
    let vkey = view.edition.vkey;
    let not_proved = wrapped(view.phrases.not_proved);
    let redacted = redacted::instructions(view);
    let anchors = anchors(view);
    match view.edition.language {
        Language::Es => format!(
            "Cómo comprobar este expediente sin fiarse de quien se lo dio.\n\
             Ejecute las órdenes en esta carpeta. Ninguna necesita red.\n\
             {redacted}\
             \n\
             1. Nada se cambió ni se perdió desde que se empaquetó. Si no imprime nada, todo está bien.\n\
             {MANIFESTS}\
             \n\
             2. Cada original es lo que dice su nombre: el nombre es el SHA-256 de sus bytes.\n\
             {ORIGINALS}\
             \n\
             3. La cabecera del diario está firmada por la clave de data/case.vkey (requiere openssl 3).\n\
             {SIGNATURE}\
             \n\
             4. Cada asiento de data/entries está en el diario que se firmó, con su número, y ningún número\n\
             falta: está ahí, o consta como reservado. verify.py tiene cien líneas; léalo antes.\n\
             {ENTRIES}\
             {anchors}\
             \n\
             5. Todo lo anterior, que cada cita está en su texto palabra por palabra y que esas palabras\n\
             sostienen cada posición:\n    \
             variorum verify .\n\
             \n\
             La clave debe llegarle por otra vía que esta carpeta: impresa o leída en voz alta. Compárela, o\n\
             désela a los programas: python3 verify.py . 'CLAVE', variorum verify . --vkey 'CLAVE'.\n\
             En esta carpeta la clave es\n  \
             {vkey}\n\
             La huella de tagmanifest-sha256.txt vale por todo el expediente: pídala a quien lo publicó.\n    \
             sha256sum tagmanifest-sha256.txt\n\
             \n\
             En macOS, `shasum -a 256` hace lo que aquí `sha256sum`.\n\
             \n\
             {not_proved}"
        ),
        _ => format!(
            "How to check this dossier without trusting whoever gave it to you.\n\
             Run the commands in this folder. None of them needs a network.\n\
             {redacted}\
             \n\
             1. Nothing was changed or lost since it was packed. No output means that all is well.\n\
             {MANIFESTS}\
             \n\
             2. Each original is what its name says: the name is the SHA-256 of the bytes.\n\
             {ORIGINALS}\
             \n\
             3. The head of the journal is signed by the key in data/case.vkey (needs openssl 3).\n\
             {SIGNATURE}\
             \n\
             4. Each entry in data/entries is in the journal that was signed, at its number, and no number is\n\
             left out: it is there, or listed as withheld. verify.py has a hundred lines; read it first.\n\
             {ENTRIES}\
             {anchors}\
             \n\
             5. All of the above, and that every quotation stands in its text word for word, and that every\n\
             position is held by such words:\n    \
             variorum verify .\n\
             \n\
             The key must reach you by another road than this folder: printed, or read aloud. Compare it, or\n\
             give it to the programs, as in: python3 verify.py . 'KEY', variorum verify . --vkey 'KEY'.\n\
             In this folder the key is\n  \
             {vkey}\n\
             The digest of tagmanifest-sha256.txt stands for the whole dossier: ask whoever published it.\n    \
             sha256sum tagmanifest-sha256.txt\n\
             \n\
             On macOS, `shasum -a 256` does what `sha256sum` does here.\n\
             \n\
             {not_proved}"
        ),
    }
}

/// What outsiders say of the time, if anybody does: the sentence before the commands says what to compare.
fn anchors(view: &View<'_>) -> String {
    let commands = anchors::commands(view);
    match (commands.is_empty(), view.edition.language) {
        (true, _) => String::new(),
        (_, Language::Es) => format!(
            "\n   Las cabeceras en data/anchors son principios del mismo diario, y terceros dan fe de cuándo existían.\n   \
             Compare cada root.pem con el que publica la autoridad; «ots» (opentimestamps-client) dice qué raíz\n   \
             de Merkle debe tener un bloque de Bitcoin.\n{commands}"
        ),
        _ => format!(
            "\n   The heads in data/anchors are beginnings of the same journal, and outsiders vouch for when they were\n   \
             there. Compare each root.pem with what its authority publishes; “ots” (opentimestamps-client) says\n   \
             which merkle root a Bitcoin block must have.\n{commands}"
        ),
    }
}

/// Lines of at most 100 characters, for a terminal.
fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let width = word.chars().count() + 1;
        if length + width > 100 {
            lines.push('\n');
            length = 0;
        } else if length > 0 {
            lines.push(' ');
        }
        lines.push_str(word);
        length += width;
    }
    lines.push('\n');
    lines
}
