import type { Command } from '@accounting/kernel';

interface NewKey {
  readonly keyId: string;
  /** Milliseconds for which a key is published before it signs. */
  readonly publishedMs: number;
}

export type RotateSigningKey = Command<'RotateSigningKey', NewKey>;

/** As the clock asks for it: without effect as long as the newest key is young enough. */
export type RotateSigningKeyWhenDue = Command<
  'RotateSigningKeyWhenDue',
  NewKey & {
    /** Milliseconds after which a key that signs is followed by another. */
    readonly lifetimeMs: number;
  }
>;

export type KeyRingCommand = RotateSigningKey | RotateSigningKeyWhenDue;
