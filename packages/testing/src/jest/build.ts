import { spawnSync } from 'node:child_process';
import path from 'node:path';

/**
 * End-to-end tests start built programs, so that they meet what a user meets. Builds what is not up
 * to date; throws with the tool's output when that fails.
 */
export const buildPrograms = (rootDir: string): void => {
  const programs = path.join(rootDir, 'node_modules', '.bin');
  const { status, stdout, stderr } = spawnSync('turbo', ['run', 'build'], {
    cwd: rootDir,
    encoding: 'utf8',
    env: {
      ...process.env,
      TURBO_TELEMETRY_DISABLED: '1',
      // turbo itself looks for pnpm on the path.
      PATH: `${programs}${path.delimiter}${process.env['PATH'] ?? ''}`,
    },
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`);
};
