import { Instant, invariant, type Clock } from '@accounting/kernel';
import type { OwnTrust, PartnerUse, TrustBundle } from '@accounting/service-host';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { Logger } from 'pino';
import type { RequestLimits } from '../domain/partner/events';
import { generalDutyRules } from '../domain/separation-of-duties';
import { sharedReading } from './shared-reading';
import type {
  DutyDeviations,
  PartnerCredential,
  PartnerCredentials,
  PublicKey,
  Revocations,
  VerificationKeys,
} from './trust-ports';

/** A key as the gateway is told it. */
export interface GatewayKey {
  readonly keyId: string;
  readonly algorithm: string;
  readonly publicKeyPem?: string;
  /** Of HS256. */
  readonly secret?: string;
}

export interface GatewayPartner {
  readonly partnerId: string;
  readonly name: string;
  readonly companyId: string;
  readonly keys: readonly GatewayKey[];
  readonly limits: RequestLimits;
}

/** With what the gateway recognises people and partners. */
export interface GatewayCredentials {
  readonly keys: readonly GatewayKey[];
  readonly partners: readonly GatewayPartner[];
}

export interface TrustFeeds extends OwnTrust {
  gatewayCredentials(logger: Logger): Promise<GatewayCredentials>;
}

export interface TrustFeedDependencies {
  readonly verificationKeys: VerificationKeys;
  readonly revocations: Revocations;
  readonly partnerCredentials: PartnerCredentials;
  readonly dutyDeviations: DutyDeviations;
  readonly clock: Clock;
}

/** Every service asks each second; a change is late by this much at most, and asked for once. */
const trustSharedMs = 250;

/**
 * What the other services and the gateway go by. Suspended partners and companies are absent, so
 * that their tokens are refused everywhere without a call.
 */
export const createTrustFeeds = (dependencies: TrustFeedDependencies): TrustFeeds => {
  const { verificationKeys, partnerCredentials, clock } = dependencies;
  return {
    read: sharedReading(() => readBundle(dependencies), trustSharedMs, performanceNow),
    reportPartnerUses: (uses) => partnerCredentials.noteUses(notInFuture(uses, clock())),
    gatewayCredentials: async (logger) => {
      const [keys, { usable, secrets, unusableCount }] = await Promise.all([
        verificationKeys.readVerificationKeys(),
        usableCredentials(dependencies),
      ]);
      if (unusableCount > 0) {
        logger.error(
          { count: unusableCount },
          'secrets of partners do not open with SECRETS_KEY; their tokens are refused',
        );
      }
      return { keys: keys.map(gatewayKeyOf), partners: gatewayPartners(usable, secrets) };
    },
  };
};

/** Keys in use with the secrets of those that are shared, without those that do not open. */
const usableCredentials = async ({
  partnerCredentials,
  clock,
}: Pick<TrustFeedDependencies, 'partnerCredentials' | 'clock'>) => {
  const inUse = await partnerCredentials.inUse(clock());
  const shared = inUse.filter(({ algorithm }) => algorithm === 'HS256');
  const secrets =
    shared.length === 0
      ? new Map<string, string>()
      : await partnerCredentials.secrets(shared.map(({ keyId }) => keyId));
  const usable = inUse.filter(
    ({ keyId, algorithm }) => algorithm !== 'HS256' || secrets.has(keyId),
  );
  return { usable, secrets, unusableCount: inUse.length - usable.length };
};

const performanceNow = (): number => performance.now();

const readBundle = async (dependencies: TrustFeedDependencies): Promise<TrustBundle> => {
  const { verificationKeys, revocations, dutyDeviations } = dependencies;
  const [keys, revoked, { usable, secrets }, companies] = await Promise.all([
    verificationKeys.readVerificationKeys(),
    revocations.readRevocations(),
    usableCredentials(dependencies),
    dutyDeviations.all(),
  ]);
  return {
    keys,
    revocations: revoked,
    partners: usable.map(
      ({ keyId, partnerId, companyId, permissions, algorithm, publicKeyPem }) => {
        const secret = secrets.get(keyId);
        return {
          keyId,
          partnerId,
          companyId,
          permissions,
          algorithm,
          ...(publicKeyPem !== null && { publicKeyPem }),
          ...(secret !== undefined && { secret }),
        };
      },
    ),
    duties: {
      rules: generalDutyRules.map(({ ruleId, first, second, scope }) => ({
        id: ruleId,
        first,
        second,
        scope,
      })),
      companies,
    },
  };
};

/** The clock of a reporter may be ahead; its report must not hide the uses that follow. */
const notInFuture = (uses: readonly PartnerUse[], now: Instant): readonly PartnerUse[] =>
  uses.map(({ keyId, lastUsedAt }) => {
    const instant = Instant.parse(lastUsedAt);
    invariant(instant !== undefined, 'a use is reported with an instant');
    return { keyId, lastUsedAt: instant < now ? instant : now };
  });

const gatewayKeyOf = (key: PublicKey): GatewayKey => ({
  keyId: String(key['kid']),
  algorithm: String(key['alg']),
  publicKeyPem: createPublicKey({ key: key as JsonWebKey, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString(),
});

const gatewayPartners = (
  credentials: readonly PartnerCredential[],
  secrets: ReadonlyMap<string, string>,
): readonly GatewayPartner[] => {
  const partners = new Map<string, GatewayPartner>();
  for (const credential of credentials) {
    const { partnerId, name, companyId, limits, keyId, algorithm, publicKeyPem } = credential;
    const secret = secrets.get(keyId);
    const key: GatewayKey = {
      keyId,
      algorithm,
      ...(publicKeyPem !== null && { publicKeyPem }),
      ...(secret !== undefined && { secret }),
    };
    const known = partners.get(partnerId) ?? { partnerId, name, companyId, keys: [], limits };
    partners.set(partnerId, { ...known, keys: [...known.keys, key] });
  }
  return [...partners.values()];
};
