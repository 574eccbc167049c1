import type {
  Consumer,
  Declaration,
  JwtSecret,
  Plugin,
  PluginNamed,
  Problem,
} from '../declaration/declaration';
import { jwtSecretSchema } from '../declaration/entity-schemas';
import { pluginInEffect } from '../declaration/plugins-in-effect';
import { credentialProblem } from '../policy/credential-rules';
import type { CredentialKey, GatewayCredentials, PartnerCredentials } from './credentials';

/** The consumer whose tokens compliance signs. */
export const peopleConsumer = 'people';

/** What the credentials add to a declaration, and which of them could not be used. */
export interface Consumers {
  readonly consumers: readonly Consumer[];
  readonly plugins: readonly Plugin[];
  readonly leftOut: readonly Problem[];
}

const byText = (one: string, other: string): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

const jwtSecretOf = ({ keyId, algorithm, publicKeyPem, secret }: CredentialKey): unknown => ({
  key: keyId,
  algorithm,
  ...(secret !== undefined && { secret }),
  ...(publicKeyPem !== undefined && { rsa_public_key: publicKeyPem }),
});

/** Turns keys into credentials, each id once, and says which cannot be used. */
const createCredentialReader = () => {
  const owners = new Map<string, string>();
  const leftOut: Problem[] = [];
  const read = (key: CredentialKey, owner: string): JwtSecret[] => {
    const { data, error } = jwtSecretSchema.safeParse(jwtSecretOf(key));
    const holder = owners.get(key.keyId);
    const message =
      error?.issues[0]?.message ??
      (holder === undefined ? undefined : `has the id of a key of ${holder}`) ??
      (data === undefined ? 'cannot be read' : credentialProblem(data));
    if (data !== undefined && message === undefined) {
      owners.set(key.keyId, owner);
      return [data];
    }
    leftOut.push({ path: `key "${key.keyId}" of ${owner}`, message: message ?? 'cannot be read' });
    return [];
  };
  return {
    leftOut,
    eachOnce: (partners: readonly PartnerCredentials[]): PartnerCredentials[] => {
      const seen = new Set<string>();
      return partners.filter(({ partnerId }) => {
        const isNew = !seen.has(partnerId);
        seen.add(partnerId);
        if (!isNew) leftOut.push({ path: `partner ${partnerId}`, message: 'is there twice' });
        return isNew;
      });
    },
    readAll: (keys: readonly CredentialKey[], owner: string): JwtSecret[] =>
      [...keys]
        .sort((one, other) => byText(one.keyId, other.keyId))
        .flatMap((key) => read(key, owner)),
  };
};

interface RateLimits {
  readonly minute: number;
  readonly hour: number;
}

/** A partner's own limits lower those of a service; whoever may set them is no operator. */
const limitsFor = (
  { perMinute = Infinity, perHour = Infinity }: PartnerCredentials['limits'],
  usual: RateLimits,
): RateLimits => {
  const hour = Math.min(perHour, usual.hour);
  return { minute: Math.min(perMinute, usual.minute, hour), hour };
};

type RateLimiting = PluginNamed<'rate-limiting'>;

/** The limits of each service where a token is needed, for one partner that has its own. */
const limitPlugins = (
  { services, plugins }: Declaration,
  { limits }: PartnerCredentials,
  consumer: string,
): RateLimiting[] =>
  services.flatMap(({ name: service }) => {
    const usual = pluginInEffect(plugins, 'rate-limiting', { service });
    const isGuarded = pluginInEffect(plugins, 'jwt', { service }) !== undefined;
    if (usual === undefined || !isGuarded) return [];
    const { minute, hour } = usual.config;
    if (minute === undefined || hour === undefined) return [];
    const own = limitsFor(limits, { minute, hour });
    return [{ ...usual, service, consumer, config: { ...usual.config, ...own } }];
  });

const consumerOf = ({ partnerId }: PartnerCredentials): string => `partner-${partnerId}`;

/**
 * The consumers of a declaration with their keys: people first, then each partner by its id, so
 * that the same credentials give the same bytes. A key that cannot be used is left out and named,
 * and a partner without any key that can: one partner's mistake must not keep another's suspension
 * from taking effect. Of two keys with one id the first counts, people's before any partner's.
 */
export const consumersOf = (
  declaration: Declaration,
  { keys, partners }: GatewayCredentials,
): Consumers => {
  const reader = createCredentialReader();
  const people = declaration.consumers.map((consumer) =>
    consumer.username === peopleConsumer
      ? { ...consumer, jwt_secrets: reader.readAll(keys, 'people') }
      : consumer,
  );
  const accepted = reader
    .eachOnce(partners)
    .sort((one, other) => byText(one.partnerId, other.partnerId))
    .map((partner) => ({
      partner,
      consumer: {
        username: consumerOf(partner),
        custom_id: partner.partnerId,
        jwt_secrets: reader.readAll(partner.keys, `partner ${partner.partnerId}`),
      },
    }))
    .filter(({ consumer }) => consumer.jwt_secrets.length > 0);
  const withLimits = accepted.filter(
    ({ partner: { limits } }) => limits.perMinute !== undefined || limits.perHour !== undefined,
  );
  return {
    consumers: [...people, ...accepted.map(({ consumer }) => consumer)],
    plugins: withLimits.flatMap(({ partner, consumer }) =>
      limitPlugins(declaration, partner, consumer.username),
    ),
    leftOut: reader.leftOut,
  };
};
