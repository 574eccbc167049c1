import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ActorId } from '@accounting/kernel';
import { signedToken } from '@accounting/testing';
import { accountingCore } from '../../../src/service';
import { balanceOf, newCompany } from './bookkeeping';
import type { Caller } from './caller';
import { allPermissions, startLedger, type StartedLedger } from './started-ledger';

const readme = readFileSync(join(__dirname, '../../../../../README.md'), 'utf8');
const fence = '\n```';
const documentedUrl = `http://127.0.0.1:${String(accountingCore.httpPort)}`;

/** The first block of a language below a heading of the README. */
const blockOf = (heading: string, language: string): string => {
  const [, section = ''] = readme.split(`\n## ${heading}\n`);
  const [, block = ''] = section.split(fence + language);
  return block.slice(0, block.indexOf(fence));
};

/** A machine that has nothing but Node runs the command as well: what it needs of curl is here. */
const curl = `curl() { '${process.execPath}' '${join(__dirname, 'curl.mjs')}' "$@"; }`;

let ledger: StartedLedger;
let company: Caller;
beforeAll(async () => {
  ledger = await startLedger();
  company = await newCompany(ledger);
});
afterAll(() => ledger.stop());

const runFirstRequest = async (): Promise<Readonly<Record<string, unknown>>> => {
  const command = blockOf('A first request', 'sh');
  expect(command).toContain(documentedUrl);
  const { companyId } = company;
  const actorId = 'nino' as ActorId;
  const TOKEN = signedToken({ companyId, actorId, permissions: allPermissions });
  const script = `${curl}\n${command.replace(documentedUrl, ledger.url)}`;
  const { stdout } = await promisify(execFile)('sh', ['-c', script], { env: { TOKEN } });
  return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
};

describe('the first request of the README', () => {
  it('is answered as the README shows, and gets the same answer again', async () => {
    const shown = JSON.parse(blockOf('A first request', 'json')) as Record<string, unknown>;
    const answer = await runFirstRequest();
    const anyId = expect.stringMatching(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/) as unknown;
    expect(shown).toMatchObject({ transactionId: anyId });
    expect(answer).toEqual({ ...shown, transactionId: anyId });
    expect(Object.keys(answer)).toEqual(Object.keys(shown));
    expect(await runFirstRequest()).toEqual(answer);
    const rent = await balanceOf(company, '7420', '?asOf=2026-12-31');
    expect(rent.balanceGel).toBe('2500.00');
  });
});
