import type { Registry } from 'prom-client';
import type { Health } from '../lifecycle/health';
import type { ReadMergedDocument } from '../openapi/documented-services';
import type { TechnicalPage } from './application';
import { publicPrefix } from './public-prefix';
import { pageSecurityHeaders } from './security-headers';

const json = (status: number, body: unknown) => ({
  status,
  type: 'application/json; charset=utf-8',
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Probes and metrics, at the paths that Kubernetes and Prometheus are told. */
export const probePages = (
  service: string,
  health: Health,
  registry: Registry,
): readonly TechnicalPage[] => [
  {
    // Alive as long as it answers: restarting it would not bring a dependency back.
    path: '/health',
    content: async () => {
      const { isReady, phase, dependencies } = await health.check();
      return json(200, { status: 'alive', service, phase, ready: isReady, dependencies });
    },
  },
  {
    path: '/health/ready',
    content: async () => {
      const { isReady, phase, dependencies } = await health.check();
      return json(isReady ? 200 : 503, { ready: isReady, service, phase, dependencies });
    },
  },
  {
    path: '/metrics',
    content: async () => ({
      status: 200,
      type: registry.contentType,
      body: await registry.metrics(),
    }),
  },
];

/** Where the document of all services stands, among what the gateway leads to. */
export const mergedDocumentPath = `${publicPrefix}/openapi.json`;

/**
 * The API document and the page that shows it: that of all services where this one shows them.
 */
export const documentPages = (
  title: string,
  document: string,
  readMerged?: ReadMergedDocument,
): readonly TechnicalPage[] => [
  { path: '/openapi.json', content: () => json(200, document) },
  ...(readMerged === undefined
    ? []
    : [{ path: mergedDocumentPath, content: async () => json(200, await readMerged()) }]),
  {
    path: '/docs',
    content: () => ({
      status: 200,
      type: 'text/html; charset=utf-8',
      body: docsPage(readMerged === undefined ? title : 'Georgian Accounting System'),
      securityHeaders: pageSecurityHeaders,
    }),
  },
  {
    path: '/docs/start.js',
    content: () => ({
      status: 200,
      type: 'text/javascript; charset=utf-8',
      body: docsScript(readMerged === undefined ? '/openapi.json' : mergedDocumentPath),
      securityHeaders: pageSecurityHeaders,
    }),
  },
];

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const docsPage = (title: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
    <link rel="icon" href="/docs/assets/favicon-32x32.png">
  </head>
  <body>
    <div id="document"></div>
    <script src="/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

// A file of its own, because the page's policy allows no script inside it.
const docsScript = (url: string): string => `SwaggerUIBundle({
  url: '${url}',
  dom_id: '#document',
  deepLinking: true,
  validatorUrl: null,
});
`;
