import { startLocalGateway } from '../../../src/gateway/local-gateway';
import { startSmallGateway } from '../fixtures/small-gateway';

describe('the status address', () => {
  it('is ready once there is a configuration; before that nothing has a route', async () => {
    const ports = { proxyPort: 0, adminPort: 0, statusPort: 0 };
    const gateway = await startLocalGateway({ host: '127.0.0.1', ...ports });
    const ready = () => fetch(`${gateway.statusUrl}/status/ready`);
    expect((await ready()).status).toBe(503);
    expect((await fetch(gateway.proxyUrl)).status).toBe(404);
    await fetch(`${gateway.adminUrl}/config`, { method: 'POST', body: '_format_version: "3.0"' });
    expect(await (await ready()).json()).toEqual({ message: 'ready' });
    await gateway.stop();
  });

  it('measures requests by service, route and status, in Kong’s names', async () => {
    const gateway = await startSmallGateway();
    await gateway.send('/notes');
    await gateway.send('/none');
    const text = await (await fetch(`${gateway.statusUrl}/metrics`)).text();
    const counted = /^kong_http_requests_total\{.*\} 1$/gm;
    const [served = '', refused = ''] = text.match(counted) ?? [];
    for (const label of ['service="notes"', 'route="notes"', 'code="200"', 'source="service"']) {
      expect(served).toContain(label);
    }
    for (const label of ['service=""', 'code="404"', 'source="exit"', 'consumer=""']) {
      expect(refused).toContain(label);
    }
    expect(text).toContain('kong_upstream_latency_ms_bucket');
    expect((await fetch(`${gateway.statusUrl}/other`)).status).toBe(404);
    await gateway.stop();
  });
});
