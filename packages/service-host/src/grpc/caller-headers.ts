import type { Metadata } from '@grpc/grpc-js';
import type { CallerHeaders } from '../identity/gateway-proof';
import { serviceAuthorizationHeader } from '../identity/service-identity';

/** What identity is read from. */
const identityHeaders = [
  'authorization',
  serviceAuthorizationHeader,
  'x-consumer-custom-id',
  'x-credential-identifier',
  'x-gateway-secret',
  'x-forwarded-client-cert',
];

/** The first value of a name, when it is text. */
export const textOf = (metadata: Metadata, name: string): string | undefined => {
  const value = metadata.get(name)[0];
  return typeof value === 'string' ? value : undefined;
};

/** What the metadata of a call says of who calls. */
export const callerHeadersOf = (metadata: Metadata): CallerHeaders =>
  Object.fromEntries(identityHeaders.map((name) => [name, textOf(metadata, name)]));
