import { Instant } from '@accounting/kernel';
import { Secret, TOTP } from 'otpauth';
import type { OneTimeCodes } from '../application/authentication-ports';

/** What authenticator apps understand without being told (RFC 6238). */
const parameters = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Steps before and after the present one, for clocks that differ and people who type slowly. */
const stepsAround = 1;
const codePattern = /^\d{6}$/;

const secretOf = (secret: Buffer): Secret => new Secret({ buffer: new Uint8Array(secret).buffer });

export const createOneTimeCodes = (issuer: string): OneTimeCodes => ({
  keyUri: (secret, email) =>
    new TOTP({ ...parameters, issuer, label: email, secret: secretOf(secret) }).toString(),

  asText: (secret) => secretOf(secret).base32,

  stepOf: (code, secret, now) => {
    const digits = code.replaceAll(/\s/g, '');
    if (!codePattern.test(digits)) return undefined;
    const timestamp = Instant.toEpochMilliseconds(now);
    const delta = TOTP.validate({
      ...parameters,
      token: digits,
      secret: secretOf(secret),
      timestamp,
      window: stepsAround,
    });
    if (delta === null) return undefined;
    return TOTP.counter({ period: parameters.period, timestamp }) + delta;
  },
});
