import { giveUp } from './console.mjs';

const required = { major: 20, minor: 19 };

/** Whether a version such as `20.19.0` is recent enough. */
export const isSupported = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > required.major || (major === required.major && minor >= required.minor);
};

/** Ends the process, saying what to do, unless Node is recent enough. */
export const requireNode = (version = process.versions.node) => {
  if (isSupported(version)) return;
  giveUp(
    `This needs Node ${required.major}.${required.minor} or later, and this is Node ${version}.`,
    'Install a current version from https://nodejs.org and run the command again.',
  );
};
