import { Secret } from '../../src/configuration/secret';
import { createGatewayProof } from '../../src/identity/gateway-proof';

const identity = 'spiffe://cluster.local/ns/kong/sa/kong';
const certificate = (uri: string): string => `By=spiffe://a;Hash=0a1b;Subject="CN=x";URI=${uri}`;

describe('proof of being the gateway', () => {
  const secrets = new Secret<readonly string[]>(['the new secret', 'the old secret']);
  const isFromGateway = createGatewayProof({ secrets, identity });

  it.each(['the new secret', 'the old secret'])('is one of its secrets: %s', (secret) => {
    expect(isFromGateway({ 'x-gateway-secret': secret })).toBe(true);
  });

  it.each([
    ['nothing', {}],
    ['another secret', { 'x-gateway-secret': 'the new secret ' }],
    ['an empty secret', { 'x-gateway-secret': '' }],
    ['the secret twice', { 'x-gateway-secret': ['the new secret', 'the new secret'] }],
    ['the identity of another', { 'x-forwarded-client-cert': certificate(`${identity}-2`) }],
    ['a certificate without identity', { 'x-forwarded-client-cert': 'Hash=0a1b' }],
    [
      'an identity that the client wrote before that of its own',
      {
        'x-forwarded-client-cert': `${certificate(identity)},${certificate('spiffe://client')}`,
      },
    ],
    [
      'an identity inside of another field',
      { 'x-forwarded-client-cert': `Hash=1;Subject="URI=${identity}";URI=spiffe://client` },
    ],
  ])('is not %s', (_what, headers) => {
    expect(isFromGateway(headers)).toBe(false);
  });

  it('is its identity, as our own sidecar has found it', () => {
    const header = `${certificate('spiffe://client')},${certificate(identity)}`;
    expect(isFromGateway({ 'x-forwarded-client-cert': header })).toBe(true);
  });

  it('is possible for nobody where nothing is set', () => {
    const isAnybody = createGatewayProof({ secrets: undefined, identity: undefined });
    expect(isAnybody({ 'x-gateway-secret': '', 'x-forwarded-client-cert': 'Hash=1' })).toBe(false);
    expect(isAnybody({})).toBe(false);
  });
});
