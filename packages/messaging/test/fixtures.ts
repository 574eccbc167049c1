import { CompanyId, Instant, type Uuid, newUuid } from '@accounting/kernel';
import type { MessagingLogger, OutgoingMessage } from '../src';

/** A company; different numbers fall into different slots, up to 16. */
export const company = (number: number): CompanyId => {
  const parsed = CompanyId.parse(
    `0192f0c1-7a00-7000-8000-${number.toString(16).padStart(12, '0')}`,
  );
  if (parsed === undefined) throw new Error('the number is too large');
  return parsed;
};

const instant = Instant.ofDate(new Date('2026-11-22T10:15:30.000Z'));

/** A fact with everything set; a test says only what it is about. */
export const message = (
  about: {
    readonly topic?: string;
    readonly companyId?: CompanyId;
    readonly streamVersion?: number;
    readonly id?: Uuid;
    readonly causationId?: Uuid;
    readonly value?: OutgoingMessage['value'];
  } = {},
): OutgoingMessage => ({
  topic: about.topic ?? 'accounting-core.transaction',
  attributes: {
    id: about.id ?? newUuid(),
    type: 'accounting.core.v1.TransactionPosted',
    source: '/accounting-core/transaction-1',
    time: instant,
    companyId: about.companyId ?? company(1),
    streamVersion: about.streamVersion ?? 1,
    correlationId: 'request-1',
    ...(about.causationId === undefined ? {} : { causationId: about.causationId }),
  },
  value: about.value ?? { transactionId: 'transaction-1' },
});

/** Messages of one company with the stream versions 1 to `count`. */
export const messagesOf = (companyId: CompanyId, count: number): readonly OutgoingMessage[] =>
  Array.from({ length: count }, (_, index) => message({ companyId, streamVersion: index + 1 }));

/** Resolves when the condition holds; fails the test when it does not within 15 seconds. */
export const eventually = async (
  what: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> => {
  const deadline = Date.now() + 15_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within 15 seconds: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** Long enough for something unwanted to happen. */
export const aWhile = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

/** A promise that a test settles when it wants. */
export class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly facts: object;
  readonly text: string;
}

/** Keeps what was logged. */
export const recordingLogger = (): MessagingLogger & { readonly lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const write = (level: LogLine['level']) => (facts: object, text: string) => {
    lines.push({ level, facts, text });
  };
  return { lines, info: write('info'), warn: write('warn'), error: write('error') };
};
