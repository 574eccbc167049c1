export { makeCertificate, type Certificate } from './certificate';
export { endWithThisProcess, type EndingOptions, type Guardian } from './guardian';
export { freePort, isPortFree } from './ports';
export { serverFolder, type ServerFolder } from './server-folder';
export { startServerProcess, type ServerProcess, type ServerProgram } from './server-process';
export { temporaryFolder, type TemporaryFolder } from './temporary-folder';
