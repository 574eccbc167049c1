import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(__dirname, '../../..');
const generated = 'packages/contracts/src/generated';
const account = 'proto/accounting/core/v1/account.proto';

describe('check of the published language', () => {
  let tree: string;

  /** A small tree with what the check reads: one proto file and its generated source. */
  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'contracts-check-'));
    for (const path of ['buf.yaml', 'buf.gen.yaml', account]) {
      cpSync(join(repository, path), join(tree, path));
    }
    const source = `${generated}/accounting/core/v1/account_pb.ts`;
    cpSync(join(repository, source), join(tree, source));
    const buf = join(repository, 'packages/contracts/node_modules/.bin/buf');
    const baseline = ['build', '--output', 'proto/baseline.binpb'];
    expect(spawnSync(buf, baseline, { cwd: tree }).status).toBe(0);
  });

  afterEach(() => {
    rmSync(tree, { recursive: true });
  });

  const check = (): { readonly status: number | null; readonly findings: string } => {
    const program = join(repository, 'packages/contracts/check.mjs');
    const { status, stderr } = spawnSync(process.execPath, [program, tree], { encoding: 'utf8' });
    return { status, findings: stderr };
  };

  const edit = (path: string, from: string | RegExp, to: string): void => {
    const text = readFileSync(join(tree, path), 'utf8');
    expect(text).toMatch(from);
    writeFileSync(join(tree, path), text.replace(from, to));
  };

  it('accepts a tree that keeps every rule', () => {
    expect(check()).toEqual({ status: 0, findings: '' });
  });

  it('finds generated code that the proto files do not give', () => {
    appendFileSync(join(tree, generated, 'accounting/core/v1/account_pb.ts'), '// edited\n');

    const { status, findings } = check();
    expect(status).toBe(1);
    expect(findings).toContain('Broken: src/generated is what the proto files give');
    expect(findings).toContain('account_pb.ts');
  });

  it('finds generated code whose proto file is gone', () => {
    writeFileSync(join(tree, generated, 'old_pb.ts'), '');

    expect(check().findings).toContain('old_pb.ts');
  });

  it('finds a change that breaks consumers', () => {
    edit(account, 'string code = 2;', 'int64 code = 2;');

    const { status, findings } = check();
    expect(status).toBe(1);
    expect(findings).toContain('Broken: no consumer of proto/baseline.binpb is broken');
  });

  it('finds a field without a comment', () => {
    edit(account, /^ *\/\/ Code for people.*$/m, '');

    expect(check().findings).toContain('Broken: proto files follow the rules in buf.yaml');
  });

  it('finds a file that is not formatted', () => {
    edit(account, 'string code = 2;', 'string   code = 2;');

    expect(check().findings).toContain('Broken: proto files are formatted');
  });
});
