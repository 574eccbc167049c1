import { once } from 'node:events';
import { connect } from 'node:net';
import { echo, startSmallGateway, type SmallGateway } from './fixtures/small-gateway';

let upstream = echo;
let gateway: SmallGateway;

beforeAll(async () => {
  gateway = await startSmallGateway(
    {},
    {
      upstream: (request, response) => {
        upstream(request, response);
      },
    },
  );
});
afterAll(() => gateway.stop());

interface Echoed {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

describe('what a client names in Connection', () => {
  it('goes no further, and takes nothing from what the gateway says', async () => {
    const config = { add: { headers: ['X-Gateway-Secret:known'] } };
    await gateway.load({ plugins: [{ name: 'request-transformer', config }] });
    const named = 'close, X-Gateway-Secret, X-Real-IP, X-Mine';
    const { body } = await gateway.send('/notes', {
      headers: ['Connection', named, 'X-Mine', '1'],
    });
    const { headers } = JSON.parse(body) as Echoed;
    expect(headers).toMatchObject({ 'x-gateway-secret': 'known', 'x-real-ip': '127.0.0.1' });
    expect(headers).not.toHaveProperty('x-mine');
  });
});

describe('a body in pieces', () => {
  it('may break off after its answer without harm to others', async () => {
    upstream = (_request, response) => {
      response.writeHead(409, { 'content-length': '2' }).end('no');
    };
    const config = { allowed_payload_size: 1 };
    await gateway.load({ plugins: [{ name: 'request-size-limiting', config }] });
    const { hostname, port } = new URL(gateway.proxyUrl);
    for (let time = 0; time < 5; time += 1) {
      const socket = connect(Number(port), hostname);
      const head = 'POST /notes HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
      socket.write(`${head}3\r\nabc\r\n`);
      await once(socket, 'data');
      socket.destroy();
    }
    expect((await gateway.send('/notes')).status).toBe(409);
    upstream = echo;
  });
});
