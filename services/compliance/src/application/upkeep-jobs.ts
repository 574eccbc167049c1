import type { Clock, NewUuid } from '@accounting/kernel';
import type { BackgroundJob } from '@accounting/service-host';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { ExpiredRows, SealedRows } from './session-ports';
import { serviceActor, type SigningKeyUseCases } from './signing-key-use-cases';

interface Dependencies {
  readonly clock: Clock;
  readonly newUuid: NewUuid;
  readonly expiredRows: ExpiredRows;
  readonly sealedRows: SealedRows;
  readonly logger: Logger;
  readonly signingKeys: Pick<SigningKeyUseCases, 'rotateWhenDue'>;
}

const minuteMs = 60_000;

const every = async (
  intervalMs: number,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> => {
  while (!signal.aborted) {
    await work();
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
};

/** Rotates signing keys that are old, forgets what has expired, and follows a new SECRETS_KEY. */
export const upkeepJobs = ({
  clock,
  newUuid,
  expiredRows,
  sealedRows,
  signingKeys,
  logger,
}: Dependencies): readonly BackgroundJob[] => [
  {
    name: 'signing-key-rotation',
    run: (signal) =>
      every(minuteMs, signal, () =>
        signingKeys.rotateWhenDue({
          actorId: serviceActor,
          correlationId: newUuid(),
          now: clock(),
        }),
      ),
  },
  {
    name: 'expired-credentials',
    run: (signal) =>
      every(5 * minuteMs, signal, async () => {
        let removed: number;
        do {
          removed = await expiredRows.remove(clock());
        } while (removed > 0 && !signal.aborted);
      }),
  },
  {
    name: 'sealed-secrets',
    run: (signal) =>
      every(60 * minuteMs, signal, async () => {
        const count = await sealedRows.reseal();
        if (count > 0) logger.info({ count }, 'secrets were sealed with the new key');
      }),
  },
];
