// The part of curl that the README uses: -s, -H and -d with a URL.
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: 'boolean', short: 's' },
    header: { type: 'string', short: 'H', multiple: true, default: [] },
    data: { type: 'string', short: 'd' },
  },
});

const [url] = positionals;
const headers = values.header.map((line) => {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
});
const sent = values.data === undefined ? {} : { method: 'POST', body: values.data };
const response = await fetch(url, { headers, ...sent });
process.stdout.write(await response.text());
