import type { Instant } from '@accounting/kernel';

/** A key was made that people's access tokens will be signed with. */
export interface SigningKeyAdded {
  readonly type: 'SigningKeyAdded';
  readonly data: { readonly keyId: string; readonly signsFrom: Instant };
}

export type KeyRingEvent = SigningKeyAdded;
