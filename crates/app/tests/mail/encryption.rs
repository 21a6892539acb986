//! Encryption and signing in.

use crate::common::{CODE, failure, mailer, run, send};
use crate::peer::{Peer, certificate, trusting};

#[test]
fn starttls_is_used_when_it_is_offered() {
    trusting("encryption::starttls_is_used_when_it_is_offered", |directory| {
        let peer = Peer::start(&["--certificate", &certificate(directory, "good.pem")]);
        for url in ["smtp://localhost:PORT", "smtp://127.0.0.1:PORT?tls=required"] {
            send(&url.replace("PORT", &peer.port.to_string())).unwrap();
            let mail = peer.message();
            assert_eq!(mail["tls"], true, "{url}");
            assert!(mail["text"].as_str().unwrap().contains(CODE));
        }
    });
}

#[test]
fn tls_required_refuses_a_server_without_starttls() {
    let peer = Peer::start(&[]);
    let url = format!("smtp://localhost:{}?tls=required", peer.port);
    let error = failure(send(&url));
    assert!(!error.is_temporary() && error.to_string().contains("STARTTLS"), "{error}");
    assert_eq!(failure(run(mailer(&url).check())), error);
    peer.has_nothing_more();
}

#[test]
fn smtps_is_encrypted_from_the_first_byte_and_signs_in() {
    trusting("encryption::smtps_is_encrypted_from_the_first_byte_and_signs_in", |directory| {
        let certificate = certificate(directory, "good.pem");
        let login = "me@shop.example:p:/ä% w";
        let options = ["--certificate", &certificate, "--implicit", "--login", login];
        let peer = Peer::start(&options);
        let url = format!("smtps://me%40shop.example:p%3A%2F%C3%A4%25%20w@localhost:{}", peer.port);
        run(mailer(&url).check()).unwrap();
        send(&url).unwrap();
        let mail = peer.message();
        assert_eq!(mail["tls"], true);
        assert_eq!(mail["user"], "me@shop.example");
    });
}

#[test]
fn a_certificate_of_an_unknown_authority_is_refused() {
    trusting("encryption::a_certificate_of_an_unknown_authority_is_refused", |directory| {
        // Another set of certificates, which this process does not trust.
        let other = tempfile::tempdir().unwrap();
        crate::peer::make_certificates(other.path());
        assert_ne!(other.path(), directory);
        refuses_certificate(&certificate(other.path(), "good.pem"));
    });
}

#[test]
fn a_certificate_for_another_host_is_refused() {
    trusting("encryption::a_certificate_for_another_host_is_refused", |directory| {
        refuses_certificate(&certificate(directory, "wrong.pem"));
    });
}

fn refuses_certificate(certificate: &str) {
    for (options, scheme) in [(&[][..], "smtp"), (&["--implicit"][..], "smtps")] {
        let peer = Peer::start(&[&["--certificate", certificate], options].concat());
        let url = format!("{scheme}://localhost:{}", peer.port);
        let error = failure(send(&url)).to_string();
        assert!(error.contains("certificate"), "{error}");
        peer.has_nothing_more();
    }
}

#[test]
fn a_server_that_wants_a_login_gets_it() {
    let peer = Peer::start(&["--login", "ada:sesame"]);
    send(&format!("smtp://ada:sesame@127.0.0.1:{}", peer.port)).unwrap();
    assert_eq!(peer.message()["user"], "ada");
    let error = failure(send(&format!("smtp://127.0.0.1:{}", peer.port)));
    assert!(error.to_string().contains("530"), "{error}");
}

#[test]
fn a_wrong_password_is_told_in_the_words_of_the_server() {
    let peer = Peer::start(&["--login", "ada:right"]);
    let url = format!("smtp://ada:sesame@127.0.0.1:{}", peer.port);
    for error in [failure(send(&url)), failure(run(mailer(&url).check()))] {
        assert!(!error.is_temporary(), "{error}");
        assert!(error.to_string().contains("535 5.7.8 Authentication"), "{error}");
    }
    peer.has_nothing_more();
}

#[test]
fn a_check_connects_and_sends_nothing() {
    let peer = Peer::start(&[]);
    run(mailer(&format!("smtp://localhost:{}", peer.port)).check()).unwrap();
    peer.has_nothing_more();
}
