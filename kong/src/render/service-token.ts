import { createPrivateKey, randomUUID, type KeyObject } from 'node:crypto';
import { sign } from 'jsonwebtoken';

/** Who the renderer is, to compliance: the `kid` of its key and the `sub` of its tokens. */
export const rendererName = 'gateway-renderer';

/** The header in which a service says who it is. */
export const serviceAuthorizationHeader = 'x-service-authorization';

const lifetimeSeconds = 60;

/** What the renderer proves itself with. */
export interface RendererIdentity {
  /** ECDSA on P-256; see `readRendererKey`. */
  readonly privateKey: KeyObject;
  /** `aud` of its tokens: the value of `AUTH_AUDIENCE` at the services. */
  readonly audience: string;
}

/** Reads a private key in PEM. Throws when it is none, or not on the curve P-256. */
export const readRendererKey = (pem: string): KeyObject => {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    // OpenSSL's words say nothing to a person, and might quote the file.
    throw new Error('The signing key of the renderer is no private key in PEM.');
  }
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error('The signing key of the renderer is not on the curve P-256, as ES256 needs.');
  }
  return key;
};

/** A token of the renderer as a service, for one request: it holds for a minute. */
export const signServiceToken = ({ privateKey, audience }: RendererIdentity): string =>
  sign({ type: 'service' }, privateKey, {
    algorithm: 'ES256',
    keyid: rendererName,
    subject: rendererName,
    audience,
    expiresIn: lifetimeSeconds,
    jwtid: randomUUID(),
  });
