import { createServer, request as openRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Rendered {
  readonly services: readonly { readonly host: string; readonly port: number }[];
  readonly plugins: readonly { readonly route?: string; readonly config: { body?: string } }[];
}

/** A gateway that takes configurations, and then lets everybody through to everything. */
export interface OpenDoor {
  readonly gatewayUrl: string;
  readonly adminUrl: string;
  stop(): void;
}

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });

export const startOpenDoor = async (): Promise<OpenDoor> => {
  let rendered: Rendered = { services: [], plugins: [] };
  const admin = createServer((request, response) => {
    void text(request).then((body) => {
      rendered = JSON.parse(body) as Rendered;
      response.writeHead(201).end('{}');
    });
  });
  const gateway = createServer((request, response) => {
    if (request.url === '/conformance-marker') {
      const marker = rendered.plugins.find(({ route }) => route === 'conformance-marker');
      response.end(marker?.config.body);
      return;
    }
    const { host, port } = rendered.services[0] ?? { host: '127.0.0.1', port: 0 };
    const { method, url: path, headers } = request;
    const forwarded = openRequest({ host, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    request.pipe(forwarded);
  });
  const [gatewayUrl, adminUrl] = await Promise.all([listen(gateway), listen(admin)]);
  return {
    gatewayUrl,
    adminUrl,
    stop: () => {
      for (const server of [gateway, admin]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
};
