import { hash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../configuration/secret';

/** Headers of a request, or metadata of a call, by their lower-case names. */
export type CallerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Tells whether a request came through the gateway. */
export type IsFromGateway = (headers: CallerHeaders) => boolean;

/** How the gateway proves itself; where nothing is set, nobody is believed to be the gateway. */
export interface GatewayProof {
  /** The value of `X-Gateway-Secret`; two of them while it is being changed. */
  readonly secrets: Secret<readonly string[]> | undefined;
  /** The gateway's SPIFFE identity in the mesh: `spiffe://cluster.local/ns/kong/sa/kong`. */
  readonly identity: string | undefined;
}

const digestOf = (text: string): Buffer => hash('sha256', text, 'buffer');

/**
 * The identity that our own sidecar has found in the client's certificate: it appends its element
 * to `x-forwarded-client-cert`, so whatever a client wrote there itself stands before the last one.
 */
const meshIdentityOf = (header: string | readonly string[] | undefined): string | undefined => {
  if (typeof header !== 'string') return undefined;
  const last = header.split(',').at(-1) ?? '';
  return /(?:^|;)URI=([^;,"]+)(?:;|$)/.exec(last)?.[1];
};

/** Recognises the gateway by its secret or by its identity in the mesh. */
export const createGatewayProof = ({ secrets, identity }: GatewayProof): IsFromGateway => {
  // Digests are of one length, so that comparing them takes the same time whatever was sent.
  const digests = (secrets?.reveal() ?? []).map(digestOf);
  return (headers) => {
    const secret = headers['x-gateway-secret'];
    if (typeof secret === 'string' && digests.length > 0) {
      const sent = digestOf(secret);
      if (digests.some((digest) => timingSafeEqual(digest, sent))) return true;
    }
    return (
      identity !== undefined && meshIdentityOf(headers['x-forwarded-client-cert']) === identity
    );
  };
};
