import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

/** The listener for probes and Prometheus. */
export const createStatusServer = (registry: Registry, isReady: () => boolean): Server =>
  createServer((request, response) => {
    const send = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    if (request.url === '/status/ready') {
      const message = isReady() ? 'ready' : 'no configuration available';
      send(isReady() ? 200 : 503, 'application/json', JSON.stringify({ message }));
    } else if (request.url === '/metrics') {
      registry.metrics().then(
        (text) => {
          send(200, registry.contentType, text);
        },
        () => {
          send(500, 'text/plain', '');
        },
      );
    } else {
      send(404, 'application/json', JSON.stringify({ message: 'Not found' }));
    }
  });
