import {
  ServerInterceptingCall,
  ServerListenerBuilder,
  status,
  type Metadata,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import type { IsFromGateway } from '../identity/gateway-proof';
import { callerHeadersOf } from './caller-headers';

/**
 * Health and reflection are for the machines around a service. The gateway's route of gRPC-web
 * leads to every service of the port, so what comes through it is answered as if they were not
 * there.
 */
export const hideFromGateway =
  (isOwn: (path: string) => boolean, isFromGateway: IsFromGateway): ServerInterceptor =>
  ({ path }, call) => {
    if (isOwn(path)) return new ServerInterceptingCall(call);
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata: Metadata, next) => {
        if (!isFromGateway(callerHeadersOf(metadata))) {
          next(metadata);
          return;
        }
        const details = `The server does not implement the method ${path}`;
        call.sendStatus({ code: status.UNIMPLEMENTED, details });
      })
      .build();
    return new ServerInterceptingCall(call, {
      start: (next) => {
        next(listener);
      },
    });
  };
