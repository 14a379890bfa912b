//! Time-stamping authorities (RFC 3161) that a test makes with `openssl` and asks without a network.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// An authority: a root, perhaps a certificate authority between, and the key that signs time.
#[derive(Debug)]
pub struct Authority {
    folder: TempDir,
    config: String,
}

/// What an authority is like.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Arguments of `openssl genpkey`.
    pub key: &'static [&'static str],
    /// The digest with which tokens are signed.
    pub digest: &'static str,
    /// The digest that names the certificate in them.
    pub names_by: &'static str,
    /// Whether a certificate authority stands between root and signer.
    pub has_intermediate: bool,
    /// What the certificate that signs is for.
    pub purposes: &'static str,
    /// For how many days it holds.
    pub days: &'static str,
}

/// 2048 bits: more would only be slower to make.
pub const RSA: &[&str] = &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
/// A key on the curve P-256.
pub const P256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
/// A key on the curve P-384.
pub const P384: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"];

/// A plain one: P-256, no intermediate, for ten years.
pub const PLAIN: Kind = Kind {
    key: P256,
    digest: "sha256",
    names_by: "sha256",
    has_intermediate: false,
    purposes: "critical,timeStamping",
    days: "3650",
};

impl Authority {
    /// Makes one.
    pub fn of(kind: &Kind) -> Self {
        let config = format!(
            "[tsa]\ndefault_tsa = t\n[t]\nserial = serial\ncrypto_device = builtin\nsigner_cert = tsa.pem\n\
             signer_key = tsa.key\nsigner_digest = {}\ndefault_policy = 1.2.3.4\ndigests = sha256, sha384, sha512\n\
             accuracy = secs:1, millisecs:500\nordering = no\ntsa_name = yes\ness_cert_id_alg = {}\n",
            kind.digest, kind.names_by
        );
        let folder = TempDir::new().expect("a temporary folder can be made");
        let authority = Self { folder, config };
        let may_sign = "basicConstraints=critical,CA:TRUE\n";
        authority.certificate("root", kind.key, None, may_sign, "7300");
        let issuer = if kind.has_intermediate { "between" } else { "root" };
        if kind.has_intermediate {
            authority.certificate("between", kind.key, Some("root"), may_sign, "7300");
        }
        let purposes =
            if kind.purposes.is_empty() { String::new() } else { format!("extendedKeyUsage={}\n", kind.purposes) };
        let extensions = format!("keyUsage=digitalSignature\n{purposes}");
        authority.certificate("tsa", kind.key, Some(issuer), &extensions, kind.days);
        authority
    }

    /// Where one of its files lies: `root.pem`, `between.pem`, `tsa.pem`, `tsa.key`.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// One of its files.
    pub fn read(&self, name: &str) -> Vec<u8> {
        let path = self.path(name);
        fs::read(&path).unwrap_or_else(|error| unreadable(&path, &error))
    }

    /// Runs `openssl` in its folder and says whether it succeeded.
    pub fn openssl(&self, arguments: &[&str]) -> bool {
        let ran = Command::new("openssl").args(arguments).current_dir(self.folder.path()).output();
        ran.expect("openssl is installed").status.success()
    }

    fn certificate(&self, name: &str, key: &[&str], issuer: Option<&str>, extensions: &str, days: &str) {
        let file = |ending: &str| format!("{name}.{ending}");
        let (pem, csr, ext, own_key) = (file("pem"), file("csr"), file("ext"), file("key"));
        assert!(self.openssl(&[&["genpkey", "-out", &own_key], key].concat()), "no key for {name}");
        self.write(&ext, extensions.as_bytes());
        let subject = format!("/O=A test authority/CN=The {}", if name == "tsa" { "authority" } else { name });
        assert!(
            self.openssl(&["req", "-new", "-key", &own_key, "-subj", &subject, "-out", &csr]),
            "no request for {name}"
        );
        let mut sign = vec!["x509", "-req", "-in", &csr, "-extfile", &ext, "-days", days, "-out", &pem];
        let issuer = issuer.map(|issuer| (format!("{issuer}.pem"), format!("{issuer}.key")));
        match &issuer {
            Some((pem, key)) => sign.extend(["-CA", pem, "-CAkey", key, "-CAcreateserial"]),
            None => sign.extend(["-key", &own_key]),
        }
        assert!(self.openssl(&sign), "no certificate for {name}");
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap_or_else(|error| unreadable(&path, &error));
    }

    /// A request over these bytes, as `openssl` makes it.
    pub fn query(&self, data: &[u8]) -> Vec<u8> {
        self.write("data", data);
        assert!(self.openssl(&["ts", "-query", "-data", "data", "-sha256", "-cert", "-out", "made.tsq"]), "no request");
        self.read("made.tsq")
    }

    /// The response to a request, with its own certificate and these; none besides if none are named.
    pub fn reply_with(&self, query: &[u8], along: Option<&[&str]>) -> Vec<u8> {
        let along = along.map(|names| {
            let all: Vec<Vec<u8>> = names.iter().map(|name| self.read(name)).collect();
            self.write("along.pem", &all.concat());
            "certs = along.pem\n"
        });
        self.write("ts.cnf", format!("{}{}", self.config, along.unwrap_or_default()).as_bytes());
        self.write("query.tsq", query);
        self.write("serial", b"01\n");
        let arguments = ["ts", "-reply", "-config", "ts.cnf", "-queryfile", "query.tsq", "-out", "out.tsr"];
        assert!(self.openssl(&arguments), "no response");
        self.read("out.tsr")
    }

    /// The response with all certificates but the root.
    pub fn reply(&self, query: &[u8]) -> Vec<u8> {
        let between: &[&str] = &["between.pem"];
        self.reply_with(query, self.path("between.pem").exists().then_some(between))
    }

    /// Whether `openssl` accepts a token over the data.
    pub fn accepts(&self, data: &[u8], token: &[u8], untrusted: Option<&str>) -> bool {
        self.write("data", data);
        self.write("in.tsr", token);
        let mut verify = vec!["ts", "-verify", "-data", "data", "-in", "in.tsr", "-CAfile", "root.pem"];
        untrusted.into_iter().for_each(|file| verify.extend(["-untrusted", file]));
        self.openssl(&verify)
    }
}

#[allow(clippy::panic, reason = "a test stops where it fails")]
fn unreadable(path: &std::path::Path, error: &std::io::Error) -> ! {
    panic!("{}: {error}", path.display())
}
