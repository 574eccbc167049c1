import postgresServer from '../../dist/index.js';

const { processId } = await postgresServer.startPostgres({ durable: false });
process.stdout.write(`${processId}\n`);
// Stays until it is killed.
setInterval(() => undefined, 60_000);
