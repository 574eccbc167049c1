import { signInOf, type SignIn } from '../demonstration/bookkeepers';
import { chiefAccountant } from '../demonstration/company';
import type { Stack } from '../stack';

const row = (what: string, where: string): string => `  ${what.padEnd(34)}${where}`;

/** What is printed is copied into tickets and kept by terminals. */
const withoutPassword = (databaseUrl: string): string => {
  const url = new URL(databaseUrl);
  url.password = '';
  return url.toString();
};

const signInLines = (stack: Stack, shownOnce: SignIn | undefined): readonly string[] => {
  const { email, password } = signInOf(stack, chiefAccountant);
  const administrator =
    shownOnce === undefined
      ? [row('the first administrator', 'with the password that the first start showed')]
      : [
          row(shownOnce.email, shownOnce.password),
          '  The administrator’s password is shown this once. Keep it, or change it.',
        ];
  return [
    'Sign in through the gateway with one of these, made for this machine:',
    row(email, password),
    ...administrator,
  ];
};

/** The commands of README's first request; the password alone is of this machine. */
const firstRequestLines = (stack: Stack): readonly string[] => {
  const { url } = stack.gateway;
  const { email, password } = signInOf(stack, chiefAccountant);
  return [
    'A first request:',
    `export PASSWORD=${password}`,
    `TOKEN=$(curl -s ${url}/api/v1/auth/login \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d "{\\"email\\":\\"${email}\\",\\"password\\":\\"$PASSWORD\\"}" \\`,
    `  | node -pe 'JSON.parse(require("fs").readFileSync(0)).accessToken')`,
    `curl -H "Authorization: Bearer $TOKEN" '${url}/api/v1/balances/trial-balance'`,
  ];
};

/** The table of URLs, how to sign in, and a first request. */
export const summary = (stack: Stack, shownOnce: SignIn | undefined): readonly string[] => {
  const { gateway } = stack;
  const rows = stack.services.flatMap(({ name, httpUrl, grpcAddress, databaseUrl, logFile }) => [
    row(`${name}: health`, `${httpUrl}/health`),
    row(`${name}: metrics`, `${httpUrl}/metrics`),
    row(`${name}: pages of its API`, `${httpUrl}/docs`),
    row(`${name}: gRPC API`, grpcAddress),
    row(`${name}: database`, withoutPassword(databaseUrl)),
    row(`${name}: log`, logFile),
  ]);
  return [
    'For everybody, through the gateway:',
    row('HTTP API', `${gateway.url}/api/v1`),
    row('pages of the API', `${gateway.url}/docs`),
    row('OpenAPI document', `${gateway.url}/api/v1/openapi.json`),
    '',
    'On this machine only:',
    row('gateway: metrics', `${gateway.statusUrl}/metrics`),
    row('gateway: log', gateway.logFile),
    ...rows,
    row('passwords of the databases', stack.secretsFile),
    '',
    ...signInLines(stack, shownOnce),
    '',
    ...firstRequestLines(stack),
  ];
};
