import { hash } from 'node:crypto';
import { reject } from '@accounting/kernel';
import type { Request } from 'express';
import { errors } from '../errors';
import { serviceAuthorizationHeader } from '../identity/service-identity';
import type { InternalRoute } from '../route';
import type { Exchange } from './exchange';
import type { HandlingPolicy } from './handling-policy';
import { bareContext } from './request-context';
import { readParts } from './request-parts';

const admit = (declared: InternalRoute, exchange: Exchange, policy: HandlingPolicy): string => {
  const name = policy.authenticateService(exchange.request.headers[serviceAuthorizationHeader]);
  if (declared.callers === undefined || declared.callers.includes(name)) return name;
  throw reject(errors.serviceNotAllowed, { service: name });
};

/** Handles a route for other services. What they have already is not sent to them again. */
export const handleInternal =
  (declared: InternalRoute) =>
  async (
    exchange: Exchange,
    rawParameters: Request['params'],
    policy: HandlingPolicy,
  ): Promise<void> => {
    const serviceName = admit(declared, exchange, policy);
    exchange.limitTime(policy.requestTimeoutMs);
    const parts = await readParts(declared, exchange, rawParameters, policy);
    const context = { ...bareContext(exchange, policy.clock), serviceName };
    const { body } = await declared.handleInternal(context, parts);
    const json = JSON.stringify(body);
    if (declared.method !== 'get') {
      exchange.answer(200, json);
      return;
    }
    const entityTag = `"${hash('sha256', json, 'base64url')}"`;
    const isKnown = exchange.request.headers['if-none-match'] === entityTag;
    exchange.answer(isKnown ? 304 : 200, isKnown ? '' : json, ['ETag', entityTag]);
  };
