import { rejectAll, type Violation } from '@accounting/kernel';
import type { Request } from 'express';
import { errors } from '../errors';
import type { PublicRoute } from '../route';
import type { Exchange } from './exchange';
import type { HandlingPolicy } from './handling-policy';
import { bareContext } from './request-context';
import { reportRepeatedHeaders } from './request-headers';
import { answerHeaders, readParts } from './request-parts';
import { cachedJsonSecurityHeaders, jsonSecurityHeaders } from './security-headers';

/** Only the gateway may say whom it asks for; the address of anybody else is the connection's. */
const clientAddressOf = ({ request }: Exchange, { isFromGateway }: HandlingPolicy): string => {
  const told = request.headers['x-real-ip'];
  const isTold = typeof told === 'string' && isFromGateway(request.headers);
  return isTold ? told : (request.socket.remoteAddress ?? 'unknown');
};

/** Handles a route that needs no token. */
export const handlePublic =
  (declared: PublicRoute) =>
  async (
    exchange: Exchange,
    rawParameters: Request['params'],
    policy: HandlingPolicy,
  ): Promise<void> => {
    exchange.limitTime(policy.requestTimeoutMs);
    const violations: Violation[] = [];
    reportRepeatedHeaders(exchange.request.rawHeaders, violations);
    if (violations.length > 0) throw rejectAll(errors.invalidRequest, violations);
    const parts = await readParts(declared, exchange, rawParameters, policy);
    const context = {
      ...bareContext(exchange, policy.clock),
      clientAddress: clientAddressOf(exchange, policy),
    };
    const result = await declared.handlePublic(context, parts);
    exchange.answer(
      declared.status ?? 200,
      JSON.stringify(result.body),
      answerHeaders(declared, result),
      declared.cacheSeconds === undefined
        ? jsonSecurityHeaders
        : cachedJsonSecurityHeaders(declared.cacheSeconds),
    );
  };
