/** Set or cleared by plugin `jwt` for the consumer that it found, so that only it may do so. */
export const identityHeadersOfToken: readonly string[] = [
  'X-Consumer-ID',
  'X-Consumer-Username',
  'X-Consumer-Custom-ID',
  'X-Credential-Identifier',
  'X-Anonymous-Consumer',
];

/** By which a client might claim to be somebody; no plugin of ours sets them for one. */
export const identityHeadersOfNobody: readonly string[] = [
  'X-Consumer-Groups',
  'X-Credential-Username',
  'X-Authenticated-Userid',
  'X-Authenticated-Scope',
  'X-Authenticated-Groups',
  'X-Gateway-Secret',
  'X-Service-Authorization',
  'X-Forwarded-Client-Cert',
];

/** The header by which a service knows the gateway; the renderer adds it with its value. */
export const gatewaySecretHeader = 'X-Gateway-Secret';
