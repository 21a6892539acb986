//! Conversations with a mail server.
//!
//! The library's own pool is not used: it takes a connection back although the sender stopped
//! waiting in the middle of a conversation, and the next sender then reads the answers meant for
//! the last one. Here a connection is kept only after a conversation that came to its end;
//! whatever else happens to it, it is closed.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::{Credentials as Login, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout, timeout_at};

use super::compose::compose;
use super::error::{MailError, MailSettingsError};
use super::message::Message;
use super::settings::{Credentials, Encryption, Server};

/// How long sending one message may take, from waiting for a connection to the last answer. Less
/// than the 10 s a request lives, so that whoever waits for it still hears that it failed.
pub const SEND_LIMIT: Duration = Duration::from_secs(8);
/// How long connecting may take, so that a second address of the server gets its turn.
const CONNECT: Duration = Duration::from_secs(3);
/// How long a kept connection may take to say that it still works.
const STILL_THERE: Duration = Duration::from_secs(1);
/// How long a connection is kept without use; servers close idle ones after minutes.
const KEEP: Duration = Duration::from_mins(1);
/// How many connections are kept.
const MAX_KEPT: usize = 4;
/// How many conversations go on at once; more wait for their turn.
const MAX_CONVERSATIONS: usize = 8;

/// One mail server.
pub(super) struct Smtp {
    server: Server,
    tls: TlsParameters,
    hello: ClientId,
    from: Mailbox,
    turns: Semaphore,
    kept: Mutex<Vec<Kept>>,
}

struct Kept {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Smtp {
    pub(super) fn new(server: Server, from: Mailbox) -> Result<Self, MailSettingsError> {
        let tls = TlsParameters::builder(server.host.clone());
        Ok(Self {
            tls: tls.build_rustls().map_err(|_| MailSettingsError::Tls)?,
            // Servers ask for a full name in EHLO; the sender's domain is the one we surely have.
            hello: ClientId::Domain(from.email.domain().to_owned()),
            turns: Semaphore::new(MAX_CONVERSATIONS),
            kept: Mutex::default(),
            server,
            from,
        })
    }

    pub(super) async fn send(&self, message: &Message) -> Result<(), MailError> {
        let mail = compose(message, &self.from)?;
        let end = Instant::now() + SEND_LIMIT;
        let connecting = async {
            let turn = self.turns.acquire().await;
            let connection = match self.take_kept().await {
                Some(connection) => connection,
                None => self.connect().await?,
            };
            Ok((turn, connection))
        };
        let (_turn, mut connection) =
            timeout_at(end, connecting).await.map_err(|_| MailError::Temporary(no_end()))??;
        let (envelope, text) = (mail.envelope(), mail.formatted());
        let sending = timeout_at(end, connection.send(envelope, &text));
        let sent = sending.await.map_err(|_| MailError::Unconfirmed(no_end()))?;
        sent.map_err(|error| MailError::while_sending(&error))?;
        self.keep(connection);
        Ok(())
    }

    pub(super) async fn check(&self) -> Result<(), MailError> {
        let checking = async {
            let mut connection = self.connect().await?;
            if !connection.test_connected().await {
                let reason = "the server does not answer NOOP".to_owned();
                return Err(MailError::Temporary(reason));
            }
            // It answered what was asked; how it takes the farewell does not matter.
            let _ = connection.quit().await;
            Ok(())
        };
        timeout(SEND_LIMIT, checking).await.map_err(|_| MailError::Temporary(no_end()))?
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, MailError> {
        let failed = |error| MailError::while_connecting(&error);
        let address = (self.server.host.as_str(), self.server.port);
        let implicit = self.server.encryption == Encryption::Implicit;
        let tls = implicit.then(|| self.tls.clone());
        let connecting =
            AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT), &self.hello, tls, None);
        let mut connection = connecting.await.map_err(failed)?;
        let upgrade = match self.server.encryption {
            Encryption::Offered => connection.can_starttls(),
            Encryption::Required => true,
            Encryption::Implicit => false,
        };
        if upgrade {
            let upgrading = connection.starttls(self.tls.clone(), &self.hello);
            upgrading.await.map_err(failed)?;
        }
        if let Some(credentials) = &self.server.credentials {
            self.sign_in(&mut connection, credentials).await?;
        }
        Ok(connection)
    }

    async fn sign_in(
        &self,
        connection: &mut AsyncSmtpConnection,
        credentials: &Credentials,
    ) -> Result<(), MailError> {
        if !connection.is_encrypted() && !self.server.is_on_this_machine() {
            tracing::warn!(
                "the mail server offers no encryption, so the password is sent in the clear; \
                 ?tls=required in TRIPORT_SMTP_URL insists on encryption"
            );
        }
        let login = Login::new(credentials.user.clone(), credentials.password.to_string());
        let answer = connection.auth(DEFAULT_MECHANISMS, &login).await;
        answer.map(drop).map_err(|error| MailError::while_connecting(&error))
    }

    /// The connection used last, if it still works.
    async fn take_kept(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let mut connection = self.lock().pop()?.connection;
            if let Ok(true) = timeout(STILL_THERE, connection.test_connected()).await {
                return Some(connection);
            }
        }
    }

    fn keep(&self, connection: AsyncSmtpConnection) {
        let mut kept = self.lock();
        if kept.len() < MAX_KEPT {
            kept.push(Kept { connection, since: Instant::now() });
        }
    }

    /// The kept connections without those that were idle for too long.
    fn lock(&self) -> MutexGuard<'_, Vec<Kept>> {
        // A list of connections has no state that a panic could leave half done.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|connection| connection.since.elapsed() < KEEP);
        kept
    }
}

fn no_end() -> String {
    format!("no end after {} s", SEND_LIMIT.as_secs())
}
