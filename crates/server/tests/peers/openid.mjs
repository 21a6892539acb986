// An OpenID provider, `oidc-provider`, and people who sign in there. Tests tell it a line of JSON each
// what to do and get a line for each; the first line of all is {"issuer"}.
//
//   {"visit": url, "as": name}         somebody opens that page, signs in and agrees  →  {"callback": url}
//   {"visit": url, "deny": true}       somebody opens it and does not                 →  {"callback": url}
//   {"person": name, "claims": {…}}    what the provider says about somebody
//   {"spoil": {"claims", "alg", "key"}}   tokens say something else, or are signed otherwise; null ends it
//   {"trouble": what}                  "errors": it answers 503; "hangs": nothing; "endless": without an end; "page": a page;
//                                      "moved": look elsewhere; null ends it
//   {"renew": {"alg", "inToken"}}      begins anew with a new key: the algorithm, whether addresses stand in the token
//   {"back": url}                      begins anew, and may lead back there too
//   {"count": path}                    →  {"calls"}
//
// Arguments: the addresses to which it may lead back. Without a claim otherwise, somebody called NAME has the subject
// NAME and the verified address NAME.

import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

const CLIENT = { client_id: 'triport', client_secret: 'the-secret-of-the-tests-0123456789' };
const redirects = process.argv.slice(2);
const people = {};
const calls = {};
let provider;
let answering;
let key;
let spoil = null;
let trouble = null;

async function newKey(alg) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, privateKey, jwk: { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: randomUUID() } };
}

// What the token says otherwise; signed with the provider's key, unless another is asked for.
async function spoiled(token) {
  const claims = { ...decodeJwt(token), ...spoil.claims };
  if (spoil.alg === 'none') return new UnsecuredJWT(claims).encode();
  const header = { alg: spoil.alg ?? key.alg, kid: key.jwk.kid };
  if (header.alg === 'HS256') return sign(claims, header, new TextEncoder().encode(CLIENT.client_secret));
  return sign(claims, header, spoil.key === 'other' ? (await newKey(header.alg)).privateKey : key.privateKey);
}

const sign = (claims, header, by) => new SignJWT(claims).setProtectedHeader(header).sign(by);

async function begin(issuer, { alg = 'RS256', inToken = true } = {}) {
  key = await newKey(alg);
  provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: redirects, id_token_signed_response_alg: alg }],
    jwks: { keys: [key.jwk] },
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: !inToken,
    cookies: { keys: ['of the tests'] },
    enabledJWA: { idTokenSigningAlgValues: [alg] },
    // The tests move their clock.
    ttl: { IdToken: 400 * 86_400, AccessToken: 3_600, AuthorizationCode: 600, Grant: 3_600, Interaction: 3_600, Session: 3_600 },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, email: accountId, email_verified: true, ...people[accountId] }),
    }),
  });
  provider.use(async (context, next) => {
    await next();
    if (spoil && context.body?.id_token) context.body.id_token = await spoiled(context.body.id_token);
  });
  answering = provider.callback();
}

const JSON_TYPE = { 'content-type': 'application/json' };
const troubles = {
  errors: (_, response) => response.writeHead(503).end(),
  hangs: () => {},
  page: (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>We are moving.</p>'),
  moved: (request, response) => response.writeHead(302, { location: `/elsewhere${request.url}` }).end(),
  endless: (_, response) => {
    response.writeHead(200, JSON_TYPE);
    const more = () => {
      while (!response.destroyed && response.write(`${' '.repeat(65_536)}\n`));
    };
    response.on('drain', more);
    more();
  },
};

// Follows a person through the pages of the provider until they lead back to us.
async function visit(url, { as, deny }) {
  const cookies = new Map();
  let init = {};
  for (let step = 0; step < 20; step += 1) {
    if (redirects.some((back) => url.startsWith(`${back}?`))) return { callback: url };
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [name, value] = set.split(';')[0].split('=');
      cookies.set(name, value);
    }
    init = {};
    if (answer.headers.has('location')) {
      url = new URL(answer.headers.get('location'), url).href;
      continue;
    }
    const page = await answer.text();
    const action = /action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (!action) return { page, status: answer.status };
    if (deny) {
      url = `${action}/abort`;
      continue;
    }
    url = action;
    const body = new URLSearchParams({ prompt, login: as, password: 'any' });
    init = { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  }
  return { lost: url };
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://here');
  calls[pathname] = (calls[pathname] ?? 0) + 1;
  (troubles[trouble] ?? answering)(request, response);
});
// oidc-provider remarks on every setting that is for development only.
console.warn = () => {};
console.info = () => {};
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
await begin(issuer);
process.stdout.write(`${JSON.stringify({ issuer })}\n`);

async function told(order) {
  if ('visit' in order) return visit(order.visit, order);
  if ('count' in order) return { calls: calls[order.count] ?? 0 };
  if ('person' in order) people[order.person] = order.claims;
  if ('spoil' in order) spoil = order.spoil;
  if ('trouble' in order) trouble = order.trouble;
  if ('back' in order) redirects.push(order.back);
  if ('renew' in order || 'back' in order) await begin(issuer, order.renew);
  return {};
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await told(JSON.parse(line)))}\n`);
}
process.exit(0);
