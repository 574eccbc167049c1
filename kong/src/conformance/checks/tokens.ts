import { createHmac } from 'node:crypto';
import type { Check } from '../check';
import type { Testbed } from '../testbed';
import { hmac } from '../token-keys';
import { claimsOf, headerOf, nowSeconds, tokenOf, tokenOfTexts, type Fields } from '../tokens';
import { demandRefused, type Expected } from './demands';

const path = '/api/v1/accounts';

/** A token that must not be accepted. */
interface BadToken {
  readonly name: string;
  readonly token: (testbed: Testbed) => string;
  readonly expected: Expected;
}

const invalid = (message: string): Expected => ({
  status: 401,
  message,
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
});

/** What is wrong with a claim is told by its name. */
const telling = (body: string): Expected => ({ ...invalid(''), message: undefined, body });

const ofPerson =
  (changes: { readonly header?: Fields; readonly claims?: Fields }) =>
  ({ identities }: Testbed): string =>
    tokenOf(identities.people[0], changes);

/** A token of a person with these texts instead of its header or claims. */
const withTexts =
  (texts: { readonly header?: string; readonly claims?: string }) =>
  ({ identities }: Testbed): string => {
    const [key] = identities.people;
    const { header = JSON.stringify(headerOf(key)), claims = JSON.stringify(claimsOf()) } = texts;
    return tokenOfTexts(header, claims, key.sign);
  };

/** A person's token whose third part is another. */
const withSignature =
  (change: (signature: Buffer) => Buffer) =>
  (testbed: Testbed): string => {
    const parts = testbed.personToken().split('.');
    const signature = change(Buffer.from(parts[2] ?? '', 'base64url'));
    return `${parts[0] ?? ''}.${parts[1] ?? ''}.${signature.toString('base64url')}`;
  };

/** A key's token that says another algorithm and is signed by it. */
const saying =
  (algorithm: string, sign: (content: string) => Buffer) =>
  ({ identities }: Testbed): string =>
    tokenOfTexts(
      JSON.stringify({ ...headerOf(identities.people[0]), alg: algorithm }),
      JSON.stringify(claimsOf()),
      sign,
    );

const unsigned = (): Buffer => Buffer.alloc(0);

const algorithms: readonly BadToken[] = [
  ...['none', 'None', 'NONE', 'nOnE', ''].map((algorithm) => ({
    name: `alg "${algorithm}" without a signature`,
    token: saying(algorithm, unsigned),
    expected: invalid('Bad token; invalid alg'),
  })),
  {
    name: 'alg "none" with a signature',
    token: ofPerson({ header: { alg: 'none' } }),
    expected: invalid('Bad token; invalid alg'),
  },
  {
    name: 'no alg',
    token: ofPerson({ header: { alg: undefined } }),
    expected: invalid('Bad token; invalid alg'),
  },
  {
    name: 'another algorithm than the key is for',
    token: ofPerson({ header: { alg: 'ES384' } }),
    expected: invalid('Invalid algorithm'),
  },
  {
    name: 'the algorithm in small letters',
    token: ofPerson({ header: { alg: 'es256' } }),
    expected: invalid('Bad token; invalid alg'),
  },
  {
    name: 'a public RSA key used as a shared secret',
    token: ({ identities: { rsa } }) => {
      const { publicKeyPem = '' } = rsa.credential;
      return tokenOf({ ...rsa, sign: hmac(publicKeyPem) }, { header: { alg: 'HS256' } });
    },
    expected: invalid('Invalid algorithm'),
  },
  {
    name: 'a public elliptic key used as a shared secret',
    token: ({ identities: { elliptic } }) => {
      const { publicKeyPem = '' } = elliptic.credential;
      return tokenOf({ ...elliptic, sign: hmac(publicKeyPem) }, { header: { alg: 'HS256' } });
    },
    expected: invalid('Invalid algorithm'),
  },
  {
    name: 'a shared secret with a longer hash than agreed',
    token: ({ identities: { shared } }) => {
      const { secret = '' } = shared.credential;
      const sign = (content: string): Buffer =>
        createHmac('sha512', secret).update(content).digest();
      return tokenOf({ ...shared, sign }, { header: { alg: 'HS512' } });
    },
    expected: invalid('Invalid algorithm'),
  },
];

const keyIds: readonly BadToken[] = [
  {
    name: 'a kid that nobody has',
    token: ofPerson({ header: { kid: 'nobody' } }),
    expected: invalid("No credentials found for given 'kid'"),
  },
  {
    name: 'no kid',
    token: ofPerson({ header: { kid: undefined } }),
    expected: invalid("No mandatory 'kid' in claims"),
  },
  {
    name: 'an empty kid',
    token: ofPerson({ header: { kid: '' } }),
    expected: invalid("Invalid 'kid' in claims"),
  },
  {
    name: 'the kid of another key in the payload, which Kong looks at first',
    token: ({ identities: { people, shared } }) =>
      tokenOf(people[0], { claims: { kid: shared.credential.keyId } }),
    expected: { status: 401 },
  },
  {
    name: 'the kid of a partner under a token of another',
    token: ({ identities: { elliptic, stranger } }) =>
      tokenOf(stranger, { header: { kid: elliptic.credential.keyId } }),
    expected: invalid('Invalid signature'),
  },
  {
    name: 'the kid of one partner, signed by another partner of the same algorithm',
    token: ({ identities: { elliptic, suspended } }) =>
      tokenOf(suspended, { header: { kid: elliptic.credential.keyId } }),
    expected: invalid('Invalid signature'),
  },
  {
    name: 'a kid that is a reference to a secret',
    token: ofPerson({ header: { kid: '{vault://env/x}' } }),
    expected: invalid("No credentials found for given 'kid'"),
  },
];

