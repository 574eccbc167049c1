import type { Check } from '../check';
import { demand, demandSame } from '../deviation';
import type { Testbed } from '../testbed';
import type { Identities, TokenKey } from '../token-keys';
import { tokenOf } from '../tokens';
import { demandAnswer, demandPassed, demandRefused } from './demands';

const path = '/api/v1/accounts';

const partners = {
  RS256: ({ rsa }: Identities) => rsa,
  ES256: ({ elliptic }: Identities) => elliptic,
  HS256: ({ shared }: Identities) => shared,
};

const statusWith = async (testbed: Testbed, key: TokenKey): Promise<number> => {
  const { answer } = await testbed.send({ path, token: tokenOf(key) });
  return answer.status;
};

const accepted: readonly Check[] = [
  ...Object.entries(partners).map(([algorithm, keyOf]): Check => ({
    name: `a partner signs with ${algorithm}, and the service is told whose key it was`,
    run: async (testbed) => {
      const key = keyOf(testbed.identities);
      const partnerId = testbed.identities.partnerIds.get(key.credential.keyId) ?? '';
      const token = tokenOf(key);
      const { headers } = demandPassed(await testbed.send({ path, token }));
      demandSame('X-Consumer-Custom-ID', headers['x-consumer-custom-id'], partnerId);
      demandSame('X-Consumer-Username', headers['x-consumer-username'], `partner-${partnerId}`);
      demandSame('key', headers['x-credential-identifier'], key.credential.keyId);
      demandSame('Authorization', headers.authorization, `Bearer ${token}`);
      demandSame('X-Anonymous-Consumer', headers['x-anonymous-consumer'], undefined);
    },
  })),
  {
    name: 'both of two keys of people are accepted while one replaces the other',
    run: async (testbed) => {
      for (const key of testbed.identities.people) {
        const { headers } = demandPassed(await testbed.send({ path, token: tokenOf(key) }));
        demandSame('X-Consumer-Username', headers['x-consumer-username'], 'people');
        demandSame('X-Consumer-Custom-ID', headers['x-consumer-custom-id'], undefined);
        demandSame('key', headers['x-credential-identifier'], key.credential.keyId);
      }
    },
  },
  {
    name: 'the scheme is taken in either capital, as Kong does',
    run: async (testbed) => {
      for (const scheme of ['Bearer', 'bearer']) {
        const authorization = `${scheme} ${testbed.personToken()}`;
        const headers = [['Authorization', authorization]] as const;
        demandPassed(await testbed.send({ path, headers }));
      }
    },
  },
  {
    name: 'Basic credentials are no token',
    run: async (testbed) => {
      const headers = [['Authorization', 'Basic cm9vdDpyb290']] as const;
      demandRefused(await testbed.send({ path, headers }), {
        status: 401,
        message: 'Unauthorized',
      });
    },
  },
  {
    name: 'a token has one form: with anything around it it is none',
    run: async (testbed) => {
      const token = testbed.personToken();
      for (const authorization of [
        ...[`x Bearer ${token}`, `xBearer ${token}`, `Bearer Bearer ${token}`, `BEARER ${token}`],
        ...[`Bearer ${token}=`, `Bearer ${token} x`, `Bearer ${token},x`, `Bearer "${token}"`],
      ]) {
        const headers = [['Authorization', authorization]] as const;
        demandRefused(await testbed.send({ path, headers }), {
          status: 401,
          message: 'Unauthorized',
        });
      }
    },
  },
  {
    name: 'a token in the query string is none',
    run: async (testbed) => {
      for (const name of ['jwt', 'token', 'access_token', 'authorization']) {
        const query = `${path}?${name}=${testbed.personToken()}`;
        demandRefused(await testbed.send({ path: query }), {
          status: 401,
          message: 'Unauthorized',
        });
      }
    },
  },
  {
    name: 'a token in a cookie is none',
    run: async (testbed) => {
      const token = testbed.personToken();
      const headers = [['Cookie', `jwt=${token}; token=${token}; authorization=${token}`]] as const;
      demandRefused(await testbed.send({ path, headers }), {
        status: 401,
        message: 'Unauthorized',
      });
    },
  },
  {
    name: 'of two Authorization headers none passes (400 of nginx, or 401)',
    run: async (testbed) => {
      const good = ['Authorization', `Bearer ${testbed.personToken()}`] as const;
      const bad = ['Authorization', `Bearer ${tokenOf(testbed.identities.stranger)}`] as const;
      for (const headers of [
        [good, bad],
        [bad, good],
        [good, good],
      ]) {
        demandRefused(await testbed.send({ path, headers }), { status: [400, 401] });
      }
    },
  },
];

const changing: readonly Check[] = [
  {
    name: 'a partner that is suspended gets 401 as soon as the configuration is in force',
    run: async (testbed) => {
      const { suspended, elliptic } = testbed.identities;
      demandSame('status before', await statusWith(testbed, suspended), 200);
      await testbed.withCredentials({ withoutKeys: [suspended] }, async () => {
        const outcome = await testbed.send({ path, token: tokenOf(suspended) });
        const message = "No credentials found for given 'kid'";
        demandRefused(outcome, { status: 401, message });
        demandSame('status of another partner', await statusWith(testbed, elliptic), 200);
      });
      demandSame('status afterwards', await statusWith(testbed, suspended), 200);
    },
  },
  {
    name: 'a token that was accepted before is refused after its key has gone',
    run: async (testbed) => {
      const { suspended } = testbed.identities;
      const token = tokenOf(suspended);
      demandPassed(await testbed.send({ path, token }));
      await testbed.withCredentials({ withoutKeys: [suspended] }, async () =>
        demandRefused(await testbed.send({ path, token }), { status: 401 }),
      );
    },
  },
  {
    name: 'while a key is replaced both are accepted, then only the new one',
    run: async (testbed) => {
      const [old, next] = testbed.identities.rotating;
      for (const key of [old, next]) demandSame('status', await statusWith(testbed, key), 200);
      await testbed.withCredentials({ withoutKeys: [old] }, async () => {
        demandSame('status of the old key', await statusWith(testbed, old), 401);
        demandSame('status of the new key', await statusWith(testbed, next), 200);
      });
    },
  },
  {
    name: 'while people’s key is replaced both are accepted, then only the new one',
    run: async (testbed) => {
      const [next, old] = testbed.identities.people;
      demandSame('status', await statusWith(testbed, old), 200);
      await testbed.withCredentials({ withoutKeys: [old] }, async () => {
        demandSame('status of the old key', await statusWith(testbed, old), 401);
        demandSame('status of the new key', await statusWith(testbed, next), 200);
      });
    },
  },
  {
    name: 'a request that is under way is not cut by a new configuration',
    run: async (testbed) => {
      const token = testbed.personToken();
      const open = testbed.begin({ path, token, act: 'trickle' });
      open.request.end();
      await open.head;
      await testbed.withCredentials({}, async () => {
        open.seen()[0]?.release();
        const answer = await open.readAnswer();
        demandAnswer({ answer }, { status: 200 });
        demand(answer.isWhole, 'the whole answer', answer.body);
      });
    },
  },
];

/** Who is accepted, and what follows from a new configuration. */
export const credentialChecks: readonly Check[] = [...accepted, ...changing];
