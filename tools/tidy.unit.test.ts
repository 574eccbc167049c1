import { join } from 'node:path';
import { canaries } from './tidy/canaries';
import { checks, type CheckName } from './tidy/checks';
import { readRepository, repositoryOf, type Check, type Finding } from './tidy/repository';

const repository = readRepository(join(__dirname, '..'));
const named = Object.entries(checks) as [CheckName, Check][];

const placeOf = ({ path, line }: Finding): string =>
  line === undefined ? path : `${path}:${line}`;

describe('the check that', () => {
  describe.each(named)('%s', (name, check) => {
    const { stopped, passed } = canaries[name];

    it('has a violation to stop and a likeness to let pass', () => {
      expect([stopped.length, passed.length]).not.toContain(0);
    });

    it.each(stopped.map((canary, number) => ({ ...canary, number })))(
      'stops violation $number at $at',
      ({ files, at }) => {
        expect(check(repositoryOf(files)).map(placeOf)).toEqual([at]);
      },
    );

    it.each(passed.map((files, number) => ({ files, number })))(
      'lets pass what is right, case $number',
      ({ files }) => {
        expect(check(repositoryOf(files))).toEqual([]);
      },
    );
  });
});

describe('in this repository', () => {
  it.each(named)('%s', (_, check) => {
    const findings = check(repository);
    expect(findings.map((finding) => `${placeOf(finding)} ${finding.message}`)).toEqual([]);
  });
});