/** Made when the check runs: the times are told from then. */
const withClaims = (testbed: Testbed, claims: Fields): string => ofPerson({ claims })(testbed);

const later = (seconds: number): number => nowSeconds() + seconds;

const times: readonly BadToken[] = [
  {
    name: 'expired',
    token: (testbed) => withClaims(testbed, { exp: later(-60) }),
    expected: telling('{"exp":"token expired"}'),
  },
  {
    name: 'expired since the year 1970',
    token: ofPerson({ claims: { exp: 1 } }),
    expected: telling('{"exp":"token expired"}'),
  },
  {
    name: 'without exp',
    token: ofPerson({ claims: { exp: undefined } }),
    expected: telling('{"exp":"must be a number"}'),
  },
  {
    name: 'without nbf',
    token: ofPerson({ claims: { nbf: undefined } }),
    expected: telling('{"nbf":"must be a number"}'),
  },
  {
    name: 'exp as a text',
    token: (testbed) => withClaims(testbed, { exp: String(later(600)) }),
    expected: telling('{"exp":"must be a number"}'),
  },
  {
    name: 'not valid yet',
    token: (testbed) => withClaims(testbed, { nbf: later(120) }),
    expected: telling('{"nbf":"token not valid yet"}'),
  },
  {
    name: 'valid for longer than an hour',
    token: (testbed) => withClaims(testbed, { exp: later(3_700) }),
    expected: telling('{"exp":"exceeds maximum allowed expiration"}'),
  },
  {
    name: 'valid for ever',
    token: ofPerson({ claims: { exp: 9_999_999_999 } }),
    expected: telling('{"exp":"exceeds maximum allowed expiration"}'),
  },
];

const signatures: readonly BadToken[] = [
  {
    name: 'signed by a key that nobody knows',
    token: ({ identities: { people, stranger } }) =>
      tokenOf(stranger, { header: { kid: people[0].credential.keyId } }),
    expected: invalid('Invalid signature'),
  },
  {
    name: 'claims changed after signing',
    token: (testbed) => {
      const [header = '', , signature = ''] = testbed.personToken().split('.');
      const claims = Buffer.from(JSON.stringify({ ...claimsOf(), sub: 'root' }));
      return `${header}.${claims.toString('base64url')}.${signature}`;
    },
    expected: invalid('Invalid signature'),
  },
  {
    name: 'a signature of zeros',
    token: withSignature((signature) => Buffer.alloc(signature.length)),
    expected: { status: [401, 500] },
  },
  ...(
    [
      ['truncated', (signature: Buffer) => signature.subarray(1)],
      ['lengthened', (signature: Buffer) => Buffer.concat([signature, Buffer.from([0])])],
      ['empty', () => Buffer.alloc(0)],
    ] as const
  ).map(([shape, change]) => ({
    name: `a signature that is ${shape} (401, or 500 as Kong does)`,
    token: withSignature(change),
    expected: { status: [401, 500] },
  })),
];

const malformed: readonly BadToken[] = [
  ...['abc', 'a.b', 'a.b.c', 'a.b.c.d', '..', '....', 'e30.e30.e30', 'null', '{}'].map((token) => ({
    name: `"${token}" for a token`,
    token: () => token,
    expected: { status: 401 },
  })),
  {
    name: 'a token of 7,000 letters that mean nothing',
    token: () => 'a'.repeat(7_000),
    expected: { status: 401 },
  },
  ...(['header', 'claims'] as const).flatMap((part) =>
    ['null', '7', 'true', '"text"', '[]', '{}', '{', '', '{"a":1}}', '\u0000'].map((text) => ({
      name: `${part} ${JSON.stringify(text)} (401, or 500 where Kong fails on it)`,
      token: withTexts({ [part]: text }),
      expected: { status: [401, 500] },
    })),
  ),
  ...[{}, [], 7, true, null].map((kid) => ({
    name: `a kid that is ${JSON.stringify(kid)} (401, or 500 where Kong fails on it)`,
    token: ofPerson({ header: { kid } }),
    expected: { status: [401, 500] },
  })),
  {
    name: 'a header of another type of token',
    token: ofPerson({ header: { typ: 'JWE' } }),
    expected: invalid('Bad token; invalid typ'),
  },
];

/** Every token that must be refused, without the upstream learning of it. */
export const tokenChecks: readonly Check[] = [
  ...algorithms,
  ...keyIds,
  ...times,
  ...signatures,
  ...malformed,
].map(({ name, token, expected }) => ({
  name: `a token is refused: ${name}`,
  run: async (testbed) => {
    demandRefused(await testbed.send({ path, token: token(testbed) }), expected);
  },
}));
