//! HTTP over a socket, as small as it can be: what is sent is what the test wrote.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// A request is answered within ten seconds; what takes longer than this has hung.
const PATIENCE: Duration = Duration::from_secs(15);

/// A connection that stays open.
pub(crate) struct Connection {
    reader: BufReader<TcpStream>,
}

/// A complete answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) version: String,
    /// Names in lower case; of several of one name all values.
    pub(crate) headers: BTreeMap<String, Vec<String>>,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        Self::try_open(address).unwrap()
    }

    pub(crate) fn try_open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { reader: BufReader::new(stream) })
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        self.reader.get_mut().write_all(bytes.as_ref())
    }

    /// Reads one answer; `None` if the connection was closed before it began.
    pub(crate) fn read(&mut self, has_body: bool) -> io::Result<Option<Answer>> {
        let Some(first) = self.line()? else { return Ok(None) };
        let mut words = first.splitn(3, ' ');
        let version = words.next().unwrap_or_default().to_owned();
        let status = words.next().and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("no status: {first}")))?;
        let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        loop {
            let line = self.line()?.ok_or(io::ErrorKind::UnexpectedEof)?;
            let Some((name, value)) = line.split_once(':') else { break };
            let values = headers.entry(name.to_ascii_lowercase()).or_default();
            values.push(value.trim().to_owned());
        }
        let length = headers.get("content-length").and_then(|values| values[0].parse().ok());
        let mut body = vec![0; if has_body { length.unwrap_or(0) } else { 0 }];
        self.reader.read_exact(&mut body)?;
        Ok(Some(Answer { status, version, headers, body }))
    }

    /// Reads the answer to a request that was sent.
    #[track_caller]
    pub(crate) fn answer(&mut self) -> Answer {
        self.read(true).unwrap().unwrap()
    }

    /// Everything that still comes until the other side closes.
    pub(crate) fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = Vec::new();
        self.reader.read_to_end(&mut rest)?;
        Ok(rest)
    }

    /// A call without a body.
    #[track_caller]
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send(format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n")).unwrap();
        self.answer()
    }

    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        if self.reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        Ok(Some(line.trim_end().to_owned()))
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |values| &values[0])
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{self:?}: {error}"))
    }

    /// The value that a cookie is set to.
    pub(crate) fn cookie(&self, name: &str) -> String {
        let cookies = self.headers.get("set-cookie").into_iter().flatten();
        let found = cookies.filter_map(|cookie| cookie.strip_prefix(name)?.strip_prefix('='));
        let mut values = found.map(|rest| rest.split(';').next().unwrap_or_default().to_owned());
        values.next().unwrap_or_else(|| panic!("no cookie {name}: {self:?}"))
    }

    /// Expects success.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{self:?}");
        self.json()
    }

    /// Expects this error in its envelope.
    #[track_caller]
    pub(crate) fn is_error(&self, status: u16, tag: &str) {
        assert_eq!(self.status, status, "{self:?}");
        let envelope = self.json();
        assert_eq!(envelope["error"], tag, "{self:?}");
        assert_eq!(envelope["request_id"], self.header("x-request-id"), "{self:?}");
        assert!(envelope["message"].is_string(), "{self:?}");
    }
}
