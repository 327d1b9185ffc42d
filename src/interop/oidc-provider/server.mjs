// A panva/oidc-provider with everything on that oat is to be tried against.
//
//   node server.mjs '{"port": 9001, "api": "http://127.0.0.1:9100/", "accessTokenTTL": 300}'
//
// Options: port; api, the resource indicator whose access tokens are JWTs (all others are opaque, to be introspected);
// accessTokenTTL in seconds; clientKeys, a JWKS with the public keys of the clients that sign; dpopNonce, true to ask
// for a nonce in every DPoP proof; tls {pfx, passphrase, ca}, to serve https and to ask for
// a client certificate, which ca is to have signed.
//
// One line per request goes to standard output: method, path, status, grant type, and the error if there was one.
import { readFileSync } from 'node:fs';
import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { once } from 'node:events';
import Provider from 'oidc-provider';

const options = { accessTokenTTL: 300, clientKeys: { keys: [] }, ...JSON.parse(process.argv[2] ?? '{}') };
const issuer = `${options.tls ? 'https' : 'http'}://127.0.0.1:${options.port}`;
const callbacks = ['http://127.0.0.1/callback', 'http://[::1]/callback', 'http://localhost/callback'];

/** What differs between two clients, on top of a native application that may do everything the main job needs. */
function client(client_id, rest) {
  return {
    client_id,
    application_type: 'native', // RFC 8252 section 7.3: any port on a loopback redirect URI
    redirect_uris: callbacks,
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: ['code'],
    scope: 'openid profile email offline_access read write',
    ...rest,
  };
}

function signed(client_id, alg, rest) {
  return client(client_id, {
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: alg,
    jwks: options.clientKeys,
    ...rest,
  });
}

const publicGrants = ['authorization_code', 'refresh_token'];
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const CIBA = 'urn:openid:params:grant-type:ciba';

const clients = [
  // A colon in the id and reserved characters in the secret: only a client that form-encodes them before Basic
  // (RFC 6749 section 2.3.1) gets in.
  client('oat:basic', { client_secret: 'b&s=c +100%25/"~"', token_endpoint_auth_method: 'client_secret_basic' }),
  client('oat-post', { client_secret: 'p+st &=%/100', token_endpoint_auth_method: 'client_secret_post' }),
  client('oat-public', {
    token_endpoint_auth_method: 'none',
    grant_types: [...publicGrants, DEVICE],
    post_logout_redirect_uris: ['http://127.0.0.1/signed-out'],
  }),
  client('oat-api', { client_secret: 'the-api-asks-too', redirect_uris: [], grant_types: [], response_types: [] }),
  client('oat-secret-jwt', {
    client_secret: 'a-secret-long-enough-to-sign-with-hs256',
    token_endpoint_auth_method: 'client_secret_jwt',
  }),
  client('oat-hybrid', {
    token_endpoint_auth_method: 'none',
    grant_types: [...publicGrants, 'implicit'],
    response_types: ['code', 'code id_token', 'id_token'],
  }),
  client('oat-par', {
    token_endpoint_auth_method: 'none',
    grant_types: publicGrants,
    require_pushed_authorization_requests: true,
  }),
  client('oat-dpop', { token_endpoint_auth_method: 'none', grant_types: publicGrants, dpop_bound_access_tokens: true }),
  client('oat-ciba', {
    client_secret: 'backchannel',
    grant_types: [CIBA, 'refresh_token'],
    redirect_uris: [],
    response_types: [],
    backchannel_token_delivery_mode: 'poll',
  }),
];

const keysOf = (kty, crv) => options.clientKeys.keys.some((key) => key.kty === kty && (!crv || key.crv === crv));
if (keysOf('RSA')) {
  clients.push(
    signed('oat-rs256', 'RS256'),
    signed('oat-ps256', 'PS256'),
    signed('oat-fapi', 'PS256', { id_token_signed_response_alg: 'PS256' }),
    signed('oat-jar', 'PS256', { request_object_signing_alg: 'PS256', require_signed_request_object: true }),
    signed('oat-jarm', 'PS256', { authorization_signed_response_alg: 'PS256' }),
    signed('oat-encrypted', 'PS256', {
      id_token_encrypted_response_alg: 'RSA-OAEP-256',
      id_token_encrypted_response_enc: 'A256GCM',
      userinfo_signed_response_alg: 'RS256',
    }),
    signed('oat-sealed', 'PS256', {
      userinfo_signed_response_alg: 'PS256',
      userinfo_encrypted_response_alg: 'RSA-OAEP-256',
      userinfo_encrypted_response_enc: 'A256GCM',
      introspection_signed_response_alg: 'PS256',
      introspection_encrypted_response_alg: 'RSA-OAEP-256',
      introspection_encrypted_response_enc: 'A256GCM',
    }),
  );
}
const attester = options.clientKeys.keys.find((key) => key.kty === 'EC' && key.crv === 'P-256');
if (attester) {
  clients.push(
    signed('oat-es256', 'ES256'),
    client('oat-attested', { token_endpoint_auth_method: 'attest_jwt_client_auth' }),
  );
}
if (keysOf('OKP', 'Ed25519')) clients.push(signed('oat-eddsa', 'EdDSA'));
if (options.tls) {
  clients.push(
    client('oat-mtls-self-signed', {
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      tls_client_certificate_bound_access_tokens: true,
      jwks: options.clientKeys,
    }),
    client('oat-mtls', {
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: 'CN=oat-mtls',
      tls_client_certificate_bound_access_tokens: true,
    }),
  );
}

const people = {
  alice: { name: 'Alice Liddell', email: 'alice@example.org', email_verified: true },
  bob: { name: 'Bob', email: 'bob@example.org', email_verified: false },
};

