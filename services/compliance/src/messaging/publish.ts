import type { OutgoingMessage } from '@accounting/messaging';

/** Every fact stays private until the published language in `proto/` has a message for it. */
export const publish = (): OutgoingMessage | undefined => undefined;
