//! Wallets: programs beside the tests that sign with the libraries of others.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

use serde_json::{Value, json};

use super::callers::{Anonymous, Caller as _};
use super::world::World;

/// Where `scripts/test` has installed the peers; it sets the variable.
pub(crate) fn peers() -> PathBuf {
    std::env::var_os("TRIPORT_TEST_PEERS").map(PathBuf::from).unwrap()
}

/// The same process for all tests: starting it takes longer than all that it signs.
struct Signer {
    /// Ends with its input, when the tests end.
    _process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

fn ask(request: &Value) -> Value {
    static SIGNER: OnceLock<Mutex<Signer>> = OnceLock::new();
    let signer = SIGNER.get_or_init(|| {
        let mut process = Command::new("node")
            .arg(peers().join("wallets.mjs"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        Mutex::new(Signer { _process: process, input, output: BufReader::new(output) })
    });
    let mut signer = signer.lock().unwrap();
    writeln!(signer.input, "{request}").unwrap();
    let mut line = String::new();
    signer.output.read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap()
}

/// A wallet whose key is this byte, repeated.
#[derive(Clone, Debug)]
pub(crate) struct TestWallet {
    pub(crate) chain: &'static str,
    pub(crate) address: String,
    pub(crate) key: String,
}

impl TestWallet {
    pub(crate) fn evm(key: u8) -> Self {
        Self::new("evm", key)
    }

    pub(crate) fn solana(key: u8) -> Self {
        Self::new("solana", key)
    }

    fn new(chain: &'static str, key: u8) -> Self {
        let key = format!("{key:02x}").repeat(32);
        let signed = ask(&json!({ "chain": chain, "key": key, "message": "" }));
        Self { chain, address: signed["address"].as_str().unwrap().to_owned(), key }
    }

    /// Signs with viem or tweetnacl.
    pub(crate) fn sign(&self, message: &str) -> String {
        let request = json!({ "chain": self.chain, "key": self.key, "message": message });
        ask(&request)["signature"].as_str().unwrap().to_owned()
    }

    /// Signs with eth-account; answers the address too.
    pub(crate) fn sign_in_python(&self, message: &str) -> (String, String) {
        let python = std::env::var_os("TRIPORT_TEST_PYTHON").unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/eth_wallet.py");
        let mut child: Child = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let request = json!({ "key": self.key, "message": message });
        writeln!(child.stdin.take().unwrap(), "{request}").unwrap();
        let output = child.wait_with_output().unwrap();
        let signed: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = |name: &str| signed[name].as_str().unwrap().to_owned();
        (text("address"), text("signature"))
    }

    /// Asks for a text to sign: the nonce and the text.
    pub(crate) async fn challenge(&self, world: &World) -> (String, String) {
        let body = json!({ "address": self.address, "chain": self.chain });
        let made = world.anonymous().post("/v1/auth/wallet/challenge", &body).await.ok();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        (text("nonce"), text("message"))
    }

    /// The body of an answer with this signature.
    pub(crate) fn answer(&self, nonce: &str, signature: &str) -> Value {
        json!({
            "nonce": nonce,
            "address": self.address,
            "chain": self.chain,
            "signature": signature,
        })
    }

    /// The body of a right answer to a new challenge.
    pub(crate) async fn answered(&self, world: &World) -> Value {
        let (nonce, message) = self.challenge(world).await;
        self.answer(&nonce, &self.sign(&message))
    }
}

impl<'w> Anonymous<'w> {
    pub(crate) fn verify_wallet(&self, body: &Value) -> super::call::Call<'w> {
        self.post("/v1/auth/wallet/verify", body)
    }
}

/// What viem reads in a text, and whether it holds for that domain and time.
pub(crate) fn parsed_by_viem(message: &str, domain: &str, time: &str) -> Value {
    ask(&json!({ "parse": message, "domain": domain, "time": time }))
}
