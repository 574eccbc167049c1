import type { Transaction } from '@accounting/database';
import { executeCommand, type EventStore, type StreamId } from '@accounting/event-store';
import { invariant, type ActorId, type Instant, type NewUuid } from '@accounting/kernel';
import type { Answer, RequestContext } from '@accounting/service-host';
import { identityRealm } from '../domain/identity-realm';
import type { KeyRingCommand } from '../domain/key-ring/commands';
import { keyRingDecider } from '../domain/key-ring/decide';
import type { KeyRingEvent } from '../domain/key-ring/events';
import { statusesOf, type KeyRing, type SigningKeyStatus } from '../domain/key-ring/state';
import type {
  AccessClaims,
  PublicKey,
  SigningKey,
  SigningKeys,
  TokenSigner,
} from './session-ports';
import { keyedOriginOf, type Origin } from './user-commands';

export interface SigningKeyView {
  readonly keyId: string;
  readonly status: SigningKeyStatus;
  readonly signsFrom: Instant;
}

export interface SigningKeyUseCases {
  list(context: RequestContext): Promise<Answer<{ readonly keys: readonly SigningKeyView[] }>>;
  rotate(context: RequestContext): Promise<Answer<SigningKeyView>>;
  /** Makes the first key, and the next one when the newest is old; forgets those past use. */
  rotateWhenDue(origin: Origin): Promise<void>;
  /** Those that are published: they will sign, sign, or have signed tokens that still count. */
  publicKeys(now: Instant): Promise<readonly PublicKey[]>;
  sign(now: Instant, claims: AccessClaims): Promise<string>;
}

export interface SigningKeyDependencies {
  readonly eventStore: EventStore<Transaction>;
  readonly signingKeyStore: SigningKeys;
  readonly tokenSigner: TokenSigner;
  readonly newUuid: NewUuid;
  /** Milliseconds. */
  readonly keyLifetimeMs: number;
  readonly keyPublishedMs: number;
}

/** One stream for all keys, so that two replicas that rotate at once meet. */
const keyRingStream: StreamId = 'key-ring-people';

/** How long the keys read are taken for granted; far less than a new key is published before. */
const rereadAfterMs = 5_000;

type NewKey = Awaited<ReturnType<TokenSigner['newKey']>>;

const viewOf = ({
  key,
  status,
}: {
  readonly key: Pick<SigningKey, 'keyId' | 'signsFrom'>;
  readonly status: SigningKeyStatus;
}): SigningKeyView => ({ keyId: key.keyId, status, signsFrom: key.signsFrom });

const createKeyReader = (store: SigningKeys) => {
  let read: { readonly atMs: number; readonly keys: Promise<readonly SigningKey[]> } | undefined;
  return {
    read: async (): Promise<readonly SigningKey[]> => {
      const nowMs = performance.now();
      if (read === undefined || nowMs - read.atMs > rereadAfterMs) {
        const keys = store.all();
        read = { atMs: nowMs, keys };
        keys.catch(() => {
          read = undefined;
        });
      }
      return read.keys;
    },
    forget: () => {
      read = undefined;
    },
  };
};

const runOnRing = async (
  { eventStore, signingKeyStore, newUuid }: SigningKeyDependencies,
  origin: Origin,
  newKey: NewKey,
  command: KeyRingCommand,
): Promise<Answer<SigningKeyView>> => {
  const { now, actorId, correlationId, idempotency } = origin;
  const { answer, replayed } = await executeCommand<
    KeyRingEvent,
    KeyRing,
    SigningKeyView,
    Transaction
  >(eventStore, {
    companyId: identityRealm,
    aggregate: keyRingDecider,
    streams: [{ streamId: keyRingStream }],
    decide: ([loaded]) => {
      invariant(loaded !== undefined, 'the stream asked for is loaded');
      const events = keyRingDecider.decide(command, loaded.state);
      const [added] = events;
      const ring = events.reduce(keyRingDecider.evolve, loaded.state);
      const newest = statusesOf(ring, now).at(-1);
      invariant(newest !== undefined, 'there is a key once one was asked for');
      return {
        events: [events],
        answer: () => viewOf(newest),
        ...(added && {
          alongside: (transaction: Transaction) =>
            signingKeyStore.add(transaction, { ...newKey, signsFrom: added.data.signsFrom }),
        }),
      };
    },
    newUuid,
    occurredAt: now,
    metadata: { actorId, correlationId },
    ...(idempotency && { idempotency }),
  });
  return { body: answer, replayed };
};

export const createSigningKeyUseCases = (
  dependencies: SigningKeyDependencies,
): SigningKeyUseCases => {
  const { signingKeyStore, tokenSigner } = dependencies;
  const { keyPublishedMs: publishedMs, keyLifetimeMs: lifetimeMs } = dependencies;
  const keys = createKeyReader(signingKeyStore);
  const statuses = async (now: Instant) => statusesOf(await keys.read(), now);

  const run = async (
    origin: Origin,
    newKey: NewKey,
    command: KeyRingCommand,
  ): Promise<Answer<SigningKeyView>> => {
    const answer = await runOnRing(dependencies, origin, newKey, command);
    keys.forget();
    return answer;
  };

  return {
    list: async ({ now }) => ({ body: { keys: (await statuses(now)).map(viewOf) } }),

    rotate: async (context) => {
      const origin = keyedOriginOf(context);
      const newKey = await tokenSigner.newKey();
      return run(origin, newKey, {
        type: 'RotateSigningKey',
        data: { keyId: newKey.keyId, publishedMs },
        metadata: origin,
      });
    },

    rotateWhenDue: async (origin) => {
      const known = await statuses(origin.now);
      const expired = known.filter(({ status }) => status === 'expired');
      if (expired.length > 0) {
        await signingKeyStore.remove(expired.map(({ key }) => key.keyId));
        keys.forget();
      }
      const newKey = await tokenSigner.newKey();
      await run(origin, newKey, {
        type: 'RotateSigningKeyWhenDue',
        data: { keyId: newKey.keyId, publishedMs, lifetimeMs },
        metadata: origin,
      });
    },

    publicKeys: async (now) =>
      (await statuses(now))
        .filter(({ status }) => status !== 'expired')
        .map(({ key }) => key.publicKey),

    sign: async (now, claims) => {
      const active = (await statuses(now)).find(({ status }) => status === 'active');
      invariant(active !== undefined, 'a key is active from the start of the service');
      return tokenSigner.sign(active.key, claims);
    },
  };
};

/** Who acts when nobody asked. */
export const serviceActor = 'service:compliance' as ActorId;
