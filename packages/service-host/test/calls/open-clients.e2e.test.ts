import { setTimeout as sleep } from 'node:timers/promises';
import type { ActorId } from '@accounting/kernel';
import { signedToken } from '@accounting/testing';
import type { CallingContext, RequestContext } from '../../src';
import { noteClient } from '../fixtures/note-client';
import { seenByGrpc } from '../fixtures/notes-grpc';
import { startNotes, type StartedNotes } from '../fixtures/start-notes';
import { startTax, type StartedTax, type TaxClients } from '../fixtures/tax-service';
import { neighbourSettingsOf } from '../fixtures/trusted-parties';

let notes: StartedNotes;
let tax: StartedTax;

beforeAll(async () => {
  notes = await startNotes({ SERVICE_JWKS: neighbourSettingsOf('notes').SERVICE_JWKS });
  const { SERVICE_SIGNING_KEY } = neighbourSettingsOf('tax');
  tax = await startTax(notes.grpcAddress, { SERVICE_SIGNING_KEY });
});
afterAll(async () => {
  await tax.stop();
  await notes.stop();
});

const permissions = ['tax:read', 'notes:read', 'notes:write'];
const headers = {
  authorization: `Bearer ${signedToken({ actorId: 'nino' as ActorId, permissions })}`,
};

const askTax = async (text = 'a') => {
  const answer = await fetch(`${tax.httpUrl}/api/v1/tax-note?text=${encodeURI(text)}`, { headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

/** The context of a request that tax serves for nino. */
const served = async (): Promise<RequestContext> => {
  await askTax();
  return tax.served() as RequestContext;
};

const ownBehalf = (): CallingContext => ({
  onOwnBehalf: true,
  correlationId: 'job-1',
  signal: new AbortController().signal,
});

const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.catch((thrown: unknown) => (thrown as { readonly code: string }).code);

describe('the clients of a service', () => {
  it('are those that its definition names, and no others, for the compiler too', () => {
    type IsReachable<Name extends string> = Name extends keyof TaxClients ? true : false;
    const notesReachable: IsReachable<'notes'> = true;
    const ledgerReachable: IsReachable<'ledger'> = false;
    const reachable = { notes: notesReachable, ledger: ledgerReachable };
    const names = Object.entries(reachable).flatMap(([name, is]) => (is ? [name] : []));
    expect(tax.callees()).toEqual(names);
  });

  it('tell a refusal of the callee to whom it serves, with code, field and details', async () => {
    expect(await askTax('ცარიელი')).toMatchObject({
      status: 422,
      body: { code: 'notes.empty', detail: 'ჩანაწერი ცარიელია.', details: { noteId: 'ნ1' } },
    });
  });

  it('tell a defect of the callee as ours, without a word of it', async () => {
    const { status, body } = await askTax('defect');
    expect([status, body['code']]).toEqual([500, 'clients.callee_failed']);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it('are measured with the metrics of the service', async () => {
    await askTax();
    const rows = (await (await fetch(`${tax.httpUrl}/metrics`)).text()).split('\n');
    expect(rows).toContain(
      'grpc_client_breaker_state{callee="notes",' +
        'method="notes.v1.NoteService/ReadNote",service="tax"} 0',
    );
    expect(rows).toContain('grpc_client_calls_in_flight{callee="notes",service="tax"} 0');
  });
});

describe('the deadline', () => {
  it('shrinks from service to service', async () => {
    const middle = tax;
    const front = await startTax(middle.grpcAddress);
    const client = noteClient(front.grpcAddress);
    try {
      expect(await client.read(headers)).toBe('a!');
      const deadlines = [front.served(), middle.served(), seenByGrpc.context].map(
        (context) => context?.deadlineAtMs ?? Number.NaN,
      );
      const falling = [...deadlines].sort((one, other) => other - one);
      expect(deadlines).toEqual(falling);
      expect(new Set(deadlines).size).toBe(3);
      expect(deadlines.every((deadline) => deadline > Date.now())).toBe(true);
    } finally {
      client.close();
      await front.stop();
    }
  });

  it('of a request over HTTP is that of the host', async () => {
    const before = Date.now();
    expect((await served()).deadlineAtMs).toBeGreaterThanOrEqual(before + 10_000);
    expect(tax.served()?.deadlineAtMs).toBeLessThanOrEqual(Date.now() + 10_000);
  });

  it('of a request that the caller gives up ends the call of the other service', async () => {
    delete seenByGrpc.context;
    const controller = new AbortController();
    const asked = fetch(`${tax.httpUrl}/api/v1/tax-note?text=wait`, {
      headers,
      signal: controller.signal,
    }).catch(() => undefined);
    const seen = (): RequestContext | undefined => seenByGrpc.context;
    while (seen() === undefined) await sleep(10);
    controller.abort();
    await asked;
    // The test's own time is the bound.
    while (seen()?.signal.aborted !== true) await sleep(10);
    expect(tax.served()?.signal.aborted).toBe(true);
  });
});

describe('a call that changes something', () => {
  /** The key with which the callee saw the call. */
  const keyOf = async (...call: Parameters<StartedTax['write']>): Promise<unknown> => {
    await tax.write(...call);
    return seenByGrpc.context?.idempotency?.key;
  };

  it('has the same key for each repetition of the request, and another for others', async () => {
    const context = await served();
    const under = (key: string): CallingContext => ({
      ...context,
      signal: context.signal,
      idempotency: { key, requestHash: 'x' },
    });
    const first = await keyOf(under('key-1'));
    expect(await keyOf(under('key-1'))).toBe(first);
    expect(await keyOf(under('key-2'))).not.toBe(first);
    expect(first).not.toBe('key-1');
  });

  it('has the key that is given', async () => {
    expect(await keyOf(await served(), { idempotencyKey: 'line-7' })).toBe('line-7');
  });

  it('is not made without one', async () => {
    delete seenByGrpc.context;
    expect(await codeOf(tax.write(await served()))).toBe('clients.idempotency_key_missing');
    expect(await codeOf(tax.write(ownBehalf()))).toBe('clients.idempotency_key_missing');
  });
});

describe('a call on own behalf', () => {
  it('says which service calls, so that what is missing is a person', async () => {
    // The door lets the service in; this method serves people only, which is a defect of ours.
    const call = tax.write(ownBehalf(), { idempotencyKey: 'job-1' });
    expect(await codeOf(call)).toBe('clients.not_admitted');
    const refusals = notes.logged().filter((line) => line['correlationId'] === 'job-1');
    expect(refusals).toMatchObject([{ grpcCode: 'UNAUTHENTICATED', code: 'host.token_missing' }]);
  });
});

describe('the health of a service', () => {
  it('knows its callees and stays ready without them', async () => {
    const lonely = await startTax('127.0.0.1:1');
    try {
      const answer = await fetch(`${lonely.httpUrl}/health`);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ dependencies: { notes: { state: 'down' } } });
    } finally {
      await lonely.stop();
    }
  });
});
