import { CompanyId } from '@accounting/kernel';
import { fields } from '@accounting/service-host';
import { z } from 'zod';

const { instant, searchedText, uuid } = fields;

const emailLengthMax = 254;
/** Longer than what is accepted as a password, so that who typed too much is told so. */
const passwordLengthMax = 1_000;

const companyId = uuid.transform((id) => CompanyId.parse(id) as CompanyId);
const email = searchedText(emailLengthMax)
  .min(1)
  .meta({ description: 'Email address, in whatever case.', example: 'nino@example.ge' });
const password = z.string().min(1).max(passwordLengthMax).meta({ format: 'password' });
const secretText = z.string().min(1).max(200);
const code = z
  .string()
  .min(6)
  .max(12)
  .meta({ description: 'Six digits of the authenticator app.', example: '492039' });
const recoveryCode = z
  .string()
  .min(16)
  .max(40)
  .meta({ description: 'One of the ten recovery codes.', example: '7K2M-Q0XW-9ZTB-4NFA' });

/** One of the two. */
const factorFields = { code: code.optional(), recoveryCode: recoveryCode.optional() };
const isOneFactor = (factor: {
  readonly code?: string | undefined;
  readonly recoveryCode?: string | undefined;
}): boolean => (factor.code === undefined) !== (factor.recoveryCode === undefined);
const notOneFactor = { path: ['code'], error: 'send either a code or a recovery code' };

export const signInBody = z.strictObject({
  email,
  password,
  companyId: companyId
    .optional()
    .meta({ description: 'The company to work for; else the last one, else the first.' }),
});

export const secondFactorBody = z
  .strictObject({ challenge: secretText, ...factorFields })
  .refine(isOneFactor, notOneFactor);

export const refreshBody = z.strictObject({ refreshToken: secretText });
export const resetRequestBody = z.strictObject({ email });
export const resetBody = z.strictObject({ token: secretText, newPassword: password });
export const changePasswordBody = z.strictObject({
  currentPassword: password,
  newPassword: password,
});
export const companyBody = z.strictObject({ companyId });
export const proposeFactorBody = z.strictObject({ password });
export const confirmFactorBody = z.strictObject({ code });
export const removeFactorBody = z
  .strictObject({ password, ...factorFields })
  .refine(isOneFactor, notOneFactor);
export const revocationBody = z.strictObject({
  tokenId: uuid.meta({ description: 'The `jti` of the access token.' }),
});
export const sessionParameters = z.strictObject({ sessionId: uuid });
export const userParameters = z.strictObject({ userId: uuid });

const company = z.object({ companyId: z.string(), name: z.string() });
const nextSteps = z
  .array(
    z.object({
      step: z.enum(['change_password', 'set_up_second_factor', 'sign_in_with_second_factor']),
      message: z.string(),
    }),
  )
  .readonly()
  .meta({ description: 'What has to be done before the permissions are granted.' });

const accessTokenFields = {
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  expiresInSeconds: z.number().int(),
  sessionId: z.string(),
  userId: z.string(),
  company,
  companies: z.array(company).readonly().meta({ description: 'To choose from.' }),
  permissions: z.array(z.string()).readonly(),
  nextSteps,
};

export const accessTokenAnswer = z.object(accessTokenFields).meta({ id: 'AccessToken' });

export const signedInAnswer = z
  .object({
    status: z.literal('signed_in'),
    ...accessTokenFields,
    refreshToken: z.string().meta({
      description: 'Works once. Used a second time it ends the session.',
    }),
    refreshExpiresAt: instant,
  })
  .meta({ id: 'SignedIn' });

export const signInAnswer = z.union([
  signedInAnswer,
  z
    .object({
      status: z.literal('second_factor_required'),
      challenge: z.string().meta({ description: 'To be sent with the code.' }),
      expiresAt: instant,
    })
    .meta({ id: 'SecondFactorRequired' }),
]);

export const accepted = z.object({ accepted: z.literal(true) });
export const passwordChanged = z.object({ changedAt: instant });
export const proposedFactor = z.object({
  secret: z.string().meta({ description: 'In base32, to be typed into the app.' }),
  keyUri: z.string().meta({ description: 'The text of the QR code.' }),
});
export const recoveryCodes = z.object({
  recoveryCodes: z
    .array(z.string())
    .readonly()
    .meta({ description: 'Shown this once. Each replaces a code once.' }),
});
export const factorRemoved = z.object({ hasSecondFactor: z.boolean() });
export const ended = z.object({ ended: z.number().int() });

export const sessionList = z.object({
  sessions: z
    .array(
      z.object({
        sessionId: z.string(),
        companyId: z.string(),
        clientAddress: z.string(),
        beganAt: instant,
        lastUsedAt: instant,
        expiresAt: instant,
        withSecondFactor: z.boolean(),
        isCurrent: z.boolean(),
      }),
    )
    .readonly(),
});

export const ownAccount = z.object({
  userId: z.string(),
  email: z.string(),
  displayName: z.string(),
  hasSecondFactor: z.boolean(),
  company,
  companies: z.array(company).readonly(),
  permissions: z.array(z.string()).readonly(),
  nextSteps,
});

export const revoked = z.object({ tokenId: z.string(), expiresAt: instant });
export const userStatus = z.object({ userId: z.string(), isActive: z.boolean() });

export const signingKey = z
  .object({
    keyId: z.string(),
    status: z.enum(['pending', 'active', 'retired', 'expired']),
    signsFrom: instant,
  })
  .meta({ id: 'SigningKey' });
export const signingKeyList = z.object({ keys: z.array(signingKey).readonly() });

export const publicKeys = z.object({
  keys: z
    .array(z.record(z.string(), z.string()))
    .readonly()
    .meta({ description: 'JSON Web Keys, RFC 7517.' }),
});
