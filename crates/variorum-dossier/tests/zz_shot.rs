mod support;
#[test]
fn shot() {
    let _ = std::fs::remove_dir_all("/tmp/shot");
    variorum_dossier::write(&support::case().edition(), "/tmp/shot/en".as_ref()).unwrap();
    let es = support::Case { language: variorum_evidence::document::Language::Es, ..support::case() };
    variorum_dossier::write(&es.edition(), "/tmp/shot/es".as_ref()).unwrap();
}
