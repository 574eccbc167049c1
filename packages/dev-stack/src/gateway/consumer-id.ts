import { createHash } from 'node:crypto';

/** Kong derives ids that a declaration does not give from the names (RFC 9562, version 5). */
const namespace = Buffer.from('75c2f1a07ab34ffbb5f7d3a6d0a9a4f6', 'hex');

/** A UUID that is the same for the same username at every load. */
export const consumerId = (username: string): string => {
  const bytes = createHash('sha1').update(namespace).update(username).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const parts = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ];
  return parts.map(([from, to]) => hex.slice(from, to)).join('-');
};