function serverKeys() {
  const jwk = (type, parameters, rest) => ({
    ...generateKeyPairSync(type, parameters).privateKey.export({ format: 'jwk' }),
    use: 'sig',
    ...rest,
  });
  return {
    keys: [
      jwk('rsa', { modulusLength: 2048 }, { kid: 'rsa' }),
      jwk('ec', { namedCurve: 'P-256' }, { kid: 'ec', alg: 'ES256' }),
      jwk('ed25519', {}, { kid: 'ed' }),
    ],
  };
}

const provider = new Provider(issuer, {
  clients,
  jwks: serverKeys(),
  cookies: { keys: [randomBytes(32).toString('hex')] },
  scopes: ['openid', 'offline_access', 'read', 'write'],
  claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
  responseTypes: ['code', 'code id_token', 'id_token', 'none'],
  clientAuthMethods: [
    'client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none',
    ...(attester ? ['attest_jwt_client_auth'] : []),
    ...(options.tls ? ['tls_client_auth', 'self_signed_tls_client_auth'] : []),
  ],
  async findAccount(_ctx, sub) {
    return { accountId: sub, claims: async () => ({ sub, ...people[sub] }) };
  },
  rotateRefreshToken: true,
  pkce: { required: () => true },
  ttl: {
    AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? options.accessTokenTTL,
    ClientCredentials: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? options.accessTokenTTL,
    AuthorizationCode: 60,
    BackchannelAuthenticationRequest: 120,
    DeviceCode: 120,
    Grant: 86_400,
    IdToken: 3_600,
    Interaction: 600,
    RefreshToken: 86_400,
    Session: 86_400,
  },
  features: {
    devInteractions: { enabled: true },
    claimsParameter: { enabled: true },
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    encryption: { enabled: true },
    introspection: { enabled: true },
    jwtIntrospection: { enabled: true },
    jwtResponseModes: { enabled: true },
    jwtUserinfo: { enabled: true },
    pushedAuthorizationRequests: { enabled: true },
    registration: { enabled: true },
    registrationManagement: { enabled: true, rotateRegistrationAccessToken: true },
    requestObjects: { enabled: true },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    dPoP: {
      enabled: true,
      nonceSecret: randomBytes(32),
      requireNonce: () => options.dpopNonce === true,
    },
    attestClientAuth: {
      enabled: Boolean(attester),
      challengeSecret: randomBytes(32),
      getAttestationSignaturePublicKey: async () => createPublicKey({ key: attester, format: 'jwk' }),
      assertAttestationJwtAndPop: async () => {},
    },
    mTLS: {
      enabled: Boolean(options.tls),
      certificateBoundAccessTokens: true,
      selfSignedTlsClientAuth: true,
      tlsClientAuth: true,
      getCertificate: (ctx) => ctx.socket.getPeerX509Certificate(),
      certificateAuthorized: (ctx) => ctx.socket.authorized,
      certificateSubjectMatches: (ctx, property, expected) =>
        property === 'tls_client_auth_subject_dn'
        && ctx.socket.getPeerX509Certificate().subject === expected,
    },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_ctx, resource) => {
        if (resource !== options.api) return { scope: 'read write', audience: resource, accessTokenFormat: 'opaque' };
        return {
          scope: 'read write',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: options.accessTokenTTL,
          jwt: { sign: { alg: 'ES256' } },
        };
      },
    },
    ciba: {
      enabled: true,
      deliveryModes: ['poll'],
      processLoginHint: async (_ctx, hint) => hint,
      processLoginHintToken: async (_ctx, token) => token,
      verifyUserCode: async () => {},
      validateBindingMessage: async () => {},
      validateRequestContext: async () => {},
      // The telephone in the user's pocket: says yes a second later.
      triggerAuthenticationDevice: async (_ctx, request, account, { clientId }) => {
        setTimeout(async () => {
          const grant = new provider.Grant({ clientId, accountId: account.accountId });
          grant.addOIDCScope(request.scope);
          await grant.save();
          await provider.backchannelResult(request, grant, { acr: 'telephone' });
        }, 1_000).unref();
      },
    },
  },
});

// The operator's hand: one access token is withdrawn and nothing else. Revocation by the client takes the whole grant
// along here, the refresh token included, as RFC 7009 section 2.1 lets a server do.
provider.use(async (ctx, next) => {
  if (ctx.method !== 'DELETE' || !ctx.path.startsWith('/withdrawn/')) return next();
  const token = await provider.AccessToken.find(ctx.path.slice('/withdrawn/'.length));
  await token.destroy();
  ctx.status = 204;
});
provider.use(async (ctx, next) => {
  await next();
  const { body, error } = { body: ctx.oidc?.body, error: ctx.body?.error };
  console.log([ctx.method, ctx.path, ctx.status, body?.grant_type, error].filter(Boolean).join(' '));
});
for (const place of ['authorization', 'backchannel_authentication', 'grant', 'introspection', 'pushed_authorization_request',
  'registration_create', 'revocation', 'userinfo']) {
  provider.on(`${place}.error`, (_ctx, { error, error_description: description, error_detail: detail }) =>
    console.log(['  because:', error, description, detail].filter(Boolean).join(' ')));
}
provider.on('server_error', (_ctx, error) => console.log(error.stack));

const server = options.tls
  ? createHttpsServer(
    {
      pfx: readFileSync(options.tls.pfx),
      passphrase: options.tls.passphrase,
      ca: options.tls.ca && readFileSync(options.tls.ca),
      requestCert: true,
      rejectUnauthorized: false,
    },
    provider.callback(),
  )
  : createHttpServer(provider.callback());
server.listen(options.port, '127.0.0.1');
await once(server, 'listening');
console.log(`oidc-provider at ${issuer}`);
