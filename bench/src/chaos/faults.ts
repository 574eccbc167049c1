import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SupervisedServer } from './supervised-server';
import type { SupervisedService } from './supervised-service';
import type { System } from './system';
import type { WireState } from './tcp-proxy';

/** Something that goes wrong, and is over when it resolves. */
export interface Fault {
  readonly name: string;
  inject(): Promise<void>;
}

const suspendedMs = 10_000;
const disturbedMs = 6_000;
const diskFullMs = 8_000;
const clockShiftMs = 5 * 60_000;
const clockWrongMs = 15_000;

type Victim = Pick<SupervisedService | SupervisedServer, 'name' | 'signal'>;

const kill = (victim: Victim): Fault => ({
  name: `kill -9 ${victim.name}`,
  inject: async () => victim.signal('SIGKILL'),
});

const suspend = (victim: Victim): Fault => ({
  name: `SIGSTOP ${victim.name} for ${String(suspendedMs / 1_000)} s`,
  inject: async () => {
    victim.signal('SIGSTOP');
    await sleep(suspendedMs);
    victim.signal('SIGCONT');
  },
});

const disturb = (system: System, wire: string, state: WireState): Fault => ({
  name: `${wire} ${state} for ${String(disturbedMs / 1_000)} s`,
  inject: async () => {
    system.wires[wire]?.disturb(state);
    await sleep(disturbedMs);
    system.wires[wire]?.mend();
  },
});

const blockBytes = 1_048_576;

/** Writes until the disk takes no more. */
const fill = (file: string): void => {
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(blockBytes, 1);
  try {
    for (;;) writeSync(descriptor, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    fsyncSync(descriptor);
    closeSync(descriptor);
  }
};

const fillDisk = (system: System, folder: string): Fault => ({
  name: `disk of Kafka full for ${String(diskFullMs / 1_000)} s`,
  inject: async () => {
    const { Kafka } = system.servers;
    const ballast = path.join(folder, 'ballast');
    // Kafka ends when it cannot write; it is not started again before there is room.
    Kafka.hold();
    try {
      fill(ballast);
      await sleep(diskFullMs);
    } finally {
      rmSync(ballast, { force: true });
      Kafka.release();
    }
  },
});

const shiftClock = (service: SupervisedService, shiftMs: number): Fault => ({
  name: `clock of ${service.name} ${shiftMs > 0 ? 'ahead' : 'behind'} by 5 minutes`,
  inject: async () => {
    const preload = path.join(__dirname, '../../src/chaos/clock-shift.cjs');
    service.shifted = {
      NODE_OPTIONS: `--require ${preload}`,
      CLOCK_SHIFT_MS: String(shiftMs),
    };
    service.signal('SIGKILL');
    await sleep(clockWrongMs);
    service.shifted = {};
    service.signal('SIGKILL');
  },
});

const wireStates: readonly WireState[] = ['slow', 'cut', 'silent'];

/** All that can go wrong with this system. */
export const faultsOf = (system: System): readonly Fault[] => {
  const servers = Object.values(system.servers);
  const ledgers = system.services.filter(({ name }) => name.startsWith('accounting-core'));
  const victims: readonly Victim[] = [...system.services, ...servers];
  const [firstLedger] = ledgers;
  return [
    ...victims.map(kill),
    ...victims.map(suspend),
    ...Object.keys(system.wires).flatMap((wire) =>
      wireStates.map((state) => disturb(system, wire, state)),
    ),
    ...('folder' in system.brokerDisk ? [fillDisk(system, system.brokerDisk.folder)] : []),
    ...(firstLedger === undefined
      ? []
      : [shiftClock(firstLedger, clockShiftMs), shiftClock(firstLedger, -clockShiftMs)]),
  ];
};

/** Without it no breaker opens, so that the shortest run needs it, too. */
const comesFirst = ({ name }: Fault): boolean => name.startsWith('gRPC') && name.includes(' cut ');

/** In an order of chance, so that each kind comes early: a kill, a stop, a wire, the rest. */
export const inRandomOrder = (faults: readonly Fault[], random: () => number): readonly Fault[] => {
  const shuffled = [...faults];
  for (let at = shuffled.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [shuffled[at], shuffled[other]] = [shuffled[other] as Fault, shuffled[at] as Fault];
  }
  const kinds = new Map<string, Fault[]>();
  for (const fault of shuffled) {
    const kind = fault.name.split(' ')[0] ?? '';
    kinds.set(kind, [...(kinds.get(kind) ?? []), fault]);
  }
  const ordered: Fault[] = [];
  const lists = [...kinds.values()];
  while (lists.some((list) => list.length > 0)) {
    for (const list of lists) {
      const next = list.shift();
      if (next !== undefined) ordered.push(next);
    }
  }
  return [...ordered.filter(comesFirst), ...ordered.filter((fault) => !comesFirst(fault))];
};
