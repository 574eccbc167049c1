import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { lingerThenClose } from '../../src/http/connection';

describe('a body that is refused behind a request that is still being answered', () => {
  it('is answered when it is its turn, and the connection ends', async () => {
    let first: ServerResponse | undefined;
    const server = createServer((request, response) => {
      if (request.method === 'GET') {
        first = response;
        return;
      }
      response.writeHead(413, { 'content-length': 5, connection: 'close' });
      lingerThenClose(request, response, 'large');
      first?.end('first');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write(
      'GET / HTTP/1.1\r\nHost: a\r\n\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n',
    );
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    await once(socket, 'close');
    expect(text.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 413']);
    expect(text.endsWith('large')).toBe(true);
    server.close();
  });
});
