//! Signing in with a one-time code by mail.
//!
//! Nothing here tells whether an address has an account: both ways do the same work and give the
//! same answers.

use tracing::Instrument as _;
use triport_domain::email::Email;
use triport_domain::id::SignInRequestId;
use triport_domain::one_time_code::{LIFETIME_MINUTES, NETWORK_SENDING_LIMIT, SENDING_LIMIT};
use triport_domain::session::Provider;
use triport_store::Store;

use super::browser::known_browser;
use super::count_try::{CountTry, wrong_tries_subject};
use super::open_session::{Identity, Login, Who};
use super::proof::{CountedCode, Proof};
use super::start_code::{ForgetCode, SendingQuotas, StartCode, Started};
use super::{SignedIn, Visitor};
use crate::App;
use crate::error::{AppError, ErrorCode};
use crate::mail::{Mailer, messages};

impl App {
    /// Sends a one-time code to an address and answers the id of the request.
    pub async fn start_email(
        &self,
        input: &str,
        visitor: &Visitor,
    ) -> Result<SignInRequestId, AppError> {
        let email = Email::parse(input)?;
        let now = self.now();
        let start = StartCode {
            request_id: SignInRequestId(self.new_id(now)),
            quotas: self.sending_quotas(&email, visitor),
            wrong_tries: wrong_tries_subject(&self.key, email.as_str()),
            random: u64::from_be_bytes(self.random()),
            key: self.key.clone(),
            email,
            now,
        };
        let request_id = start.request_id;
        let (store, mailer) = (self.store.clone(), self.mailer.clone());
        let program = self.program.clone();
        // In a task of its own: of a caller who stops waiting, as people do while a mail server hangs, a
        // code would otherwise count that never arrived.
        let sending = async move { send_code(&store, &mailer, &program.public_url, start).await };
        tokio::spawn(sending.in_current_span()).await.map_err(AppError::internal)??;
        Ok(request_id)
    }

    /// A known browser has a quota of its own; everybody else shares that of the address in their
    /// network, and that of their network.
    fn sending_quotas(&self, email: &Email, visitor: &Visitor) -> SendingQuotas {
        let (address, network) = (email.as_str().as_bytes(), &visitor.network);
        let of_browser = visitor.browser.as_ref().map(|token| {
            let known = known_browser(&self.key, email.as_str(), token);
            let parts = [b"codes of a browser".as_slice(), address, known.browser.as_bytes()];
            (known, self.quota(SENDING_LIMIT, &parts))
        });
        let parts = [b"codes sent".as_slice(), address, network.prefix.as_bytes()];
        let of_address = self.quota(SENDING_LIMIT, &parts);
        let of_network = self.network_quota(NETWORK_SENDING_LIMIT, "codes of a network", network);
        let of_others = std::iter::once(of_address).chain(of_network).collect();
        SendingQuotas { of_browser, of_others }
    }

    /// Exchanges a one-time code for a session, making the account if it is the first.
    pub async fn verify_email(
        &self,
        request_id: &str,
        code: &str,
        visitor: &Visitor,
    ) -> Result<SignedIn, AppError> {
        let (email, counted) = self.check_code(request_id, code).await?;
        let identity =
            Identity { provider: Provider::Email, subject: email.clone(), email: Some(email) };
        let login = Login { proof: Proof::Code(counted), who: Who::Identity(identity) };
        self.open_session(login, visitor).await?.map_err(|_| invalid_request())
    }

    /// The address that a right code proves, and the proof, which is still to be used up.
    ///
    /// Counts the try before anybody compares anything, in a transaction of its own: however many
    /// guesses come at once, no more than five are ever compared.
    pub(crate) async fn check_code(
        &self,
        request_id: &str,
        code: &str,
    ) -> Result<(String, CountedCode), AppError> {
        let request_id = request_id.parse().map(SignInRequestId).map_err(|_| invalid_request())?;
        let counted_at = self.now();
        let body = CountTry { request_id, key: self.key.clone(), now: counted_at };
        let pending = self.store.write(body).await?.ok_or_else(invalid_request)?;
        if !pending.matches(&self.key, code) {
            return Err(AppError::new(ErrorCode::InvalidCode, "This code is not right."));
        }
        let wrong_tries = wrong_tries_subject(&self.key, &pending.email);
        Ok((pending.email, CountedCode { request_id, wrong_tries, counted_at }))
    }
}

/// Makes a code and sends it, or takes it back if it surely did not arrive.
async fn send_code(
    store: &Store,
    mailer: &Mailer,
    public_url: &str,
    start: StartCode,
) -> Result<(), AppError> {
    let (request_id, email, sent_at) = (start.request_id, start.email.clone(), start.now);
    let Started { code, counted } = store.write(start).await??;
    let message = messages::one_time_code(&email, &code, LIFETIME_MINUTES, public_url);
    let Err(error) = mailer.send(message).await else { return Ok(()) };
    // What may have arrived counts on: nobody's mailbox is to be filled through a server that is slow.
    if !error.may_have_been_sent() {
        store.write(ForgetCode { request_id, counted, sent_at }).await?;
    }
    Err(error.into())
}

pub(crate) fn invalid_request() -> AppError {
    let detail = "This code cannot be used any more. Please ask for a new one.";
    AppError::new(ErrorCode::InvalidRequest, detail)
}
