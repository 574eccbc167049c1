import type { Uuid } from '@accounting/kernel';
import { hash } from 'node:crypto';

/**
 * A UUID of version 8 (RFC 9562, section 5.8) that follows from texts and cannot be guessed without
 * them: 122 bits of the SHA-256 of their JSON.
 */
export const derivedId = (parts: readonly string[]): Uuid => {
  const digits = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = '89ab'[Number.parseInt(digits.slice(16, 17), 16) % 4] ?? '8';
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `${variant}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-') as Uuid;
};
