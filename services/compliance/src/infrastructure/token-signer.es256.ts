import type { NewUuid } from '@accounting/kernel';
import { sign as signToken } from 'jsonwebtoken';
import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { PublicKey, SigningKey, TokenSigner } from '../application/session-ports';
import type { SealedSecrets } from './sealed-secrets';

/** Which row a sealed private key belongs to. */
export const signingKeyOwner = (keyId: string): string => `signing-key:${keyId}`;

const algorithm = 'ES256';

/**
 * Signs with ECDSA on P-256: about a tenth of a millisecond, too little to leave the thread
 * for. Opened keys are kept in memory, as long as they sign.
 */
export const createTokenSigner = (secrets: SealedSecrets, newUuid: NewUuid): TokenSigner => {
  let opened: { readonly keyId: string; readonly key: KeyObject } | undefined;

  const keyFor = ({ keyId, sealedPrivateKey }: SigningKey): KeyObject => {
    if (opened?.keyId !== keyId) {
      const der = secrets.open(sealedPrivateKey, signingKeyOwner(keyId));
      opened = { keyId, key: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
    }
    return opened.key;
  };

  return {
    newKey: async () => {
      const keyId = newUuid();
      const pair = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
      const jwk = pair.publicKey.export({ format: 'jwk' }) as PublicKey;
      const der = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
      return {
        keyId,
        publicKey: { ...jwk, kid: keyId, alg: algorithm, use: 'sig' },
        sealedPrivateKey: secrets.seal(der, signingKeyOwner(keyId)),
      };
    },

    sign: async (key, claims) =>
      signToken({ ...claims }, keyFor(key), { algorithm, keyid: key.keyId }),
  };
};
