import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  conformanceChecks,
  openConformance,
  readDeclaration,
  runConformance,
  type Conformance,
} from '@accounting/kong';
import { startOpenDoor, type OpenDoor } from './open-door';

const declaration = readFileSync(path.join(__dirname, '..', '..', 'kong.yml'), 'utf8');

let door: OpenDoor;
let conformance: Conformance;

beforeAll(async () => {
  door = await startOpenDoor();
  conformance = await openConformance({ ...door, declaration });
});
afterAll(async () => {
  await conformance.close();
  door.stop();
});

/** Checks that a gateway without any lock must fail, each for its own reason. */
const mustFail = /^a token is refused|needs a token$|is not believed|open to .* without a token$/;

describe('the conformance suite', () => {
  it('has checks with names that are all different', () => {
    const names = conformanceChecks(declaration).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(300);
  });

  it('has a check of each path of each route', () => {
    const names = conformanceChecks(declaration).map(({ name }) => name);
    const paths = readDeclaration(declaration)
      .routes.filter(
        ({ service, protocols }) => service !== undefined && protocols.includes('http'),
      )
      .flatMap(({ paths: declared = [] }) => declared)
      .filter((declared) => !declared.startsWith('~'));
    for (const prefix of paths) {
      expect(names.some((name) => name.includes(`${prefix}/`) && name.includes('token'))).toBe(
        true,
      );
    }
  });

  it.each(
    conformanceChecks(declaration)
      .filter(({ name }) => mustFail.test(name))
      .map((check) => [check.name, check] as const),
  )('finds out a gateway that lets everybody through: %s', async (_name, check) => {
    const { failure } = await conformance.run(check);
    expect(failure).toMatch(/^expected .*, got /);
  });

  it('does not begin with a gateway that takes no configuration', async () => {
    // It proxies POST /config to a service, which has no such thing.
    const options = { gatewayUrl: door.gatewayUrl, adminUrl: door.gatewayUrl, declaration };
    const report = jest.fn();
    await expect(runConformance({ ...options, report })).rejects.toThrow(
      /^expected POST \/config to answer 201, got 200/,
    );
    expect(report).not.toHaveBeenCalled();
  });
});
