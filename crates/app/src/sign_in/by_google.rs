//! Signing in with Google, or another OpenID provider.
//!
//! The browser is sent there with two secrets in cookies and comes back with a code. Who comes back
//! is known by issuer and subject alone. The address that the provider vouches for becomes a new
//! account's, but never leads into an account that is there.

use triport_domain::openid::{Flow, Intent, Refused, VISIT_LIMIT};
use triport_domain::session::Provider;
use triport_domain::token::Token;

use super::open_session::{Identity, Login, NotOpened, Who};
use super::proof::Proof;
use super::{SignedIn, Visitor};
use crate::error::AppError;
use crate::openid::{Brought, Failed, OpenIdProvider, Person};
use crate::{App, Member};

/// Where a browser is sent, and what it has to hold until it comes back.
#[derive(Debug)]
pub struct GoogleVisit {
    /// The provider's page.
    pub url: String,
    /// For the cookies.
    pub flow: Flow,
}

/// What a browser comes back with.
#[derive(Clone, Debug, Default)]
pub struct GoogleReturn {
    /// From the cookies.
    pub flow: Option<Flow>,
    /// From the address, as everything below.
    pub state: Option<String>,
    /// To be exchanged for who it is.
    pub code: Option<String>,
    /// What the provider says went wrong.
    pub error: Option<String>,
    /// The provider's name for itself (RFC 9207); not all tell it.
    pub issuer: Option<String>,
}

/// What came of a visit.
#[derive(Debug)]
pub enum GoogleArrival {
    /// The visitor is signed in.
    SignedIn(Box<SignedIn>),
    /// The member has one more way to sign in.
    Linked,
}

impl App {
    /// Whether members can sign in with Google.
    pub const fn has_google(&self) -> bool {
        self.google.is_some()
    }

    /// Sends a visitor to the provider, to sign in.
    pub async fn start_google(&self) -> Result<GoogleVisit, Refused> {
        self.begin_visit(Intent::SignIn).await
    }

    pub(crate) async fn begin_visit(&self, intent: Intent<'_>) -> Result<GoogleVisit, Refused> {
        let provider = self.google.as_ref().ok_or(Refused::Disabled)?;
        let random = Token::from_random(self.random());
        let verifier = Token::from_random(self.random());
        let flow = Flow::begin(&self.key, intent, &random, verifier);
        let (verifier, nonce) = (flow.verifier.expose(), flow.nonce(&self.key));
        let url = provider.page(&flow.state, verifier, nonce, self.now()).await.map_err(note)?;
        Ok(GoogleVisit { url, flow })
    }

    /// Takes a visitor in who comes back from the provider.
    pub async fn finish_google(
        &self,
        back: &GoogleReturn,
        visitor: &Visitor,
    ) -> Result<GoogleArrival, Refused> {
        let provider = self.google.as_ref().ok_or(Refused::Disabled)?;
        let flow = back.flow.as_ref().ok_or(Refused::State)?;
        if !back.state.as_deref().is_some_and(|shown| flow.has_state(shown)) {
            return Err(Refused::State);
        }
        if !flow.is_link() {
            let person = self.person(provider, flow, back, visitor).await?;
            return self.sign_in_person(provider, person, visitor).await;
        }
        // Only where it began: nobody's Google account gets into a session of somebody else.
        let member = visitor.session.ok_or(Refused::State)?;
        if !flow.was_begun_by(&self.key, member.token_hash()) {
            return Err(Refused::State);
        }
        // Before the code is used, as with every way.
        let is_fresh = self.may_change_identities(&member).await.map_err(refused)?;
        let person = self.person(provider, flow, back, visitor).await?;
        self.link_person(provider, person, &member, is_fresh).await
    }

    /// Who it is that comes back.
    async fn person(
        &self,
        provider: &OpenIdProvider,
        flow: &Flow,
        back: &GoogleReturn,
        visitor: &Visitor,
    ) -> Result<Person, Refused> {
        if let Some(error) = &back.error {
            return Err(Refused::by_provider(error));
        }
        // Another provider's answer, brought here to have its code shown to ours.
        if back.issuer.as_deref().is_some_and(|issuer| issuer != provider.issuer()) {
            return Err(Refused::Failed);
        }
        let code = back.code.as_deref().filter(|code| !code.is_empty()).ok_or(Refused::Failed)?;
        if let Some(quota) = self.network_quota(VISIT_LIMIT, "visits", &visitor.network) {
            // So that nobody has us show the provider any number of codes.
            self.count(quota, self.now()).await.map_err(refused)?;
        }
        let (verifier, nonce) = (flow.verifier.expose(), flow.nonce(&self.key));
        provider.person(Brought { code, verifier, nonce }, self.now()).await.map_err(note)
    }

    async fn sign_in_person(
        &self,
        provider: &OpenIdProvider,
        person: Person,
        visitor: &Visitor,
    ) -> Result<GoogleArrival, Refused> {
        let identity = Identity {
            provider: Provider::Google,
            subject: person.subject_at(provider),
            email: Some(person.email.as_str().to_owned()),
        };
        let login = Login { proof: Proof::Provider, who: Who::Identity(identity) };
        match self.open_session(login, visitor).await.map_err(refused)? {
            Ok(signed_in) => Ok(GoogleArrival::SignedIn(Box::new(signed_in))),
            Err(NotOpened::EmailTaken) => Err(Refused::EmailTaken),
            Err(NotOpened::ProofUsed) => Err(Refused::State),
        }
    }

    async fn link_person(
        &self,
        provider: &OpenIdProvider,
        person: Person,
        member: &Member,
        is_fresh: bool,
    ) -> Result<GoogleArrival, Refused> {
        let subject = person.subject_at(provider);
        let identity = triport_domain::identity::Identity {
            label: Some(person.email.as_str().to_owned()),
            ..self.proven(Provider::Google, subject)
        };
        let linked = self.link(member, identity, Proof::Provider, is_fresh).await;
        // Nothing if the account was erased meanwhile.
        linked.map_err(refused)?.ok_or(Refused::State)?;
        Ok(GoogleArrival::Linked)
    }
}

impl Person {
    /// What signs in: a subject is a name only beside its issuer's.
    fn subject_at(&self, provider: &OpenIdProvider) -> String {
        format!("{} {}", provider.issuer(), self.subject)
    }
}

/// Notes for the operator what the visitor is told in a word.
fn note(failed: Failed) -> Refused {
    let Failed { refused, cause } = failed;
    if refused == Refused::Unavailable {
        tracing::warn!(%cause, "the OpenID provider is not available");
    } else {
        tracing::info!(tag = refused.as_str(), %cause, "a sign-in with Google was refused");
    }
    refused
}

/// An error of ours as a tag: the visitor is in the middle of nowhere and has to be led back.
fn refused(error: AppError) -> Refused {
    use crate::error::ErrorCode as Code;
    match error.code {
        Code::IdentityTaken => Refused::IdentityTaken,
        Code::IdentityLimitReached => Refused::IdentityLimitReached,
        Code::FreshSignInRequired => Refused::FreshSignInRequired,
        Code::RateLimited => Refused::RateLimited,
        Code::Unauthenticated => Refused::State,
        code => {
            let (tag, cause) = (code.as_str(), error.cause.unwrap_or(error.detail));
            tracing::error!(tag, %cause, "a sign-in with Google could not be finished");
            Refused::Failed
        }
    }
}
