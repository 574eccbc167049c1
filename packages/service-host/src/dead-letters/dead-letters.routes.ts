import type { Database } from '@accounting/database';
import type { CompanyId, Uuid } from '@accounting/kernel';
import {
  discard,
  findDeadLetter,
  listDeadLetters,
  messagingErrors,
  requestReplay,
} from '@accounting/messaging';
import { z } from 'zod';
import * as fields from '../field-schemas';
import { route, type Route } from '../route';

const tag = 'Dead letters';
const permission = 'admin:system';

const deadLetter = z.strictObject({
  deadLetterId: z.string(),
  consumer: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
  attempts: z.number(),
  reason: z.string(),
  parkedAt: z.string(),
  state: z.enum(['open', 'replay_requested', 'replayed', 'discarded']),
  settledAt: z.string().optional(),
  settledBy: z.string().optional(),
});

const details = deadLetter.extend({
  headers: z.record(z.string(), z.string()),
  value: z.string(),
  stack: z.string().optional(),
});

const parameters = z.strictObject({ deadLetterId: fields.uuid });
const errors = [messagingErrors.deadLetterNotFound.code, messagingErrors.deadLetterSettled.code];

/**
 * What the consumers of a service gave up on, of the company that asks. Below the service's name,
 * so that services do not get in each other's way behind the gateway.
 */
export const deadLetterRoutes = (service: string, database: Database): readonly Route[] => {
  const path = `/${service}/dead-letters`;
  const read = async (companyId: CompanyId, deadLetterId: Uuid) => ({
    body: withoutCompany(
      await database.read(companyId, (connection) => findDeadLetter(connection, deadLetterId)),
    ),
  });
  return [
    route({
      method: 'get',
      path,
      summary: 'List messages of other services that could not be handled',
      tag,
      permission,
      query: z.strictObject({
        includeSettled: fields.queryBoolean.optional(),
        after: fields.uuid.optional(),
        limit: fields.pageLimit,
      }),
      response: fields.pageOf(deadLetter),
      handle: async ({ companyId }, { query }) => {
        const letters = await database.read(companyId, (connection) =>
          listDeadLetters(connection, {
            companyId,
            includesSettled: query.includeSettled === true,
            countMax: query.limit,
            ...(query.after !== undefined && { after: query.after }),
          }),
        );
        const next = letters.length === query.limit ? letters.at(-1)?.deadLetterId : undefined;
        return {
          body: { items: letters.map(withoutCompany), ...(next !== undefined && { next }) },
        };
      },
    }),
    route({
      method: 'get',
      path: `${path}/:deadLetterId`,
      summary: 'Read such a message with everything that is known of it',
      tag,
      permission,
      parameters,
      errors,
      response: details,
      handle: ({ companyId }, input) => read(companyId, input.parameters.deadLetterId),
    }),
    route({
      method: 'post',
      path: `${path}/:deadLetterId/replay`,
      summary: 'Have it handled again; it stays open when that fails',
      tag,
      permission,
      status: 202,
      unkeyed: 'asking twice is as good as once',
      parameters,
      errors,
      response: details,
      handle: async ({ companyId, actorId }, input) => {
        const { deadLetterId } = input.parameters;
        await database.write([companyId], (transaction) =>
          requestReplay(transaction, deadLetterId, actorId),
        );
        return read(companyId, deadLetterId);
      },
    }),
    route({
      method: 'post',
      path: `${path}/:deadLetterId/discard`,
      summary: 'Settle it without effect; who did it stays known',
      tag,
      permission,
      unkeyed: 'a second time is refused, and changes nothing',
      parameters,
      errors,
      response: details,
      handle: async ({ companyId, actorId }, input) => {
        const { deadLetterId } = input.parameters;
        await database.write([companyId], (transaction) =>
          discard(transaction, deadLetterId, actorId),
        );
        return read(companyId, deadLetterId);
      },
    }),
  ];
};

/** Whoever asks knows their company; and the key says no more than that. */
const withoutCompany = <Letter extends { readonly companyId: string; readonly key?: string }>({
  companyId: _companyId,
  key: _key,
  ...letter
}: Letter): Omit<Letter, 'companyId' | 'key'> => letter;
