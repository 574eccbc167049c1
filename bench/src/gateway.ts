import { createHttpClient, type HttpClient } from './http-client';
import { inRounds, measureLoad, median, medianOf, medianRatio, type Measurement } from './measure';
import type { Result } from './report';
import type { Subject } from './subject';

const connections = 64;
/** Each person may ask a thousand times in a minute, so many of them share the load. */
const sessionCount = 600;

const measureReads = (
  client: HttpClient,
  path: string,
  tokens: readonly string[],
  lanes: number,
): Promise<Measurement> => {
  let next = 0;
  return measureLoad({ lanes, warmUpMs: 1500, measureMs: 4000 }, async () => {
    const token = tokens[next % tokens.length] ?? '';
    next += 1;
    const { status, body } = await client.request({ method: 'GET', path, token });
    if (status !== 200) throw new Error(`${path}: ${String(status)} ${body.slice(0, 300)}`);
    return 1;
  });
};

/**
 * One account read, with and without the gateway in front: under load for what it sustains, one
 * after another for what it adds to each.
 */
export const measureGateway = async (subject: Subject): Promise<readonly Result[]> => {
  const { client: direct, company, signSessionTokens, startGateway } = subject;
  const tokens = signSessionTokens(company.companyId, sessionCount);
  const path = `/accounts/${company.accountIds[0] ?? ''}`;
  const gateway = await startGateway();
  const through = createHttpClient(gateway.url, connections);
  try {
    const rounds = await inRounds(async () => ({
      direct: await measureReads(direct, path, tokens, connections),
      through: await measureReads(through, path, tokens, connections),
      directAlone: await measureReads(direct, path, tokens, 1),
      throughAlone: await measureReads(through, path, tokens, 1),
    }));
    const ratio = medianRatio(
      rounds,
      (round) => round.through,
      (round) => round.direct,
    );
    const addedMs = rounds.map((round) => round.throughAlone.p50Ms - round.directAlone.p50Ms);
    return [
      {
        name: 'GET of an account, straight at the service, 64 connections',
        ...medianOf(rounds.map((round) => round.direct)),
      },
      {
        name: 'GET of an account through the gateway, 64 connections',
        ...medianOf(rounds.map((round) => round.through)),
        ratio: { of: 'straight', value: ratio, atLeast: 0.6 },
      },
      {
        name: 'Added by the gateway to one request after another, p50',
        figure: { value: median(addedMs), unit: 'ms', atMost: 1.5 },
      },
    ];
  } finally {
    await through.close();
    await gateway.stop();
  }
};
