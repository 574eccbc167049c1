import type { Stack } from '../stack';

const row = (what: string, where: string): string => `  ${what.padEnd(34)}${where}`;

/** What is printed is copied into tickets and kept by terminals. */
const withoutPassword = (databaseUrl: string): string => {
  const url = new URL(databaseUrl);
  url.password = '';
  return url.toString();
};

/** The table of URLs, the development token and a first request. */
export const summary = (stack: Stack, token: string): readonly string[] => {
  const rows = stack.services.flatMap(({ name, httpUrl, grpcAddress, databaseUrl, logFile }) => [
    row(`${name}: HTTP API`, `${httpUrl}/api/v1`),
    row(`${name}: pages of the API`, `${httpUrl}/docs`),
    row(`${name}: OpenAPI document`, `${httpUrl}/openapi.json`),
    row(`${name}: health`, `${httpUrl}/health`),
    row(`${name}: metrics`, `${httpUrl}/metrics`),
    row(`${name}: gRPC API`, grpcAddress),
    row(`${name}: database`, withoutPassword(databaseUrl)),
    row(`${name}: log`, logFile),
  ]);
  const firstRequest = stack.services
    .slice(0, 1)
    .flatMap(({ httpUrl }) => [
      'A first request:',
      `curl -H "Authorization: Bearer $TOKEN" '${httpUrl}/api/v1/balances/trial-balance'`,
    ]);
  return [
    ...rows,
    row('passwords of the databases', stack.secretsFile),
    '',
    'A token of the demonstration company with every permission, good for one day:',
    `export TOKEN=${token}`,
    '',
    ...firstRequest,
  ];
};
