import type { Check } from './check';
import { connectionChecks } from './checks/connections';
import { corsChecks } from './checks/cors';
import { credentialChecks } from './checks/credentials';
import { framingChecks } from './checks/framing';
import { headerChecks } from './checks/headers';
import { identityChecks } from './checks/identity';
import { limitChecks } from './checks/limits';
import { pathChecks } from './checks/paths';
import { routeChecks } from './checks/routes';
import { tokenChecks } from './checks/tokens';
import { upstreamChecks } from './checks/upstream-failures';
import { Testbed, type ConformanceOptions } from './testbed';

/** What came of one check. */
export interface CheckResult {
  readonly name: string;
  /** What the gateway did instead; `undefined` where it did what it must. */
  readonly failure: string | undefined;
}

/** A gateway that is being tried. */
export interface Conformance {
  /** Every check by its name, in the order in which they are to be run. */
  readonly checks: readonly Check[];
  /** Runs one; never rejects. */
  run(check: Check): Promise<CheckResult>;
  /** Ends the suite's services. The gateway keeps the last configuration. */
  close(): Promise<void>;
}

/** What a gateway that enforces a declaration must do: its routes and plugins, and more. */
export const conformanceChecks = (declaration: string): readonly Check[] => [
  ...routeChecks(declaration),
  ...tokenChecks,
  ...credentialChecks,
  ...identityChecks,
  ...headerChecks,
  ...corsChecks,
  ...upstreamChecks,
  ...limitChecks,
  ...framingChecks,
  ...connectionChecks,
  ...pathChecks,
];

/**
 * Opens the suite's services and gets ready to try a gateway. The gateway's configuration is
 * replaced, so it must be one that nobody uses. Rejects when it does not take ours.
 */
export const openConformance = async (options: ConformanceOptions): Promise<Conformance> => {
  const testbed = await Testbed.open(options);
  try {
    await testbed.prepare(false);
  } catch (error) {
    await testbed.close();
    throw error;
  }
  return {
    checks: conformanceChecks(options.declaration),
    run: async ({ name, run, needsUnaltered = false }) => {
      try {
        await testbed.prepare(!needsUnaltered);
        await run(testbed);
        return { name, failure: undefined };
      } catch (error) {
        return { name, failure: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => testbed.close(),
  };
};

/** What came of all checks together. */
export interface ConformanceReport {
  readonly passed: number;
  readonly failed: number;
}

/** Where to, and how the results are told. */
export interface ConformanceRun extends ConformanceOptions {
  /** Told of each check when it has run: `ok   <what>` or `FAIL <what>: expected …, got …`. */
  readonly report: (line: string) => void;
}

/**
 * Tries a gateway with all checks, one after another. Resolves also where checks fail, and rejects
 * when the gateway does not take the configuration.
 */
export const runConformance = async ({
  report,
  ...options
}: ConformanceRun): Promise<ConformanceReport> => {
  const conformance = await openConformance(options);
  let [passed, failed] = [0, 0];
  try {
    for (const check of conformance.checks) {
      const { name, failure } = await conformance.run(check);
      if (failure === undefined) passed += 1;
      else failed += 1;
      report(failure === undefined ? `ok   ${name}` : `FAIL ${name}: ${failure}`);
    }
  } finally {
    await conformance.close();
  }
  return { passed, failed };
};
